"""The public report of a compliance year: one row for each entity, as of any day."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, case, func, literal, null, or_
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from registry.compliance.models import (
    ComplianceEntity,
    ComplianceEvent,
)
from registry.compliance.statuses import Status
from registry.compliance.views import (
    ComplianceRow,
)
from registry.parties.models import Party
from registry.worlds.database import WorldSession
from registry.worlds.paging import Extent, Found, Sought, cut, extent


def compliance_report(  # noqa: PLR0913  each argument narrows the list
    session: WorldSession,
    year: int,
    sought: Sought,
    *,
    scheme: str = "",
    sector: str = "",
    day: date | None = None,
    known_by: datetime | None = None,
) -> Found[ComplianceRow]:
    """Return a page of the entities of a year with what they owe and did.

    Args:
        session: any session.
        year: of the emissions.
        sought: text (number or name), status, order and page; orders: number, name, verified,
            allocated, obligation, surrendered, missing, status.
        scheme: only this market.
        sector: only this sector.
        day: what counts by then; None: today.
        known_by: and was recorded by then; None: now.
    """
    query, orders = _report_query(session, year, day, known_by)
    if scheme:
        query = query.where(col(ComplianceEntity.scheme) == scheme)
    if sector:
        query = query.where(col(ComplianceEntity.sector) == sector)
    if sought.only:
        query = query.where(orders["status"] == sought.only)
    if sought.wanted_text:
        names = (ComplianceEntity.number, Party.name_zh, Party.name_en)
        text = sought.wanted_text
        query = query.where(or_(*(col(name).icontains(text, autoescape=True) for name in names)))
    found = extent(session, query, sought)
    return _page(session, query, sought, found, orders, year)


def _report_query(
    session: WorldSession, year: int, day: date | None, known_by: datetime | None
) -> tuple[Any, Mapping[str, Any]]:
    """Return one row for each entity enrolled by the year, and the columns that sort."""
    at, asked = day or session.clock.today(), known_by or session.clock.now()
    sums = _sums(year, at, asked)
    surrendered = func.coalesce(sums.c.surrendered_t, 0)
    missing = case((sums.c.obligation_t > surrendered, sums.c.obligation_t - surrendered), else_=0)
    in_time_t = func.coalesce(sums.c.in_time_t, 0)
    late = case(
        (
            and_(sums.c.due_on < at, sums.c.obligation_t > in_time_t),
            sums.c.obligation_t - in_time_t,
        ),
        else_=0,
    )
    status = _status(sums, missing, late, at)
    query = (
        select(  # type: ignore[call-overload]
            ComplianceEntity.number,
            Party.name_zh,
            Party.name_en,
            Party.fictitious,
            ComplianceEntity.scheme,
            ComplianceEntity.sector,
            sums.c.emissions_t,
            sums.c.allocation_t,
            sums.c.obligation_t,
            surrendered.label("surrendered_t"),
            late.label("short_at_deadline_t"),
            missing.label("missing_t"),
            sums.c.due_on,
            status.label("status"),
        )
        .join(Party, col(Party.id) == col(ComplianceEntity.party_id))
        .join(sums, sums.c.entity_id == col(ComplianceEntity.id), isouter=True)
        .where(col(ComplianceEntity.first_year) <= year, col(ComplianceEntity.business_date) <= at)
        .where(col(ComplianceEntity.recorded_at) <= asked)
    )
    orders = {
        "number": col(ComplianceEntity.number),
        "name": col(Party.name_zh),
        "verified": sums.c.emissions_t,
        "allocated": sums.c.allocation_t,
        "obligation": sums.c.obligation_t,
        "surrendered": surrendered,
        "missing": missing,
        "status": status,
    }
    return query, orders


def _sums(year: int, at: date, asked: datetime) -> Any:
    """Return what the events of each entity's year add up to, as of a day and an instant."""
    event, owed, undone = ComplianceEvent, aliased(ComplianceEvent), aliased(ComplianceEvent)

    def last(kind: str, value: Any) -> Any:
        return func.max(case((col(event.kind) == kind, value), else_=null()))

    signed = case(
        (col(event.kind) == "surrender", col(event.quantity)),
        (col(event.kind) == "reversal", -col(event.quantity)),
        else_=0,
    )
    handed_in_on = func.coalesce(col(undone.business_date), col(event.business_date))
    in_time = case((handed_in_on <= col(owed.due_on), signed), else_=0)
    counted = and_(
        col(event.year) == year, col(event.business_date) <= at, col(event.recorded_at) <= asked
    )
    return (
        select(  # type: ignore[call-overload]
            col(event.entity_id).label("entity_id"),
            last("verification", col(event.quantity)).label("emissions_t"),
            last("allocation", col(event.quantity)).label("allocation_t"),
            last("obligation", col(event.quantity)).label("obligation_t"),
            last("obligation", col(event.due_on)).label("due_on"),
            func.sum(signed).label("surrendered_t"),
            func.sum(in_time).label("in_time_t"),
            func.count(case((col(event.kind) == "fine", literal(1)))).label("fines"),
        )
        .join(
            owed,
            and_(
                col(owed.entity_id) == col(event.entity_id),
                col(owed.year) == col(event.year),
                col(owed.kind) == "obligation",
            ),
            isouter=True,
        )
        .join(undone, col(undone.id) == col(event.follows_id), isouter=True)
        .where(counted)
        .group_by(col(event.entity_id))
        .subquery()
    )


def _status(sums: Any, missing: Any, late: Any, at: date) -> Any:
    """Return the column of the status, judged in the order of `Position.status`."""
    return case(
        (sums.c.fines > 0, Status.FINED.value),
        (sums.c.obligation_t.is_(None), Status.NOT_DUE.value),
        (and_(missing == 0, late > 0), Status.MET_LATE.value),
        (missing == 0, Status.MET.value),
        (sums.c.due_on < at, Status.SHORT.value),
        else_=Status.OPEN.value,
    )


def _page(
    session: WorldSession,
    query: Any,
    sought: Sought,
    found: Extent,
    orders: Mapping[str, Any],
    year: int,
) -> Found[ComplianceRow]:
    rows = session.exec(
        cut(query, sought, found, orders, col(ComplianceEntity.number), "number")
    ).all()
    return found.found(
        [
            ComplianceRow(
                number=row.number,
                name_zh=row.name_zh,
                name_en=row.name_en,
                fictitious=row.fictitious,
                scheme=row.scheme,
                sector=row.sector,
                year=year,
                emissions_t=row.emissions_t,
                allocation_t=row.allocation_t,
                obligation_t=row.obligation_t,
                surrendered_t=int(row.surrendered_t),
                short_at_deadline_t=int(row.short_at_deadline_t),
                missing_t=int(row.missing_t),
                due_on=row.due_on,
                status=Status(row.status),
            )
            for row in rows
        ]
    )
