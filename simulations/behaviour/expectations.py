"""What price an agent reckons with: a menu of rules, each a frozen value with one question.

Source: naive, adaptive and trend rules as in C. H. Hommes (2006), Heterogeneous agent models in
economics and finance, Handbook of Computational Economics 2; peers after M. H. DeGroot (1974),
Reaching a consensus, Journal of the American Statistical Association 69; rolling horizon after
S. Quemin & R. Trotignon (2021), Journal of Economic Dynamics and Control.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from simulations.behaviour.fundamentals import (
    YEARS_MAX,
    Fundamentals,
    Shortage,
    foresight_prices_cny,
    rolling_prices_cny,
)
from simulations.behaviour.refused_behaviour import require_within

DAYS_MAX = 100_000


class Seen(NamedTuple):
    """What an agent knows when it forms its expectation.

    Args:
        held_cny: What it expected until now, CNY/t.
        closes_cny: Closes up to now, oldest first, at least one, CNY/t.
        new_closes: How many of them came after it last formed an expectation.
        days_left: Trading days to the deadline.
        believed: The market as it believes it to be.
        actual: The market as it is and will be; only perfect foresight looks.
        shortage: How it believes the year may end.
    """

    held_cny: float
    closes_cny: Sequence[float]
    new_closes: int
    days_left: int
    believed: Fundamentals
    actual: Fundamentals
    shortage: Shortage


class Expectation(Protocol):
    """A rule by which an agent forms its expectation."""

    def expected_cny(self, seen: Seen) -> float:
        """Return the price it reckons with, CNY/t."""


@dataclass(frozen=True, slots=True)
class Naive:
    """The last price will hold."""

    def expected_cny(self, seen: Seen) -> float:
        """Return the last close, CNY/t."""
        return seen.closes_cny[-1]


@dataclass(frozen=True, slots=True)
class Adaptive:
    """Each day the expectation moves toward the price, by part of its error.

    Args:
        weight_per_day: Part of the error corrected in a day, λ, 0 to 1.
    """

    weight_per_day: float

    def __post_init__(self) -> None:
        require_within("weight_per_day", self.weight_per_day, 0.0, 1.0)

    def expected_cny(self, seen: Seen) -> float:
        """Return the expectation after every close since the last one, CNY/t.

        It does not matter how often the agent looks: p^e += λ (p − p^e) for each day.
        """
        expected = seen.held_cny
        first = max(0, len(seen.closes_cny) - seen.new_closes)
        for close in seen.closes_cny[first:]:
            expected += self.weight_per_day * (close - expected)
        return expected


@dataclass(frozen=True, slots=True)
class Trend:
    """The price will go on as it went.

    Args:
        window_days: Days over which the trend is measured, at least 1.
        ahead_days: Days for which it is carried on.
        strength: Part of the trend that is carried on; below 0 it is expected to turn.
        change_max: Most that the expectation departs from the last price, a share.
    """

    window_days: int
    ahead_days: float
    strength: float
    change_max: float

    def __post_init__(self) -> None:
        require_within("window_days", self.window_days, 1, DAYS_MAX)
        require_within("ahead_days", self.ahead_days, 0.0, DAYS_MAX)
        require_within("strength", self.strength, -10.0, 10.0)
        require_within("change_max", self.change_max, 0.0, 10.0)

    def expected_cny(self, seen: Seen) -> float:
        """Return the last close carried on at the mean log return of the window, CNY/t."""
        last = seen.closes_cny[-1]
        days = min(self.window_days, len(seen.closes_cny) - 1)
        if days == 0:
            return last
        per_day = math.log(last / seen.closes_cny[-1 - days]) / days
        bound = math.log1p(self.change_max)
        change = min(max(self.strength * self.ahead_days * per_day, -bound), bound)
        return last * math.exp(change)


def blended_cny(own_cny: float, peers_cny: Sequence[float], weight: float) -> float:
    """Return one's own expectation and the peers' mean, weighted, CNY/t; alone, only one's own."""
    if not peers_cny:
        return own_cny
    mean = math.fsum(peers_cny) / len(peers_cny)
    return (1 - weight) * own_cny + weight * mean


@dataclass(frozen=True, slots=True)
class RollingHorizon:
    """The first price of the banking problem over the years it looks ahead, as it believes them.

    Args:
        horizon_years: Compliance years it looks ahead, the current one included.
    """

    horizon_years: int

    def __post_init__(self) -> None:
        require_within("horizon_years", self.horizon_years, 1, YEARS_MAX)

    def expected_cny(self, seen: Seen) -> float:
        """Return the price of the current year, discounted to today, CNY/t."""
        prices = rolling_prices_cny(seen.believed, self.horizon_years)
        return seen.believed.today_cny(prices[0])


@dataclass(frozen=True, slots=True)
class PerfectForesight:
    """The price of theory when everything to come is known: the benchmark."""

    def expected_cny(self, seen: Seen) -> float:
        """Return the price of the current year, discounted to today, CNY/t."""
        return seen.actual.today_cny(foresight_prices_cny(seen.actual)[0])


@dataclass(frozen=True, slots=True)
class ShortageProbability:
    """Near the deadline, the penalty times the probability of shortage; before, something else.

    Args:
        near_days: Trading days before the deadline from which it counts, rising to all of it.
        before: How the expectation is formed far from the deadline.
    """

    near_days: int
    before: Expectation

    def __post_init__(self) -> None:
        require_within("near_days", self.near_days, 1, DAYS_MAX)

    def expected_cny(self, seen: Seen) -> float:
        """Return both expectations weighted by nearness, CNY/t."""
        nearness = min(max(1 - seen.days_left / self.near_days, 0.0), 1.0)
        if nearness == 0:
            return self.before.expected_cny(seen)
        shortage = seen.shortage.price_cny()
        if nearness == 1:
            return shortage
        return nearness * shortage + (1 - nearness) * self.before.expected_cny(seen)
