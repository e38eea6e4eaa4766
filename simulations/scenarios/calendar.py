"""Trading days and the dated events of a compliance year."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, timedelta

from simulations.scenarios.market_rules import Market
from simulations.scenarios.schema import Scenario

_SATURDAY = 5


def trading_days(scenario: Scenario) -> tuple[date, ...]:
    """Return the days on which the markets are open: Monday to Friday without holidays."""
    closed = set()
    for holiday in scenario.calendar.holidays:
        span = (holiday.last - holiday.first).days
        closed |= {holiday.first + timedelta(days=i) for i in range(min(span, 366) + 1)}
    start, end = scenario.horizon.start, scenario.horizon.end
    every = (start + timedelta(days=i) for i in range((end - start).days + 1))
    return tuple(day for day in every if day.weekday() < _SATURDAY and day not in closed)


def on_year(month_day: str, year: int) -> date:
    """Return a month and day in a year; 29 February becomes 28 in a common year."""
    month, day = (int(part) for part in month_day.split("-"))
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, month, day - 1)


@dataclass(frozen=True, slots=True)
class Cycle:
    """One compliance year of one market, in indices of trading days.

    Args:
        number: 0 for the first of the run.
        emission_year: Whose emissions are surrendered.
        first: First trading day.
        deadline: Trading day after whose close firms surrender.
        pre_issue: Day on which part of the allocation is issued.
        verified: Day from which firms know their emissions.
        final_issue: Day of the rest of the allocation by benchmark.
        equal_issue: Day on which sectors that receive their emissions get them.
    """

    number: int
    emission_year: int
    first: int
    deadline: int
    pre_issue: int
    verified: int
    final_issue: int
    equal_issue: int


def cycles(market: Market, days: tuple[date, ...], end: date) -> tuple[Cycle, ...]:
    """Return the compliance years whose deadline falls inside the run.

    Args:
        market: The market and its dates.
        days: The trading days of the run.
        end: Last calendar day of the run.

    An event on a day without trading takes effect on the next trading day, but never after the
    deadline; the deadline moves to the last trading day before it.
    """
    found: list[Cycle] = []
    first = 0
    for year in range(days[0].year, days[-1].year + 1):
        due = on_year(market.compliance.deadline, year)
        deadline = bisect_right(days, due) - 1
        if deadline < first or due > end:
            continue
        plan = market.allocation

        def index(text: str, year: int = year, first: int = first, last: int = deadline) -> int:
            return min(max(bisect_left(days, on_year(text, year)), first), last)

        found.append(
            Cycle(
                number=len(found),
                emission_year=year - market.emission_year_lag,
                first=first,
                deadline=deadline,
                pre_issue=index(plan.pre_issue.on),
                verified=index(plan.verified_on),
                final_issue=index(plan.final_issue_on),
                equal_issue=index(plan.equal_to_verified_issue_on),
            )
        )
        first = deadline + 1
    return tuple(found)
