"""What the venue shows: values for pages, JSON and live updates; nothing here writes.

A reader may come before the first command of a day has begun it. Each query therefore looks at the
clock: orders of an earlier day are shown as expired, and its close as the previous close.
"""

from collections.abc import Collection, Sequence
from datetime import date

from sqlmodel import col, select

from market.data.candle_bars import CANDLES_MAX
from market.data.views import DayView, DepthView, InstrumentView, LevelView, OrderView, TapeRow
from market.rules.errors import NotYourOrder
from market.rules.market_rules import price_band
from market.rules.orders import OrderState, Side
from market.venue.days import latest_day
from market.venue.finding import ORDER_ID_MAX, find_instrument, find_order, listed_rules
from market.venue.models import Instrument, MarketOrder, TradeRow, TradingDay
from market.venue.resting import may_trade, query_of_resting
from registry.rules import RuleBook, rule_book
from registry.worlds import WORLD_METADATA, Actor, WorldSession, fetch

LEVELS = 5
ROWS_MAX = 500

_LEVEL = "price_fen, sum(remaining_t), count(*)"
_LEVELS_OF = {
    Side.BUY: query_of_resting(_LEVEL, "GROUP BY price_fen ORDER BY price_fen DESC LIMIT ?"),
    Side.SELL: query_of_resting(_LEVEL, "GROUP BY price_fen ORDER BY price_fen LIMIT ?"),
}
_OWN_LEVELS = query_of_resting(
    "price_fen, sum(remaining_t)", "AND party_id IN ({parties}) GROUP BY price_fen"
)
_NEWEST = (
    "SELECT code, (SELECT max(id) FROM market_event WHERE instrument_id = instrument.id)"
    " FROM instrument WHERE code IN ({codes})"
)


def instruments(session: WorldSession) -> list[InstrumentView]:
    """List all instruments, by code, each with its day so far."""
    listed = session.exec(select(Instrument).order_by(Instrument.code)).all()
    unit_type = WORLD_METADATA.tables["unit_type"]
    wanted = unit_type.select().where(unit_type.c.id.in_([found.unit_type_id for found in listed]))
    unit_types = {row.id: row for row in session.connection().execute(wanted)}
    return [
        InstrumentView(
            code=found.code,
            name_zh=unit_types[found.unit_type_id].name_zh,
            name_en=unit_types[found.unit_type_id].name_en,
            unit_kind=unit_types[found.unit_type_id].kind,
            measure=unit_types[found.unit_type_id].measure,
            state=found.state,
            market=found.market,
            day=_day_view(session, found),
        )
        for found in listed
    ]


def day_bar(session: WorldSession, instrument: str) -> DayView:
    """Show the day of an instrument so far.

    Raises:
        UnknownInstrument: none has the code.
    """
    return _day_view(session, find_instrument(session, instrument))


def day_candles(session: WorldSession, instrument: str, limit: int = 250) -> list[DayView]:
    """Show the last days of an instrument, oldest first.

    Args:
        session: a reading.
        instrument: its code.
        limit: how many days at most.

    Raises:
        UnknownInstrument: none has the code.
    """
    found = find_instrument(session, instrument)
    statement = (
        select(TradingDay)
        .where(TradingDay.instrument_id == found.id)
        .order_by(col(TradingDay.business_date).desc())
        .limit(max(0, min(limit, CANDLES_MAX)))
    )
    book = rule_book(session)
    return [_bar(row, found, book) for row in reversed(session.exec(statement).all())]


def depth(
    session: WorldSession, instrument: str, levels: int = LEVELS, actor: Actor | None = None
) -> DepthView:
    """Show the best levels of the book.

    Args:
        session: a reading.
        instrument: its code.
        levels: how many of each side.
        actor: whose own quantity is marked.

    Raises:
        UnknownInstrument: none has the code.
    """
    found = find_instrument(session, instrument)
    return DepthView(
        bids=_levels(session, found, Side.BUY, levels, actor),
        asks=_levels(session, found, Side.SELL, levels, actor),
    )


def tape(
    session: WorldSession,
    instrument: str,
    limit: int = 50,
    actor: Actor | None = None,
    before: int | None = None,
) -> list[TapeRow]:
    """Show the last listed trades, newest first; blocks and auctions have reports of their own.

    Args:
        session: a reading.
        instrument: its code.
        limit: how many at most.
        actor: whose own side is marked.
        before: only trades with a smaller number than this one; None: from the newest.

    Raises:
        UnknownInstrument: none has the code.
    """
    found = find_instrument(session, instrument)
    statement = (
        select(TradeRow)
        .where(TradeRow.instrument_id == found.id, TradeRow.mode == "listed")
        .order_by(col(TradeRow.id).desc())
        .limit(_bounded(limit))
    )
    if before is not None:
        statement = statement.where(col(TradeRow.id) < min(before, ORDER_ID_MAX))
    own = _own_accounts(session, actor)
    return [
        TapeRow(
            trade_id=_number(row.id),
            traded_at=row.traded_at,
            price_fen=row.price_fen,
            quantity_t=row.quantity_t,
            taker_side=row.taker_side,
            own_side=_own_side(row, own),
        )
        for row in session.exec(statement).all()
    ]


