"""The units of a scenario's values in the reader's words."""

from typing import Final

from flask_babel import LazyString, lazy_gettext

UNIT_WORDS: Final[dict[str, LazyString | str]] = {
    "%": "%",
    "CNY": lazy_gettext("CNY"),
    "CNY/t": lazy_gettext("CNY/t"),
    "CNY/t per %": lazy_gettext("CNY/t per percent abated"),
    "MM-DD": lazy_gettext("month and day"),
    "chance": lazy_gettext("chance, 0–1"),
    "chance a day": lazy_gettext("chance a day"),
    "date": lazy_gettext("date"),
    "days": lazy_gettext("days"),
    "exponent": lazy_gettext("exponent"),
    "fen": lazy_gettext("fen"),
    "firms": lazy_gettext("firms"),
    "investors": lazy_gettext("participants"),
    "lines": lazy_gettext("lines of a bid"),
    "log sd": lazy_gettext("standard deviation of logarithms"),
    "orders": lazy_gettext("orders"),
    "projects": lazy_gettext("projects"),
    "providers": lazy_gettext("participants"),
    "quotes a day": lazy_gettext("quotes a day"),
    "ratio": lazy_gettext("ratio"),
    "sd": lazy_gettext("standard deviation"),
    "share": lazy_gettext("share, 0–1"),
    "share a day": lazy_gettext("share a day"),
    "share a month": lazy_gettext("share a month"),
    "share a year": lazy_gettext("share a year"),
    "suppliers": lazy_gettext("participants"),
    "t": "t",
    "t a year": lazy_gettext("t a year"),
    "t/GJ": "t CO2/GJ",
    "t/MWh": "t CO2/MWh",
    "times": lazy_gettext("times"),
    "times net sales": lazy_gettext("times net sales"),
    "times the cost": lazy_gettext("times the cost"),
    "times the price": lazy_gettext("times the price"),
    "trading days": lazy_gettext("trading days"),
    "units": lazy_gettext("units"),
    "year": lazy_gettext("calendar year"),
    "years": lazy_gettext("years"),
}
"""By the unit as `simulations.unit_of` names it."""


def unit_words(unit: str) -> str:
    """Return a unit in the reader's words; empty for a value without one."""
    return str(UNIT_WORDS[unit]) if unit else ""
