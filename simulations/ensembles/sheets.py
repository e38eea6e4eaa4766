"""Tables as CSV and as sheets of a workbook: equal data give equal bytes, no text is a formula."""

import csv
import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
from xlsxwriter import Workbook

SHEET_ROWS_MAX: Final = 1_048_575
"""Rows below the head of a sheet, as the file format has them."""
SHEET_COLUMNS_MAX: Final = 16_384
_MADE_ON: Final = datetime(2000, 1, 1)  # noqa: DTZ001  a workbook's times have no zone
_OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_COLUMN_WIDTH: Final = 16
_EXACT: Final = 10**15
"""Whole numbers from here on lose digits in a sheet; they are written as text."""

Rows = Iterable[Sequence[Any]]


def rows_of(table: pa.Table) -> Iterator[tuple[Any, ...]]:
    """Yield the head and the rows of a table."""
    yield tuple(table.column_names)
    for batch in table.to_batches(max_chunksize=10_000):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def write_csv(path: Path, rows: Rows, *, mark: bool = False) -> Path:
    """Write rows as CSV in UTF-8, the head first; what is not known stays empty.

    Args:
        path: Where.
        rows: The head, then the rows.
        mark: Whether to begin with a byte order mark, which lets Excel read Chinese.
    """
    with path.open("w", encoding="utf-8-sig" if mark else "utf-8", newline="") as target:
        csv.writer(target, lineterminator="\n").writerows(rows)
    return path


def write_workbook(path: Path, sheets: Iterable[tuple[str, Rows]]) -> Path:
    """Write rows as sheets of a workbook, the head of each in bold and in place while scrolling.

    Args:
        path: Where.
        sheets: Name of each, and its rows, the head first.
    """
    with Workbook(path, _OPTIONS) as book:
        book.set_properties({"created": _MADE_ON})
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, SHEET_COLUMNS_MAX - 1, _COLUMN_WIDTH)
            for i, row in enumerate(rows):
                for j, value in enumerate(row):
                    _write_cell(sheet, i, j, value, bold if i == 0 else None, day)
    return path


def _write_cell(sheet: Any, i: int, j: int, value: Any, style: Any, day: Any) -> None:
    if isinstance(value, date):
        sheet.write_datetime(i, j, value, day)
    elif isinstance(value, float) or (isinstance(value, int) and abs(value) < _EXACT):
        if math.isfinite(value):
            sheet.write_number(i, j, value, style)
    elif value is not None:
        sheet.write_string(i, j, str(value), style)