def own_orders(
    session: WorldSession,
    actor: Actor,
    instrument: str | None = None,
    limit: int = 100,
    *,
    open_only: bool = False,
) -> list[OrderView]:
    """List the orders of the actor's parties, newest first.

    Args:
        session: a reading.
        actor: whose orders.
        instrument: only of this one; None for all.
        limit: how many at most.
        open_only: leave out those that can trade no more.

    Raises:
        UnknownInstrument: none has the code.
    """
    statement = select(MarketOrder).where(col(MarketOrder.party_id).in_(sorted(actor.party_ids)))
    if instrument is not None:
        found = find_instrument(session, instrument)
        statement = statement.where(MarketOrder.instrument_id == found.id)
    if open_only:
        statement = statement.where(
            MarketOrder.state == OrderState.OPEN.value,
            col(MarketOrder.business_date) >= session.clock.today(),
        )
    statement = statement.order_by(col(MarketOrder.id).desc()).limit(_bounded(limit))
    return _order_views(session, session.exec(statement).all())


def order_by_id(session: WorldSession, order_id: int, actor: Actor) -> OrderView:
    """Show one order to one who represents its party.

    Raises:
        UnknownOrder: none has the number.
        NotYourOrder: it belongs to a party the actor does not represent.
    """
    order = find_order(session, order_id)
    if order.party_id not in actor.party_ids:
        raise NotYourOrder(order_id=order_id, field="order_id")
    return _order_views(session, [order])[0]


def latest_event_id(session: WorldSession, instrument: str) -> int:
    """Return the number of the last thing that happened to an instrument; it only grows.

    Raises:
        UnknownInstrument: none has the code.
    """
    return latest_event_ids(session, (find_instrument(session, instrument).code,))[instrument]


def latest_event_ids(session: WorldSession, instruments: Collection[str]) -> dict[str, int]:
    """Return the same for several instruments in one read, by code; unknown ones are left out."""
    text = _NEWEST.format(codes=",".join("?" * len(instruments)))
    return {code: last or 0 for code, last in fetch(session, text, tuple(instruments))}


def _day_view(session: WorldSession, instrument: Instrument) -> DayView:
    last = latest_day(session, instrument)
    today = session.clock.today()
    if today <= last.business_date:
        return _bar(last, instrument, rule_book(session))
    begun = TradingDay(
        instrument_id=last.instrument_id,
        business_date=today,
        previous_close_fen=last.close_fen,
        close_fen=last.close_fen,
    )
    return _bar(begun, instrument, rule_book(session))


def _bar(day: TradingDay, instrument: Instrument, book: RuleBook) -> DayView:
    rules = listed_rules(book, instrument, day.business_date)
    band = price_band(day.previous_close_fen, rules.band_pct, rules.tick_fen)
    return DayView(
        business_date=day.business_date,
        previous_close_fen=day.previous_close_fen,
        band_low_fen=band.low_fen,
        band_high_fen=band.high_fen,
        open_fen=day.open_fen,
        high_fen=day.high_fen,
        low_fen=day.low_fen,
        last_fen=day.last_fen,
        close_fen=day.close_fen,
        volume_t=day.volume_t,
        turnover_fen=day.turnover_fen,
    )


def _levels(
    session: WorldSession, instrument: Instrument, side: Side, levels: int, actor: Actor | None
) -> tuple[LevelView, ...]:
    resting = may_trade(session, instrument, side)
    rows = fetch(session, _LEVELS_OF[side], (*resting, _bounded(levels)))
    own: dict[int, int] = {}
    if actor is not None and actor.party_ids and rows:
        parties = sorted(actor.party_ids)
        mine = _OWN_LEVELS.format(parties=",".join("?" * len(parties)))
        own = {
            price_fen: int(own_t) for price_fen, own_t in fetch(session, mine, (*resting, *parties))
        }
    return tuple(
        LevelView(price_fen, int(quantity_t), count, own.get(price_fen, 0))
        for price_fen, quantity_t, count in rows
    )


def _order_views(session: WorldSession, orders: Sequence[MarketOrder]) -> list[OrderView]:
    account = WORLD_METADATA.tables["account"]
    wanted = {order.account_id for order in orders}
    numbers = session.connection().execute(
        account.select()
        .with_only_columns(account.c.id, account.c.number)
        .where(account.c.id.in_(wanted))
    )
    number_of = {row.id: row.number for row in numbers}
    codes = {row.id: row.code for row in session.exec(select(Instrument)).all()}
    today = session.clock.today()
    return [
        OrderView(
            order_id=_number(order.id),
            instrument=codes[order.instrument_id],
            account=number_of[order.account_id],
            party_id=order.party_id,
            side=order.side,
            order_kind=order.kind,
            price_fen=order.price_fen,
            quantity_t=order.quantity_t,
            filled_t=order.quantity_t - order.remaining_t,
            remaining_t=order.remaining_t,
            state=_state_on(order, today),
            business_date=order.business_date,
            placed_at=order.placed_at,
            closed_at=order.closed_at,
        )
        for order in orders
    ]


def _state_on(order: MarketOrder, today: date) -> str:
    if order.state == OrderState.OPEN and order.business_date < today:
        return OrderState.EXPIRED.value
    return order.state


def _own_accounts(session: WorldSession, actor: Actor | None) -> frozenset[int]:
    if actor is None or not actor.party_ids:
        return frozenset()
    account = WORLD_METADATA.tables["account"]
    statement = account.select().where(account.c.party_id.in_(sorted(actor.party_ids)))
    return frozenset(row.id for row in session.connection().execute(statement))


def _own_side(trade: TradeRow, own: frozenset[int]) -> str | None:
    if trade.buyer_account_id in own:
        return Side.BUY.value
    return Side.SELL.value if trade.seller_account_id in own else None


def _bounded(limit: int) -> int:
    return max(0, min(limit, ROWS_MAX))


def _number(id_: int | None) -> int:
    assert id_ is not None
    return id_
