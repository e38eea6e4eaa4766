"""Orders of the open book, inside the caller's unit of work: place, cancel."""

from collections.abc import Mapping, Sequence

from sqlalchemy import bindparam
from sqlmodel import col, select

from market.listed.admission import TRADERS, admit
from market.listed.answers import order_answer
from market.listed.commands import CancelOrder, PlaceOrder
from market.listed.ways import check_matching_open
from market.matching.book import Fill, OrderBook, RestingOrder
from market.rules.errors import NotYourOrder, OrderNotOpen
from market.rules.market_rules import check_order
from market.rules.orders import OrderKind, OrderState, Side
from market.rules.refused_orders import SelfTrade
from market.venue.days import record_event, roll_day
from market.venue.finding import find_instrument, find_order
from market.venue.models import Instrument, MarketOrder, TradingDay
from market.venue.participation import check_purchase
from market.venue.resting import may_trade, query_of_resting
from market.venue.settlement import release_improvement, set_aside, settle
from registry.ledger import void
from registry.parties import AccountFacts
from registry.worlds import Actor, WorldSession, fetch

_PAGE = 100
_REACHED = "id, party_id, price_fen, remaining_t"
_REACHED_BY = {
    Side.BUY: query_of_resting(
        _REACHED, "AND price_fen <= ? ORDER BY price_fen, id LIMIT ? OFFSET ?"
    ),
    Side.SELL: query_of_resting(
        _REACHED, "AND price_fen >= ? ORDER BY price_fen DESC, id LIMIT ? OFFSET ?"
    ),
}
_ANY_PRICE_FEN = {Side.BUY: 2**63 - 1, Side.SELL: 0}
_NUMBERED = (
    select(MarketOrder)
    .where(col(MarketOrder.id).in_(bindparam("numbers", expanding=True)))
    .execution_options(populate_existing=True)
)


def place_order(session: WorldSession, command: PlaceOrder, actor: Actor) -> Mapping[str, object]:
    """Check an order, set aside what it may cost, match it, settle its trades, let the rest rest.

    Raises:
        UnknownInstrument, InstrumentClosed: it cannot be traded.
        UnknownAccount, RoleMissing, NotRepresentative: the actor may not use the account.
        OrderNeedsFullMandate: its mandate only initiates, and an order waits for nobody.
        PriceMissing, PriceNotWanted, PriceOffTick, PriceOutsideBand, QuantityTooSmall,
        QuantityTooLarge, QuantityNotInLots: it breaks a rule of the instrument.
        ParticipantNotAdmitted, PositionLimitExceeded, MatchingNotOpen: the market does not let it.
        SelfTrade: it would trade with an order of the same party.
        InsufficientCash: the buyer has too little cash.
        InsufficientUnits: the seller has too few units.
        SameDayResale: the seller bought them today.
        AccountNotOpen: the account is frozen or closed.
    """
    market_day, account, profile, ways = admit(
        session, command.kind, command.instrument, command.account, actor
    )
    instrument, day, rules = market_day
    kind, side = OrderKind(command.order_kind), Side(command.side)
    check_order(kind, command.price_fen, command.quantity_t, day.previous_close_fen, rules)
    reached = _reached_orders(session, instrument, side, command.price_fen, command.quantity_t)
    if side is Side.BUY:
        check_purchase(session, profile, instrument, account, command.quantity_t)
    fills = _match(reached, account, side, command.price_fen, command.quantity_t)
    if fills:
        check_matching_open(ways, instrument.code)
    order = _new_order(session, account, day, command)
    reserved = set_aside(session, market_day, order, fills)
    order.reservation_id = reserved.id if reserved else None
    session.add(order)
    session.flush()
    trades = settle(session, market_day, order, _makers(session, fills), fills)
    if reserved:
        release_improvement(session, order, reserved, fills)
    if kind is OrderKind.MARKET and order.remaining_t:
        order.state = OrderState.CANCELLED.value
        order.closed_at = session.clock.now()
    record_event(session, instrument, "order", order_id=order.id)
    session.flush()
    return order_answer(instrument, order, trades)


