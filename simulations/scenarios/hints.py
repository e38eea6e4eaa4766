"""What is accepted and usual at a key: bounds, unit, a shipped scenario's value and source."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from simulations.errors import Problem
from simulations.scenarios.documents import Path
from simulations.scenarios.keys import KeyInfo, key_info
from simulations.scenarios.merging import Merged, merge
from simulations.scenarios.references import BUILTIN, find_source

REFERENCE = "cn-national-2024"
"""The shipped scenario from whose values others are explained."""

_MARKET = "national"
_POPULATION = "power"
_EXPLAINED = frozenset({"agents", "horizon", "markets"})
_LEVER_DEPTH = 4
_PER_CENT = 100


def hinted(problem: Problem, path: Path, value: object) -> Problem:
    """Return a problem with what is accepted and usual at its key.

    Args:
        problem: The problem.
        path: Keys and indices of the value.
        value: The value found.
    """
    target = _lever_target(path) or path
    info = key_info(target)
    if info is None:
        return problem
    hint = {lang: _sentences(info, target, value, lang) for lang in ("en", "zh")}
    return replace(problem, hint=hint) if hint["en"] else problem


def _lever_target(path: Path) -> Path | None:
    """Return the path in a market of the rule that a shock or announcement sets."""
    if len(path) == _LEVER_DEPTH and path[0] in {"shocks", "announcements"} and path[2] == "set":
        return ("markets", _MARKET, *str(path[3]).split("."))
    return None


def _sentences(info: KeyInfo, path: Path, value: object, lang: str) -> str:
    texts = [_slip(info, value)[lang], _range(info, lang), _usual(path, lang)]
    return " ".join(text for text in texts if text)


def _slip(info: KeyInfo, value: object) -> Mapping[str, str]:
    """Return the sentence on a share given in per cent, or the other way round."""
    try:
        value = float(value) if isinstance(value, str) else value
    except ValueError:
        return _NOTHING
    if isinstance(value, bool) or not isinstance(value, int | float):
        return _NOTHING
    if info.unit.startswith(("share", "chance")) and 1 < value <= _PER_CENT:
        share = f"{value / _PER_CENT:g}"
        return {
            "en": f"A share is meant, not per cent: {value:g} % is written {share}.",
            "zh": f"此处为比例而非百分数：{value:g}% 写作 {share}。",
        }
    if info.unit == "%" and 0 < abs(value) < 1:
        return {
            "en": f"Per cent is meant, not a share: write {value * _PER_CENT:g} "
            f"for {value * _PER_CENT:g} %.",
            "zh": f"此处为百分数而非比例：{value * _PER_CENT:g}% 写作 {value * _PER_CENT:g}。",
        }
    return _NOTHING


def _range(info: KeyInfo, lang: str) -> str:
    unit = f" ({info.unit})" if info.unit else ""
    what = info.meaning[lang]
    if info.low is None or info.high is None:
        return {"en": f"Meant is: {what}{unit}.", "zh": f"含义：{what}{unit}。"}[lang]
    low = number_text(info.low) if info.low_counts else f"> {number_text(info.low)}"
    high = number_text(info.high)
    return {
        "en": f"Accepted is {low} to {high}{unit}: {what}.",
        "zh": f"可填 {low} 至 {high}{unit}：{what}。",
    }[lang]


def number_text(number: float) -> str:
    """Return a bound as people read it: whole numbers with commas."""
    return f"{int(number):,}" if number == int(number) else f"{number:g}"


def _usual(path: Path, lang: str) -> str:
    """Return the value that the reference scenario has, with its source and confidence."""
    if path[0] not in _EXPLAINED:
        return ""
    there = _in_reference(path)
    found: Any = _reference().tree
    for part in there:
        found = found.get(part) if isinstance(found, dict) else None
    if found is None or isinstance(found, dict | list):
        return ""
    source, confidence = _reference().source_of(there)
    return {
        "en": f"{REFERENCE} has {found} [{source}; {confidence}].",
        "zh": f"{REFERENCE} 为 {found}（{source}；{confidence}）。",
    }[lang]


def _in_reference(path: Path) -> Path:
    """Return the path of the same rule or trait in the reference scenario."""
    if path[:1] == ("markets",):
        return ("markets", _MARKET, *path[2:])
    if path[:2] == ("agents", "firms"):
        name = path[2] if path[2:] and path[2] in _reference().tree["agents"]["firms"] else None
        return ("agents", "firms", name or _POPULATION, *path[3:])
    if path[:2] == ("agents", "behaviours_of"):
        return ("agents", "behaviours", *path[3:])
    return path


@lru_cache(maxsize=1)
def _reference() -> Merged:
    return merge(find_source(BUILTIN + REFERENCE, None))


_NOTHING = {"en": "", "zh": ""}
