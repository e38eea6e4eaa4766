"""What a scenario's parts must agree on with each other."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from simulations.scenarios.documents import Path
from simulations.scenarios.happenings import Shock
from simulations.scenarios.levers import lever_problems
from simulations.scenarios.participants import FIRMS_MAX
from simulations.scenarios.schema import Scenario
from simulations.scenarios.sentences import unknown_key

DAYS_MAX = 366 * 20
Finding = tuple[Path, str, Mapping[str, str]]


def cross_problems(scenario: Scenario) -> Iterator[Finding]:
    """Yield path, value and sentence of each contradiction between parts."""
    yield from _horizon(scenario)
    yield from _holidays(scenario)
    yield from _firms(scenario)
    for i, shock in enumerate(scenario.shocks):
        yield from _shock(scenario, i, shock)


def _horizon(scenario: Scenario) -> Iterator[Finding]:
    start, end = scenario.horizon.start, scenario.horizon.end
    if end < start:
        yield (
            ("horizon", "end"),
            str(end),
            _words("The end lies before the start.", "结束日早于开始日。"),
        )
        return
    if end - start > timedelta(days=DAYS_MAX):
        words = _words("A run covers at most 20 years.", "一次运行最多覆盖 20 年。")
        yield ("horizon", "end"), str(end), words
    for name, market in scenario.markets.items():
        month, day = (int(part) for part in market.compliance.deadline.split("-"))
        if not any(
            (start.month, start.day) <= (month, day) or year > start.year
            for year in range(start.year, end.year + 1)
            if (year, month, day) <= (end.year, end.month, end.day)
        ):
            words = _words(
                "No surrender deadline falls inside the horizon.", "运行期内没有任何清缴截止日。"
            )
            yield ("markets", name, "compliance", "deadline"), market.compliance.deadline, words


def _holidays(scenario: Scenario) -> Iterator[Finding]:
    for i, holiday in enumerate(scenario.calendar.holidays):
        if holiday.last < holiday.first:
            words = _words("The last day lies before the first.", "最后一天早于第一天。")
            yield ("calendar", "holidays", i, "last"), str(holiday.last), words


def _firms(scenario: Scenario) -> Iterator[Finding]:
    total = 0
    for name, firms in scenario.agents.firms.items():
        here: Path = ("agents", "firms", name)
        total += firms.count
        if firms.market not in scenario.markets:
            yield (*here, "market"), firms.market, unknown_key(firms.market, scenario.markets)
        if firms.load_factor_high < firms.load_factor_low:
            words = _words("The high end lies below the low end.", "上限低于下限。")
            yield (*here, "load_factor_high"), str(firms.load_factor_high), words
        if sum(firms.classes.model_dump().values()) <= 0:
            yield (
                (*here, "classes"),
                "",
                _words("One class needs a chance.", "至少一类机组的概率须大于零。"),
            )
    if total > FIRMS_MAX:
        words = _words(
            f"All populations together have {total:,} firms; at most {FIRMS_MAX:,} are accepted.",
            f"各类企业合计 {total:,} 家；最多接受 {FIRMS_MAX:,} 家。",
        )
        yield ("agents", "firms"), str(total), words
    quantiles = scenario.agents.behaviours.block.discount_quantiles
    chances = [chance for chance, _ in quantiles]
    if chances != sorted(set(chances)) or chances[0] != 0 or chances[-1] != 1:
        words = _words("Quantiles must rise from 0 to 1.", "分位点须从 0 递增到 1。")
        yield ("agents", "behaviours", "block", "discount_quantiles"), "", words


def _shock(scenario: Scenario, i: int, shock: Shock) -> Iterator[Finding]:
    here: Path = ("shocks", i)
    if not scenario.horizon.start <= shock.at <= scenario.horizon.end:
        words = _words("The date lies outside the horizon.", "日期在运行期之外。")
        yield (*here, "at"), str(shock.at), words
    if (shock.set is None) == (shock.demand is None):
        words = _words("Give either `set` or `demand`.", "请填写 set 或 demand 之一。")
        yield here, "", words
    market = scenario.markets.get(shock.market)
    if market is None:
        yield (*here, "market"), shock.market, unknown_key(shock.market, scenario.markets)
        return
    if shock.demand is not None:
        sectors = {f.sector for f in scenario.agents.firms.values() if f.market == shock.market}
        if shock.demand.sector not in sectors:
            words = unknown_key(shock.demand.sector, sectors)
            yield (*here, "demand", "sector"), shock.demand.sector, words
    for key, value in (shock.set or {}).items():
        for shown, said in lever_problems(market, key, value):
            yield (*here, "set", key), shown, said


def _words(en: str, zh: str) -> dict[str, str]:
    return {"en": en, "zh": zh}
