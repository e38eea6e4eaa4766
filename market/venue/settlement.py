"""From trades to postings: delivery against payment, one registry transaction a trade."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from market.matching.book import Fill
from market.rules.clearing import cash_to_reserve_fen, fee_fen, rest_after_fill_fen
from market.rules.market_rules import MarketRules
from market.rules.orders import OrderState, Side, cny_text
from market.rules.refused_orders import InsufficientCash
from market.venue.days import add_to_day, record_event
from market.venue.house_accounts import fee_account
from market.venue.models import Instrument, MarketOrder, TradeRow, TradingDay
from market.venue.resale import check_resale_today
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


class MarketDay(NamedTuple):
    """An instrument, locked, on its present day, with the rules of the mode that trades."""

    instrument: Instrument
    day: TradingDay
    rules: MarketRules


def set_aside(
    session: WorldSession,
    market_day: MarketDay,
    order: MarketOrder,
    fills: Sequence[Fill],
) -> Reservation | None:
    """Reserve what an order may cost: cash of a buyer, units of a seller.

    A limit order reserves its whole quantity at its limit price, a market order what it trades.

    Args:
        session: the unit of work.
        market_day: where it trades; the order takes over its fee rate.
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
    fee_rate = order.fee_rate = market_day.rules.fee_rate
    if order.price_fen is not None:
        quantity_t = order.quantity_t
        cash_fen = cash_to_reserve_fen(order.price_fen, quantity_t, fee_rate)
    else:
        quantity_t = sum(fill[1] for fill in fills)
        cash_fen = sum(cash_to_reserve_fen(price, part, fee_rate) for price, part, _, _ in fills)
    if not quantity_t:
        return None
    if order.side == Side.BUY:
        return set_cash_aside(session, order.account_id, cash_fen, order.client_id)
    return set_units_aside(session, market_day, order.account_id, quantity_t, order.client_id)


def set_cash_aside(
    session: WorldSession, account_id: int, amount_fen: int, memo: str
) -> Reservation:
    """Reserve a buyer's cash, in whatever mode.

    Raises:
        InsufficientCash: there is too little.
        AccountNotOpen, QuantityOutOfRange: it cannot be reserved.
    """
    try:
        return reserve(session, account_id, CASH_UNIT_TYPE_ID, amount_fen, memo)
    except InsufficientUnits as error:
        available_fen = error.facts["available"]
        assert isinstance(available_fen, int)
        raise InsufficientCash(
            account=error.facts["account"],
            needed_cny=cny_text(amount_fen),
            available_cny=cny_text(available_fen),
            field="quantity_t",
        ) from None


def set_units_aside(
    session: WorldSession, market_day: MarketDay, account_id: int, quantity_t: int, memo: str
) -> Reservation:
    """Reserve a seller's units, in whatever mode.

    Raises:
        SameDayResale: they were bought today.
        InsufficientUnits: there are too few.
        AccountNotOpen, QuantityOutOfRange: they cannot be reserved.
    """
    instrument, day, rules = market_day
    if not rules.same_day_resale:
        check_resale_today(session, instrument, day, account_id, quantity_t)
    try:
        return reserve(session, account_id, instrument.unit_type_id, quantity_t, memo)
    except InsufficientUnits as error:
        error.facts["field"] = "quantity_t"
        raise


def settle(
    session: WorldSession,
    market_day: MarketDay,
    taker: MarketOrder,
    makers: Mapping[int, MarketOrder],
    fills: Sequence[Fill],
) -> list[TradeRow]:
    """Deliver and pay the trades of an arriving order, and record them.

    Args:
        session: the unit of work.
        market_day: where they trade.
        taker: the arriving order, stored, with its reservation.
        makers: the resting orders by number.
        fills: the trades.

    Returns:
        The recorded trades.
    """
    instrument, day, _ = market_day
    assert instrument.id is not None
    pairs = [_buyer_and_seller(taker, makers[fill[2]]) for fill in fills]
    transactions = [
        _transaction(session, instrument, taker, pair, fill)
        for pair, fill in zip(pairs, fills, strict=True)
    ]
    ids = post_many(session, transactions) if transactions else []
    rows = []
    for (price_fen, quantity_t, maker_id, _), (buyer, seller), id_ in zip(
        fills, pairs, ids, strict=True
    ):
        _release_rounding(session, makers[maker_id], quantity_t)
        for order in (taker, makers[maker_id]):
            _fill_order(session, order, quantity_t)
        add_to_day(day, price_fen, quantity_t)
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
                buyer_fee_fen=fee_fen(price_fen, quantity_t, buyer.fee_rate),
                seller_fee_fen=fee_fen(price_fen, quantity_t, seller.fee_rate),
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
) -> None:
    """Give a buyer back what trading below the limit price has saved.

    Args:
        session: the unit of work.
        order: the arriving order after its trades.
        reserved: what was set aside for it.
        fills: its trades.
    """
    if order.side != Side.BUY or order.price_fen is None:
        return
    spent_fen = sum(cash_to_reserve_fen(price, part, order.fee_rate) for price, part, _, _ in fills)
    needed_fen = cash_to_reserve_fen(order.price_fen, order.remaining_t, order.fee_rate)
    saved_fen = reserved.quantity - spent_fen - needed_fen
    if saved_fen:
        void(session, reserved.id, saved_fen)


def _buyer_and_seller(taker: MarketOrder, maker: MarketOrder) -> tuple[MarketOrder, MarketOrder]:
    return (taker, maker) if taker.side == Side.BUY else (maker, taker)


def _transaction(
    session: WorldSession,
    instrument: Instrument,
    taker: MarketOrder,
    pair: tuple[MarketOrder, MarketOrder],
    fill: Fill,
) -> Transaction:
    """Turn a trade into legs that draw on what both orders reserved, the seller's fee excepted."""
    buyer, seller = pair
    price_fen, quantity_t = fill[:2]
    legs = [
        Leg(
            seller.account_id,
            buyer.account_id,
            instrument.unit_type_id,
            quantity_t,
            seller.reservation_id,
        ),
        Leg(
            buyer.account_id,
            seller.account_id,
            CASH_UNIT_TYPE_ID,
            price_fen * quantity_t,
            buyer.reservation_id,
        ),
    ]
    for order, reservation_id in ((buyer, buyer.reservation_id), (seller, None)):
        if fee := fee_fen(price_fen, quantity_t, order.fee_rate):
            exchange = fee_account(session)
            legs.append(Leg(order.account_id, exchange, CASH_UNIT_TYPE_ID, fee, reservation_id))
    return Transaction(
        kind="trade",
        legs=tuple(legs),
        memo=f"{quantity_t} {instrument.code}",
        client_id=taker.client_id,
    )


def _release_rounding(session: WorldSession, maker: MarketOrder, quantity_t: int) -> None:
    """Give a resting buyer back what rounding the fees of parts down has saved."""
    if maker.side != Side.BUY or not maker.fee_rate:
        return
    assert maker.price_fen is not None
    assert maker.reservation_id is not None
    saved_fen = rest_after_fill_fen(maker.price_fen, maker.remaining_t, quantity_t, maker.fee_rate)
    if saved_fen:
        void(session, maker.reservation_id, saved_fen)


def _fill_order(session: WorldSession, order: MarketOrder, quantity_t: int) -> None:
    order.remaining_t -= quantity_t
    if not order.remaining_t:
        order.state = OrderState.FILLED.value
        order.closed_at = session.clock.now()
