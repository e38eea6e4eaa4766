"""How many units a firm wants to keep for later years, within what carry-over allows.

Source: hedging weights of EMLab-Generation (J. C. Richstein, E. J. L. Chappin & L. J. de Vries
(2014), Cross-border electricity market effects due to price caps in an emission trading system,
Energy Policy 71); carry-over by net sales, 国环规气候〔2024〕1号, Annex 5.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from simulations.behaviour.refused_behaviour import require_within

CarryOverKind = Literal["unlimited", "none", "net_sales"]
TONNES_MAX = 10**15


@dataclass(frozen=True, slots=True)
class CarryOverLimit:
    """Which units left over stay usable, as a firm plans with it.

    Args:
        rule: All, none, or base + multiple × net sales.
        base_t: Units that may be carried over without any sale, t.
        multiple: Units that may be carried over for each unit of net sales.
    """

    rule: CarryOverKind
    base_t: int
    multiple: float

    def __post_init__(self) -> None:
        require_within("base_t", self.base_t, 0, TONNES_MAX)
        require_within("multiple", self.multiple, 0.0, 100.0)

    def keepable_t(self, surplus_t: int, net_sales_t: int) -> int:
        """Return the most a firm can carry over, whatever it trades until the deadline.

        Args:
            surplus_t: Units beyond this year's obligation, t; negative when short.
            net_sales_t: Sales less purchases so far, t; negative when it bought.

        Returns:
            The largest K with K ≤ base + multiple × max(0, net sales + surplus − K), t: keeping
            less means selling more (or buying less). It may exceed the surplus: then the rest
            can still be bought.
        """
        if self.rule == "unlimited":
            return TONNES_MAX
        if self.rule == "none":
            return 0
        base_t, multiple, sellable_t = self.base_t, self.multiple, net_sales_t + surplus_t
        most = math.floor((base_t + multiple * sellable_t) / (1 + multiple)) + 1
        while most > base_t:
            sold_t = sellable_t - most
            if most <= base_t + multiple * (sold_t if sold_t > 0 else 0):
                return most if most < TONNES_MAX else TONNES_MAX
            most -= 1
        return base_t


@dataclass(frozen=True, slots=True)
class BankingTarget:
    """How a firm plans for later years.

    Args:
        weights: Part of the expected shortage of each later year that it wants to hold now, the
            next year first, each 0 to 1.
        hoarding: Part of what can be kept of a surplus that it will not sell though it does not
            need it, 0 to 1.
    """

    weights: tuple[float, ...]
    hoarding: float

    def __post_init__(self) -> None:
        for weight in self.weights:
            require_within("weights", weight, 0.0, 1.0)
        require_within("hoarding", self.hoarding, 0.0, 1.0)

    def wanted_t(self, net_shorts_t: Sequence[float]) -> float:
        """Return what it wants to keep, t: max(0, Σ weight × expected net shortage).

        Args:
            net_shorts_t: Expected emissions less allocation of each later year, the next year
                first, t; negative in surplus. Years beyond the weights do not count.
        """
        pairs = zip(self.weights, net_shorts_t, strict=False)
        return max(0.0, math.fsum(weight * short for weight, short in pairs))

    def keep_t(
        self,
        surplus_t: int,
        net_sales_t: int,
        net_shorts_t: Sequence[float],
        limit: CarryOverLimit,
    ) -> int:
        """Return the units it wants to hold after this year's surrender, t.

        Args:
            surplus_t: Units beyond this year's obligation, t; negative when short.
            net_sales_t: Sales less purchases so far, t.
            net_shorts_t: Expected shortage of each later year, t.
            limit: What carry-over allows.

        Returns:
            The target within the limit; more where it hoards a surplus.
        """
        keepable_t = limit.keepable_t(surplus_t, net_sales_t)
        spare_t = surplus_t if surplus_t < keepable_t else keepable_t
        keep_t = int(self.hoarding * spare_t) if spare_t > 0 else 0
        if self.weights:
            keep_t = max(keep_t, min(math.ceil(self.wanted_t(net_shorts_t)), keepable_t))
        return keep_t
