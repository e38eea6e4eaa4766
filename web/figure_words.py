"""Words of the published figures: whose, what, in which unit, how sure. Every page uses these."""

from collections.abc import Mapping, Sequence
from typing import Final

from flask import Flask
from flask_babel import LazyString, lazy_gettext
from flask_babel import gettext as _

from market.data import FigureView

MARKETS: Final[Mapping[str, LazyString]] = {
    "national": lazy_gettext("National market"),
    "pilots": lazy_gettext("Eight pilots together"),
    "shanghai": lazy_gettext("Shanghai pilot"),
    "ccer": lazy_gettext("CCER"),
}
"""Whose figures are shown."""

MEASURES: Final[Mapping[str, LazyString]] = {
    "volume": lazy_gettext("Volume"),
    "turnover": lazy_gettext("Turnover"),
    "listed_volume": lazy_gettext("Listed volume"),
    "listed_turnover": lazy_gettext("Listed turnover"),
    "block_volume": lazy_gettext("Block volume"),
    "block_turnover": lazy_gettext("Block turnover"),
    "close": lazy_gettext("Close at the end"),
    "close_change": lazy_gettext("Change from the close of the quarter before"),
    "close_max": lazy_gettext("Highest close"),
    "close_max_day": lazy_gettext("Day of the highest close"),
    "close_min": lazy_gettext("Lowest close"),
    "close_min_day": lazy_gettext("Day of the lowest close"),
    "vwap": lazy_gettext("Mean price, weighted by volume"),
}
"""What a figure measures."""

UNITS: Final[Mapping[str, LazyString | str]] = {
    "t": "t",
    "CNY": lazy_gettext("CNY"),
    "CNY/t": lazy_gettext("CNY/t"),
    "%": "%",
    "day": "",
}
"""Units of figures."""

CONFIDENCES: Final[Mapping[str, LazyString]] = {
    "published": lazy_gettext("published, checked against a second source"),
    "high": lazy_gettext("high"),
    "medium": lazy_gettext("medium"),
    "low": lazy_gettext("low"),
    "derived": lazy_gettext("computed from published figures"),
}
"""How far a figure can be trusted."""

HEADLINES: Final = ("close", "volume", "turnover", "vwap")


def period(text: str) -> str:
    """Write `2024-Q3` or `2024-09` in the reader's language."""
    year, _dash, part = text.partition("-")
    if part.startswith("Q"):
        return str(_("%(year)s Q%(quarter)s", year=year, quarter=part[1:]))
    return str(_("%(year)s-%(month)s", year=year, month=part))


def by_market(figures: Sequence[FigureView]) -> dict[str, list[FigureView]]:
    """Return the figures of each market, in the order of entry."""
    groups: dict[str, list[FigureView]] = {}
    for figure in figures:
        groups.setdefault(figure.market, []).append(figure)
    return groups


def headlines(figures: Sequence[FigureView], market: str = "national") -> list[FigureView]:
    """Return what a short card shows: a market's main figures of its newest quarter."""
    quarters = [each for each in figures if each.market == market and "-Q" in each.period]
    newest = max((each.period for each in quarters), default="")
    return [each for each in quarters if each.period == newest and each.measure in HEADLINES]


def init_app(app: Flask) -> None:
    """Give templates the words of the published figures."""
    app.jinja_env.globals.update(
        figure_markets=MARKETS,
        figure_measures=MEASURES,
        figure_units=UNITS,
        figure_confidences=CONFIDENCES,
        figure_period=period,
    )
