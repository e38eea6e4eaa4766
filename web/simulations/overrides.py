"""Overrides of a scenario as people type them, `key=value` a line, and what is wrong with each."""

import difflib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from simulations import Problem, ScenarioInvalid, Setting
from web.refusals import Language, Refusal, refusal

COMMENT = "#"
SIMILARITY_MIN = 0.5
LINES_MAX = 50
LINE_CHARACTERS_MAX = 300

_COUNT: Final = {
    "en": "The overrides have {count} problem(s).",
    "zh": "覆盖项有 {count} 处问题。",
}
_FIX: Final = {"en": "Correct the lines named.", "zh": "请修改所列各行。"}
_UNKNOWN: Final = {"en": "Unknown key “{key}”.", "zh": "未知的键“{key}”。"}
_NEAREST: Final = {
    "en": "Unknown key “{key}”; did you mean “{nearest}”?",
    "zh": "未知的键“{key}”；您是否想写“{nearest}”？",
}
_LINE: Final = {"en": "Line {line}: {sentence}", "zh": "第 {line} 行：{sentence}"}


@dataclass(frozen=True, slots=True)
class Override:
    """One assignment and the line on which it was typed, from 1."""

    line: int
    text: str

    @property
    def key(self) -> str:
        """Return what is assigned to."""
        return self.text.partition("=")[0].strip()

    def concerns(self, path: str, known: Collection[str]) -> bool:
        """Tell whether a problem at a path comes from this assignment."""
        root = self.unknown_part(known) or self.key
        return path in {root, self.text} or _within(path, root) or _within(root, path)

    def unknown_part(self, known: Collection[str]) -> str:
        """Return the shortest part of the key that the scenario does not have, or nothing."""
        parts = self.key.split(".")
        prefixes = (".".join(parts[:length]) for length in range(1, len(parts) + 1))
        return next((prefix for prefix in prefixes if prefix not in known), "")


def read_overrides(text: str) -> list[Override]:
    """Return the assignments of a text; empty lines and comments are left out."""
    lines = (line.strip() for line in text.splitlines())
    return [
        Override(number, line)
        for number, line in enumerate(lines, start=1)
        if line and not line.startswith(COMMENT)
    ]


def known_keys(settings: Iterable[Setting]) -> set[str]:
    """Return the keys of a scenario's settings, of values and of the parts around them."""
    paths = [setting.path.split(".") for setting in settings]
    return {".".join(path[:length]) for path in paths for length in range(1, len(path) + 1)}


def overrides_refusal(
    error: ScenarioInvalid,
    overrides: Sequence[Override],
    known: Collection[str],
    language: Language,
) -> Refusal:
    """Put what is wrong into words, one part for each assignment that is to blame.

    Args:
        error: every problem found.
        overrides: what was typed.
        known: the keys of the scenario without overrides.
        language: `zh` or `en`.

    Returns:
        A refusal whose `fields` name `overrides.0`, `overrides.1` … by position.
    """
    parts: list[Refusal] = []
    blamed = [_blamed(problem, overrides, known) for problem in error.problems]
    for position, override in enumerate(overrides):
        mine = [p for p, by in zip(error.problems, blamed, strict=True) if by is override]
        sentences = [problem.sentence[language] for problem in mine]
        if mine and "=" in override.text and override.unknown_part(known):
            sentences = [_unknown(override.key, known, language)]
        parts += [
            Refusal(
                code=error.code,
                field=f"overrides.{position}",
                value=override.text,
                sentence=_LINE[language].format(line=override.line, sentence=sentence),
            )
            for sentence in sentences
        ]
    parts += [
        Refusal(
            code=error.code,
            field=problem.path,
            value=problem.value,
            sentence=problem.sentence[language],
        )
        for problem, by in zip(error.problems, blamed, strict=True)
        if by is None
    ]
    return refusal(error, language).model_copy(
        update={
            "sentence": _COUNT[language].format(count=len(parts)),
            "fix": _FIX[language],
            "fields": parts,
        }
    )


def _blamed(
    problem: Problem, overrides: Sequence[Override], known: Collection[str]
) -> Override | None:
    """Return the last assignment that a problem concerns."""
    return next((o for o in reversed(overrides) if o.concerns(problem.path, known)), None)


def _unknown(key: str, known: Collection[str], language: Language) -> str:
    near = difflib.get_close_matches(key, known, n=1, cutoff=SIMILARITY_MIN)
    if near:
        return _NEAREST[language].format(key=key, nearest=near[0])
    return _UNKNOWN[language].format(key=key)


def _within(path: str, parent: str) -> bool:
    return path.startswith((f"{parent}.", f"{parent}["))
