"""One thing looked at: how it stands, what was seen, and what to do about it."""

from dataclasses import dataclass
from enum import StrEnum

from web.refusals import Language


class Level(StrEnum):
    """How something stands: in order, in order with a limit, or broken."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


@dataclass(frozen=True, slots=True)
class Words:
    """A text in both languages."""

    zh: str
    en: str

    def in_language(self, language: Language) -> str:
        """Return the text in one language."""
        return self.zh if language == "zh" else self.en


NOTHING = Words("", "")


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of one thing.

    Args:
        name: What was looked at, such as ``packages``.
        level: How it stands.
        seen: What was seen.
        fix: What to do; empty where nothing need be done.
    """

    name: str
    level: Level
    seen: Words
    fix: Words = NOTHING

    def as_dict(self, language: Language) -> dict[str, str]:
        """Return plain JSON values in one language."""
        return {
            "name": self.name,
            "level": self.level.value,
            "seen": self.seen.in_language(language),
            "fix": self.fix.in_language(language),
        }
