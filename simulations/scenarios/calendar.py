"""Trading days and the dated events of compliance cycles."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, timedelta

from simulations.scenarios.market_rules import DatedCycle, Market
from simulations.scenarios.schema import Scenario

_SATURDAY = 5
_AHEAD = timedelta(days=3 * 366)


def trading_days(scenario: Scenario) -> tuple[date, ...]:
    """Return the days on which the markets are open: Monday to Friday without holidays."""
    closed = set()
    for holiday in scenario.calendar.holidays:
        span = (holiday.last - holiday.first).days
        closed |= {holiday.first + timedelta(days=i) for i in range(min(span, 366) + 1)}
    start, end = scenario.horizon.start, scenario.horizon.end
    return tuple(day for day in _weekdays(start, end) if day not in closed)


def _weekdays(start: date, end: date) -> list[date]:
    every = (start + timedelta(days=i) for i in range((end - start).days + 1))
    return [day for day in every if day.weekday() < _SATURDAY]


def on_year(month_day: str, year: int) -> date:
    """Return a month and day in a year; 29 February becomes 28 in a common year."""
    month, day = (int(part) for part in month_day.split("-"))
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, month, day - 1)


@dataclass(frozen=True, slots=True)
class Cycle:
    """One compliance cycle of one market, in indices of trading days.

    Args:
        number: 0 for the first of the run.
        emission_years: Whose emissions are surrendered together.
        first: First trading day.
        deadline: Trading day after whose close firms surrender; in a cycle that ends after the
            run, as many weekdays ahead as the deadline is.
        pre_issue: Day on which part of the allocation is issued.
        verified: Day from which firms know their emissions.
        final_issue: Day of the rest of the allocation by benchmark.
        equal_issue: Day on which sectors that receive their emissions get them.
    """

    number: int
    emission_years: tuple[int, ...]
    first: int
    deadline: int
    pre_issue: int
    verified: int
    final_issue: int
    equal_issue: int

    @property
    def emission_year(self) -> int:
        """The last of the emission years, which names the units."""
        return self.emission_years[-1]


def cycles(market: Market, days: tuple[date, ...]) -> tuple[Cycle, ...]:
    """Return the compliance cycles whose deadline falls inside the run.

    Args:
        market: The market and its dates.
        days: The trading days of the run.

    An event on a day without trading takes effect on the next trading day, but never after the
    deadline; the deadline moves to the last trading day before it. A day of the year that lies
    after the deadline's belongs to the calendar year before.
    """
    return tuple(cycle for cycle in _Plan(market, days).cycles() if cycle.deadline < len(days))


def plan_cycles(market: Market, days: tuple[date, ...]) -> tuple[Cycle, ...]:
    """Return the cycles of a run, last the one that is under way when the run ends, if any."""
    return _Plan(market, days).cycles()


def replan_cycles(
    market: Market, days: tuple[date, ...], current: Cycle, today: int
) -> tuple[Cycle, ...]:
    """Return the current cycle and those to come after the market's dates have changed.

    Args:
        market: The market with its new dates.
        days: The trading days of the run.
        current: The cycle under way.
        today: Index of today; the deadline of the current cycle cannot lie before it.
    """
    return _Plan(market, days, current, today).cycles()


class _Plan:
    """Cycles one after another, from the start of a run or from the one under way."""

    def __init__(
        self,
        market: Market,
        days: tuple[date, ...],
        current: Cycle | None = None,
        today: int = 0,
    ) -> None:
        self.market = market
        self.run_days = len(days)
        self.days = days + tuple(_weekdays(days[-1] + timedelta(days=1), days[-1] + _AHEAD))
        self.first = current.first if current else 0
        self.number = current.number if current else 0
        self.owed = current.emission_years if current else None
        self.today = today

    def cycles(self) -> tuple[Cycle, ...]:
        """Return the cycles that begin inside the run."""
        found = []
        dated = self.market.compliance.cycles
        for cycle in self._dated(dated) if dated else self._yearly():
            if cycle.first >= self.run_days:
                break
            found.append(cycle)
        return tuple(found)

    def _dated(self, dated: tuple[DatedCycle, ...]) -> list[Cycle]:
        found = []
        for plan in dated:
            deadline = self._last(plan.deadline)
            if deadline < max(self.first, self.today):
                continue
            equal = self._on(self.market.allocation.equal_to_verified_issue_on, plan.deadline)
            dates = (plan.pre_issue, plan.verified, plan.final_issue, equal)
            found.append(self._cycle(plan.emission_years, deadline, dates))
        return found

    def _yearly(self) -> list[Cycle]:
        found = []
        rules, plan = self.market.compliance, self.market.allocation
        for year in range(self.days[self.today].year, self.days[-1].year + 1):
            due = on_year(rules.deadline, year)
            deadline = self._last(due)
            if due > self.days[-1] or deadline < max(self.first, self.today):
                continue
            owed = self.owed or (year - self.market.emission_year_lag,)
            texts = (
                plan.pre_issue.on,
                plan.verified_on,
                plan.final_issue_on,
                plan.equal_to_verified_issue_on,
            )
            dates = tuple(self._on(text, due) for text in texts)
            found.append(self._cycle(owed, deadline, dates))
            self.owed = (owed[-1] + 1,)
        return found

    def _cycle(self, years: tuple[int, ...], deadline: int, dates: tuple[date, ...]) -> Cycle:
        """Return the next cycle; its events lie inside it."""
        first = self.first
        at = [min(max(bisect_left(self.days, day), first), deadline) for day in dates]
        cycle = Cycle(self.number, years, first, deadline, *at)
        self.first, self.number = deadline + 1, self.number + 1
        return cycle

    def _last(self, due: date) -> int:
        """Return the last trading day up to a date."""
        return bisect_right(self.days, due) - 1

    def _on(self, text: str, due: date) -> date:
        """Return a day of the year in the year up to a deadline."""
        day = on_year(text, due.year)
        return day if day <= due else on_year(text, due.year - 1)
