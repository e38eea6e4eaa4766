"""What links between markets and moves of sectors must agree on."""

from collections.abc import Iterator, Sequence
from datetime import date
from math import isclose

from simulations.scenarios.documents import Path
from simulations.scenarios.happenings import LinkTerms, SectorMove
from simulations.scenarios.market_checks import sectors_of
from simulations.scenarios.schema import Scenario
from simulations.scenarios.sentences import Finding, unknown_name, words

_ONE_FOR_ONE = 1.0


def link_problems(scenario: Scenario) -> Iterator[Finding]:
    """Yield each contradiction about links and moves."""
    for i, link in enumerate(scenario.links):
        here: Path = ("links", i)
        yield from _markets(scenario, here, {"first": link.first, "second": link.second})
        yield from _terms(scenario, here, link)
    yield from _circles(scenario.links)
    for i, move in enumerate(scenario.moves):
        here = ("moves", i)
        yield from _markets(scenario, here, {"pilot": move.pilot, "national": move.national})
        yield from _move(scenario, here, move)
        yield from _moved_before(here, move, scenario.moves[:i])


def _markets(scenario: Scenario, here: Path, named: dict[str, str]) -> Iterator[Finding]:
    for key, market in named.items():
        if market not in scenario.markets:
            yield (*here, key), market, unknown_name(market, scenario.markets)
    if len(set(named.values())) == 1:
        said = words("Two different markets are needed.", "需要两个不同的市场。")
        key = list(named)[-1]
        yield (*here, key), named[key], said


def _terms(scenario: Scenario, here: Path, link: LinkTerms) -> Iterator[Finding]:
    if link.from_ > scenario.horizon.end:
        said = words("The date lies after the end of the run.", "日期晚于运行期结束日。")
        yield (*here, "from"), str(link.from_), said
    if link.until is not None and link.until <= link.from_:
        said = words(f"The link starts on {link.from_}.", f"该链接自 {link.from_} 起生效。")
        yield (*here, "until"), str(link.until), said
    if link.kind == "quota" and link.quota_t is None:
        said = words("A link of kind quota needs `quota_t`.", "quota 链接需要 quota_t。")
        yield (*here, "quota_t"), "", said
    if link.kind in {"full", "exchange_ratio"} and link.quota_t is not None:
        said = words(f"A link of kind {link.kind} has no quota.", f"{link.kind} 链接没有配额上限。")
        yield (*here, "quota_t"), str(link.quota_t), said
    ratio = link.units_for_one
    if link.kind == "exchange_ratio" and ratio in {None, _ONE_FOR_ONE}:
        said = words(
            "An exchange ratio other than one is needed: units of the second for one of the first.",
            "需要不等于一的兑换比例：一个 first 单位兑换若干 second 单位。",
        )
        yield (*here, "units_for_one"), "" if ratio is None else str(ratio), said
    if link.kind != "exchange_ratio" and ratio not in {None, _ONE_FOR_ONE}:
        said = words(
            f"A link of kind {link.kind} counts one for one; use exchange_ratio.",
            f"{link.kind} 链接按一比一计；请改用 exchange_ratio。",
        )
        yield (*here, "units_for_one"), str(ratio), said


def _circles(links: Sequence[LinkTerms]) -> Iterator[Finding]:
    """Yield links that close a circle with those in force on the day when they start."""
    for i, link in enumerate(links):
        if link.first == link.second:
            continue
        here: Path = ("links", i)
        others = [
            other
            for j, other in enumerate(links)
            if j != i and (other.from_, j) < (link.from_, i) and _in_force(other, link.from_)
        ]
        pair = {link.first, link.second}
        if any({other.first, other.second} == pair for other in others):
            said = words("These two markets are linked already.", "这两个市场已有链接。")
            yield here, "", said
            continue
        way = _way(others, link.second, link.first, one_way=link.kind == "one_way")
        if way is None:
            continue
        markets, ratio = way
        names = " → ".join([link.first, *markets])
        if link.kind == "one_way":
            said = words(f"One-way links form a circle: {names}.", f"单向链接形成循环：{names}。")
            yield here, "", said
        elif not isclose(ratio * (link.units_for_one or 1.0), 1.0, rel_tol=1e-9):
            said = words(
                f"Exchange ratios around {names} do not cancel: units would multiply.",
                f"沿 {names} 的兑换比例不能相互抵消：单位会凭空增加。",
            )
            yield here, "", said


def _in_force(link: LinkTerms, day: date) -> bool:
    return link.from_ <= day and (link.until is None or day < link.until)


def _way(
    links: Sequence[LinkTerms], start: str, goal: str, *, one_way: bool
) -> tuple[list[str], float] | None:
    """Return the markets from start to goal and the units that one unit becomes on the way."""
    steps = []
    for link in links:
        if (link.kind == "one_way") is not one_way:
            continue
        ratio = link.units_for_one or 1.0
        steps.append((link.first, link.second, ratio))
        if not one_way:
            steps.append((link.second, link.first, 1 / ratio))
    waiting: list[tuple[list[str], float]] = [([start], 1.0)]
    seen = {start}
    while waiting:
        markets, ratio = waiting.pop()
        if markets[-1] == goal:
            return markets, ratio
        for here, there, factor in steps:
            if here == markets[-1] and there not in seen:
                seen.add(there)
                waiting.append(([*markets, there], ratio * factor))
    return None


def _move(scenario: Scenario, here: Path, move: SectorMove) -> Iterator[Finding]:
    sectors = sectors_of(scenario, move.pilot)
    if move.pilot in scenario.markets and move.sector not in sectors:
        yield (*here, "sector"), move.sector, unknown_name(move.sector, sectors)
    if not scenario.horizon.start.year - 2 <= move.first_year <= scenario.horizon.end.year:
        said = words("No compliance year of the run is this one.", "该年度不在运行期的履约年度内。")
        yield (*here, "first_year"), str(move.first_year), said
    if move.surplus == "keep" and move.keep_years == 0:
        said = words("Kept for no year: use cancel_free.", "保留年数为零：请改用 cancel_free。")
        yield (*here, "keep_years"), "0", said
    if move.units_for_one > 1:
        said = words(
            "At most one national unit is given for one of the pilot's.",
            "一个试点配额最多兑换一个全国配额。",
        )
        yield (*here, "units_for_one"), str(move.units_for_one), said
    if move.announced is not None and move.announced > scenario.horizon.end:
        said = words("The date lies after the end of the run.", "日期晚于运行期结束日。")
        yield (*here, "announced"), str(move.announced), said


def _moved_before(here: Path, move: SectorMove, before: Sequence[SectorMove]) -> Iterator[Finding]:
    for other in before:
        if other.sector != move.sector:
            continue
        if other.pilot == move.pilot:
            said = words("This sector leaves the pilot already.", "该行业已迁出该试点。")
            yield (*here, "sector"), move.sector, said
        elif (other.national, other.pilot) == (move.pilot, move.national):
            said = words(
                f"The sector moves in a circle: {other.pilot} → {other.national} → {other.pilot}.",
                f"行业循环迁移：{other.pilot} → {other.national} → {other.pilot}。",
            )
            yield (*here, "national"), move.national, said
