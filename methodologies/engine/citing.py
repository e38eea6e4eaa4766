"""How a reader is told where a number comes from, in zh and en."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Origin = Literal["input", "factor", "equation", "rule"]

INPUT_PREFIX: Mapping[str, str] = {"zh": "输入：", "en": "input: "}

_HALVES = re.compile(r"(?P<zh>.+?) · (?P<en>.+?)(?P<number> \([\da-z]\))?")
_CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


@dataclass(frozen=True, slots=True)
class Source:
    """Where one operand, or the equation itself, comes from."""

    symbol: str
    origin: Origin
    text: Mapping[str, str]

    def to_dict(self) -> dict[str, str]:
        """Return the source as plain values."""
        return {"symbol": self.symbol, "origin": self.origin, **self.text}


def named(field: str, labels: Mapping[str, Mapping[str, str]]) -> Mapping[str, str]:
    """Return how a reader finds a field, or several joined by commas.

    Args:
        field: `field` or `rows.column`, as a model names it.
        labels: of `inputs.labels`; a field that is not among them keeps its name.
    """
    known = [labels.get(name, {"zh": name, "en": name}) for name in field.split(", ")]
    return {
        "zh": "、".join(each["zh"] for each in known),
        "en": ", ".join(each["en"] for each in known),
    }


def in_both(source: str) -> Mapping[str, str]:
    """Split a source written as `中文 · English`, `中文 · English (1)`, or several of them by `; `.

    Returns:
        The halves, each with the number; any other source reads the same in both.
    """
    halves = _HALVES.fullmatch(source)
    if not halves or not _CHINESE.search(halves["zh"]):
        return {"zh": source, "en": source}
    if _CHINESE.search(halves["en"]):
        parts = [in_both(part) for part in source.split("; ") if part != source]
        split = bool(parts) and all(part["zh"] != part["en"] for part in parts)
        return {
            tag: "; ".join(part[tag] for part in parts) if split else source for tag in ("zh", "en")
        }
    number = halves["number"] or ""
    return {"zh": halves["zh"] + number, "en": halves["en"] + number}
