"""A scenario as its page shows it: values in groups, each with its unit, source and confidence."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask_babel import gettext, lazy_gettext

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

_GROUPS: Final = {
    "": lazy_gettext("General"),
    "calendar": lazy_gettext("Holidays"),
    "behaviours": lazy_gettext("Behaviour of firms"),
    "shocks": lazy_gettext("Shocks"),
}


@dataclass(frozen=True, slots=True)
class Group:
    """Settings under one heading."""

    id: str
    title: str
    settings: list[Setting]


def grouped_settings(settings: Sequence[Setting]) -> list[Group]:
    """Return the settings under headings, in the order of the scenario."""
    groups: dict[str, Group] = {}
    for setting in settings:
        key = _group(setting.path)
        group = groups.setdefault(key, Group(key or "general", _title(key), []))
        group.settings.append(setting)
    return list(groups.values())


def pieces_of(path: str, value: Any, language: Language) -> list[str]:
    """Write a setting's value in short pieces that may stand on lines of their own."""
    if path in _IDENTIFIERS:
        return [str(value)]
    if isinstance(value, list) and len(value) <= _PIECES_SHOWN_MAX:
        return [_written(item, language) for item in value] or ["–"]
    return [_written(value, language)]


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
