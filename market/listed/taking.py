"""Taking a listed order (摘牌): the taker chooses the counterparty among the best prices."""

from collections.abc import Mapping

from sqlmodel import select

from market.listed.admission import admit
from market.listed.answers import order_answer
from market.listed.choices import best_prices_fen
from market.listed.commands import TakeOrder
from market.listed.ways import check_taking_open
from market.matching.book import OrderBook, RestingOrder
from market.matching.taking import check_take
from market.rules.errors import UnknownOrder
from market.rules.market_rules import check_quantity
from market.rules.orders import OrderKind, OrderState, Side
from market.rules.refused_orders import OrderGone
from market.venue.days import record_event
from market.venue.finding import find_order
from market.venue.models import Instrument, MarketOrder, TradingDay
from market.venue.participation import check_purchase
from market.venue.resting import may_trade, query_of_resting
from market.venue.settlement import set_aside, settle
from registry.parties import AccountFacts
from registry.worlds import Actor, WorldSession, fetch

_STILL_RESTS = query_of_resting("id", "AND id = ?")


def take_order(session: WorldSession, command: TakeOrder, actor: Actor) -> Mapping[str, object]:
    """Trade with one resting order at its price; what is taken trades whole, nothing waits.

    The taker's side is kept as an order of its own, filled at once.

    Raises:
        UnknownOrder, UnknownInstrument, InstrumentClosed: there is nothing to take.
        UnknownAccount, RoleMissing, NotRepresentative: the actor may not use the account.
        OrderNeedsFullMandate: its mandate only initiates, and a trade waits for nobody.
        ParticipantNotAdmitted, PositionLimitExceeded, TakingNotOpen: the market does not let it.
        OrderGone: it is traded, cancelled, expired, or its account is frozen.
        SelfTrade, OrderNotShown, BetterPriceOpen, TakeTooLarge: it may not be taken like this.
        QuantityTooSmall, QuantityTooLarge, QuantityNotInLots: a part of it breaks a rule of size.
        InsufficientCash, InsufficientUnits, SameDayResale, AccountNotOpen: the taker cannot pay
            or deliver.
    """
    wanted = find_order(session, command.order_id)
    code = _code_of(session, wanted)
    if command.instrument not in {None, code}:
        raise UnknownOrder(order_id=command.order_id, field="order_id")
    market_day, account, profile, ways = admit(session, command.kind, code, command.account, actor)
    instrument, day, rules = market_day
    check_taking_open(ways, instrument.code)
    resting = _resting(session, instrument, wanted)
    assert account.party_id is not None
    assert resting.id is not None
    assert resting.price_fen is not None
    side = Side(resting.side)
    offer = RestingOrder(resting.id, resting.party_id, side, resting.price_fen, resting.remaining_t)
    prices_fen = best_prices_fen(session, instrument, side, ways.levels)
    check_take(offer, prices_fen, account.party_id, command.quantity_t, ways.levels)
    if command.quantity_t != offer.remaining_t:
        check_quantity(command.quantity_t, rules)
    if side is Side.SELL:
        check_purchase(session, profile, instrument, account, command.quantity_t)
    book = OrderBook()
    book.limit(*offer)
    fill = book.take(offer.order_id, command.quantity_t)
    order = _taken_side(session, command, day, account, offer)
    reserved = set_aside(session, market_day, order, [fill])
    assert reserved is not None
    order.reservation_id = reserved.id
    session.add(order)
    session.flush()
    trades = settle(session, market_day, order, {offer.order_id: resting}, [fill])
    record_event(session, instrument, "order", order_id=order.id)
    session.flush()
    return {**order_answer(instrument, order, trades), "taken_order_id": offer.order_id}


def _taken_side(
    session: WorldSession,
    command: TakeOrder,
    day: TradingDay,
    account: AccountFacts,
    offer: RestingOrder,
) -> MarketOrder:
    """The taker's own order: the other side, at the price of the one it takes."""
    assert account.party_id is not None
    return MarketOrder(
        instrument_id=day.instrument_id,
        account_id=account.id,
        party_id=account.party_id,
        side=offer.side.opposite.value,
        kind=OrderKind.LIMIT.value,
        price_fen=offer.price_fen,
        quantity_t=command.quantity_t,
        remaining_t=command.quantity_t,
        state=OrderState.OPEN.value,
        client_id=command.client_id,
        business_date=day.business_date,
        placed_at=session.clock.now(),
    )


def _code_of(session: WorldSession, order: MarketOrder) -> str:
    code = select(Instrument.code).where(Instrument.id == order.instrument_id)
    return session.exec(code).one()


def _resting(session: WorldSession, instrument: Instrument, wanted: MarketOrder) -> MarketOrder:
    """Read the order again now that its book is locked."""
    resting = may_trade(session, instrument, Side(wanted.side))
    if not fetch(session, _STILL_RESTS, (*resting, wanted.id)):
        raise OrderGone(order_id=wanted.id, field="order_id")
    session.refresh(wanted)
    return wanted
