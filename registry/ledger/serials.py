"""Serial numbers: each unit of a type has one; runs of them move together."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from registry.worlds.refused_values import SerialInvalid

SERIAL_DIGITS_MIN = 9
SERIAL_MAX = 10**15
_CODE = r"(?P<code>[A-Z][A-Z0-9]{1,9}(?:-\d{4}){0,2}(?:-(?:0[1-9]|1[0-2]))?)"
_RANGE = re.compile(_CODE + r"-(?P<first>\d{9,16})(?P<rest>\D.*)?", re.DOTALL)
_REST = re.compile(rf"\s*(?:…|\.\.\.?|–|—|-|~|至|to)\s*(?:{_CODE}-)?(?P<last>\d{{9,16}})")


class SerialRange(NamedTuple):
    """A run of consecutive serial numbers, both ends included."""

    first: int
    last: int

    @property
    def quantity(self) -> int:
        """Return how many units the range has."""
        return self.last - self.first + 1

    def overlaps(self, other: "SerialRange") -> bool:
        """Tell whether the two have a unit in common."""
        return self.first <= other.last and other.first <= self.last


def total(ranges: Iterable[SerialRange]) -> int:
    """Return how many units the ranges have, counted one range after another."""
    return sum(last - first + 1 for first, last in ranges)


def merged(ranges: Iterable[SerialRange]) -> list[SerialRange]:
    """Return the ranges in order, those that touch or overlap joined."""
    joined: list[SerialRange] = []
    for run in sorted(ranges):
        if joined and run.first <= joined[-1].last + 1:
            joined[-1] = SerialRange(joined[-1].first, max(joined[-1].last, run.last))
        else:
            joined.append(run)
    return joined


def subtracted(ranges: Iterable[SerialRange], taken: Iterable[SerialRange]) -> list[SerialRange]:
    """Return what is left of the ranges without the taken ones."""
    left = merged(ranges)
    for hole in merged(taken):
        left = [part for run in left for part in _without(run, hole)]
    return left


def format_serial(code: str, number: int) -> str:
    """Return one unit's serial, such as ``CCER-2026-000000001``."""
    return f"{code}-{number:0{SERIAL_DIGITS_MIN}d}"


def format_range(code: str, run: SerialRange) -> str:
    """Return a range, such as ``CCER-2026-000000001…000000100``; a single unit as its serial."""
    if run.first == run.last:
        return format_serial(code, run.first)
    return f"{format_serial(code, run.first)}…{run.last:0{SERIAL_DIGITS_MIN}d}"


def format_ranges(code: str, ranges: Sequence[SerialRange], shown_max: int = 3) -> str:
    """Return ranges for a sentence; beyond `shown_max` the rest is counted."""
    shown = ", ".join(format_range(code, run) for run in ranges[:shown_max])
    hidden = len(ranges) - shown_max
    return f"{shown} (+{hidden})" if hidden > 0 else shown


def parse_range(text: str, field: str = "serials") -> tuple[str, SerialRange]:
    """Read a serial or a range of serials.

    Args:
        text: ``CCER-2026-000000001``, ``CCER-2026-000000001…000000100`` or with the code twice;
            ``…``, ``..``, ``-``, ``–``, ``~``, ``至`` and ``to`` part the ends.
        field: name of the input, for the refusal.

    Returns:
        The unit type's code and the range.

    Raises:
        SerialInvalid: it cannot be read, or ends before it starts.
    """
    start = _RANGE.fullmatch(text.strip())
    if not start:
        raise SerialInvalid(value=text[:60], field=field)
    code, first = start["code"], int(start["first"])
    last = first
    if start["rest"]:
        end = _REST.fullmatch(start["rest"])
        if not end or (end["code"] or code) != code:
            raise SerialInvalid(value=text[:60], field=field)
        last = int(end["last"])
    if not 1 <= first <= last <= SERIAL_MAX:
        raise SerialInvalid(value=text[:60], field=field)
    return code, SerialRange(first, last)


def _without(run: SerialRange, hole: SerialRange) -> list[SerialRange]:
    if not run.overlaps(hole):
        return [run]
    parts = []
    if run.first < hole.first:
        parts.append(SerialRange(run.first, hole.first - 1))
    if hole.last < run.last:
        parts.append(SerialRange(hole.last + 1, run.last))
    return parts
