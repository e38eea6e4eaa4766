"""Refused rows in one language: for a page's table, for the fields of a JSON refusal."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from registry.carbon_inclusion import RowRefusal, RowsRefused
from web.refusals import Language, Refusal, refusal


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """One row that cannot be used, in one language.

    Args:
        line: of the file, or number of the record.
        column: where the trouble is.
        shown: the refusal: what, which rule, what to do.
    """

    line: int
    column: str
    shown: Refusal


def row_refusals(
    error: BaseException, language: Language, lines_above: int = 0
) -> list[RefusedRow]:
    """Return the rows that an error refuses; none if it is about something else.

    Args:
        error: any refusal.
        language: `zh` or `en`.
        lines_above: lines of the file above the first record.
    """
    if not isinstance(error, RowsRefused):
        return []
    facts: Mapping[str, Any] = error.facts
    rows: tuple[RowRefusal, ...] = facts["rows"]
    return [
        RefusedRow(each.row + lines_above, each.column, refusal(each.error, language))
        for each in rows
    ]


def rows_refusal(error: RowsRefused, language: Language) -> Refusal:
    """Return a refusal whose fields are the rows, each as `records.<row>.<column>`."""
    fields = []
    for row in row_refusals(error, language):
        field = f"records.{row.line}.{row.column}"
        fields.append(row.shown.model_copy(update={"field": field, "fields": []}))
    return refusal(error, language).model_copy(update={"fields": fields})
