"""Investors who buy what they hold to be cheap and sell what they hold to be dear.

Source: fundamentalists of C. H. Hommes (2006), Heterogeneous agent models in economics and finance,
Handbook of Computational Economics 2.
"""

import math
from dataclasses import dataclass

from simulations.behaviour.refused_behaviour import require_within
from simulations.behaviour.strategies.quotes import Position, Quote, Standing


@dataclass(frozen=True, slots=True)
class ValueInvestor:
    """An investor who expects the price to return to what it believes a unit is worth.

    Args:
        position: How much it may hold and trade.
        strength: Share of its position that it moves for a log gap of 1 between worth and price.
        threshold: Log gap up to which it sees no reason to trade.
        reversion: Part of the gap that it concedes in its limit, 0 to 1.
    """

    position: Position
    strength: float
    threshold: float
    reversion: float

    def __post_init__(self) -> None:
        require_within("strength", self.strength, 0.0, 1_000.0)
        require_within("threshold", self.threshold, 0.0, 10.0)
        require_within("reversion", self.reversion, 0.0, 1.0)

    def quote(self, standing: Standing, worth_cny: float) -> Quote | None:
        """Return what it quotes, or None.

        Args:
            standing: What it has and the venue accepts.
            worth_cny: What it believes a unit is worth, CNY/t, above 0.

        Returns:
            A bid no higher than the worth, or an ask no lower than it.
        """
        gap = math.log(worth_cny / standing.last_cny)
        if abs(gap) <= self.threshold:
            return None
        limit_cny = standing.last_cny * math.exp(self.reversion * gap)
        bid_cny, ask_cny = min(limit_cny, worth_cny), max(limit_cny, worth_cny)
        return self.position.toward(standing, self.strength * gap, bid_cny, ask_cny)
