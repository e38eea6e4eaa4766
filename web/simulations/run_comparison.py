"""Two results laid over each other: what their scenarios differ in, prices by day, figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from simulations import METRICS, Difference
from web.simulations.bands import band, days_shown, spread
from web.simulations.compared_results import Closes, Opened
from web.simulations.run_errors import UnknownMarket

IDENTITY: Final = frozenset({"id", "seed", "title", "about"})
"""Keys that name a scenario and do not act in it."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One metric of both: mean and the ends between which 90 % of the runs lie.

    Args:
        name: a metric's id.
        first: of the first; None if it has none.
        second: of the second.
        difference: second less first, run by run with the same seed; None without a common seed.
    """

    name: str
    first: Mapping[str, float] | None
    second: Mapping[str, float] | None
    difference: Mapping[str, float] | None


@dataclass(frozen=True, slots=True)
class Overlay:
    """Two results of a market.

    Args:
        market: the market shown.
        markets: those that both have.
        levers: settings that differ and act, in the order of the first.
        days: days that both have, at most 300 of them.
        bands: of the first and the second, by day: low, middle, high, CNY/t.
        figures: every metric that both have.
        common_seeds: how many seeds both have.
    """

    market: str
    markets: Sequence[str]
    levers: Sequence[Difference]
    days: Sequence[str]
    bands: tuple[Mapping[str, Sequence[float]], Mapping[str, Sequence[float]]]
    figures: Sequence[Figure]
    common_seeds: int

    @property
    def gaps_cny(self) -> list[float]:
        """Return median of the second less that of the first, by day, CNY/t."""
        first, second = (side["middle"] for side in self.bands)
        return [round(y - x, 2) for x, y in zip(first, second, strict=True)]


def laid_over(first: Opened, second: Opened, market: str = "") -> Overlay:
    """Return two results laid over each other.

    Args:
        first: one of them.
        second: the other.
        market: the market shown; the first one that both have if it is empty.

    Raises:
        UnknownMarket: they do not both have the market.
    """
    markets = [name for name in first.scenario.markets if name in second.scenario.markets]
    shown = market or next(iter(markets), "")
    if shown not in markets:
        raise UnknownMarket(market=market[:64], known=", ".join(markets))
    closes = (first.closes(shown), second.closes(shown))
    common = sorted(set(closes[0].days) & set(closes[1].days))
    days = [common[place] for place in days_shown(common)]
    return Overlay(
        market=shown,
        markets=markets,
        levers=[
            each
            for each in first.scenario.diff(second.scenario)
            if each.path.partition(".")[0] not in IDENTITY
        ],
        days=days,
        bands=(_band(closes[0], days), _band(closes[1], days)),
        figures=_figures(first, second, shown),
        common_seeds=len(set(first.seeds) & set(second.seeds)),
    )


def _band(closes: Closes, days: Sequence[str]) -> dict[str, list[float]]:
    places = {day: place for place, day in enumerate(closes.days)}
    return band([[run[places[day]] for day in days] for run in closes.runs_cny])


def _figures(first: Opened, second: Opened, market: str) -> list[Figure]:
    found = []
    for metric in METRICS:
        name = f"{market}.{metric}"
        if name in first.figures and name in second.figures:
            found.append(_figure(metric, first.figures[name], second.figures[name]))
    return found


def _figure(metric: str, first: Mapping[int, float], second: Mapping[int, float]) -> Figure:
    paired = [second[seed] - value for seed, value in first.items() if seed in second]
    return Figure(
        metric, spread(list(first.values())), spread(list(second.values())), spread(paired)
    )


def rows_of(overlay: Overlay) -> list[list[Any]]:
    """Return the bands by day as rows of a table: date, ends of both, and the gap, CNY/t."""
    ends = [side[end] for side in overlay.bands for end in ("low", "middle", "high")]
    return [list(row) for row in zip(overlay.days, *ends, overlay.gaps_cny, strict=True)]
