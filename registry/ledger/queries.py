"""Reading a registry: accounts, holdings, statements, totals, units, search."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import case, func
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from registry.ledger.models import Holding, Posting, TransactionRow, UnitBlock, UnitType
from registry.ledger.serials import SerialRange, format_range, merged
from registry.ledger.views import AccountView, HoldingView, StatementLine, UnitTotals
from registry.parties.models import Account, Party
from registry.worlds.database import WorldSession

STATE_OF_KIND = {
    "holding": "held",
    "surrender": "surrendered",
    "retirement": "retired",
    "cancellation": "cancelled",
    "expiry": "expired",
    "carry_over": "carried_over",
    "immobilisation": "immobilised",
}

BY_SCHEME: Any = case(
    (col(UnitType.scheme) == "CEA", "0"),
    (col(UnitType.scheme) == "CCER", "1"),
    (col(UnitType.kind) == "allowance", "2"),
    (col(UnitType.kind) == "cash", "4"),
    else_="3",
) + col(UnitType.code)
"""Sorts unit types: the national market's, what it takes, pilots' allowances, the others, cash."""


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
    """Return what parties or an account hold, in the order of schemes; empty holdings are left out.

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
        .order_by(col(Account.number), BY_SCHEME)
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
        for kind, name in STATE_OF_KIND.items()
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
            reserved=int(set_aside),
            **{name: int(sum_) for name, sum_ in zip(STATE_OF_KIND.values(), sums, strict=True)},
        )
        for unit, *sums, set_aside, issued in session.exec(query)
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
