"""Overrides of a scenario as people type them, `key=value` a line, and what is wrong with each."""

import difflib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from simulations import Problem, ScenarioInvalid
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

    def concerns(self, path: str) -> bool:
        """Tell whether a problem at a path comes from this assignment."""
        return path in {self.key, self.text} or _within(path, self.key) or _within(self.key, path)


def read_overrides(text: str) -> list[Override]:
    """Return the assignments of a text; empty lines and comments are left out."""
    lines = (line.strip() for line in text.splitlines())
    return [
        Override(number, line)
        for number, line in enumerate(lines, start=1)
        if line and not line.startswith(COMMENT)
    ]


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
    for position, override in enumerate(overrides):
        name, value = f"overrides.{position}", override.text
        mine = [problem for problem in error.problems if _blamed(problem, overrides) == override]
        if "=" in override.text and mine and override.key not in known:
            sentence = _unknown(override.key, known, language)
            parts.append(_part(name, value, override.line, sentence, language))
            continue
        for problem in mine:
            sentence = problem.sentence[language]
            parts.append(_part(name, value, override.line, sentence, language))
    for problem in error.problems:
        if _blamed(problem, overrides) is None:
            parts.append(
                Refusal(
                    code=error.code,
                    field=problem.path,
                    value=problem.value,
                    sentence=f"{problem.path}: {problem.sentence[language]}",
                )
            )
    return refusal(error, language).model_copy(
        update={
            "sentence": _COUNT[language].format(count=len(parts)),
            "fix": _FIX[language],
            "fields": parts,
        }
    )


def _blamed(problem: Problem, overrides: Sequence[Override]) -> Override | None:
    """Return the last assignment that a problem concerns."""
    return next((o for o in reversed(overrides) if o.concerns(problem.path)), None)


def _part(name: str, value: str, line: int, sentence: str, language: Language) -> Refusal:
    return Refusal(
        code="simulations.scenario_invalid",
        field=name,
        value=value,
        sentence=_LINE[language].format(line=line, sentence=sentence),
    )


def _unknown(key: str, known: Collection[str], language: Language) -> str:
    near = difflib.get_close_matches(key, known, n=1, cutoff=SIMILARITY_MIN)
    if near:
        return _NEAREST[language].format(key=key, nearest=near[0])
    return _UNKNOWN[language].format(key=key)


def _within(path: str, parent: str) -> bool:
    return path.startswith((f"{parent}.", f"{parent}["))
