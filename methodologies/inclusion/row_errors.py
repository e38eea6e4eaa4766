"""Rows of a batch that are not counted, each with its field, its value and the rule."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from methodologies.engine.errors import MethodologyError
from methodologies.inclusion.columns import Codes

ROW_ERRORS_MAX = 100
"""How many refused rows are told at once."""
VALUE_CHARACTERS_MAX = 80


class RowError(NamedTuple):
    """Why one row is not counted.

    Args:
        row: its number, the first record is 1.
        field: the name of the column.
        value: what is written there.
        error: the refusal, with the rule, its source and what to do.
    """

    row: int
    field: str
    value: str
    error: MethodologyError

    def to_dict(self) -> dict[str, Any]:
        """Return the error as plain values, its texts in zh and en."""
        facts = self.error.facts
        return {
            "row": self.row,
            "field": self.field,
            "value": self.value,
            "code": self.error.code,
            **{
                name: {lang: text[lang].format(**_in(lang, facts)) for lang in ("zh", "en")}
                for name, text in (
                    ("sentence", self.error.text),
                    ("rule", self.error.rule),
                    ("fix", self.error.fix),
                )
            },
            "source": self.error.source,
        }


class Refused:
    """Notes of the rows that are not counted: all of them by mark, the first by reason."""

    def __init__(self, rows: int) -> None:
        self.marks: NDArray[np.bool_] = np.zeros(rows, dtype=bool)
        self._told: list[RowError] = []

    def refuse(self, rows: Codes, field: str, tell: Callable[[int], MethodologyError]) -> None:
        """Mark rows, and tell the reason of the first ones that are not marked yet.

        Args:
            rows: from 0.
            field: the column to blame.
            tell: gives the reason for one row.
        """
        for row in rows[~self.marks[rows]][:ROW_ERRORS_MAX]:
            error = tell(int(row))
            blamed = str(error.facts.get("field", field) or field)
            value = str(error.facts.get("value", ""))[:VALUE_CHARACTERS_MAX]
            self._told.append(RowError(int(row) + 1, blamed, value, error))
        self.marks[rows] = True

    def errors(self) -> tuple[RowError, ...]:
        """Return the reasons of the first rows, in their order."""
        return tuple(sorted(self._told, key=lambda error: error.row)[:ROW_ERRORS_MAX])


def _in(language: str, facts: Mapping[str, object]) -> dict[str, object]:
    return {
        name: fact[language] if isinstance(fact, Mapping) else fact for name, fact in facts.items()
    }
