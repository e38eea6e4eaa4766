"""Traders without a reason: they keep a market moving, and show what its rules do by themselves.

Source: D. K. Gode & S. Sunder (1993), Allocative efficiency of markets with zero-intelligence
traders, Journal of Political Economy 101(1).
"""

import math
from dataclasses import dataclass
from typing import NamedTuple

from simulations.behaviour.refused_behaviour import require_within
from simulations.behaviour.strategies.quotes import QUANTITY_T_MAX, Quote, Standing, quote


class NoiseDraw(NamedTuple):
    """Three numbers of the trader's own stream, uniform on [0, 1).

    Args:
        side: Decides whether it buys.
        size: Decides how much.
        price: Decides its limit.
    """

    side: float
    size: float
    price: float


@dataclass(frozen=True, slots=True)
class NoiseTrader:
    """A trader whose side, size and price are chance.

    Args:
        quantity_t_mean: Mean quantity; sizes are exponential, t, above 0.
        width: How far its limits lie around the last price at most, a share, 0 to 1.
        buying_chance: Chance that it buys, 0 to 1.
    """

    quantity_t_mean: float
    width: float
    buying_chance: float

    def __post_init__(self) -> None:
        require_within("quantity_t_mean", self.quantity_t_mean, 1e-9, QUANTITY_T_MAX)
        require_within("width", self.width, 0.0, 1.0)
        require_within("buying_chance", self.buying_chance, 0.0, 1.0)

    def quote(self, standing: Standing, draw: NoiseDraw) -> Quote | None:
        """Return what it quotes, or None when it has neither units nor cash for it."""
        quantity_t = math.ceil(-self.quantity_t_mean * math.log1p(-draw.size))
        limit_cny = standing.last_cny * (1 + self.width * (2 * draw.price - 1))
        return quote(standing, draw.side < self.buying_chance, limit_cny, quantity_t)


def zero_intelligence_cny(
    buys: bool, own_cny: float, low_cny: float, high_cny: float, uniform: float
) -> float | None:
    """Return the limit of a trader that knows nothing but not to lose, or None when it would.

    Args:
        buys: Whether it buys.
        own_cny: What a unit is worth to a buyer, or costs a seller, CNY/t.
        low_cny: Lowest price accepted, CNY/t.
        high_cny: Highest price accepted, CNY/t.
        uniform: A number of its own stream, uniform on [0, 1).

    Returns:
        A price uniform between the lowest accepted and a buyer's worth, or between a seller's
        cost and the highest accepted, CNY/t.

    Source:
        Gode & Sunder (1993), ZI-C.
    """
    low, high = (low_cny, min(own_cny, high_cny)) if buys else (max(own_cny, low_cny), high_cny)
    return low + uniform * (high - low) if low <= high else None
