"""Statements of an account: what it held before, what moved, what it holds, as of any date.

Two times are told apart. A line belongs to a business date; it also was recorded at an instant. A
statement as recorded by an instant shows what the register said then, whatever came later.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from registry.ledger.models import Posting, TransactionRow, UnitType
from registry.parties.models import Account
from registry.worlds.database import WorldSession
from registry.worlds.errors import words
from registry.worlds.paging import Found, Sought, extent
from registry.worlds.refused_values import PeriodInvalid

FIRST_DAY = date(1900, 1, 1)
ROWS_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """What a statement covers.

    Args:
        first: first business date; lines before it make the opening balance.
        last: last business date.
        recorded_by: only what was recorded by this instant; None: by now.
        unit_type: only this type's code; empty: all.
    """

    first: date = FIRST_DAY
    last: date
    recorded_by: datetime | None = None
    unit_type: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementBalance:
    """Units of one type over the period: closing = opening + received - sent."""

    unit_type: str
    kind: str
    measure: str
    opening: int
    received: int
    sent: int
    closing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementEntry:
    """One posting, signed, and what the account held of the type after it."""

    posting_id: int
    transaction_id: str
    kind: str
    recorded_at: datetime
    business_date: date
    unit_type: str
    unit_kind: str
    measure: str
    quantity: int
    balance: int
    counterparty: str
    memo: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """An account's statement; `lines` is one page of it."""

    period: Period
    balances: tuple[StatementBalance, ...]
    lines: Found[StatementEntry]


def account_statement(
    session: WorldSession, account_id: int, period: Period, *, page: int = 1, rows: int = 50
) -> Statement:
    """Return balances and one page of lines, oldest first.

    Args:
        session: any session.
        account_id: whose.
        period: what it covers.
        page: which page of the lines, from 1.
        rows: lines of a page, 1 to 100.

    Raises:
        PeriodInvalid: the period ends before it begins.
    """
    check_period(period)
    sought = Sought(page=page, rows=rows)
    counted = extent(session, _within(_postings(account_id, period), period), sought)
    query = _entries(account_id, period).offset((counted.page - 1) * counted.size)
    found = session.connection().execute(query.limit(counted.size))
    return Statement(
        period=period,
        balances=tuple(statement_balances(session, account_id, period)),
        lines=counted.found([StatementEntry(**row._mapping) for row in found]),
    )


def check_period(period: Period) -> None:
    """Refuse a period that ends before it begins.

    Raises:
        PeriodInvalid: it does.
    """
    if period.last < period.first:
        raise PeriodInvalid(
            period=f"{period.first} – {period.last}",
            reason=words("it ends before it begins", "结束早于开始"),
            field="first",
        )


def statement_lines(
    session: WorldSession, account_id: int, period: Period
) -> Iterator[StatementEntry]:
    """Return every line of a period, oldest first, read a thousand at a time."""
    check_period(period)
    query = _entries(account_id, period)
    options = {"yield_per": ROWS_AT_ONCE}
    for row in session.connection().execute(query, execution_options=options):
        yield StatementEntry(**row._mapping)


def statement_balances(
    session: WorldSession, account_id: int, period: Period
) -> list[StatementBalance]:
    """Return opening and closing balance of each unit type that the account ever held by then."""
    quantity, within = col(Posting.quantity), col(TransactionRow.business_date) >= period.first
    query = (
        _postings(account_id, period)
        .with_only_columns(
            col(UnitType.code),
            col(UnitType.kind),
            col(UnitType.measure),
            func.sum(case((within, 0), else_=quantity)),
            func.sum(case((within & (quantity > 0), quantity), else_=0)),
            func.sum(case((within & (quantity < 0), -quantity), else_=0)),
        )
        .group_by(col(UnitType.code), col(UnitType.kind), col(UnitType.measure))
        .order_by(col(UnitType.code))
    )
    return [
        StatementBalance(
            unit_type=code,
            kind=kind,
            measure=measure,
            opening=int(opening),
            received=int(received),
            sent=int(sent),
            closing=int(opening) + int(received) - int(sent),
        )
        for code, kind, measure, opening, received, sent in session.connection().execute(query)
    ]


def _postings(account_id: int, period: Period) -> Select[Any]:
    """Return the account's postings up to the period's end, as they were recorded by then."""
    query = (
        select(Posting.id)  # type: ignore[call-overload]
        .join(TransactionRow, col(TransactionRow.id) == col(Posting.transaction_id))
        .join(UnitType, col(UnitType.id) == col(Posting.unit_type_id))
        .where(
            col(Posting.account_id) == account_id,
            col(TransactionRow.business_date) <= period.last,
        )
    )
    if period.recorded_by is not None:
        query = query.where(col(TransactionRow.recorded_at) <= period.recorded_by)
    if period.unit_type:
        query = query.where(col(UnitType.code) == period.unit_type)
    found: Select[Any] = query
    return found


def _within(query: Select[Any], period: Period) -> Select[Any]:
    return query.where(col(TransactionRow.business_date) >= period.first)


def _entries(account_id: int, period: Period) -> Select[Any]:
    """Return the query for a period's lines with running balances, by date."""
    order = (col(TransactionRow.business_date), col(Posting.id))
    running = func.sum(col(Posting.quantity)).over(
        partition_by=col(Posting.unit_type_id), order_by=order, rows=(None, 0)
    )
    told = (
        _postings(account_id, period)
        .with_only_columns(
            col(Posting.id).label("posting_id"),
            col(Posting.transaction_id).label("transaction_id"),
            col(TransactionRow.kind).label("kind"),
            col(TransactionRow.recorded_at).label("recorded_at"),
            col(TransactionRow.business_date).label("business_date"),
            col(UnitType.code).label("unit_type"),
            col(UnitType.kind).label("unit_kind"),
            col(UnitType.measure).label("measure"),
            col(Posting.unit_type_id).label("unit_type_id"),
            col(Posting.quantity).label("quantity"),
            running.label("balance"),
            col(TransactionRow.memo).label("memo"),
        )
        .subquery()
    )
    other, theirs = aliased(Posting), aliased(Account)
    counterparty = (
        select(func.min(theirs.number))
        .join(other, col(other.account_id) == col(theirs.id))
        .where(
            col(other.transaction_id) == told.c.transaction_id,
            col(other.unit_type_id) == told.c.unit_type_id,
            col(other.quantity) == -told.c.quantity,
        )
        .correlate(told)
        .scalar_subquery()
    )
    shown = [column for column in told.c if column.name != "unit_type_id"]
    return (
        select(*shown, func.coalesce(counterparty, "").label("counterparty"))
        .where(told.c.business_date >= period.first)
        .order_by(told.c.business_date, told.c.posting_id)
    )
