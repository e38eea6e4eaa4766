"""Metrics of part of a run and of two markets: ``hubei.volume_t@2024-09-01/2024-09-30``.

A windowed metric names a market, a number of its days and, after ``@``, the first and last day it
is taken over. A metric of a pair joins two markets by ``~`` and may have a window too:
``national~hubei.weekly_correlation``.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulations.moments import DailySeries, weekly_returns

_FORM = re.compile(
    r"(?P<first>[a-z0-9_-]+)(~(?P<second>[a-z0-9_-]+))?\.(?P<name>[a-z0-9_]+)"
    r"(@(?P<start>\d{4}-\d\d-\d\d)/(?P<end>\d{4}-\d\d-\d\d))?"
)
_PERCENT: Final = 100.0


class Window(NamedTuple):
    """First and last day, both included."""

    start: date
    end: date


@dataclass(frozen=True, slots=True)
class WindowMetric:
    """One number of a market, or of two, over some of the days of a run.

    Args:
        text: As the experiment writes it.
        markets: One market or two.
        name: Which number.
        window: The days; None for all.
    """

    text: str
    markets: tuple[str, ...]
    name: str
    window: Window | None


def read_window_metric(text: str) -> WindowMetric | None:
    """Return what a metric of a window or a pair says; None where it is neither, or no metric."""
    found = _FORM.fullmatch(text)
    if found is None or (found["second"] is None and found["start"] is None):
        return None
    try:
        window = (
            Window(date.fromisoformat(found["start"]), date.fromisoformat(found["end"]))
            if found["start"]
            else None
        )
    except ValueError:
        return None
    if window is not None and window.end < window.start:
        return None
    markets = (found["first"],) + ((found["second"],) if found["second"] else ())
    known = PAIR_NUMBERS if found["second"] else WINDOW_NUMBERS
    return WindowMetric(text, markets, found["name"], window) if found["name"] in known else None


def window_value(metric: WindowMetric, series: Mapping[str, DailySeries]) -> float | None:
    """Return a metric of a run; None where it is undefined, as over days without a trade.

    Args:
        metric: A metric of markets that the run has.
        series: The days of each market.
    """
    parts = [_within(series[market], metric.window) for market in metric.markets]
    if any(not len(part.close) for part in parts):
        return None
    with np.errstate(divide="ignore", invalid="ignore"):
        if len(parts) > 1:
            value = PAIR_NUMBERS[metric.name](parts[0], parts[1])
        else:
            value = WINDOW_NUMBERS[metric.name](parts[0])
    return value if math.isfinite(value) else None


def _within(series: DailySeries, window: Window | None) -> DailySeries:
    return series if window is None else series.between(*window)


def _sum(numbers: NDArray[np.float64]) -> float:
    return float(np.nansum(numbers))


def _correlation(left: DailySeries, right: DailySeries) -> float:
    here, there = weekly_returns(left, right)
    if len(here) < _PAIRS_MIN or not (np.std(here) and np.std(there)):
        return math.nan
    return float(np.corrcoef(here, there)[0, 1])


_PAIRS_MIN: Final = 3
WINDOW_NUMBERS: Final[Mapping[str, Callable[[DailySeries], float]]] = {
    "price_mean_cny": lambda days: float(np.mean(days.close)),
    "price_last_cny": lambda days: float(days.close[-1]),
    "price_change_pct": lambda days: _PERCENT * float(days.close[-1] / days.close[0] - 1.0),
    "volume_t": lambda days: _sum(days.volume_t),
    "listed_volume_t": lambda days: _sum(days.listed_t),
    "block_volume_t": lambda days: _sum(days.block_t),
    "block_share": lambda days: float(np.divide(_sum(days.block_t), _sum(days.volume_t))),
    "days_traded": lambda days: float(np.nansum(days.volume_t > 0)),
}
"""Numbers of the days of one market."""

PAIR_NUMBERS: Final[Mapping[str, Callable[[DailySeries, DailySeries], float]]] = {
    "weekly_correlation": _correlation,
    "price_gap_cny": lambda left, right: float(np.mean(left.close) - np.mean(right.close)),
    "last_price_gap_cny": lambda left, right: float(left.close[-1] - right.close[-1]),
}
"""Numbers of the days of two markets; gaps are the first less the second."""
