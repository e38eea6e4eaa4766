"""Surrender of units for the emissions of a compliance year, and undoing one."""

from collections import Counter
from datetime import date

from sqlmodel import select

from registry.compliance.commands import ReverseSurrender, Surrender
from registry.compliance.models import ComplianceEntity, ComplianceEvent
from registry.compliance.obligations import check_compliance_year, check_vintage
from registry.compliance.offset_limits import (
    ObligationFigures,
    check_credits,
    check_legacy,
    offset_limits,
)
from registry.compliance.records import (
    NOTE_CHARACTERS_MAX,
    entity_obliged,
    events,
    position_now,
    record,
    step_missing,
)
from registry.compliance.refused_compliance import NotReversible, ReversalTooLate
from registry.compliance.registration_dates import check_registration
from registry.ledger.balances import SystemAccount
from registry.ledger.models import Certificate
from registry.ledger.posting import post
from registry.ledger.reversals import reversal_of, reversed_by
from registry.ledger.scheme_uses import surrendered_tonnes
from registry.ledger.unit_types import UnitTypeFacts, find_unit_type
from registry.ledger.units import Measure, UnitKind, check_quantity, parse_unit_type_code
from registry.ledger.uses import record_use, use_units
from registry.parties.parties import find_own_account
from registry.rules.amendments import rule_book, working_calendar
from registry.rules.benchmarks import SCHEME
from registry.worlds.actors import DISPOSING, Actor, Role
from registry.worlds.database import WorldSession
from registry.worlds.errors import UnknownCertificate, words
from registry.worlds.texts import check_text

RETIRED = words("it is no surrender", "不是清缴")
UNDONE = words("it was undone before", "已撤销")


def surrender(session: WorldSession, command: Surrender, actor: Actor) -> dict[str, object]:
    """Hand in allowances or credits for the emissions of a compliance year.

    Raises:
        RoleMissing: the actor is neither representative nor developer.
        NotRepresentative: the actor does not act for the account holder.
        ComplianceYearAhead: the year has not begun.
        VintageTooLate, VintageSpent: allowances that do not count for the year.
        LegacyCreditOver, CreditNotAccepted, CreditLimitExceeded: credits that do not count, or
            are too many for the obligation.
        CreditRegisteredEarly: they are of a project registered before the year's rule allows.
        UseNotInScheme, PartTonnes: credits of 1 kg that their scheme does not allow for compliance,
            or that are no whole tonnes.
        CycleStepMissing: credits for an obligation that is not determined yet.
        RuleNotInForce, RuleUnset: the market has no rule for credits.
        UnitsUsed, UnitsNotHeld, InsufficientUnits: the units are not there.
        UnknownAccount, UnknownUnitType, WrongUnitKind, QuantityOutOfRange, SerialInvalid,
        SerialsMismatch, AccountNotOpen: a value cannot be used.
    """
    actor.check_role(*DISPOSING)
    account = find_own_account(session, command.account, actor)
    unit_type = find_unit_type(session, command.unit_type, UnitKind.ALLOWANCE, UnitKind.CREDIT)
    year = check_compliance_year(command.compliance_year, session.clock.today().year)
    check_vintage(unit_type.kind, unit_type.scheme, unit_type.vintage, year)
    tonnes = _tonnes(session, unit_type, check_quantity(command.quantity))
    entity = entity_obliged(session, account.party_id, unit_type.scheme, unit_type.kind)
    if unit_type.kind == UnitKind.CREDIT:
        _check_credits(session, entity, unit_type, year, tonnes)
    certificate = use_units(session, command, account, unit_type, SystemAccount.SURRENDER)
    certificate.compliance_year = year
    if entity is not None:
        check_registration(session, entity.scheme, unit_type, certificate.transaction_id, year)
    answer = record_use(session, certificate, unit_type)
    if entity is not None and entity.first_year <= year:
        record(
            session,
            entity,
            year,
            "surrender",
            actor,
            quantity=tonnes,
            unit_type=unit_type.code,
            unit_kind=unit_type.kind,
            reference=certificate.number,
        )
    return answer


