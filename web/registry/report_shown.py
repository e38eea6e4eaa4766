"""How a public report's values are written for people, and its headings."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from flask_babel import gettext as _

from registry.ledger import KIND_NAMES
from registry.projects import STATE_NAMES
from registry.reporting import PublicReport, ReportColumn
from web.languages import current_language
from web.registry.unit_inputs import MEASURE_SYMBOLS, PURPOSE_TEXTS
from web.registry.words import PARTY_KINDS
from web.tables.workbooks import Cell


def columns_shown(report: PublicReport) -> list[ReportColumn]:
    """Return the columns of a page: of names in two languages, the one in the reader's."""
    hidden = "english" if current_language() == "zh" else "chinese"
    return [column for column in report.columns if column.shown != hidden]


def headings(report: PublicReport) -> list[str]:
    """Return the headings of a file, in the reader's language, with all columns."""
    return [column.title[current_language()] for column in report.columns]


def file_rows(report: PublicReport, rows: Iterable[Any]) -> Iterator[list[Cell]]:
    """Return rows for a file: whole numbers and dates as such, codes in the reader's words."""
    for row in rows:
        values = row._mapping
        yield [cell(column, values[column.name]) for column in report.columns]


def cell(column: ReportColumn, value: Any) -> Cell:
    """Return a value for a file."""
    if value is None:
        return None
    if column.shown in {"whole", "year", "serial"}:
        return int(value)
    if column.shown == "day":
        assert isinstance(value, date)
        return value
    return word(column, str(value))


def word(column: ReportColumn, value: str) -> str:  # noqa: PLR0911  one line for each list of words
    """Return a code in the reader's words."""
    spoken = current_language()
    if column.shown == "unit_kind":
        return str(KIND_NAMES[value][spoken]) if value in KIND_NAMES else value
    if column.shown == "holder":
        if value == "other":
            return str(_("classes with few holders, joined"))
        return str(PARTY_KINDS.get(value, value))
    if column.shown == "purpose":
        texts = PURPOSE_TEXTS.get(value)  # type: ignore[call-overload]
        return str(texts[spoken]) if texts else value
    if column.shown == "project_state":
        names = STATE_NAMES.get(value)
        return str(names[spoken]) if names else value
    if column.shown == "measure":
        return MEASURE_SYMBOLS.get(value, value)
    return value
