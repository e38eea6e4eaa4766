"""What two scenarios differ in: each changed setting with unit, source and origin."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from simulations.scenarios.documents import Path, dotted
from simulations.scenarios.keys import key_info, unit_of
from simulations.scenarios.merging import Merged
from simulations.scenarios.schema import Scenario

ABSENT = "–"
"""What is printed where one of two scenarios has no value."""

_SHOWN_MAX = 80
_SPOKEN_BY_VALUE = frozenset({"date", "MM-DD", "year"})


@dataclass(frozen=True, slots=True)
class Side:
    """One scenario's value at a key, and where it comes from.

    Args:
        value: The value as JSON; None where the scenario has none.
        source: Document, ``user`` for a value without one; empty where there is no value.
        confidence: official, published, recalled, derived, assumption; empty for ``user``.
        origin: File and line; empty where there is no value.
    """

    value: Any
    source: str
    confidence: str
    origin: str

    def shown(self) -> str:
        """Return the value as people read it."""
        text = ABSENT if self.value is None else str(self.value)
        return text if len(text) <= _SHOWN_MAX else f"{text[: _SHOWN_MAX - 1]}…"


@dataclass(frozen=True, slots=True)
class Difference:
    """One setting that two scenarios do not share.

    Args:
        path: Dotted key path.
        unit: Unit of the value; empty for words and lists.
        meaning: One phrase, per language; empty for names that are free.
        before: The first scenario's side.
        after: The second scenario's side.
    """

    path: str
    unit: str
    meaning: Mapping[str, str]
    before: Side
    after: Side

    def __str__(self) -> str:
        """Return one line: key, both values, unit, and the sources where they are known."""
        unit = f" {self.unit}" if self.unit and self.unit not in _SPOKEN_BY_VALUE else ""
        sources = [
            side.source if side.source and side.source != "user" else side.origin or ABSENT
            for side in (self.before, self.after)
        ]
        values = f"{self.before.shown()} → {self.after.shown()}"
        return f"{self.path}: {values}{unit}  [{' → '.join(dict.fromkeys(sources))}]"


def differences_of(
    before: tuple[Scenario, Merged], after: tuple[Scenario, Merged]
) -> list[Difference]:
    """Return what two scenarios differ in, in the order of the first one's keys."""
    pairs = _changed(before[0].canonical(), after[0].canonical(), ())
    return [
        _difference(path, _side(before[1], path, old), _side(after[1], path, new))
        for path, old, new in pairs
    ]


def _difference(path: Path, before: Side, after: Side) -> Difference:
    info = key_info(path)
    return Difference(
        path=dotted(path),
        unit=unit_of(path),
        meaning=info.meaning if info else {"en": "", "zh": ""},
        before=before,
        after=after,
    )


def _side(merged: Merged, path: Path, value: object) -> Side:
    if value is None:
        return Side(None, "", "", "")
    at = merged.place(path)
    source, confidence = merged.source_of(path)
    return Side(value, source, confidence, f"{at.where}:{at.line}" if at.line else at.where)


def _changed(old: Any, new: Any, path: Path) -> Iterator[tuple[Path, Any, Any]]:
    """Yield each leaf that differs; lists of as many parts are compared item by item."""
    if old == new:
        return
    if _is_part(old) and _is_part(new):
        before, after = old or {}, new or {}
        for key in [*before, *(key for key in after if key not in before)]:
            yield from _changed(before.get(key), after.get(key), (*path, key))
    elif _is_parts(old) and _is_parts(new) and len(old) == len(new):
        for i, (one, other) in enumerate(zip(old, new, strict=True)):
            yield from _changed(one, other, (*path, i))
    else:
        yield path, old, new


def _is_parts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, dict) for each in value)


def _is_part(value: object) -> bool:
    return value is None or isinstance(value, dict)
