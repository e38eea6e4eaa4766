"""A scenario with some of its values changed, by dotted keys such as ``shocks[0].demand.pct``."""

import copy
import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from pydantic import JsonValue, ValidationError

from simulations.scenarios import Scenario, cross_problems, dotted, keys_at, sentence, unknown_key

Wrong = tuple[str, str, Mapping[str, str]]
_PARTS = re.compile(r"\[(\d+)\]|([^.\[\]]+)")
_REPLICATED = "seed"
_FEN = Decimal("0.01")


class NoSuchKey(LookupError):
    """A dotted key leads nowhere.

    Args:
        part: The part that is not there.
        known: What is there instead.
    """

    def __init__(self, part: str, known: tuple[str, ...]) -> None:
        self.part, self.known = part, known
        super().__init__(part)


def value_at(tree: Mapping[str, Any], key: str) -> Any:
    """Return what stands at a dotted key of a scenario's plain values.

    Raises:
        NoSuchKey: Nothing stands there.
    """
    found: Any = tree
    parts = key_parts(key)
    if not parts:
        raise NoSuchKey(key, tuple(tree))
    for part in parts:
        if not _holds(found, part):
            raise NoSuchKey(str(part), tuple(found) if isinstance(found, dict) else ())
        found = found[part]
    return found


def _holds(tree: object, part: str | int) -> bool:
    if isinstance(tree, list):
        return isinstance(part, int) and part < len(tree)
    return isinstance(tree, dict) and part in tree


def key_parts(key: str) -> tuple[str | int, ...]:
    """Return the names and indices of a dotted key."""
    return tuple(int(index) if index else name for index, name in _PARTS.findall(key))


def varied(base: Mapping[str, Any], settings: Mapping[str, JsonValue]) -> Scenario:
    """Return a scenario with some values changed.

    Args:
        base: ``Scenario.canonical()`` of the base.
        settings: Dotted keys and their new values; parts that are not set are made.

    Raises:
        pydantic.ValidationError: A value is outside its bounds or of the wrong type.
    """
    tree = copy.deepcopy(dict(base))
    for key, value in settings.items():
        *parents, last = key_parts(key)
        branch: Any = tree
        for part in parents:
            branch = branch.setdefault(part, {}) if isinstance(branch, dict) else branch[part]
        branch[last] = value
    return Scenario.model_validate_json(json.dumps(tree))


def setting_problems(base: Mapping[str, Any], settings: Mapping[str, JsonValue]) -> Iterator[Wrong]:
    """Yield key, value and sentence of everything wrong with a case's settings."""
    unknown = list(_unknown(base, settings))
    yield from unknown
    if unknown:
        return
    try:
        scenario = varied(base, settings)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            path = tuple(part for part in detail["loc"] if part != "[key]")
            words = sentence(detail["type"], detail.get("ctx", {}), detail["msg"])
            yield dotted(path), str(detail["input"])[:60], words
        return
    for place, value, contradiction in cross_problems(scenario):
        yield dotted(place), value, contradiction


def _unknown(base: Mapping[str, Any], settings: Mapping[str, JsonValue]) -> Iterator[Wrong]:
    for key in settings:
        if key == _REPLICATED:
            yield key, "", _SEED
            continue
        yield from _unreachable(base, key)


def _unreachable(base: Mapping[str, Any], key: str) -> Iterator[Wrong]:
    """Yield what keeps a key from being set: an index beyond a list, or a key no model has."""
    path: list[str | int] = []
    found: Any = base
    if not key_parts(key):
        yield key, "", unknown_key(key, keys_at(Scenario, ()))
    for part in key_parts(key):
        known = keys_at(Scenario, path)
        if known and part not in known:
            yield key, "", unknown_key(str(part), known)
            return
        if isinstance(part, int) and not (isinstance(found, list) and part < len(found)):
            yield key, "", unknown_key(str(part), map(str, range(len(found or ()))))
            return
        path.append(part)
        found = found[part] if _holds(found, part) else None


def rounded_like(value: object, number: float) -> float | int | None:
    """Return a sampled number in the form that a scenario's value has.

    Whole numbers and prices in fen are rounded to the nearest; None where the value is not a
    number and no range can be laid over it.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return round(number)
    if isinstance(value, float):
        return number
    if isinstance(value, str) and _is_price(value):
        return float(Decimal(repr(number)).quantize(_FEN))
    return None


def _is_price(text: str) -> bool:
    return re.fullmatch(r"\d+(\.\d+)?", text) is not None


_SEED = {
    "en": "Seeds come from `replications`; they are no factor.",
    "zh": "种子由 replications 决定，不能作为因子。",
}
