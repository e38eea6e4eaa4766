"""From trades to postings: delivery against payment, one registry transaction a trade."""

from collections.abc import Mapping, Sequence

from market.matching.book import Fill
from market.rules.clearing import Trade, Venue, cash_to_reserve_fen, clear
from market.rules.market_rules import MarketRules, check_resale
from market.rules.orders import OrderState, Side, cny_text
from market.rules.refused_orders import InsufficientCash
from market.venue.days import add_to_day, record_event
from market.venue.finding import rules_of
from market.venue.models import Instrument, MarketOrder, TradeRow, TradingDay
from market.venue.resale import available_t, bought_today_t
from registry.ledger import (
    CASH_UNIT_TYPE_ID,
    InsufficientUnits,
    Leg,
    Reservation,
    Transaction,
    post_many,
    reserve,
    void,
)
from registry.worlds import WorldSession


def set_aside(
    session: WorldSession,
    instrument: Instrument,
    day: TradingDay,
    order: MarketOrder,
    fills: Sequence[Fill],
) -> Reservation | None:
    """Reserve what an order may cost: cash of a buyer, units of a seller.

    A limit order reserves its whole quantity at its limit price, a market order what it trades.

    Args:
        session: the unit of work.
        instrument: what is traded, locked.
        day: today's row.
        order: the arriving order.
        fills: its trades.

    Returns:
        The reservation, or None for a market order that trades nothing.

    Raises:
        InsufficientCash: the buyer has too little cash.
        InsufficientUnits: the seller has too few units.
        SameDayResale: the seller has them only because it bought them today.
        AccountNotOpen: the account is frozen or closed.
    """
    rules = rules_of(instrument)
    fee_rate = rules.fee_rate
    if order.price_fen is not None:
        quantity_t = order.quantity_t
        cash_fen = cash_to_reserve_fen(order.price_fen, quantity_t, fee_rate)
    else:
        quantity_t = sum(fill[1] for fill in fills)
        cash_fen = sum(cash_to_reserve_fen(price, part, fee_rate) for price, part, _, _ in fills)
    if not quantity_t:
        return None
    buys = order.side == Side.BUY
    unit_type_id = CASH_UNIT_TYPE_ID if buys else instrument.unit_type_id
    quantity = cash_fen if buys else quantity_t
    if not buys and not rules.same_day_resale:
        _check_resale(session, instrument, day, order.account_id, quantity_t)
    try:
        return reserve(session, order.account_id, unit_type_id, quantity, order.client_id)
    except InsufficientUnits as error:
        error.facts["field"] = "quantity_t"
        if not buys:
            raise
        available_fen = error.facts["available"]
        assert isinstance(available_fen, int)
        raise InsufficientCash(
            account=error.facts["account"],
            needed_cny=cny_text(cash_fen),
            available_cny=cny_text(available_fen),
            field="quantity_t",
        ) from None


def settle(
    session: WorldSession,
    instrument: Instrument,
    day: TradingDay,
    taker: MarketOrder,
    makers: Mapping[int, MarketOrder],
    fills: Sequence[Fill],
) -> list[TradeRow]:
    """Deliver and pay the trades of an arriving order, and record them.

    Args:
        session: the unit of work.
        instrument: what is traded, locked.
        day: today's row.
        taker: the arriving order, stored, with its reservation.
        makers: the resting orders by number.
        fills: the trades.

    Returns:
        The recorded trades.
    """
    rules = rules_of(instrument)
    pairs = [_buyer_and_seller(taker, makers[fill[2]]) for fill in fills]
    transactions = [
        _transaction(instrument, rules, taker, pair, fill)
        for pair, fill in zip(pairs, fills, strict=True)
    ]
    ids = post_many(session, transactions) if transactions else []
    rows = []
    for (price_fen, quantity_t, maker_id, _), (buyer, seller), id_ in zip(
        fills, pairs, ids, strict=True
    ):
        for order in (taker, makers[maker_id]):
            _fill_order(session, order, quantity_t)
        add_to_day(day, price_fen, quantity_t, rules)
        assert instrument.id is not None
        rows.append(
            TradeRow(
                instrument_id=instrument.id,
                price_fen=price_fen,
                quantity_t=quantity_t,
                taker_side=taker.side,
                buy_order_id=buyer.id,
                sell_order_id=seller.id,
                buyer_account_id=buyer.account_id,
                seller_account_id=seller.account_id,
                transaction_id=id_,
                business_date=day.business_date,
                traded_at=session.clock.now(),
            )
        )
    session.add_all(rows)
    session.flush()
    for row in rows:
        record_event(session, instrument, "trade", trade_id=row.id)
    return rows


def release_improvement(
    session: WorldSession,
    order: MarketOrder,
    reserved: Reservation,
    fills: Sequence[Fill],
    rules: MarketRules,
) -> None:
    """Give a buyer back what trading below the limit price has saved.

    Args:
        session: the unit of work.
        order: the arriving order after its trades.
        reserved: what was set aside for it.
        fills: its trades.
        rules: of the instrument.
    """
    if order.side != Side.BUY or order.price_fen is None:
        return
    spent_fen = sum(cash_to_reserve_fen(price, part, rules.fee_rate) for price, part, _, _ in fills)
    needed_fen = cash_to_reserve_fen(order.price_fen, order.remaining_t, rules.fee_rate)
    saved_fen = reserved.quantity - spent_fen - needed_fen
    if saved_fen:
        void(session, reserved.id, saved_fen)


def _check_resale(
    session: WorldSession,
    instrument: Instrument,
    day: TradingDay,
    account_id: int,
    quantity_t: int,
) -> None:
    bought_t = bought_today_t(session, account_id, day)
    if bought_t:
        at_hand_t = available_t(session, account_id, instrument.unit_type_id)
        check_resale(quantity_t, at_hand_t, bought_t)


def _buyer_and_seller(taker: MarketOrder, maker: MarketOrder) -> tuple[MarketOrder, MarketOrder]:
    return (taker, maker) if taker.side == Side.BUY else (maker, taker)


def _transaction(
    instrument: Instrument,
    rules: MarketRules,
    taker: MarketOrder,
    pair: tuple[MarketOrder, MarketOrder],
    fill: Fill,
) -> Transaction:
    """Turn a trade into legs that draw on what both orders reserved."""
    assert not rules.fee_rate  # No account receives fees yet, and no rule set charges any.
    buyer, seller = pair
    units, cash = clear(
        Trade(fill[0], fill[1], buyer.account_id, seller.account_id),
        Venue(instrument.unit_type_id, CASH_UNIT_TYPE_ID, rules.fee_rate),
    )
    return Transaction(
        kind="trade",
        legs=(
            Leg(*units, reservation_id=seller.reservation_id),
            Leg(*cash, reservation_id=buyer.reservation_id),
        ),
        memo=f"{instrument.code} {fill[1]} t",
        client_id=taker.client_id,
    )


def _fill_order(session: WorldSession, order: MarketOrder, quantity_t: int) -> None:
    order.remaining_t -= quantity_t
    if not order.remaining_t:
        order.state = OrderState.FILLED.value
        order.closed_at = session.clock.now()
