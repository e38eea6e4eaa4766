"""Suppliers of credits: whether a project pays, and what they ask for what was issued."""

import math
from dataclasses import dataclass

from simulations.behaviour.refused_behaviour import require_within
from simulations.behaviour.strategies.quotes import Quote, Standing, quote

DAYS_MAX = 100_000


@dataclass(frozen=True, slots=True)
class CreditSupplier:
    """Somebody who sells CCER or carbon inclusion credits.

    Args:
        unit_cost_cny: What a credit costs to bring about, CNY/t.
        discount: How far below the allowance it asks at first, a share, 0 to 1.
        patience_days: Days after which it has given up most of what is above its floor, above 0.
        sunk_days: Days before the end of eligibility from which its cost counts little, above 0.
        offered_share: Part of its credits offered at once, above 0, to 1.
    """

    unit_cost_cny: float
    discount: float
    patience_days: float
    sunk_days: float
    offered_share: float

    def __post_init__(self) -> None:
        require_within("unit_cost_cny", self.unit_cost_cny, 0.0, 1e9)
        require_within("discount", self.discount, 0.0, 1.0)
        require_within("patience_days", self.patience_days, 1e-3, DAYS_MAX)
        require_within("sunk_days", self.sunk_days, 1e-3, DAYS_MAX)
        require_within("offered_share", self.offered_share, 1e-9, 1.0)

    def supplies(self, expected_cny: float) -> bool:
        """Return whether it has credits issued when it expects this price, CNY/t."""
        return expected_cny >= self.unit_cost_cny

    def floor_cny(self, days_left: float) -> float:
        """Return the least it takes, CNY/t.

        Args:
            days_left: Trading days until its credits are no longer accepted; infinite without
                such a day. Near the end their cost is sunk, and any price is better than none.
        """
        return self.unit_cost_cny * -math.expm1(-max(days_left, 0.0) / self.sunk_days)

    def ask_cny(self, allowance_cny: float, days_waiting: float, days_left: float) -> float:
        """Return what it asks, CNY/t.

        Args:
            allowance_cny: Price of the allowance that a credit stands in for, CNY/t.
            days_waiting: Trading days since it last sold something.
            days_left: As in ``floor_cny``.

        Returns:
            The allowance less the discount, falling to its floor while nobody buys; never below.
        """
        floor = self.floor_cny(days_left)
        above = max(allowance_cny * (1 - self.discount) - floor, 0.0)
        return floor + above * math.exp(-days_waiting / self.patience_days)

    def quote(
        self, standing: Standing, allowance_cny: float, days_waiting: float, days_left: float
    ) -> Quote | None:
        """Return its offer, or None when it has nothing to sell or asks more than is accepted."""
        quantity_t = math.ceil(self.offered_share * standing.sellable_t)
        limit_cny = self.ask_cny(allowance_cny, days_waiting, days_left)
        return quote(standing, False, limit_cny, quantity_t)
