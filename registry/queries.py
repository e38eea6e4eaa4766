"""Reading a registry: accounts, holdings, statements, totals, units, search."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import case, func
from sqlalchemy.orm import aliased
from sqlmodel import col, or_, select

from registry.certificate_queries import certificates
from registry.database import WorldSession
from registry.errors import UnknownSerial, UnknownUnitType
from registry.models import (
    Account,
    BlockMove,
    Certificate,
    Holding,
    Issuance,
    Party,
    Posting,
    Project,
    Report,
    TransactionRow,
    UnitBlock,
    UnitType,
)
from registry.project_queries import list_projects
from registry.refused_values import SerialInvalid
from registry.serials import SerialRange, format_range, format_serial, merged, parse_range
from registry.views import (
    AccountView,
    HoldingView,
    IssuanceView,
    MoveView,
    SearchResult,
    StatementLine,
    UnitLife,
    UnitTotals,
)

SEARCH_ROWS_MAX = 50
_STATES = {
    "holding": "held",
    "surrender": "surrendered",
    "retirement": "retired",
    "cancellation": "cancelled",
}


def accounts(session: WorldSession, party_ids: Collection[int] | None = None) -> list[AccountView]:
    """Return the accounts of parties, or of all, by number."""
    query = select(Account, Party).join(Party, col(Account.party_id) == col(Party.id))
    if party_ids is not None:
        query = query.where(col(Account.party_id).in_(party_ids))
    return [
        AccountView(
            id=account.id or 0,
            number=account.number,
            name=account.name,
            status=account.status,
            party_id=party.id or 0,
            party_zh=party.name_zh,
            party_en=party.name_en,
            fictitious=party.fictitious,
        )
        for account, party in session.exec(query.order_by(col(Account.number)))
    ]


def holdings(
    session: WorldSession,
    *,
    party_ids: Collection[int] | None = None,
    account_id: int | None = None,
    with_serials: bool = True,
) -> list[HoldingView]:
    """Return what parties or an account hold; empty holdings are left out.

    Args:
        session: any session.
        party_ids: only their accounts.
        account_id: only this account.
        with_serials: whether to read the serials as well.
    """
    query = (
        select(Holding, Account, UnitType)
        .join(Account, col(Account.id) == col(Holding.account_id))
        .join(UnitType, col(UnitType.id) == col(Holding.unit_type_id))
        .where(Account.kind == "holding", Holding.quantity > 0)
        .order_by(col(Account.number), col(UnitType.code))
    )
    if party_ids is not None:
        query = query.where(col(Account.party_id).in_(party_ids))
    if account_id is not None:
        query = query.where(Holding.account_id == account_id)
    rows = session.exec(query).all()
    serials = _serials_held(session, {row[0].account_id for row in rows}) if with_serials else {}
    return [
        HoldingView(
            account_id=held.account_id,
            account=account.number,
            unit_type_id=unit.id or 0,
            unit_type=unit.code,
            kind=unit.kind,
            measure=unit.measure,
            name_zh=unit.name_zh,
            name_en=unit.name_en,
            quantity=held.quantity,
            reserved=held.reserved,
            available=held.quantity - held.reserved,
            serials=_texts(unit.code, serials.get((held.account_id, held.unit_type_id), [])),
        )
        for held, account, unit in rows
    ]


def statement(
    session: WorldSession, account_id: int, *, limit: int = 100, before_id: int | None = None
) -> list[StatementLine]:
    """Return an account's postings, newest first.

    Args:
        session: any session.
        account_id: whose.
        limit: how many at most.
        before_id: only postings before this one, for the next page.
    """
    other = aliased(Posting)
    counterparty = (
        select(func.min(Account.number))
        .join(other, col(other.account_id) == col(Account.id))
        .where(
            other.transaction_id == Posting.transaction_id,
            other.unit_type_id == Posting.unit_type_id,
            other.quantity == -col(Posting.quantity),
        )
        .correlate(Posting)
        .scalar_subquery()
    )
    query = (
        select(Posting, TransactionRow, UnitType, counterparty)
        .join(TransactionRow, col(TransactionRow.id) == col(Posting.transaction_id))
        .join(UnitType, col(UnitType.id) == col(Posting.unit_type_id))
        .where(Posting.account_id == account_id)
        .order_by(col(Posting.id).desc())
        .limit(limit)
    )
    if before_id is not None:
        query = query.where(col(Posting.id) < before_id)
    return [
        StatementLine(
            posting_id=posting.id or 0,
            transaction_id=posting.transaction_id,
            kind=transaction.kind,
            recorded_at=transaction.recorded_at,
            business_date=transaction.business_date,
            unit_type=unit.code,
            measure=unit.measure,
            quantity=posting.quantity,
            counterparty=number or "",
            memo=transaction.memo,
        )
        for posting, transaction, unit, number in session.exec(query)
    ]


def totals(session: WorldSession, codes: Iterable[str] | None = None) -> list[UnitTotals]:
    """Return the public totals of unit types (cash is not among them), by code."""
    query = totals_query().order_by(col(UnitType.code))
    if codes is not None:
        query = query.where(col(UnitType.code).in_(list(codes)))
    return totals_views(session, query)


def totals_query() -> Any:
    """Return the query for unit types with the sums of their holdings, labelled by state."""
    sums = [
        func.coalesce(
            func.sum(case((col(Account.kind) == kind, col(Holding.quantity)), else_=0)), 0
        ).label(name)
        for kind, name in _STATES.items()
    ]
    reserved = func.coalesce(
        func.sum(case((col(Account.kind) == "holding", col(Holding.reserved)), else_=0)), 0
    )
    issued = func.coalesce(
        func.sum(case((col(Account.kind) == "issuance", -col(Holding.quantity)), else_=0)), 0
    )
    return (
        select(UnitType, *sums, reserved.label("reserved"), issued.label("issued"))  # type: ignore[call-overload]
        .join(Holding, col(Holding.unit_type_id) == col(UnitType.id), isouter=True)
        .join(Account, col(Account.id) == col(Holding.account_id), isouter=True)
        .where(UnitType.kind != "cash")
        .group_by(col(UnitType.id))
    )


def totals_views(session: WorldSession, query: Any) -> list[UnitTotals]:
    """Return what `totals_query` found as the public sees it."""
    return [
        UnitTotals(
            unit_type_id=unit.id or 0,
            unit_type=unit.code,
            kind=unit.kind,
            scheme=unit.scheme,
            vintage=unit.vintage,
            measure=unit.measure,
            name_zh=unit.name_zh,
            name_en=unit.name_en,
            issued=int(issued),
            held=int(held),
            reserved=int(set_aside),
            surrendered=int(surrendered),
            retired=int(retired),
            cancelled=int(cancelled),
        )
        for unit, held, surrendered, retired, cancelled, set_aside, issued in session.exec(query)
    ]


def unit_life(session: WorldSession, serial: str) -> UnitLife:
    """Return the life of a unit, or of the first unit of a range.

    Args:
        session: any session.
        serial: such as ``CCER-2026-000000001``.

    Raises:
        SerialInvalid: it cannot be read.
        UnknownUnitType: its code is unknown.
        UnknownSerial: no such unit was issued.
    """
    code, run = parse_range(serial, "serial")
    unit = session.exec(select(UnitType).where(UnitType.code == code)).first()
    if unit is None:
        raise UnknownUnitType(unit_type=code, field="serial")
    found = session.exec(
        select(UnitBlock, Issuance, Account)
        .join(Issuance, col(Issuance.id) == col(UnitBlock.issuance_id))
        .join(Account, col(Account.id) == col(UnitBlock.account_id))
        .where(
            UnitBlock.unit_type_id == unit.id,
            UnitBlock.serial_first <= run.first,
            UnitBlock.serial_last >= run.first,
        )
    ).first()
    if found is None:
        raise UnknownSerial(serial=serial[:60], field="serial")
    _, issuance, account = found
    project = session.get(Project, issuance.project_id) if issuance.project_id else None
    return UnitLife(
        serial=format_serial(code, run.first),
        unit_type=code,
        kind=unit.kind,
        measure=unit.measure,
        issuance=issuance_view(session, issuance, code),
        project=project.number if project else "",
        state=_STATES[account.kind],
        account=account.number,
        moves=tuple(_moves(session, unit, run.first)),
    )


def search(session: WorldSession, text: str, limit: int = 20) -> SearchResult:
    """Find projects, certificates, unit types and a unit by number, name or serial.

    Args:
        session: any session.
        text: what to look for; an empty one finds the newest.
        limit: how many of each at most, 1 to 50.
    """
    wanted = text.strip()[:100]
    rows = max(1, min(limit, SEARCH_ROWS_MAX))
    try:
        unit = unit_life(session, wanted) if wanted else None
    except (SerialInvalid, UnknownUnitType, UnknownSerial):
        unit = None
    codes = select(UnitType.code).where(
        or_(
            col(UnitType.code).icontains(wanted, autoescape=True),
            col(UnitType.name_zh).icontains(wanted, autoescape=True),
            col(UnitType.name_en).icontains(wanted, autoescape=True),
        )
    )
    return SearchResult(
        projects=tuple(list_projects(session, text=wanted, limit=rows)),
        certificates=tuple(certificates(session, text=wanted, limit=rows)),
        unit=unit,
        unit_types=tuple(totals(session, session.exec(codes.limit(rows)).all())),
    )


def issuance_view(session: WorldSession, issuance: Issuance, code: str) -> IssuanceView:
    """Return an issuance as the public sees it."""
    report = session.get(Report, issuance.report_id) if issuance.report_id else None
    return IssuanceView(
        id=issuance.id or 0,
        unit_type=code,
        quantity=issuance.quantity,
        serials=format_range(code, SerialRange(issuance.serial_first, issuance.serial_last)),
        report=report.number if report else "",
        recorded_at=issuance.recorded_at,
        business_date=issuance.business_date,
    )


def _moves(session: WorldSession, unit: UnitType, number: int) -> list[MoveView]:
    source, target = aliased(Account), aliased(Account)
    query: Any = (
        select(BlockMove, TransactionRow, source, target, Certificate.number)  # type: ignore[call-overload]
        .join(TransactionRow, col(TransactionRow.id) == col(BlockMove.transaction_id))
        .join(source, col(source.id) == col(BlockMove.from_account_id))
        .join(target, col(target.id) == col(BlockMove.to_account_id))
        .join(
            Certificate,
            col(Certificate.transaction_id) == col(BlockMove.transaction_id),
            isouter=True,
        )
        .where(
            BlockMove.unit_type_id == unit.id,
            BlockMove.serial_first <= number,
            BlockMove.serial_last >= number,
        )
        .order_by(col(BlockMove.id))
    )
    return [
        MoveView(
            transaction_id=move.transaction_id,
            kind=transaction.kind,
            recorded_at=transaction.recorded_at,
            business_date=transaction.business_date,
            serials=format_range(unit.code, SerialRange(move.serial_first, move.serial_last)),
            from_account=giver.number,
            from_kind=giver.kind,
            to_account=taker.number,
            to_kind=taker.kind,
            certificate=certificate or "",
        )
        for move, transaction, giver, taker, certificate in session.exec(query)
    ]


def _serials_held(
    session: WorldSession, account_ids: Collection[int]
) -> dict[tuple[int, int], list[SerialRange]]:
    found: dict[tuple[int, int], list[SerialRange]] = {}
    query = select(
        UnitBlock.account_id, UnitBlock.unit_type_id, UnitBlock.serial_first, UnitBlock.serial_last
    ).where(col(UnitBlock.account_id).in_(account_ids))
    for account_id, unit_type_id, first, last in session.exec(query):
        found.setdefault((account_id, unit_type_id), []).append(SerialRange(first, last))
    return found


def _texts(code: str, ranges: Iterable[SerialRange]) -> tuple[str, ...]:
    return tuple(format_range(code, run) for run in merged(ranges))
