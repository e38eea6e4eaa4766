"""What shocks and announcements must agree on with the markets, as changed so far."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from pydantic import JsonValue

from simulations.scenarios.documents import Path, dotted
from simulations.scenarios.happenings import Announcement, Shock
from simulations.scenarios.levers import lever_problems, with_levers
from simulations.scenarios.market_checks import market_problems, sectors_of
from simulations.scenarios.market_rules import Market
from simulations.scenarios.schema import Scenario
from simulations.scenarios.sentences import Finding, unknown_name, words

_EFFECTS = ("set", "demand", "cost", "revision", "invalidation", "liquidity", "news")


class _Change(NamedTuple):
    """Rules of a market that change on a day; in every run, or only in some."""

    on: date
    path: Path
    market: str
    changes: Mapping[str, JsonValue]
    certain: bool


def happening_problems(scenario: Scenario) -> Iterator[Finding]:
    """Yield each contradiction about what happens on a date."""
    for i, shock in enumerate(scenario.shocks):
        yield from _shock(scenario, ("shocks", i), shock)
    for i, announcement in enumerate(scenario.announcements):
        yield from _announcement(scenario, ("announcements", i), announcement)
    for name, market in scenario.markets.items():
        yield from _levers(scenario, name, market)


def _shock(scenario: Scenario, here: Path, shock: Shock) -> Iterator[Finding]:
    if not scenario.horizon.start <= shock.at <= scenario.horizon.end:
        yield (*here, "at"), str(shock.at), _OUTSIDE
    if sum(getattr(shock, effect) is not None for effect in _EFFECTS) != 1:
        yield here, "", _ONE_EFFECT
    if shock.market not in scenario.markets:
        yield (*here, "market"), shock.market, unknown_name(shock.market, scenario.markets)
        return
    sectors = sectors_of(scenario, shock.market)
    for effect in ("demand", "cost", "revision"):
        part = getattr(shock, effect)
        if part is not None and part.sector not in sectors:
            yield (*here, effect, "sector"), part.sector, unknown_name(part.sector, sectors)
    if shock.invalidation is not None:
        units = scenario.markets[shock.market].offsets.units
        if shock.invalidation.unit not in units:
            said = unknown_name(shock.invalidation.unit, units)
            yield (*here, "invalidation", "unit"), shock.invalidation.unit, said
    if shock.liquidity is not None and not _has_traders(scenario, shock.market):
        said = words(
            "This market has neither investors nor liquidity providers to withdraw.",
            "该市场没有可撤离的投资者或做市商。",
        )
        yield (*here, "liquidity"), "", said


def _has_traders(scenario: Scenario, market: str) -> bool:
    agents = scenario.agents
    places = [trader.market for trader in (agents.investors or {}).values()]
    places += [trader.market for trader in (agents.liquidity_providers or {}).values()]
    return market in places


def _announcement(scenario: Scenario, here: Path, announcement: Announcement) -> Iterator[Finding]:
    if announcement.market not in scenario.markets:
        known = scenario.markets
        yield (*here, "market"), announcement.market, unknown_name(announcement.market, known)
    if announcement.at > scenario.horizon.end:
        yield (*here, "at"), str(announcement.at), _OUTSIDE
    if announcement.effective < announcement.at:
        said = words(
            f"It takes effect before it is announced ({announcement.at}); use a shock with `set`.",
            f"生效日早于公布日 {announcement.at}；请改用带 set 的 shock。",
        )
        yield (*here, "effective"), str(announcement.effective), said
    elif announcement.effective < scenario.horizon.start:
        said = words(
            "It takes effect before the run: change the market itself.",
            "生效日早于运行期：请直接修改市场设置。",
        )
        yield (*here, "effective"), str(announcement.effective), said
    reversed_at = announcement.reversed_at
    if reversed_at is not None and not announcement.at <= reversed_at < announcement.effective:
        said = words(
            "It is reversed after it is announced and before it takes effect.",
            "撤回日须不早于公布日，且早于生效日。",
        )
        yield (*here, "reversed_at"), str(reversed_at), said


def _levers(scenario: Scenario, name: str, market: Market) -> Iterator[Finding]:
    """Yield what is wrong with changes of a market's rules, each on the rules before it."""
    changes = [
        *(
            _Change(shock.at, ("shocks", i, "set"), name, shock.set, shock.chance is None)
            for i, shock in enumerate(scenario.shocks)
            if shock.set is not None and shock.market == name
        ),
        *(
            _Change(each.effective, ("announcements", i, "set"), name, each.set, True)
            for i, each in enumerate(scenario.announcements)
            if each.market == name
        ),
    ]
    reversed_ones = {
        ("announcements", i, "set")
        for i, each in enumerate(scenario.announcements)
        if each.reversed_at is not None
    }
    for change in sorted(changes, key=lambda each: each.on):
        changed = market
        for key, value in change.changes.items():
            wrong = list(lever_problems(changed, key, value))
            yield from (((*change.path, key), shown, said) for shown, said in wrong)
            if not wrong:
                changed = with_levers(changed, {key: value})
        yield from _new_contradictions(scenario, change, market, changed)
        if change.certain and change.path not in reversed_ones:
            market = changed


def _new_contradictions(
    scenario: Scenario, change: _Change, before: Market, after: Market
) -> Iterator[Finding]:
    """Yield contradictions that a change brings, at the lever nearest to them."""
    if after == before:
        return
    old = {(path, said["en"]) for path, _, said in market_problems(scenario, change.market, before)}
    for path, value, said in market_problems(scenario, change.market, after):
        if (path, said["en"]) in old:
            continue
        keys = list(change.changes)
        text = dotted(path)
        near = [key for key in keys if text.startswith(key) or key.startswith(text)]
        key = (near or keys)[0]
        shown = value if text == key else f"{text} = {value}" if value else text
        yield (*change.path, key), shown, said


_OUTSIDE = words("The date lies outside the horizon.", "日期在运行期之外。")
_ONE_EFFECT = words(
    f"Give exactly one of {', '.join(f'`{effect}`' for effect in _EFFECTS)}.",
    f"请填写且仅填写其中一项：{'、'.join(_EFFECTS)}。",
)
