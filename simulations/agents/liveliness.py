"""Lively and sleepy days of a market: how many look at it, and how widely they quote."""

import math
from collections.abc import Iterator

from simulations.scenarios import Activity
from simulations.streams import Streams


class Liveliness:
    """A market's activity by day, common to all who look at it; 1 on average.

    Args:
        terms: Its terms; None where every day is like any other.
        market: The market's name.
        streams: The run's random streams.
    """

    __slots__ = ("_days", "_quote_exponent", "_to_come")

    def __init__(self, terms: Activity | None, market: str, streams: Streams) -> None:
        self._days: list[float] = []
        self._quote_exponent = 0.0
        self._to_come: Iterator[float] | None = None
        if terms is not None:
            self._quote_exponent = terms.quote_exponent
            self._to_come = _exponential_ar1(streams, market, terms.persistence, terms.sd)

    def activity(self, day: int) -> float:
        """Return how many look at the market on a day of the run, relative to other days."""
        if self._to_come is None:
            return 1.0
        while len(self._days) <= day:
            self._days.append(next(self._to_come))
        return self._days[day]

    def quote_factor(self, day: int) -> float:
        """Return by what the width of quotes is multiplied on a day of the run."""
        if self._to_come is None:
            return 1.0
        return float(self.activity(day) ** self._quote_exponent)


def _exponential_ar1(
    streams: Streams, market: str, persistence: float, sd: float
) -> Iterator[float]:
    """Yield the exponential of an AR(1) in its long-run distribution, 1 on average, without end."""
    numbers = streams.generator("liveliness", market)
    news = sd * math.sqrt(1.0 - persistence * persistence)
    level = sd * float(numbers.standard_normal())
    while True:
        yield math.exp(level - 0.5 * sd * sd)
        level = persistence * level + news * float(numbers.standard_normal())
