"""The daily clearing: what a day that is over moved, checked against its trades, kept."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from sqlmodel import col, select

from market.clearing.commands import ClearDay
from market.clearing.journal import (
    Place,
    cash_of_kind,
    days_with_postings,
    held_after,
    moved_on,
    posted_by_trades,
)
from market.clearing.models import ClearingDay, ClearingLine
from market.clearing.recovering import contribute
from market.clearing.refused_clearing import DayNotToClear
from market.rules.clearing import Movement, net
from market.venue.house_accounts import fee_account
from market.venue.models import Instrument, TradeRow
from registry.ledger import CASH_UNIT_TYPE_ID
from registry.worlds import Actor, Role, WorldSession


def clear_day(session: WorldSession, command: ClearDay, actor: Actor) -> Mapping[str, object]:
    """Add up a day that is over, compare it with its trades, and keep both.

    The reserve then receives its share of the day's fees.

    Raises:
        RoleMissing: the actor is no operator.
        DayNotToClear: the day is not over, or it or a later one is cleared.
    """
    actor.check_role(Role.OPERATOR)
    day = command.business_date
    cleared = last_cleared(session)
    if day >= session.clock.today() or (cleared is not None and day <= cleared):
        raise DayNotToClear(day=day.isoformat(), field="business_date")
    trades = _trades(session, day)
    rows = [trade for trade, _ in trades]
    row = ClearingDay(
        business_date=day,
        trades=len(rows),
        turnover_fen=sum(trade.price_fen * trade.quantity_t for trade in rows),
        fees_fen=sum(trade.buyer_fee_fen + trade.seller_fee_fen for trade in rows),
        deposited_fen=cash_of_kind(session, day, "deposit_cash"),
        withdrawn_fen=cash_of_kind(session, day, "withdraw_cash"),
        differences=len(_differing(session, day, trades)),
        cleared_at=session.clock.now(),
    )
    session.add(row)
    session.flush()
    assert row.id is not None
    lines = list(_lines(session, row.id, day))
    session.add_all(lines)
    session.flush()
    reserved_fen = contribute(session, day, row.fees_fen, command.client_id)
    return {
        "business_date": day.isoformat(),
        "trades": row.trades,
        "turnover_fen": row.turnover_fen,
        "fees_fen": row.fees_fen,
        "to_reserve_fen": reserved_fen,
        "accounts": len({line.account_id for line in lines}),
        "differences": row.differences,
    }


def last_cleared(session: WorldSession) -> date | None:
    """Return the last day that is cleared, None if none is."""
    days = select(col(ClearingDay.business_date)).order_by(col(ClearingDay.business_date).desc())
    return session.exec(days.limit(1)).first()


def days_to_clear(session: WorldSession, most: int) -> list[date]:
    """Return days with postings that are over and not cleared, in order, from the first trade on.

    Args:
        session: any session.
        most: how many at once.
    """
    traded = select(col(TradeRow.business_date)).order_by(col(TradeRow.id)).limit(1)
    first = session.exec(traded).first()
    if first is None:
        return []
    return days_with_postings(session, last_cleared(session), first, session.clock.today(), most)


def _trades(session: WorldSession, day: date) -> list[tuple[TradeRow, int]]:
    query = (
        select(TradeRow, col(Instrument.unit_type_id))
        .join(Instrument, col(Instrument.id) == col(TradeRow.instrument_id))
        .where(TradeRow.business_date == day)
        .order_by(col(TradeRow.id))
    )
    return [(trade, unit) for trade, unit in session.exec(query)]


def _differing(
    session: WorldSession, day: date, trades: Iterable[tuple[TradeRow, int]]
) -> list[Place]:
    """Return the places where postings are not what the trades ask for, gross, added up."""
    exchange = fee_account(session)
    wanted = Counter(net(move for trade, unit in trades for move in _asked(trade, unit, exchange)))
    wanted.subtract(posted_by_trades(session, day))
    return sorted(place for place, difference in wanted.items() if difference)


def _asked(trade: TradeRow, unit_type_id: int, exchange: int) -> Iterator[Movement]:
    """Yield what a trade moves by what it says of itself."""
    buyer, seller, cash = trade.buyer_account_id, trade.seller_account_id, CASH_UNIT_TYPE_ID
    yield Movement(seller, buyer, unit_type_id, trade.quantity_t)
    yield Movement(buyer, seller, cash, trade.price_fen * trade.quantity_t)
    yield Movement(buyer, exchange, cash, trade.buyer_fee_fen)
    yield Movement(seller, exchange, cash, trade.seller_fee_fen)


def _lines(session: WorldSession, id_: int, day: date) -> Iterator[ClearingLine]:
    moved = moved_on(session, day)
    held = held_after(session, day, moved)
    for (account_id, unit_type_id), (received, sent) in moved.items():
        closing = held[account_id, unit_type_id]
        yield ClearingLine(
            clearing_day_id=id_,
            account_id=account_id,
            unit_type_id=unit_type_id,
            opening=closing - received + sent,
            received=received,
            sent=sent,
            closing=closing,
        )
