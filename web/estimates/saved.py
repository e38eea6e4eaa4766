"""Calculates an estimate and keeps it in the registry: under whose name, by which command."""

from collections.abc import Mapping
from typing import Any

from flask_security import current_user
from pydantic import ValidationError

from methodologies import estimate, find
from registry.parties import PartyView, list_parties
from registry.projects import ReportView, SaveEstimate, report
from registry.worlds import (
    NotRepresentative,
    UnknownReport,
    WorldSession,
    canonical_json,
    reading,
)
from web.acting import acting, public_world
from web.errors import InvalidInputError
from web.factors.library import current_library

MEASURES = {"kg CO2e": "kg_co2e"}
MEASURE = "t_co2e"
KIND = "estimate"
QUANTITY_CHARACTERS = 40
ANY_PARTY = {"en": "any party", "zh": "任何主体"}


def calculated(methodology_id: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Calculate an estimate from what a reader sent.

    Raises:
        InvalidInputError: an input is missing, unknown or out of bounds.
        MethodologyError: a rule refuses.
    """
    try:
        return estimate(methodology_id, inputs, factors=current_library()).to_dict()
    except ValidationError as error:
        raise InvalidInputError(error) from error


def saving(result: Mapping[str, Any], *, party_id: int, title: str, client_id: str) -> SaveEstimate:
    """Return the command that saves an estimate under a party's name.

    Its quantity has at most 40 characters: of a figure with more, such as a third, the last digits
    are cut off, which rounds down by less than 10^-26. The result keeps them all.

    Args:
        result: what `methodologies.estimate(…).to_dict()` gave.
        party_id: whose estimate it is.
        title: shown in the party's list.
        client_id: the command's name.
    """
    methodology = result["methodology"]
    saved = find(methodology["id"], methodology["version"]).principal
    return SaveEstimate(
        client_id=client_id,
        party_id=party_id,
        title=title,
        quantity=result["results"][saved.name][:QUANTITY_CHARACTERS],
        measure=MEASURES.get(saved.unit, MEASURE),
        methodology_id=methodology["id"],
        methodology_version=methodology["version"],
        methodology_status=methodology["status"],
        inputs_json=canonical_json(result["inputs"]),
        result_json=canonical_json(result),
    )


def saving_party_id(session: WorldSession) -> int:
    """Return the party under whose name the signed-in person saves: a developer if there is one.

    Raises:
        SignInRequiredError: nobody is signed in.
        NotRepresentative: the person represents no party.
    """
    actor = acting(session)
    own = list_parties(session, ids=sorted(actor.party_ids))
    if not own:
        raise NotRepresentative(actor=actor.name, party=ANY_PARTY)
    return next((party.id for party in own if party.kind == "developer"), own[0].id)


def saving_parties() -> list[PartyView]:
    """Return the parties under whose name the signed-in person may save; none signed out."""
    if not current_user.is_authenticated:
        return []
    with reading(public_world()) as session:
        return list_parties(session, ids=sorted(acting(session).party_ids))


def own_estimate(session: WorldSession, number: str) -> ReportView:
    """Return a saved estimate of one of the signed-in person's parties.

    Raises:
        SignInRequiredError: nobody is signed in.
        UnknownReport: there is no estimate with this number.
        NotRepresentative: it is of somebody else's party.
    """
    actor = acting(session)
    found = report(session, number)
    if found.kind != KIND:
        raise UnknownReport(report=number[:40])
    name: Any = {"zh": found.party.name_zh, "en": found.party.name_en}
    actor.check_represents(found.party.id, name)
    return found
