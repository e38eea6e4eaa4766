"""What everybody in a market can know: its closes, how lively it is, what theory says of it."""

import math
from collections.abc import Sequence
from itertools import pairwise
from statistics import pstdev

from simulations.agents.beliefs import (
    DAYS_A_YEAR,
    Counted,
    Stock,
    banking_target,
    carry_over_limit,
    count,
    fine_cny,
    foreseen_t,
)
from simulations.agents.expectation_menu import THEORY, menu_of
from simulations.agents.liveliness import Liveliness
from simulations.agents.minds import behaviours_in
from simulations.agents.profiles import Mind
from simulations.behaviour import (
    Attention,
    CarryOverLimit,
    PolicyAnnouncement,
    RollingHorizon,
    Seen,
    believed_path,
)
from simulations.scenarios import Market, Scenario
from simulations.streams import Streams

SD_DAYS = 20
"""Daily returns over which traders measure how lively prices are."""

_CHANGE_MAX = 5.0
_LEAST_CNY = 0.01


class MarketView:
    """The public memory of one market; the run keeps it up to date.

    Every rule but that of peers gives all firms with the same attention the same price, which is
    therefore worked out once a day. What value investors hold a unit to be worth is the mean of
    all closes, in which the weight of each fades to 1/e in a year.

    Args:
        scenario: The scenario.
        market: The market's name.
        streams: The run's random streams.
    """

    __slots__ = (
        "_actual_t",
        "_decay",
        "_first_year",
        "_foresees",
        "_log_news",
        "_planned",
        "_prices",
        "_rate",
        "_rules",
        "_sd",
        "_streams",
        "_unknown_share",
        "announcements",
        "average_cny",
        "banking",
        "carry_over",
        "closes_cny",
        "day",
        "expected_of",
        "horizon_years",
        "liveliness",
        "market_rules",
        "peer_weight",
        "stock",
        "worth_cny",
    )

    def __init__(self, scenario: Scenario, market: str, streams: Streams) -> None:
        rules, agents = scenario.markets[market], scenario.agents
        ways, terms = behaviours_in(scenario, market), scenario.agents.expectations
        opening_cny = float(rules.opening_price_cny)
        self.closes_cny: list[float] = [opening_cny]
        self.average_cny = opening_cny
        self.worth_cny = opening_cny
        self.announcements: list[PolicyAnnouncement] = []
        self._planned: list[tuple[PolicyAnnouncement, CarryOverLimit]] = []
        self.expected_of: dict[int, float] = {}
        self.peer_weight = terms.peer_weight if terms else 0.0
        self.banking = banking_target(
            agents.banking.weights if agents.banking else (), ways.hoarding
        )
        self.carry_over = carry_over_limit(rules)
        self.market_rules = rules
        self.stock: Stock = count((), rules, opening_cny, 0, 1)
        self.day = 0
        self._sd: float | None = None
        self._prices: dict[str | tuple[str, Attention], float] = {}
        self._log_news = 0.0
        self._decay = 1.0 - ways.expectation_weight
        self._rules = menu_of(terms, ways.expectation_weight)
        self.horizon_years = terms.horizon_years if terms else 1
        self._rate = terms.rate if terms else 0.0
        self._foresees = bool(terms and terms.mix.get("perfect_foresight"))
        self._streams, self._first_year = streams, 0
        self._actual_t: dict[int, float] = {}
        self._unknown_share = ways.estimate_sd
        self.liveliness = Liveliness(ways.activity, market, streams)

    # What the run tells

    def close(self, close_cny: float) -> None:
        """Note the close of a day, CNY/t."""
        self.closes_cny.append(close_cny)
        self.average_cny += (1.0 - self._decay) * (close_cny - self.average_cny)
        self._log_news *= self._decay
        self.worth_cny += (close_cny - self.worth_cny) / DAYS_A_YEAR
        self._sd = None
        self._prices.clear()
        self.day += 1

    def hear(self, pct: float) -> None:
        """Let everybody expect so many per cent more; it fades as expectations follow the price."""
        self._log_news += math.log1p(pct / 100.0)
        self._prices.clear()

    def take_stock(
        self, firms: Sequence[Counted], rules: Market, emission_year: int, cycle_days: int
    ) -> None:
        """Count the market anew: at the start of a cycle and whenever its rules change.

        Args:
            firms: Its firms, in their cycle.
            rules: Its rules.
            emission_year: The last emission year of the cycle.
            cycle_days: Trading days of the cycle.
        """
        self.market_rules = rules
        self.carry_over = carry_over_limit(rules)
        self.stock = stock = count(firms, rules, self.closes_cny[-1], emission_year, cycle_days)
        if self._foresees:
            self._first_year = self._first_year or emission_year - stock.years + 1
            self._actual_t = foreseen_t(firms, stock, rules, self._streams, self._first_year)
        self._prices.clear()

    def announce(self, announcement: PolicyAnnouncement, rules: Market | None = None) -> None:
        """Note rules that will be others: their units by emission year, and the rules themselves.

        Args:
            announcement: When it is said and in force, and the units of the years it changes, t;
                one that takes back another gives the units as they were.
            rules: The rules as they will be; None where nothing but units changes.
        """
        self.announcements.append(announcement)
        if rules is not None:
            self._planned.append((announcement, carry_over_limit(rules)))
        self._prices.clear()

    # What participants see

    @property
    def daily_sd(self) -> float:
        """Standard deviation of the latest daily log returns."""
        if self._sd is None:
            recent = self.closes_cny[-1 - SD_DAYS :]
            returns = [math.log(b / a) for a, b in pairwise(recent)]
            self._sd = pstdev(returns) if returns else 0.0
        return self._sd

    def expected_cny(self, rule: str, attention: Attention | None, days_left: int) -> float:
        """Return the price that a rule makes of what is known today, CNY/t.

        Args:
            rule: The rule, as scenarios name it; that of peers gives what they expect by
                themselves.
            attention: How announcements are taken in; None where only rules in force count.
            days_left: Trading days to the deadline.
        """
        key = rule if attention is None else (rule, attention)
        price = self._prices.get(key)
        if price is None:
            heard = attention if self.announcements else None
            price = self._prices[key] = self._work_out(rule, heard, days_left)
        return price

    def carry_over_for(self, mind: Mind, days_left: int) -> CarryOverLimit:
        """Return the rule of carry-over that a firm plans with for this cycle's deadline."""
        if not self._planned:
            return self.carry_over
        attention = mind.attention
        if attention is None or mind.trust >= attention.responsiveness:
            return self.carry_over
        for said, limit in reversed(self._planned):
            noticed = said.published + attention.delay_days <= self.day
            if noticed and said.effective <= self.day + days_left:
                return limit
        return self.carry_over

    # Prices of a day

    def _work_out(self, rule: str, attention: Attention | None, days_left: int) -> float:
        if rule in THEORY:
            price = self._theory_cny(rule, attention, days_left)
        else:
            seen = self._seen(attention, days_left)
            price = self._rules[rule].expected_cny(seen)
            price *= self._surprise(attention, days_left)
        return max(price * math.exp(self._log_news), _LEAST_CNY)

    def _theory_cny(self, rule: str, attention: Attention | None, days_left: int) -> float:
        """Return the price of theory, at most the fine."""
        price = self._rules[rule].expected_cny(self._seen(attention, days_left))
        return min(price, fine_cny(self.market_rules, self.closes_cny[-1]))

    def _surprise(self, attention: Attention | None, days_left: int) -> float:
        """Return by what announcements not in force yet move a rule that follows prices.

        The move is that of theory on the day of notice; it fades as the price takes it in.
        """
        factor = 1.0
        for said in self.announcements if attention else ():
            assert attention is not None, "somebody who pays attention"
            since = self.day - said.published - attention.delay_days
            if since < 0 or self.day >= said.effective:
                continue
            before, after = (
                self._rolling_cny(known, attention, days_left) for known in ([], [said])
            )
            ratio = min(max(after / before, 1.0 / _CHANGE_MAX), _CHANGE_MAX)
            factor *= math.exp(math.log(ratio) * self._decay**since)
        return factor

    def _rolling_cny(
        self, known: list[PolicyAnnouncement], attention: Attention, days_left: int
    ) -> float:
        path = self._path(known, attention)
        believed = self.stock.fundamentals(path, self._rate, days_left)
        seen = self._seen(None, days_left)._replace(believed=believed)
        price = RollingHorizon(len(path)).expected_cny(seen)
        return min(max(price, _LEAST_CNY), fine_cny(self.market_rules, self.closes_cny[-1]))

    def _path(
        self, known: Sequence[PolicyAnnouncement], attention: Attention | None
    ) -> dict[int, float]:
        """Return the units of the years to come as somebody believes them, t."""
        years = max([self.horizon_years, *(self._reach(said) for said in known)])
        path = self.stock.caps_t(years)
        to_come = [said for said in known if said.effective > self.day]
        return believed_path(path, to_come, attention, self.day) if attention else path

    def _reach(self, said: PolicyAnnouncement) -> int:
        """Return how many years must be looked ahead to see an announced change."""
        return 1 + max((year - self.stock.emission_year for year, _ in said.values), default=0)

    def _seen(self, attention: Attention | None, days_left: int) -> Seen:
        last, stock = self.closes_cny[-1], self.stock
        path = self._path(self.announcements, attention)
        believed = stock.fundamentals(path, self._rate, days_left)
        fine = fine_cny(self.market_rules, last)
        return Seen(
            held_cny=self.average_cny,
            closes_cny=self.closes_cny,
            new_closes=0,
            days_left=days_left,
            believed=believed,
            actual=stock.fundamentals(self._actual_t or path, self._rate, days_left),
            shortage=stock.shortage(last, fine, self._unknown_share, self._rate, days_left),
        )
