"""What a scenario's parts must agree on with each other."""

from collections.abc import Iterator
from datetime import date, timedelta

from simulations.scenarios.happening_checks import happening_problems
from simulations.scenarios.link_checks import link_problems
from simulations.scenarios.market_checks import market_problems
from simulations.scenarios.participant_checks import participant_problems
from simulations.scenarios.schema import Scenario
from simulations.scenarios.sentences import Finding, words

DAYS_MAX = 366 * 20
_SATURDAY = 5


def cross_problems(scenario: Scenario) -> Iterator[Finding]:
    """Yield path, value and sentence of each contradiction between parts."""
    yield from _horizon(scenario)
    yield from _calendar(scenario)
    for name, market in scenario.markets.items():
        for path, value, said in market_problems(scenario, name, market):
            yield ("markets", name, *path), value, said
    yield from participant_problems(scenario)
    yield from happening_problems(scenario)
    yield from link_problems(scenario)


def _horizon(scenario: Scenario) -> Iterator[Finding]:
    start, end = scenario.horizon.start, scenario.horizon.end
    if end < start:
        said = words("The end lies before the start.", "结束日早于开始日。")
        yield ("horizon", "end"), str(end), said
        return
    if end - start > timedelta(days=DAYS_MAX):
        said = words("A run covers at most 20 years.", "一次运行最多覆盖 20 年。")
        yield ("horizon", "end"), str(end), said
    for name, market in scenario.markets.items():
        dated = market.compliance.cycles
        said = words(
            "No surrender deadline falls inside the horizon.", "运行期内没有任何清缴截止日。"
        )
        if dated is not None:
            if not any(start <= cycle.deadline <= end for cycle in dated):
                yield ("markets", name, "compliance", "cycles"), "", said
        elif not _falls_inside(market.compliance.deadline, start, end):
            path = ("markets", name, "compliance", "deadline")
            yield path, market.compliance.deadline, said


def _falls_inside(month_day: str, start: date, end: date) -> bool:
    month, day = (int(part) for part in month_day.split("-"))
    return any(
        (start.month, start.day) <= (month, day) or year > start.year
        for year in range(start.year, end.year + 1)
        if (year, month, day) <= (end.year, end.month, end.day)
    )


def _calendar(scenario: Scenario) -> Iterator[Finding]:
    start, end = scenario.horizon.start, scenario.horizon.end
    closed: set[date] = set()
    for i, holiday in enumerate(scenario.calendar.holidays):
        span = (holiday.last - holiday.first).days
        if span < 0:
            said = words("The last day lies before the first.", "最后一天早于第一天。")
            yield ("calendar", "holidays", i, "last"), str(holiday.last), said
        closed |= {holiday.first + timedelta(days=d) for d in range(min(span, DAYS_MAX) + 1)}
    every = (start + timedelta(days=d) for d in range(min((end - start).days, DAYS_MAX) + 1))
    if end >= start and not any(d.weekday() < _SATURDAY and d not in closed for d in every):
        said = words("No trading day is left in the horizon.", "运行期内没有任何交易日。")
        yield ("horizon", "start"), str(start), said
