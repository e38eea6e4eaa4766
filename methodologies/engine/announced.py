"""Methodologies that are known by name only: they stand in the catalogue without a calculator."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from ruamel.yaml import YAML

from methodologies.engine.factors import ANNOUNCED_FILE, Confidence
from methodologies.engine.trace import Text

Stage = Literal["published", "draft", "reported"]

STAGE_TEXTS: Mapping[Stage, Text] = {
    "published": {"zh": "已发布，尚无计算器", "en": "published, no calculator yet"},
    "draft": {"zh": "征求意见稿", "en": "draft for comment"},
    "reported": {"zh": "见于报道", "en": "reported"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """A methodology without a calculator; `code` is empty where its number was not seen."""

    id: str
    code: str
    title: Text
    stage: Stage
    when: str
    source: str
    confidence: Confidence
    activities: tuple[str, ...]

    def to_dict(self) -> dict[str, object]:
        """Return the entry as plain values."""
        return {
            "id": self.id,
            "code": self.code or None,
            "title": dict(self.title),
            "stage": self.stage,
            "when": self.when,
            "source": self.source,
            "confidence": self.confidence,
        }


@cache
def announced() -> tuple[Announced, ...]:
    """Read the methodologies known by name, in the order of the file."""
    text = (files("methodologies") / "data" / ANNOUNCED_FILE).read_text(encoding="utf-8")
    raw: dict[str, Any] = YAML(typ="safe", pure=True).load(text)
    return tuple(
        Announced(
            **{
                **entry,
                "code": entry.get("code", ""),
                "when": str(entry["when"]),
                "activities": tuple(entry["activities"]),
            }
        )
        for entry in raw["announced"]
    )
