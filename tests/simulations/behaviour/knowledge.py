"""What an agent of a test knows, built in one place."""

import math
from collections.abc import Sequence

from simulations.behaviour import Fundamentals, Seen, Shortage
from simulations.equilibria import CapYear, EmissionsOutlook, LinearFirm


def fundamentals(
    needed_t: Sequence[float], *, bank_t: float = 0.0, rate: float = 0.05, years_left: float = 0.0
) -> Fundamentals:
    """Return years in which so much must be abated, at a marginal cost of 1 CNY/t for each t."""
    years = tuple(CapYear((LinearFirm(100, 1),), 100 - needed) for needed in needed_t)
    return Fundamentals(years, bank_t, math.inf, rate, years_left)


def shortage(mean_t: float = 100, sd_t: float = 5) -> Shortage:
    """Return the outlook of check 18: 104 units and a penalty of 100 CNY/t."""
    return Shortage(EmissionsOutlook(mean_t, sd_t), 104, 100, 0, 0, 0)


def seen(
    closes_cny: Sequence[float],
    *,
    held_cny: float = 50.0,
    new_closes: int = 1,
    days_left: int = 200,
    believed: Fundamentals | None = None,
    actual: Fundamentals | None = None,
    ends: Shortage | None = None,
) -> Seen:
    """Return what an agent knows; what is not said does not matter to the test."""
    other = fundamentals((10,))
    return Seen(
        held_cny=held_cny,
        closes_cny=closes_cny,
        new_closes=new_closes,
        days_left=days_left,
        believed=believed or other,
        actual=actual or other,
        shortage=ends or shortage(),
    )
