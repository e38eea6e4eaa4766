"""Whose order may be taken: the choice among counterparties that price priority leaves open."""

from collections.abc import Sequence
from typing import Final

from market.matching.book import RestingOrder
from market.rules.orders import cny_text
from market.rules.refused_orders import (
    BetterPriceOpen,
    OrderNotShown,
    SelfTrade,
    TakeTooLarge,
)

LEVELS_SHOWN: Final = 5
"""How many price levels of the other side a taker sees."""


def check_take(
    resting: RestingOrder,
    prices_fen: Sequence[int],
    taker_id: int,
    quantity_t: int,
    levels: int = LEVELS_SHOWN,
) -> None:
    """Refuse to take an order that a rule keeps from the taker.

    Args:
        resting: the order chosen.
        prices_fen: the best prices of its side, best first, fen per t.
        taker_id: who takes.
        quantity_t: how much of it, t.
        levels: how many of the prices are shown.

    Raises:
        SelfTrade: the order is the taker's own.
        OrderNotShown: its price is not among those shown.
        BetterPriceOpen: another order is open at a better price.
        TakeTooLarge: less rests of it.

    Source:
        上海环境能源交易所《关于全国碳排放权交易相关事项的公告》(2021-06-22).
    """
    if resting.owner_id == taker_id:
        raise SelfTrade(order_id=resting.order_id, field="order_id")
    if resting.price_fen not in prices_fen[:levels]:
        raise OrderNotShown(order_id=resting.order_id, levels=levels, field="order_id")
    if resting.price_fen != prices_fen[0]:
        raise BetterPriceOpen(
            order_id=resting.order_id,
            price_cny=cny_text(resting.price_fen),
            better_cny=cny_text(prices_fen[0]),
            field="order_id",
        )
    if quantity_t > resting.remaining_t:
        raise TakeTooLarge(
            order_id=resting.order_id,
            quantity_t=quantity_t,
            remaining_t=resting.remaining_t,
            field="quantity_t",
        )
