"""The trading day: it begins when the first one after midnight touches the market."""

from sqlalchemy import bindparam, text
from sqlmodel import col, select

from market.rules.market_rules import closing_price_fen
from market.rules.orders import OrderState
from market.venue.finding import find_instrument, listed_rules
from market.venue.models import Instrument, MarketOrder, TradingDay
from market.venue.resting import OF_OPEN_ACCOUNT
from registry.ledger import void_many
from registry.rules import rule_book
from registry.worlds import WorldSession, date_value, fetch, instant_value, write

_LATEST_DAY = (
    select(TradingDay)
    .where(col(TradingDay.instrument_id) == bindparam("instrument_id"))
    .order_by(col(TradingDay.business_date).desc())
    .limit(1)
    .execution_options(populate_existing=True)
)
_STALE = "SELECT code FROM instrument WHERE rolled_on < ? ORDER BY id"
_EVENT = (
    "INSERT INTO market_event (instrument_id, kind, order_id, trade_id, recorded_at)"
    " VALUES (?, ?, ?, ?, ?)"
)


def latest_day(session: WorldSession, instrument: Instrument) -> TradingDay:
    """Return the last day that has begun."""
    return session.exec(_LATEST_DAY, params={"instrument_id": instrument.id}).one()


def roll_day(session: WorldSession, instrument: Instrument) -> TradingDay:
    """Return today's row, beginning the day if nobody has: earlier orders expire.

    Args:
        session: the unit of work.
        instrument: locked.
    """
    last = latest_day(session, instrument)
    today = session.clock.today()
    if today <= last.business_date:
        return last
    _expire_orders(session, instrument)
    rules = listed_rules(rule_book(session), instrument, today)
    day = TradingDay(
        instrument_id=_number(instrument.id),
        business_date=today,
        previous_close_fen=last.close_fen,
        close_fen=last.close_fen,
        tick_fen=rules.tick_fen,
        close_min_t=rules.close_min_t,
    )
    instrument.rolled_on = today
    session.add(day)
    record_event(session, instrument, "day")
    session.flush()
    return day


def roll_markets(session: WorldSession) -> None:
    """Begin the day of every instrument that still has yesterday's; usually there is none."""
    session.flush()
    today = date_value(session, session.clock.today())
    for (code,) in fetch(session, _STALE, (today,)):
        roll_day(session, find_instrument(session, code, lock=True))


def add_to_day(day: TradingDay, price_fen: int, quantity_t: int) -> None:
    """Add a trade to the day's bar.

    Args:
        day: the day's row.
        price_fen: price of the trade, fen per t.
        quantity_t: its quantity, t.
    """
    if day.open_fen is None or day.high_fen is None or day.low_fen is None:
        day.open_fen = day.high_fen = day.low_fen = price_fen
    day.high_fen = max(day.high_fen, price_fen)
    day.low_fen = min(day.low_fen, price_fen)
    day.last_fen = price_fen
    day.volume_t += quantity_t
    day.turnover_fen += price_fen * quantity_t
    day.close_fen = closing_price_fen(
        day.turnover_fen, day.volume_t, day.previous_close_fen, day.tick_fen, day.close_min_t
    )


def add_negotiated(day: TradingDay, mode: str, price_fen: int, quantity_t: int) -> None:
    """Add a block or an auction to the day's totals of its mode; prices and close stay.

    Args:
        day: the day's row.
        mode: `block` or `auction`.
        price_fen: price of the trade, fen per t.
        quantity_t: its quantity, t.
    """
    assert mode in {"block", "auction"}
    if mode == "block":
        day.block_volume_t += quantity_t
        day.block_turnover_fen += price_fen * quantity_t
    else:
        day.auction_volume_t += quantity_t
        day.auction_turnover_fen += price_fen * quantity_t


def record_event(
    session: WorldSession,
    instrument: Instrument,
    kind: str,
    order_id: int | None = None,
    trade_id: int | None = None,
) -> None:
    """Tell those who watch the instrument that something happened."""
    session.flush()
    recorded_at = instant_value(session, session.clock.now())
    write(session, _EVENT, [(instrument.id, kind, order_id, trade_id, recorded_at)])


def _expire_orders(session: WorldSession, instrument: Instrument) -> None:
    """Expire what is left of earlier days.

    Orders of a frozen account keep what they set aside, and expire once it is open again.
    """
    statement = (
        select(MarketOrder)
        .where(
            MarketOrder.instrument_id == instrument.id,
            MarketOrder.state == OrderState.OPEN.value,
            text(OF_OPEN_ACCOUNT),
        )
        .order_by(col(MarketOrder.id))
        .execution_options(populate_existing=True)
    )
    expired = session.exec(statement).all()
    void_many(session, [(order.reservation_id, None) for order in expired if order.reservation_id])
    for order in expired:
        order.state = OrderState.EXPIRED.value
        order.closed_at = session.clock.now()
    if expired:
        record_event(session, instrument, "expired")


def _number(id_: int | None) -> int:
    assert id_ is not None
    return id_
