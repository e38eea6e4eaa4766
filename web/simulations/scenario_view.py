"""A scenario as its page shows it: values in groups, each with its unit, source and confidence."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask_babel import LazyString, gettext, lazy_gettext

from simulations import Setting
from web.formats import number
from web.refusals import Language

_MARKET_PARTS: Final = 3
_FIRMS_PARTS: Final = 4
_PIECES_SHOWN_MAX: Final = 12
_IDENTIFIERS: Final = ("seed",)
"""Numbers that count nothing and are written without separators."""

CONFIDENCE_TEXTS: Final = {
    "official": lazy_gettext("official text"),
    "published": lazy_gettext("published"),
    "recalled": lazy_gettext("recalled, to be verified"),
    "derived": lazy_gettext("derived"),
    "assumption": lazy_gettext("assumption"),
    "": lazy_gettext("own value"),
}
CONFIDENCE_HELP: Final = {
    "official": lazy_gettext("read in a rule or notice of the authority"),
    "published": lazy_gettext("published by an authority, an exchange or in a paper"),
    "recalled": lazy_gettext("known, but not read in the source for this edition"),
    "derived": lazy_gettext("calculated from published values"),
    "assumption": lazy_gettext("a starting point, not an estimate"),
}

_SHARE: Final = lazy_gettext("share, 0–1")
_UNITS: Final[tuple[tuple[str, LazyString | str], ...]] = (
    (r"cost_cny_per_pct$", lazy_gettext("CNY/t per percent abated")),
    (r"price_cny$", lazy_gettext("CNY/t")),
    (r"_cny$", lazy_gettext("CNY")),
    (r"_fen$", lazy_gettext("fen")),
    (r"_t_mwh$", "t CO2/MWh"),
    (r"_t_gj$", "t CO2/GJ"),
    (r"_t$", "t"),
    (r"limit_pct$", lazy_gettext("% of the previous close")),
    (r"_pct$", "%"),
    (r"_t_per_year$", lazy_gettext("t a year")),
    (r"_t_(max|mean|min|range)$", "t"),
    (r"quotes_per_day$", lazy_gettext("quotes a day")),
    (r"reversion$", lazy_gettext("share a day")),
    (r"_days(_spread)?$", lazy_gettext("days")),
    (r"_lag$", lazy_gettext("years")),
    (r"_years$", lazy_gettext("years")),
    (r"(issued_from_year|first_year|\.year)$", lazy_gettext("calendar year")),
    (r"\.(investors|suppliers|liquidity_providers)\..*count$", lazy_gettext("participants")),
    (r"(count|peer_degree)$", lazy_gettext("firms")),
    (r"bidding\.lines$", lazy_gettext("lines of a bid")),
    (r"slices$", lazy_gettext("projects")),
    (r"price_multiple$", lazy_gettext("times the price")),
    (r"\.multiple$", lazy_gettext("times net sales")),
    (r"tighten_per_year$", lazy_gettext("share a year")),
    (r"_per_day$", lazy_gettext("chance a day")),
    (r"chance$", lazy_gettext("chance a day")),
    (r"per_wake_max$", lazy_gettext("orders")),
    (r"load_(factor|correction)_", lazy_gettext("load factor, 0–1")),
    (
        r"(quote_width|urgency_max|per_try|shading_max|momentum_(chase|scale)|noise_width"
        r"|spread_min|value_threshold|trend_change_max|discount)$",
        lazy_gettext("share of the price"),
    ),
    (r"([._]sd|sd_per_year|sigma_log)$", lazy_gettext("standard deviation")),
    (r"gap_mean$", lazy_gettext("share of emissions")),
    (r"bank_share$", lazy_gettext("share of emissions")),
    (
        r"(share|share_max|participation|hoarding|weight|persistence|quote_anchor|responsiveness)$",
        _SHARE,
    ),
    (r"unit_share_max\.", _SHARE),
    (r"\.rate$", lazy_gettext("share a year")),
    (r"exponent$", lazy_gettext("exponent")),
    (r"(strength|skew|per_sd|slope|elasticity|hurdle|factor|for_one)$", lazy_gettext("ratio")),
    (r"\.(classes|mix)\.", lazy_gettext("weight")),
)
"""Units by how a key looks; the first that fits counts."""

_GROUPS: Final = {
    "": lazy_gettext("General"),
    "calendar": lazy_gettext("Holidays"),
    "behaviours": lazy_gettext("Behaviour of firms"),
    "shocks": lazy_gettext("Shocks"),
}


@dataclass(frozen=True, slots=True)
class Value:
    """One setting as a row."""

    setting: Setting
    unit: str
    pieces: list[str]

    @property
    def is_number(self) -> bool:
        """Tell whether the value is one number."""
        value = self.setting.value
        return isinstance(value, int | float) and not isinstance(value, bool)


@dataclass(frozen=True, slots=True)
class Group:
    """Settings under one heading."""

    id: str
    title: str
    values: list[Value]


def grouped_settings(settings: Sequence[Setting], language: Language) -> list[Group]:
    """Return the settings under headings, in the order of the scenario."""
    groups: dict[str, Group] = {}
    for setting in settings:
        key = _group(setting.path)
        group = groups.setdefault(key, Group(key or "general", _title(key), []))
        group.values.append(shown_value(setting, language))
    return list(groups.values())


def shown_value(setting: Setting, language: Language) -> Value:
    """Return one setting as a row shows it."""
    plain = str(setting.value) if setting.path in _IDENTIFIERS else setting.value
    return Value(setting, unit_of(setting.path), _pieces(plain, language))


def unit_of(path: str) -> str:
    """Return the unit of a setting by its name; empty if it has none."""
    return next((str(unit) for pattern, unit in _UNITS if re.search(pattern, path)), "")


def _group(path: str) -> str:
    parts = path.split(".")
    if parts[0] == "markets":
        return ".".join(parts[: _MARKET_PARTS - 1])
    if parts[:2] == ["agents", "firms"]:
        return ".".join(parts[: _FIRMS_PARTS - 1])
    if parts[:2] == ["agents", "behaviours"]:
        return "behaviours"
    head = parts[0].partition("[")[0]
    return head if head in _GROUPS else ""


def _title(key: str) -> str:
    if key in _GROUPS:
        return str(_GROUPS[key])
    kind, _, name = key.rpartition(".")
    if kind == "markets":
        return str(gettext("Market: %(name)s", name=name))
    return str(gettext("Firms: %(name)s", name=name))


def _pieces(value: Any, language: Language) -> list[str]:
    """Write a value in short pieces that may stand on lines of their own."""
    if isinstance(value, list) and len(value) <= _PIECES_SHOWN_MAX:
        return [_written(item, language) for item in value] or ["–"]
    return [_written(value, language)]


def _written(value: Any, language: Language) -> str:
    if isinstance(value, Mapping) and language in value:
        return str(value[language])
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_written(part, language)}" for key, part in value.items())
    if isinstance(value, list):
        return " → ".join(_written(part, language) for part in value)
    if isinstance(value, bool) or value is None:
        return json.dumps(value)
    if isinstance(value, int | float):
        return number(value) if isinstance(value, int) else number(f"{value:g}")
    return str(value)
