"""What a strategy decides: quotes, on the tick, inside the band, within units and cash."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple, cast

from simulations.behaviour.refused_behaviour import require_within

FEN = 100
QUANTITY_T_MAX = 10**12
_FEN_MAX = 1e12
_DIGITS = 6  # 0.29 CNY are 29 fen, though 0.29 * 100 is less in binary.


class Quote(NamedTuple):
    """A limit price and a quantity that a trader wants in the market.

    Args:
        buys: Whether it buys.
        price_fen: The most it pays or the least it takes, fen per t.
        quantity_t: Quantity, t, above 0.
    """

    buys: bool
    price_fen: int
    quantity_t: int


# Made without its Python-level constructor: a run makes millions.
_quote = cast(Callable[[tuple[bool, int, int]], Quote], partial(tuple.__new__, Quote))


class Standing(NamedTuple):
    """What a trader has, and what the venue accepts today.

    Args:
        last_cny: Last price, CNY/t, above 0.
        low_fen: Lowest price accepted, fen.
        high_fen: Highest price accepted, fen.
        held_t: Units held, t.
        sellable_t: Those of them that may be sold today, t.
        cash_fen: Cash to buy with, fees set aside, fen.
    """

    last_cny: float
    low_fen: int
    high_fen: int
    held_t: int
    sellable_t: int
    cash_fen: int


def quote(standing: Standing, buys: bool, limit_cny: float, quantity_t: int) -> Quote | None:
    """Return a quote at a limit, or None when nothing can be placed.

    Args:
        standing: What the trader has and the venue accepts.
        buys: Whether it buys.
        limit_cny: The most it pays or the least it takes, CNY/t, 0 or more.
        quantity_t: What it wants, t.

    Returns:
        The quote at the limit, to the whole fen in the trader's favour; a limit better than the
        band comes to its edge, one worse than the band is not placed. Never more than cash
        or sellable units cover.
    """
    _, low_fen, high_fen, _, most_t, cash_fen = standing
    limit_fen = round(min(max(limit_cny, 0.0) * FEN, _FEN_MAX), _DIGITS)
    if buys:
        price = min(math.floor(limit_fen), high_fen)
        if price < max(low_fen, 1):
            return None
        most_t = cash_fen // price
    else:
        price = max(math.ceil(limit_fen), low_fen, 1)
        if price > high_fen:
            return None
    quantity = quantity_t if quantity_t < most_t else most_t
    return _quote((buys, price, quantity)) if quantity > 0 else None


@dataclass(frozen=True, slots=True)
class Position:
    """How much an investor may hold and trade; it never holds less than nothing.

    Args:
        position_t_max: Most units it holds, t.
        neutral_share: Part of them that it holds when it sees no reason to trade, 0 to 1.
        order_t_max: Most of one order, t.
    """

    position_t_max: int
    neutral_share: float
    order_t_max: int

    def __post_init__(self) -> None:
        require_within("position_t_max", self.position_t_max, 0, QUANTITY_T_MAX)
        require_within("neutral_share", self.neutral_share, 0.0, 1.0)
        require_within("order_t_max", self.order_t_max, 1, QUANTITY_T_MAX)

    def target_t(self, tilt: float) -> int:
        """Return the units it wants to hold, t.

        Args:
            tilt: How far it leans to holding (above 0) or not holding (below 0), in shares of
                the most it holds.
        """
        share = min(max(self.neutral_share + tilt, 0.0), 1.0)
        return int(share * self.position_t_max)

    def toward(
        self, standing: Standing, tilt: float, bid_cny: float, ask_cny: float
    ) -> Quote | None:
        """Return the quote that brings it nearer to its target, or None when it is there.

        Args:
            standing: What it has and the venue accepts.
            tilt: As in ``target_t``.
            bid_cny: The most it pays if it buys, CNY/t.
            ask_cny: The least it takes if it sells, CNY/t.
        """
        missing_t = self.target_t(tilt) - standing.held_t
        quantity_t = min(abs(missing_t), self.order_t_max)
        limit_cny = bid_cny if missing_t > 0 else ask_cny
        return quote(standing, missing_t > 0, limit_cny, quantity_t)
