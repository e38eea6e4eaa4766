"""Issuance of carbon inclusion credits: whole kilograms of a verified batch, the rest carried."""

from typing import NamedTuple

from registry.carbon_inclusion.batch_states import BatchStep, advance
from registry.carbon_inclusion.batches import locked_batch, record_batch_step
from registry.carbon_inclusion.commands import IssueInclusionCredits
from registry.carbon_inclusion.reductions import MG_PER_KG
from registry.carbon_inclusion.schemes import find_scheme
from registry.ledger.issuing import issuance_answer, issue_units
from registry.ledger.unit_types import UnitTypeFacts, add_unit_type, find_unit_type
from registry.ledger.units import Measure, UnitKind, unit_type_code
from registry.rules.amendments import rule_book
from registry.worlds.actors import Actor, Role
from registry.worlds.database import WorldSession
from registry.worlds.driver import fetch

_EXISTS = "SELECT 1 FROM unit_type WHERE code = ?"
_ISSUED = (
    "SELECT coalesce(sum(enterprise_mg), 0), coalesce(sum(issued_kg), 0) FROM inclusion_batch"
    " WHERE platform_id = ? AND state = 'issued' AND vintage = ?"
)


class WholeKilograms(NamedTuple):
    """What can be issued now, and what is carried to the next batch of the year."""

    issued_kg: int
    carried_mg: int


def whole_kilograms(enterprise_mg: int, carried_mg: int) -> WholeKilograms:
    """Return the whole kilograms of a batch with what earlier ones left, and what is left now.

    Args:
        enterprise_mg: collected in the batch, mg CO2e.
        carried_mg: left by earlier batches of the platform and year, mg CO2e.
    """
    return WholeKilograms(*divmod(enterprise_mg + carried_mg, MG_PER_KG))


def issue_inclusion_credits(
    session: WorldSession, command: IssueInclusionCredits, actor: Actor
) -> dict[str, object]:
    """Create the credits of a verified batch in the account of the platform's party, once.

    A batch of less than a kilogram issues nothing and carries all of it to the next one.

    Raises:
        RoleMissing: the actor is no operator.
        UnknownBatch: there is no such batch.
        BatchInOtherState: it is not verified, or was issued before.
        UnknownInclusionScheme: the scheme is no longer in force.
    """
    actor.check_role(Role.OPERATOR)
    batch, platform = locked_batch(session, command.batch)
    assert batch.id is not None
    state = advance(batch.state, BatchStep.ISSUE, batch.number)
    collected, issued_kg = fetch(session, _ISSUED, (batch.platform_id, batch.vintage))[0]
    carried_mg = int(collected) - int(issued_kg) * MG_PER_KG
    quantity, rest_mg = whole_kilograms(batch.enterprise_mg, carried_mg)
    unit_type = _credit_type(session, platform.scheme, batch.vintage)
    answer: dict[str, object] = {"unit_type": unit_type.code, "quantity": 0, "serials": []}
    if quantity:
        issued = issue_units(session, unit_type, platform.account_id, quantity, memo=batch.number)
        batch.issuance_id = issued.issuance_id
        answer = issuance_answer(issued, unit_type, quantity)
    batch.state, batch.issued_kg = state.value, quantity
    session.add(batch)
    record_batch_step(session, batch, BatchStep.ISSUE, actor)
    return {"batch": batch.number, **answer, "carried_mg": rest_mg}


def _credit_type(session: WorldSession, scheme: str, year: int) -> UnitTypeFacts:
    code = unit_type_code(scheme, year)
    if fetch(session, _EXISTS, (code,)):
        return find_unit_type(session, code, UnitKind.CREDIT)
    names = find_scheme(rule_book(session), scheme, session.clock.today()).names
    return add_unit_type(
        session,
        code,
        UnitKind.CREDIT,
        Measure.KG_CO2E,
        f"{names['zh']}减排量 {year}",
        f"{names['en']} credit {year}",
    )
