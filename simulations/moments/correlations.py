"""How markets move together: correlations of weekly returns, pair by pair."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np

from simulations.moments.bootstrap import BootstrapPlan, replicate
from simulations.moments.daily import DailySeries, Days
from simulations.moments.statistics import UNDEFINED, Series, correlation
from simulations.streams import Streams

_WEEK_DAYS: Final = 7
_MONDAY_OFFSET: Final = 3  # 1970-01-01 was a Thursday
_TRADING_DAYS_OF_WEEK: Final = 5


@dataclass(frozen=True, slots=True)
class PairCorrelation:
    """The correlation of two markets' weekly log returns.

    Args:
        markets: The two, in alphabetical order.
        weeks: Number of weeks in which both have a return.
        value: Between −1 and 1; NaN where undefined.
        low: Lower end of the bootstrap band.
        high: Upper end of the bootstrap band.
    """

    markets: tuple[str, str]
    weeks: int
    value: float
    low: float
    high: float


def weekly_closes(series: DailySeries) -> tuple[Days, Series]:
    """Return the Mondays of the weeks with days, and each week's last close, CNY/t."""
    numbers = (series.days.astype("datetime64[D]").astype(np.int64) + _MONDAY_OFFSET) // _WEEK_DAYS
    weeks, first_reversed = np.unique(numbers[::-1], return_index=True)
    closes = series.close[::-1][first_reversed]
    mondays = (weeks * _WEEK_DAYS - _MONDAY_OFFSET).astype("datetime64[D]")
    return mondays, closes


def weekly_returns(left: DailySeries, right: DailySeries) -> tuple[Series, Series]:
    """Return both markets' log returns over the weeks that both have.

    A return spans the weeks between two that both markets have, so both cover the same days.
    """
    (mondays, closes), (others, other_closes) = weekly_closes(left), weekly_closes(right)
    _, here, there = np.intersect1d(mondays, others, return_indices=True)
    return np.diff(np.log(closes[here])), np.diff(np.log(other_closes[there]))


def weekly_correlations(
    markets: Mapping[str, DailySeries], plan: BootstrapPlan
) -> tuple[PairCorrelation, ...]:
    """Return the correlation of every pair of markets, with its bootstrap band."""
    found = []
    for one, other in combinations(sorted(markets), 2):
        left, right = weekly_returns(markets[one], markets[other])
        found.append(_pair((one, other), left, right, plan))
    return tuple(found)


def _pair(
    names: tuple[str, str], left: Series, right: Series, plan: BootstrapPlan
) -> PairCorrelation:
    value = correlation(left, right)
    if np.isnan(value):
        return PairCorrelation(names, left.size, UNDEFINED, UNDEFINED, UNDEFINED)
    weeks_plan = BootstrapPlan(
        plan.replications,
        max(1.0, plan.mean_block_days / _TRADING_DAYS_OF_WEEK),
        plan.coverage,
        plan.seed,
    )
    random = Streams(plan.seed).generator("moments.correlation", "|".join(names))
    drawn = replicate(
        ("correlation",),
        left.size,
        lambda indices: (correlation(left[indices], right[indices]),),
        weeks_plan,
        random,
    )
    return PairCorrelation(names, left.size, value, *drawn.band("correlation", plan.coverage))