def cancel_order(session: WorldSession, command: CancelOrder, actor: Actor) -> Mapping[str, object]:
    """Take the rest of an open order out of the book and release what it had set aside.

    Raises:
        UnknownOrder: no order has the number.
        RoleMissing, NotYourOrder: the actor may not cancel it.
        OrderNotOpen: it is filled, cancelled or expired.
        AccountNotOpen: its account is frozen or closed, and keeps what it set aside.
    """
    actor.check_role(*TRADERS)
    order = find_order(session, command.order_id)
    if order.party_id not in actor.party_ids:
        raise NotYourOrder(order_id=command.order_id, field="order_id")
    code = select(Instrument.code).where(Instrument.id == order.instrument_id)
    instrument = find_instrument(session, session.exec(code).one(), lock=True)
    roll_day(session, instrument)
    session.refresh(order)
    if order.state != OrderState.OPEN:
        raise OrderNotOpen(order_id=command.order_id, state=order.state, field="order_id")
    assert order.reservation_id is not None
    void(session, order.reservation_id)
    order.state = OrderState.CANCELLED.value
    order.closed_at = session.clock.now()
    record_event(session, instrument, "cancelled", order_id=order.id)
    session.flush()
    return {
        "order_id": order.id,
        "instrument": instrument.code,
        "state": order.state,
        "cancelled_t": order.remaining_t,
    }


def _reached_orders(
    session: WorldSession,
    instrument: Instrument,
    side: Side,
    price_fen: int | None,
    quantity_t: int,
) -> list[RestingOrder]:
    """Read the resting orders that an order may trade with, best first, and no more than that."""
    statement = _REACHED_BY[side]
    limit_fen = price_fen if price_fen is not None else _ANY_PRICE_FEN[side]
    resting = may_trade(session, instrument, side.opposite)
    reached: list[RestingOrder] = []
    while quantity_t > 0:
        wanted = (*resting, limit_fen, _PAGE, len(reached))
        page = [
            RestingOrder(id_, party_id, side.opposite, price, remaining_t)
            for id_, party_id, price, remaining_t in fetch(session, statement, wanted)
        ]
        reached += page
        quantity_t -= sum(order.remaining_t for order in page)
        if len(page) < _PAGE:
            break
    return reached


def _makers(session: WorldSession, fills: Sequence[Fill]) -> dict[int, MarketOrder]:
    """Read the orders that fills are to change, by number."""
    if not fills:
        return {}
    numbers = [fill[2] for fill in fills]
    found = session.exec(_NUMBERED, params={"numbers": numbers}).all()
    return {order.id: order for order in found if order.id is not None}


def _match(
    reached: Sequence[RestingOrder],
    account: AccountFacts,
    side: Side,
    price_fen: int | None,
    quantity_t: int,
) -> list[Fill]:
    """Match on the order book that simulations use."""
    book = OrderBook()
    for resting in reached:
        book.limit(*resting)
    assert account.party_id is not None
    own = book.own_order_reached(account.party_id, side, price_fen, quantity_t)
    if own is not None:
        raise SelfTrade(order_id=own, field="price_fen")
    if price_fen is None:
        return list(book.market(side, quantity_t))
    return list(book.limit(0, account.party_id, side, price_fen, quantity_t))


def _new_order(
    session: WorldSession, account: AccountFacts, day: TradingDay, command: PlaceOrder
) -> MarketOrder:
    assert account.party_id is not None
    return MarketOrder(
        instrument_id=day.instrument_id,
        account_id=account.id,
        party_id=account.party_id,
        side=Side(command.side).value,
        kind=OrderKind(command.order_kind).value,
        price_fen=command.price_fen,
        quantity_t=command.quantity_t,
        remaining_t=command.quantity_t,
        state=OrderState.OPEN.value,
        client_id=command.client_id,
        business_date=day.business_date,
        placed_at=session.clock.now(),
    )
