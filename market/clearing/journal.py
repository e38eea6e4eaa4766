"""The ledger's journal as clearing reads it: what moved on a day, added up by the database."""

from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, Table, case, func, select

from market.venue.models import TradeRow
from registry.ledger import CASH_UNIT_TYPE_ID
from registry.worlds import WORLD_METADATA, WorldSession

Place = tuple[int, int]
"""An account and a unit type."""


class Moved(NamedTuple):
    """What came to a place and what left it, units or fen."""

    received: int
    sent: int


def moved_on(session: WorldSession, day: date) -> dict[Place, Moved]:
    """Return what a day moved, by place."""
    posting, transaction = _tables()
    quantity = posting.c.quantity
    query = (
        select(
            posting.c.account_id,
            posting.c.unit_type_id,
            func.sum(case((quantity > 0, quantity), else_=0)),
            func.sum(case((quantity < 0, -quantity), else_=0)),
        )
        .join(transaction, transaction.c.id == posting.c.transaction_id)
        .where(transaction.c.business_date == day)
        .group_by(posting.c.account_id, posting.c.unit_type_id)
        .order_by(posting.c.account_id, posting.c.unit_type_id)
    )
    return {
        (account, unit): Moved(int(received), int(sent))
        for account, unit, received, sent in session.connection().execute(query)
    }


def held_after(session: WorldSession, day: date, places: Collection[Place]) -> dict[Place, int]:
    """Return what places held when a day was over: what they hold less what moved since."""
    posting, transaction = _tables()
    holding = WORLD_METADATA.tables["holding"]
    held = select(holding.c.account_id, holding.c.unit_type_id, holding.c.quantity)
    since = _by_place(
        select(posting.c.account_id, posting.c.unit_type_id, func.sum(posting.c.quantity))
        .join(transaction, transaction.c.id == posting.c.transaction_id)
        .where(transaction.c.business_date > day)
        .group_by(posting.c.account_id, posting.c.unit_type_id),
        session,
    )
    now = _by_place(held, session)
    return {place: now.get(place, 0) - since.get(place, 0) for place in places}


def posted_by_trades(session: WorldSession, day: date) -> dict[Place, int]:
    """Return what the postings of a day's trades changed, by place."""
    posting, _ = _tables()
    trade = WORLD_METADATA.tables[TradeRow.__tablename__]
    return _by_place(
        select(posting.c.account_id, posting.c.unit_type_id, func.sum(posting.c.quantity))
        .join(trade, trade.c.transaction_id == posting.c.transaction_id)
        .where(trade.c.business_date == day)
        .group_by(posting.c.account_id, posting.c.unit_type_id),
        session,
    )


def cash_of_kind(session: WorldSession, day: date, kind: str) -> int:
    """Return the cash that transactions of a kind moved on a day, fen."""
    posting, transaction = _tables()
    query = (
        select(func.coalesce(func.sum(posting.c.quantity), 0))
        .join(transaction, transaction.c.id == posting.c.transaction_id)
        .where(
            transaction.c.business_date == day,
            transaction.c.kind == kind,
            posting.c.unit_type_id == CASH_UNIT_TYPE_ID,
            posting.c.quantity > 0,
        )
    )
    return int(session.connection().execute(query).scalar_one())


def net_traded_fen(session: WorldSession, account_id: int, day: date) -> int:
    """Return what a day's trades brought an account less what they cost, fees included, fen."""
    posting, transaction = _tables()
    query = (
        select(func.coalesce(func.sum(posting.c.quantity), 0))
        .join(transaction, transaction.c.id == posting.c.transaction_id)
        .where(
            posting.c.account_id == account_id,
            posting.c.unit_type_id == CASH_UNIT_TYPE_ID,
            transaction.c.business_date == day,
            transaction.c.kind == "trade",
        )
    )
    return int(session.connection().execute(query).scalar_one())


def days_with_postings(
    session: WorldSession, after: date | None, from_: date, before: date, most: int
) -> list[date]:
    """Return the business dates of transactions, in order.

    Args:
        session: any session.
        after: only days after it.
        from_: the first day.
        before: only days before it.
        most: how many at most.
    """
    _, transaction = _tables()
    day = transaction.c.business_date
    wanted: list[ColumnElement[bool]] = [day >= from_, day < before]
    if after is not None:
        wanted.append(day > after)
    query = select(day).where(*wanted).distinct().order_by(day).limit(most)
    return list(session.connection().execute(query).scalars())


def _tables() -> tuple[Table, Table]:
    return WORLD_METADATA.tables["posting"], WORLD_METADATA.tables["ledger_transaction"]


def _by_place(query: Select[Any], session: WorldSession) -> dict[Place, int]:
    return {
        (account, unit): int(quantity)
        for account, unit, quantity in session.connection().execute(query)
    }
