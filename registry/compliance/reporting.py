"""Monthly evidence, the annual report and its verification."""

import re

from registry.compliance.accounts import UNITS_MAX, account_facts, accounts_of_units
from registry.compliance.commands import (
    ReportEmissions,
    ReturnEmissionsReport,
    SubmitEvidence,
    VerifyEmissions,
)
from registry.compliance.deadlines import cycle_date, evidence_due, month_end
from registry.compliance.figures import Figures, read_figures, total_emissions_t
from registry.compliance.models import ComplianceEntity, ComplianceEvent
from registry.compliance.records import (
    NOTE_CHARACTERS_MAX,
    check_not_done,
    check_year,
    detail_of,
    enrolled_units,
    last_event,
    locked_entity,
    own_entity,
    record,
    step_missing,
)
from registry.compliance.refused_cycle import (
    CycleStepMissing,
    EvidenceMonthInvalid,
    VerifierIsReporter,
)
from registry.parties.models import Party
from registry.parties.parties import find_verifier
from registry.rules.amendments import rule_book
from registry.worlds.actors import Actor
from registry.worlds.database import WorldSession
from registry.worlds.errors import words
from registry.worlds.refused_values import RuleNotInForce, TextInvalid
from registry.worlds.texts import check_text

_SHA256 = re.compile(r"[0-9a-f]{64}")
_MONTHS = 12
ENROLLED_UNIT = words("enrolled unit", "登记机组（生产线）")


def submit_evidence(
    session: WorldSession, command: SubmitEvidence, actor: Actor
) -> dict[str, object]:
    """Record the fingerprint of a month's data; the last of a month counts.

    Raises:
        RoleMissing, NotRepresentative: the actor does not act for the entity.
        UnknownEntity: there is no such entity.
        QuantityOutOfRange: the year is not one of the entity's.
        EvidenceMonthInvalid: the month is none, or not over.
        UnknownReport: a named account is none of the entity's.
        TextInvalid: the fingerprint is no SHA-256 in lower case, or the note is too long.
    """
    entity = own_entity(session, command.entity, actor)
    today = session.clock.today()
    year = check_year(entity, command.year, today.year)
    month = command.month
    if (
        type(month) is not int
        or not 1 <= month <= _MONTHS
        or month_end(command.year, month) >= today
    ):
        raise EvidenceMonthInvalid(value=f"{command.year}-{month}"[:40], field="month")
    if not _SHA256.fullmatch(str(command.sha256)):
        raise TextInvalid(field="sha256", value=str(command.sha256)[:40], maximum="64")
    note = command.note and check_text(command.note, "note", NOTE_CHARACTERS_MAX)
    accounts = [account_facts(session, entity, number) for number in command.reports[:UNITS_MAX]]
    due = evidence_due(rule_book(session), entity.scheme, year, month)
    record(
        session,
        entity,
        year,
        "evidence",
        actor,
        month=month,
        reference=command.sha256,
        due_on=due,
        note=note,
        detail={"accounts": accounts} if accounts else {},
    )
    late = due is not None and today > due
    return {"entity": entity.number, "month": f"{year}-{month:02d}", "late": late}


def report_emissions(
    session: WorldSession, command: ReportEmissions, actor: Actor
) -> dict[str, object]:
    """File the annual report; until it is verified the last one counts.

    Raises:
        RoleMissing, NotRepresentative: the actor does not act for the entity.
        UnknownEntity: there is no such entity.
        QuantityOutOfRange: the year is not one of the entity's.
        CycleStepMissing: no unit is enrolled, or the year is not over.
        CycleStepDone: the year is verified.
        FiguresInvalid: a unit is missing, or a figure cannot be used.
        UnknownReport: a named account is none of the entity's.
    """
    entity = own_entity(session, command.entity, actor)
    today = session.clock.today()
    year = check_year(entity, command.year, today.year - 1)
    check_not_done(session, entity, year, "verification")
    units = _figures(session, entity, year, command.units)
    total = total_emissions_t(units)
    accounts = accounts_of_units(session, entity, units, command.accounts)
    event = record(
        session,
        entity,
        year,
        "report",
        actor,
        quantity=total,
        due_on=_due(session, entity, year, "report_due"),
        detail={"units": units, **({"accounts": accounts} if accounts else {})},
    )
    return {"entity": entity.number, "year": year, "emissions_t": total, "event": event.id}


