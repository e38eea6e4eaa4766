"""Makes of a calculated estimate the command that keeps it in the registry."""

from collections.abc import Mapping
from typing import Any

from registry import SaveEstimate, canonical_json

MEASURE = "t_co2e"


def saving(result: Mapping[str, Any], *, party_id: int, title: str, client_id: str) -> SaveEstimate:
    """Return the command that saves an estimate under a party's name.

    Args:
        result: what `methodologies.estimate(…).to_dict()` gave.
        party_id: whose estimate it is.
        title: shown in the party's list.
        client_id: the command's name.
    """
    methodology = result["methodology"]
    return SaveEstimate(
        client_id=client_id,
        party_id=party_id,
        title=title,
        quantity=result["results"]["emission_reductions_t_co2e"],
        measure=MEASURE,
        methodology_id=methodology["id"],
        methodology_version=methodology["version"],
        methodology_status=methodology["status"],
        inputs_json=canonical_json(result["inputs"]),
        result_json=canonical_json(result),
    )
