"""What is read of one compliance entity: its year as of any day; and who is enrolled."""

from collections.abc import Collection
from datetime import date, datetime

from sqlmodel import col, select

from registry.compliance.deadlines import cycle_dates
from registry.compliance.models import (
    ComplianceBalance,
    ComplianceEntity,
    ComplianceEvent,
    ComplianceUnit,
)
from registry.compliance.offset_limits import ObligationFigures, OffsetLimits, offset_limits
from registry.compliance.records import detail_of, find_entity
from registry.compliance.statuses import Position, position
from registry.compliance.views import (
    BalanceView,
    ComplianceEventView,
    EntityView,
    EntityYear,
    UnitView,
)
from registry.parties.models import Account
from registry.parties.queries import parties_by_id
from registry.rules.amendments import rule_book
from registry.worlds.database import WorldSession
from registry.worlds.refused_values import RuleNotInForce


def compliance_years(session: WorldSession, entity_id: int | None = None) -> list[int]:
    """Return the years of which something is recorded, the latest first."""
    query = select(ComplianceEvent.year).distinct()
    if entity_id is not None:
        query = query.where(ComplianceEvent.entity_id == entity_id)
    return sorted(session.exec(query), reverse=True)


def entity_year(
    session: WorldSession,
    number: str,
    year: int | None = None,
    *,
    day: date | None = None,
    known_by: datetime | None = None,
) -> EntityYear:
    """Return everything public about an entity's year.

    Args:
        session: any session.
        number: of the entity.
        year: of the emissions; None: the latest with an obligation, else the latest.
        day: what counts by then; None: today.
        known_by: and was recorded by then; None: now.

    Raises:
        UnknownEntity: there is none with this number.
    """
    entity = find_entity(session, number)
    years = compliance_years(session, entity.id)
    shown = year if year is not None else _own_year(session, entity, years)
    at, asked = day or session.clock.today(), known_by or session.clock.now()
    query = select(ComplianceEvent).where(
        ComplianceEvent.entity_id == entity.id, ComplianceEvent.year == shown
    )
    rows = [
        row
        for row in session.exec(query.order_by(col(ComplianceEvent.id)))
        if row.business_date <= at and row.recorded_at <= asked
    ]
    stands = position(rows, at, asked)
    rules = rule_book(session)
    limits = _limits(session, entity, stands, at)
    return EntityYear(
        entity=entity_views(session, [entity])[0],
        units=tuple(_units(session, entity)),
        year=shown,
        years=tuple(years),
        dates=tuple(cycle_dates(rules, entity.scheme, entity.sector, shown)),
        events=tuple(_event_views(session, rows)),
        position=stands,
        status=stands.status(at),
        short_at_deadline_t=stands.short_at_deadline_t(at),
        credit_limit_t=None if limits is None else limits.limit_t,
        nonlocal_limit_t=None if limits is None else limits.nonlocal_limit_t,
        carry_over_left_t=_left_t(rows),
    )


def entities(session: WorldSession, party_ids: Collection[int] | None = None) -> list[EntityView]:
    """Return enrolled entities by number; only those of some parties, if named."""
    query = select(ComplianceEntity).order_by(ComplianceEntity.number)
    if party_ids is not None:
        query = query.where(col(ComplianceEntity.party_id).in_(party_ids))
    return entity_views(session, list(session.exec(query)))


def entity_views(session: WorldSession, rows: list[ComplianceEntity]) -> list[EntityView]:
    """Return records of entities as the public sees them, in the same order."""
    known = parties_by_id(session, {row.party_id for row in rows})
    wanted = {row.account_id for row in rows}
    numbers = dict(
        session.exec(select(Account.id, Account.number).where(col(Account.id).in_(wanted))).all()
    )
    return [
        EntityView(
            number=row.number,
            party=known[row.party_id],
            account=numbers[row.account_id],
            scheme=row.scheme,
            sector=row.sector,
            first_year=row.first_year,
            annual_emissions_t=row.annual_emissions_t,
            enrolled_on=row.business_date,
        )
        for row in rows
    ]


def balance_values(session: WorldSession) -> list[BalanceView]:
    """Return the balance values found so far, the latest first."""
    query = select(ComplianceBalance).order_by(col(ComplianceBalance.id).desc())
    return [
        BalanceView(
            sector=row.sector,
            year=row.year,
            value=row.value,
            line_count=row.line_count,
            emissions_t=row.emissions_t,
            allocation_t=row.allocation_t,
        )
        for row in session.exec(query)
    ]


def _own_year(session: WorldSession, entity: ComplianceEntity, years: list[int]) -> int:
    query = select(ComplianceEvent.year).where(
        ComplianceEvent.entity_id == entity.id, ComplianceEvent.kind == "obligation"
    )
    owed = sorted(session.exec(query), reverse=True)
    return next(iter([*owed, *years]), entity.first_year)


def _units(session: WorldSession, entity: ComplianceEntity) -> list[UnitView]:
    query = select(ComplianceUnit).where(ComplianceUnit.entity_id == entity.id)
    return [
        UnitView(code=row.code, name=row.name, unit_class=row.unit_class, cooling=row.cooling)
        for row in session.exec(query.order_by(ComplianceUnit.code))
    ]


def _event_views(session: WorldSession, rows: list[ComplianceEvent]) -> list[ComplianceEventView]:
    known = parties_by_id(session, {row.party_id for row in rows})
    return [
        ComplianceEventView(
            id=row.id or 0,
            kind=row.kind,
            month=row.month,
            quantity=row.quantity,
            unit_type=row.unit_type,
            amount_fen=row.amount_fen,
            due_on=row.due_on,
            reference=row.reference,
            body=known.get(row.party_id or 0),
            note=row.note,
            detail=detail_of(row),
            business_date=row.business_date,
            recorded_at=row.recorded_at,
        )
        for row in rows
    ]


def _limits(
    session: WorldSession, entity: ComplianceEntity, at: Position, day: date
) -> OffsetLimits | None:
    if at.obligation_t is None:
        return None
    figures = ObligationFigures(
        obligation_t=at.obligation_t,
        emissions_t=at.emissions_t or 0,
        allocation_t=at.allocation_t or 0,
    )
    try:
        return offset_limits(rule_book(session), entity.scheme, day, figures)
    except RuleNotInForce:
        return None


def _left_t(rows: list[ComplianceEvent]) -> int | None:
    notice = next((row for row in rows if row.kind == "notice"), None)
    if notice is None:
        return None
    asked = sum(row.quantity or 0 for row in rows if row.kind == "application")
    return (notice.quantity or 0) - asked
