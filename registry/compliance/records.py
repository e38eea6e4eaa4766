"""Entities, their units and events in the database: finding, locking, writing."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import col, select

from registry.compliance.figures import EnrolledUnit
from registry.compliance.models import ComplianceEntity, ComplianceEvent, ComplianceUnit
from registry.compliance.refused_cycle import CycleStepDone, CycleStepMissing, UnknownEntity
from registry.compliance.statuses import Position, position
from registry.ledger.unit_types import UnitTypeFacts, add_unit_type, find_unit_type
from registry.ledger.units import Measure, UnitKind
from registry.parties.models import Party
from registry.rules.schemes import NATIONAL
from registry.worlds.actors import DISPOSING, Actor
from registry.worlds.commands import canonical_json
from registry.worlds.database import WorldSession
from registry.worlds.errors import UnknownUnitType, words
from registry.worlds.refused_values import QuantityOutOfRange

NOTE_CHARACTERS_MAX = 500
FIRST_VINTAGE = 2020
KIND_NAMES: Mapping[str, Mapping[str, str]] = {
    "evidence": words("monthly data evidence", "月度数据存证"),
    "report": words("annual report", "年度排放报告"),
    "return": words("returned report", "报告退回"),
    "verification": words("verification", "核查结果"),
    "pre_allocation": words("pre-allocation", "预分配"),
    "allocation": words("final allocation", "核定配额"),
    "obligation": words("obligation", "应清缴配额量"),
    "borrowing": words("borrowing", "预支配额"),
    "surrender": words("surrender", "清缴"),
    "reversal": words("undone surrender", "清缴撤销"),
    "notice": words("carry-over notice", "结转通知"),
    "application": words("carry-over application", "结转申请"),
    "carry_over": words("carry-over", "结转"),
    "fine": words("fine", "处罚"),
    "delisting": words("end of enrolment", "移出名录"),
}


def party_of_entity(session: WorldSession, command: Any) -> int | None:
    """Return the party of the entity a command names, None if there is no such entity."""
    try:
        return find_entity(session, command.entity).party_id
    except UnknownEntity:
        return None


def find_entity(session: WorldSession, number: str) -> ComplianceEntity:
    """Return an enrolled entity.

    Raises:
        UnknownEntity: there is none with this number.
    """
    query = select(ComplianceEntity).where(ComplianceEntity.number == str(number).strip())
    found = session.exec(query).first()
    if found is None:
        raise UnknownEntity(entity=str(number)[:40], field="entity")
    return found


def locked_entity(session: WorldSession, number: str) -> ComplianceEntity:
    """Return an enrolled entity; others who change it wait until this unit of work is over.

    Raises:
        UnknownEntity: there is none with this number.
    """
    found = find_entity(session, number)
    _lock(session, found)
    return found


def own_entity(session: WorldSession, number: str, actor: Actor) -> ComplianceEntity:
    """Return, locked, an entity that the actor may act for.

    Raises:
        RoleMissing: the actor disposes of nothing.
        UnknownEntity: there is none with this number.
        NotRepresentative: the actor does not act for its party.
    """
    actor.check_role(*DISPOSING)
    entity = locked_entity(session, number)
    party = session.get_one(Party, entity.party_id)
    actor.check_represents(party.id, party.name_zh)
    return entity


def entity_obliged(
    session: WorldSession, party_id: int | None, scheme: str, kind: str
) -> ComplianceEntity | None:
    """Return, locked, the entity whose obligation units of a scheme meet; None: none is enrolled.

    Credits meet the obligation of the one market in which the party is enrolled, the national
    one first.
    """
    query = select(ComplianceEntity).where(ComplianceEntity.party_id == party_id)
    if kind == UnitKind.ALLOWANCE:
        query = query.where(ComplianceEntity.scheme == scheme)
    rows = session.exec(query.order_by(col(ComplianceEntity.id))).all()
    national = [row for row in rows if row.scheme == NATIONAL]
    found = next(iter([*national, *rows]), None)
    if found is not None:
        _lock(session, found)
    return found


def enrolled_units(session: WorldSession, entity: ComplianceEntity) -> list[EnrolledUnit]:
    """Return the units of an entity, by code."""
    query = select(ComplianceUnit).where(ComplianceUnit.entity_id == entity.id)
    rows = session.exec(query.order_by(ComplianceUnit.code))
    return [EnrolledUnit(row.code, row.unit_class, row.cooling) for row in rows]


def events(
    session: WorldSession, entity: ComplianceEntity, year: int, *kinds: str
) -> list[ComplianceEvent]:
    """Return what happened to an entity's year, in order; only some kinds, if named."""
    query = select(ComplianceEvent).where(
        ComplianceEvent.entity_id == entity.id, ComplianceEvent.year == year
    )
    if kinds:
        query = query.where(col(ComplianceEvent.kind).in_(kinds))
    return list(session.exec(query.order_by(col(ComplianceEvent.id))))


