"""What many runs of a market have in common: bands of the price by day, figures with intervals."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import numpy as np

from web.formats import number

COVERAGE: Final = 0.9
DAYS_MAX: Final = 300
WHOLE_FROM: Final = 10_000
_LOW, _MIDDLE, _HIGH = (1 - COVERAGE) / 2, 0.5, (1 + COVERAGE) / 2
FIVE_NUMBERS: Final = {"low": _LOW, "lower": 0.25, "middle": _MIDDLE, "upper": 0.75, "high": _HIGH}
_DIGITS: Final = 2


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is kept of one run of a market.

    Args:
        closes_cny: closing price of each day shown, CNY/t.
        figures: headline numbers by name.
    """

    closes_cny: Sequence[float]
    figures: Mapping[str, float]

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {"closes_cny": list(self.closes_cny), "figures": dict(self.figures)}


def days_shown(days: Sequence[str]) -> list[int]:
    """Return the places of at most 300 days, evenly spread, the last among them."""
    every = -(-len(days) // DAYS_MAX) or 1
    return sorted({*range(len(days) - 1, -1, -every)})


def band(closes_cny: Sequence[Sequence[float]]) -> dict[str, list[float]]:
    """Return low end, median and high end of the runs by day; 90 % of the runs lie between.

    Args:
        closes_cny: of each run, CNY/t; every run has the same days.
    """
    if not closes_cny:
        return {"low": [], "middle": [], "high": []}
    ends = np.quantile(np.array(closes_cny, dtype=np.float64), (_LOW, _MIDDLE, _HIGH), axis=0)
    low, middle, high = ([round(float(x), _DIGITS) for x in row] for row in ends)
    return {"low": low, "middle": middle, "high": high}


def spread(values: Sequence[float]) -> dict[str, float] | None:
    """Return the mean, median and quartiles, and the ends between which 90 % of the values lie.

    None without a value.
    """
    known = np.array([value for value in values if value is not None], dtype=np.float64)
    known = known[np.isfinite(known)]
    if not known.size:
        return None
    found = np.quantile(known, list(FIVE_NUMBERS.values()))
    places = dict(zip(FIVE_NUMBERS, map(float, found), strict=True))
    return {"mean": float(known.mean()), **places}


def short(value: object) -> str:
    """Write a statistic with five significant digits, whole where it is large."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return json.dumps(value, ensure_ascii=False)
    if not math.isfinite(value) or abs(value) >= WHOLE_FROM:
        return number(round(value) if math.isfinite(value) else str(value))
    return number(f"{Decimal(f'{value:.5g}'):f}")


def month_ends(days: Sequence[str]) -> list[int]:
    """Return the places of the last day shown of each month."""
    last = {day[:7]: place for place, day in enumerate(days)}
    return list(last.values())
