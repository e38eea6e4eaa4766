"""Whatever a methodology calculates can be kept in the registry."""

import json
from decimal import Decimal

import pytest

from methodologies import Methodology, estimate, list_methodologies
from registry.projects import ReportedQuantity
from web.estimates.saved import saving

EXAMPLES = [
    pytest.param(methodology, name, id=f"{methodology.id}-{name}")
    for methodology in list_methodologies()
    for name in methodology.examples
]


@pytest.mark.parametrize(("methodology", "name"), EXAMPLES)
def test_every_worked_example_can_be_saved(methodology: Methodology, name: str) -> None:
    result = estimate(methodology.id, dict(methodology.examples[name])).to_dict()
    command = saving(result, party_id=1, title="T", client_id="c")
    kept = ReportedQuantity(**{name: getattr(command, name) for name in ReportedQuantity.__slots__})
    exact = Decimal(result["results"][methodology.principal.name])
    assert 0 <= exact - Decimal(kept.quantity) < Decimal("1e-26")
    assert json.loads(kept.result_json)["results"] == result["results"]