def last_event(
    session: WorldSession, entity: ComplianceEntity, year: int, *kinds: str
) -> ComplianceEvent | None:
    """Return the last thing of some kinds that happened to an entity's year."""
    found = events(session, entity, year, *kinds)
    return found[-1] if found else None


def needed_event(
    session: WorldSession, entity: ComplianceEntity, year: int, kind: str
) -> ComplianceEvent:
    """Return the last event of a kind.

    Raises:
        CycleStepMissing: there is none.
    """
    found = last_event(session, entity, year, kind)
    if found is None:
        raise step_missing(entity, year, kind)
    return found


def step_missing(entity: ComplianceEntity, year: int, kind: str) -> CycleStepMissing:
    """Return the refusal of a step that needs an earlier one."""
    return CycleStepMissing(entity=entity.number, year=year, needed=KIND_NAMES[kind], field="year")


def check_not_done(session: WorldSession, entity: ComplianceEntity, year: int, kind: str) -> None:
    """Refuse a step that was done before.

    Raises:
        CycleStepDone: it was.
    """
    if last_event(session, entity, year, kind) is not None:
        raise CycleStepDone(entity=entity.number, year=year, step=KIND_NAMES[kind], field="year")


def record(
    session: WorldSession,
    entity: ComplianceEntity,
    year: int,
    kind: str,
    actor: Actor,
    **content: Any,
) -> ComplianceEvent:
    """Write down what happened to an entity's year."""
    assert entity.id is not None
    detail: Mapping[str, object] = content.pop("detail", {})
    event = ComplianceEvent(
        entity_id=entity.id,
        year=year,
        kind=kind,
        actor=actor.name,
        detail_json=canonical_json(detail),
        recorded_at=session.clock.now(),
        business_date=session.clock.today(),
        **content,
    )
    session.add(event)
    session.flush()
    return event


def detail_of(event: ComplianceEvent) -> dict[str, Any]:
    """Return the figures and steps behind an event."""
    loaded: dict[str, Any] = json.loads(event.detail_json)
    return loaded


def position_now(session: WorldSession, entity: ComplianceEntity, year: int) -> Position:
    """Return where an entity stands with a year."""
    return position(events(session, entity, year), session.clock.today(), session.clock.now())


def check_year(entity: ComplianceEntity, year: object, current_year: int) -> int:
    """Return a year of an entity that has begun.

    Raises:
        QuantityOutOfRange: it is before the entity's first or after the current one.
    """
    if type(year) is not int or not entity.first_year <= year <= current_year:
        raise QuantityOutOfRange(
            value=str(year)[:40],
            minimum=str(entity.first_year),
            maximum=str(current_year),
            field="year",
        )
    return year


def vintage_code(scheme: str, year: int) -> str:
    """Return the code of a year's allowances; 2019 and 2020 share one national vintage."""
    if scheme == NATIONAL and year <= FIRST_VINTAGE:
        return f"{scheme}-2019-2020"
    return f"{scheme}-{year}"


def vintage(session: WorldSession, scheme: str, year: int) -> UnitTypeFacts:
    """Return the unit type of a year's allowances, entered when it is new."""
    code = vintage_code(scheme, year)
    try:
        return find_unit_type(session, code, UnitKind.ALLOWANCE)
    except UnknownUnitType:
        return add_unit_type(session, code, UnitKind.ALLOWANCE, Measure.T_CO2E)


def plain_steps(steps: Sequence[Any]) -> list[dict[str, object]]:
    """Return steps of a calculation as values for JSON."""
    return [each.plain() for each in steps]


def _lock(session: WorldSession, entity: ComplianceEntity) -> None:
    query = select(ComplianceEntity.id).where(ComplianceEntity.id == entity.id).with_for_update()
    session.exec(query).one()
