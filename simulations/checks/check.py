"""What one check found."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Check:
    """One comparison.

    Args:
        id: Number of the check in the validation table.
        layer: S (solver), B (venue of a run, many seeds) or R (rules).
        name: What is compared, in English.
        expected: The closed form or the rule's figure.
        obtained: What the code gave.
        tolerance: How far they may differ, in words.
        ok: Whether they agree.
        seeds: How many seeds it took; None where nothing is random.
        bias: Mean over seeds less what is expected.
        standard_error: Of that bias.
        coverage: Share of seeds whose own 95 % interval covers what is expected.
    """

    id: int
    layer: str
    name: str
    expected: Any
    obtained: Any
    tolerance: str
    ok: bool
    seeds: int | None = None
    bias: float | None = None
    standard_error: float | None = None
    coverage: float | None = None


def exact(number: int, name: str, expected: Any, obtained: Any) -> Check:
    """Return a check of layer R: equal or not."""
    return Check(number, "R", name, expected, obtained, "exact", expected == obtained)


def close(number: int, name: str, expected: list[float], obtained: list[float]) -> Check:
    """Return a check of layer S: every figure within 1e-9 of its size."""
    ok = len(expected) == len(obtained) and all(
        abs(want - got) <= _RELATIVE * max(1.0, abs(want))
        for want, got in zip(expected, obtained, strict=True)
    )
    shown = [round(value, 12) for value in obtained]
    return Check(number, "S", name, expected, shown, "1e-9", ok)


def close_within(
    number: int, name: str, expected: list[float], obtained: list[float], tolerance: float
) -> Check:
    """Return a check of layer S: every figure at most so far from the published one."""
    ok = len(expected) == len(obtained) and all(
        abs(want - got) <= tolerance for want, got in zip(expected, obtained, strict=True)
    )
    shown = [round(value, 9) for value in obtained]
    return Check(number, "S", name, expected, shown, f"{tolerance:g}", ok)


_RELATIVE = 1e-9
