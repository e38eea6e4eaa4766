"""Means over runs and their intervals: of one case, and of the differences between two."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, stdev
from typing import NamedTuple


class Interval(NamedTuple):
    """A mean and the interval that covers it; NaN where fewer than two runs have a value.

    Args:
        runs: How many values.
        mean: Their mean.
        sd: Their standard deviation.
        low: Lower end.
        high: Upper end.
    """

    runs: int
    mean: float
    sd: float
    low: float
    high: float


def mean_interval(values: Sequence[float], confidence: float) -> Interval:
    """Return mean and interval of independent values by Student's t.

    Args:
        values: One of each run.
        confidence: Share of intervals that cover the mean, between 0 and 1.
    """
    runs = len(values)
    if runs <= 1:
        mean = values[0] if values else math.nan
        return Interval(runs, mean, math.nan, math.nan, math.nan)
    from scipy.special import stdtrit  # noqa: PLC0415  loaded only where it is used: workers start faster

    mean, sd = fmean(values), stdev(values)
    half = float(stdtrit(runs - 1, 0.5 + confidence / 2)) * sd / math.sqrt(runs)
    return Interval(runs, mean, sd, mean - half, mean + half)


@dataclass(frozen=True, slots=True)
class Pairing:
    """Differences between two cases, run by run with the same seed.

    Args:
        metric: What is compared, with its market.
        unit: Its unit.
        case: The case.
        against: What is taken from it.
        seeds: The seeds in which both have a value.
        differences: One for each of them, in the unit.
        interval: Their mean and its interval.
    """

    metric: str
    unit: str
    case: str
    against: str
    seeds: tuple[int, ...]
    differences: tuple[float, ...]
    interval: Interval

    def __str__(self) -> str:
        """Return the mean difference with its interval."""
        found = self.interval
        return (
            f"{self.metric}: {self.case} − {self.against} = {found.mean:.4g} "
            f"[{found.low:.4g}, {found.high:.4g}] {self.unit}, {found.runs} pairs"
        )
