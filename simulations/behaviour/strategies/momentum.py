"""Investors who buy what has risen and sell what has fallen.

Source: trend followers of C. H. Hommes (2006), Heterogeneous agent models in economics and finance,
Handbook of Computational Economics 2.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from simulations.behaviour.refused_behaviour import require_within
from simulations.behaviour.strategies.quotes import Position, Quote, Standing

WINDOW_DAYS_MAX = 10_000


@dataclass(frozen=True, slots=True)
class MomentumInvestor:
    """An investor who follows the mean return of the last days.

    Args:
        position: How much it may hold and trade.
        window_days: Days over which the return is measured, at least 1.
        return_scale: Mean daily log return at which its lean is three quarters of its strongest.
        strength: Its strongest lean, in shares of its position.
        chase: How far its limit goes beyond the last price, a share, 0 to 1.
    """

    position: Position
    window_days: int
    return_scale: float
    strength: float
    chase: float

    def __post_init__(self) -> None:
        require_within("window_days", self.window_days, 1, WINDOW_DAYS_MAX)
        require_within("return_scale", self.return_scale, 1e-9, 1.0)
        require_within("strength", self.strength, 0.0, 1_000.0)
        require_within("chase", self.chase, 0.0, 1.0)

    def tilt(self, closes_cny: Sequence[float]) -> float:
        """Return how it leans after these closes, −strength to strength.

        Args:
            closes_cny: Closes up to now, oldest first, CNY/t, above 0; with one alone it does
                not lean.
        """
        days = min(self.window_days, len(closes_cny) - 1)
        if days < 1:
            return 0.0
        per_day = math.log(closes_cny[-1] / closes_cny[-1 - days]) / days
        return self.strength * math.tanh(per_day / self.return_scale)

    def quote(self, standing: Standing, closes_cny: Sequence[float]) -> Quote | None:
        """Return what it quotes, or None.

        Args:
            standing: What it has and the venue accepts.
            closes_cny: As in ``tilt``.
        """
        bid_cny = standing.last_cny * (1 + self.chase)
        ask_cny = standing.last_cny * (1 - self.chase)
        return self.position.toward(standing, self.tilt(closes_cny), bid_cny, ask_cny)