def return_emissions_report(
    session: WorldSession, command: ReturnEmissionsReport, actor: Actor
) -> dict[str, object]:
    """Send an annual report back; the entity files another.

    Raises:
        RoleMissing, NotRepresentative: the actor acts for no verification body.
        UnknownEntity, UnknownParty: there is none.
        VerifierIsReporter: the body is the entity, or the person reported.
        CycleStepMissing: nothing is waiting for verification.
        CycleStepDone: the year is verified.
        TextInvalid: there is no reason.
    """
    entity, report, body_id = _judged(session, command, actor)
    note = check_text(command.note, "note", NOTE_CHARACTERS_MAX)
    record(
        session, entity, report.year, "return", actor, party_id=body_id, note=note, quantity=None
    )
    return {"entity": entity.number, "year": report.year}


def verify_emissions(
    session: WorldSession, command: VerifyEmissions, actor: Actor
) -> dict[str, object]:
    """Confirm the annual report, or find other figures.

    Raises:
        RoleMissing, NotRepresentative: the actor acts for no verification body.
        UnknownEntity, UnknownParty: there is none.
        VerifierIsReporter: the body is the entity, or the person reported.
        CycleStepMissing: nothing is waiting for verification.
        CycleStepDone: the year is verified.
        FiguresInvalid: a corrected figure cannot be used.
        TextInvalid: the note cannot be used.
    """
    entity, report, body_id = _judged(session, command, actor)
    units = detail_of(report)["units"]
    if command.units:
        units = _figures(session, entity, report.year, command.units)
    note = command.note and check_text(command.note, "note", NOTE_CHARACTERS_MAX)
    total = total_emissions_t(units)
    record(
        session,
        entity,
        report.year,
        "verification",
        actor,
        quantity=total,
        party_id=body_id,
        note=note,
        due_on=_due(session, entity, report.year, "verification_due"),
        detail={"units": units, "reported_t": report.quantity},
    )
    return {"entity": entity.number, "year": report.year, "emissions_t": total}


def _figures(
    session: WorldSession, entity: ComplianceEntity, year: int, given: tuple[Figures, ...]
) -> list[dict[str, str]]:
    units = enrolled_units(session, entity)
    if not units:
        raise CycleStepMissing(
            entity=entity.number, year=year, needed=ENROLLED_UNIT, field="entity"
        )
    return read_figures(entity.scheme, entity.sector, units, given)


def _judged(
    session: WorldSession, command: ReturnEmissionsReport | VerifyEmissions, actor: Actor
) -> tuple[ComplianceEntity, ComplianceEvent, int]:
    body = find_verifier(session, command.party_id, actor)
    entity = locked_entity(session, command.entity)
    check_not_done(session, entity, command.year, "verification")
    report = last_event(session, entity, command.year, "report", "return")
    if report is None or report.kind != "report":
        raise step_missing(entity, command.year, "report")
    party = session.get_one(Party, entity.party_id)
    reported_himself = actor.name.lower() == report.actor.lower()
    if body.id == party.id or reported_himself or party.id in actor.party_ids:
        raise VerifierIsReporter(party=body.name_zh, entity=entity.number)
    assert body.id is not None
    return entity, report, body.id


def _due(session: WorldSession, entity: ComplianceEntity, year: int, key: str) -> object:
    try:
        return cycle_date(rule_book(session), entity.scheme, entity.sector, year, key)
    except RuleNotInForce:
        return None
