"""What rules are called: names of keys, of those they apply to, of units and of choices."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML

from registry.rules.book import Confidence
from registry.worlds.errors import words

CONFIDENCE_NAMES: Mapping[Confidence, Mapping[str, str]] = {
    Confidence.READ: words("read in the rule", "原文"),
    Confidence.DERIVED: words("derived", "推导"),
    Confidence.SECONDARY: words("from a report", "转述"),
    Confidence.RECALLED: words("recalled", "记忆"),
    Confidence.ASSUMED: words("assumed", "假定"),
    Confidence.DRAFT: words("draft", "征求意见稿"),
    Confidence.UNKNOWN: words("unknown", "未知"),
}


def key_name(key: str) -> Mapping[str, str]:
    """Return what a rule is called; its key if nobody named it."""
    return _name("keys", key)


def applies_to_name(applies_to: str) -> Mapping[str, str]:
    """Return what those a rule applies to are called."""
    return _name("applies_to", applies_to)


def unit_name(unit: str) -> Mapping[str, str]:
    """Return how a unit is written after a value; empty for dates, texts and plain numbers."""
    return _name("units", unit)


def value_name(word: str) -> Mapping[str, str]:
    """Return what a word that a choice or list consists of means."""
    return _name("values", word)


def _name(part: str, name: str) -> Mapping[str, str]:
    found = _names()[part].get(name)
    return words(found["en"], found["zh"]) if found else words(name, name)


@cache
def _names() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    text = files("registry").joinpath("rules/profiles/names.yaml").read_text(encoding="utf-8")
    loaded: Any = YAML(typ="safe", pure=True).load(text)
    return {part: dict(loaded[part]) for part in ("keys", "applies_to", "units", "values")}