def reverse_surrender(
    session: WorldSession, command: ReverseSurrender, actor: Actor
) -> dict[str, object]:
    """Undo a surrender: its very units go back to the account that gave them.

    Raises:
        RoleMissing: the actor is no operator.
        TextInvalid: there is no reason.
        UnknownCertificate: there is no such certificate.
        NotReversible: it is a retirement, or was undone before.
        ReversalTooLate: the window is over.
        RuleNotInForce: no window is set.
        AccountNotOpen: the account that gave the units is frozen or closed.
    """
    actor.check_role(Role.OPERATOR)
    reason = check_text(command.reason, "reason", NOTE_CHARACTERS_MAX)
    certificate = _surrendered(session, command.certificate)
    last_day = last_day_to_undo(session, certificate.business_date)
    if session.clock.today() > last_day:
        raise ReversalTooLate(certificate=certificate.number, last_day=last_day.isoformat())
    undoing = reversal_of(session, certificate.transaction_id, command.client_id)
    transaction_id = post(session, undoing)
    _record_reversal(session, certificate, reason, actor)
    return {
        "certificate": certificate.number,
        "transaction_id": transaction_id,
        "quantity": certificate.quantity,
    }


def last_day_to_undo(session: WorldSession, surrendered_on: date) -> date:
    """Return until when a surrender of a day may be undone.

    Raises:
        RuleNotInForce, RuleUnset: no window is set.
    """
    rule = rule_book(session).parameter(SCHEME, "surrender_reversal_working_days", surrendered_on)
    return working_calendar(session).add_working_days(surrendered_on, rule.whole)


def _tonnes(session: WorldSession, unit_type: UnitTypeFacts, quantity: int) -> int:
    """Return the tonnes of an obligation that units meet; those of 1 kg only by whole steps."""
    if unit_type.measure != Measure.KG_CO2E:
        return quantity
    scheme, vintage = unit_type.scheme, unit_type.vintage
    return surrendered_tonnes(rule_book(session), scheme, vintage, quantity, session.clock.today())


def _check_credits(
    session: WorldSession,
    entity: ComplianceEntity | None,
    unit_type: UnitTypeFacts,
    year: int,
    tonnes: int,
) -> None:
    rules, today = rule_book(session), session.clock.today()
    check_legacy(rules, unit_type.scheme, unit_type.code, unit_type.vintage, today)
    if entity is None:
        return
    at = position_now(session, entity, year)
    if at.obligation_t is None:
        raise step_missing(entity, year, "obligation")
    figures = ObligationFigures(
        obligation_t=at.obligation_t,
        emissions_t=at.emissions_t or 0,
        allocation_t=at.allocation_t or 0,
    )
    limits = offset_limits(rules, entity.scheme, today, figures)
    already = credits_surrendered(events(session, entity, year, "surrender", "reversal"))
    check_credits(limits, entity.scheme, unit_type.scheme, tonnes, already, at.obligation_t)


def credits_surrendered(found: list[ComplianceEvent]) -> Counter[str]:
    """Return the credits surrendered and not taken back, t, by their scheme."""
    total: Counter[str] = Counter()
    for event in found:
        if event.unit_kind == UnitKind.CREDIT:
            scheme, _ = parse_unit_type_code(event.unit_type)
            sign = 1 if event.kind == "surrender" else -1
            total[scheme] += sign * (event.quantity or 0)
    return total


def _surrendered(session: WorldSession, number: str) -> Certificate:
    query = select(Certificate).where(Certificate.number == str(number).strip())
    found = session.exec(query.with_for_update()).first()
    if found is None:
        raise UnknownCertificate(certificate=str(number)[:40], field="certificate")
    if found.use != "surrender":
        raise NotReversible(certificate=found.number, reason=RETIRED, field="certificate")
    if reversed_by(session, found.transaction_id) is not None:
        raise NotReversible(certificate=found.number, reason=UNDONE, field="certificate")
    return found


def _record_reversal(
    session: WorldSession, certificate: Certificate, reason: str, actor: Actor
) -> None:
    query = select(ComplianceEvent).where(
        ComplianceEvent.kind == "surrender", ComplianceEvent.reference == certificate.number
    )
    undone = session.exec(query).first()
    if undone is None:
        return
    entity = session.get_one(ComplianceEntity, undone.entity_id)
    record(
        session,
        entity,
        undone.year,
        "reversal",
        actor,
        quantity=undone.quantity,
        unit_type=undone.unit_type,
        unit_kind=undone.unit_kind,
        reference=certificate.number,
        follows_id=undone.id,
        note=reason,
    )
