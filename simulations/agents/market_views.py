"""What everybody in a market can know: its closes, how lively they were, what theory says."""

import math
from itertools import pairwise
from statistics import pstdev

SD_DAYS = 20
"""Daily returns over which traders measure how lively prices are."""


class MarketView:
    """The public memory of one market; the run keeps it up to date.

    Args:
        opening_cny: Price before the first close, CNY/t.
    """

    __slots__ = ("_sd", "closes_cny", "worth_cny")

    def __init__(self, opening_cny: float) -> None:
        self.closes_cny: list[float] = [opening_cny]
        self.worth_cny = opening_cny
        self._sd: float | None = None

    def close(self, close_cny: float) -> None:
        """Note the close of a day, CNY/t."""
        self.closes_cny.append(close_cny)
        self._sd = None

    @property
    def daily_sd(self) -> float:
        """Standard deviation of the latest daily log returns."""
        if self._sd is None:
            recent = self.closes_cny[-1 - SD_DAYS :]
            returns = [math.log(b / a) for a, b in pairwise(recent)]
            self._sd = pstdev(returns) if returns else 0.0
        return self._sd
