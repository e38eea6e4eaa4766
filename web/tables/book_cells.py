"""Workbooks of several sheets that come in: filled cells with their places, nothing evaluated."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from xml.etree.ElementTree import iterparse  # expat bounds what entities expand to

from openpyxl.utils import get_column_letter, range_boundaries  # type: ignore[import-untyped]
from openpyxl.utils.datetime import (  # type: ignore[import-untyped]
    CALENDAR_MAC_1904,
    CALENDAR_WINDOWS_1900,
)

from registry.reporting import FileTooLarge, Formula, TooManyRows
from web.tables.sheets_in import BLANK_ROWS_MAX, COLUMNS_MAX, opened_workbook

SHEETS_MAX: Final = 40
ROWS_MAX: Final = 3_000
FILE_BYTES_MAX: Final = 4_000_000
UNPACKED_BYTES_MAX: Final = 20_000_000
MERGED_MAX: Final = 1_000
DIGITS: Final = 15
"""Significant digits of a number in a workbook; what follows is the noise of binary fractions."""

Box = tuple[int, int, int, int]
"""First column, first row, last column, last row; from 1."""


class Fault(str):
    """What a cell shows whose formula failed, for example `#REF!`."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class BookCell:
    """A filled cell; `value` is a text, Decimal, bool, date, datetime, Formula or Fault."""

    sheet: str
    row: int
    column: int
    value: object
    percent: bool = False

    @property
    def address(self) -> str:
        """Return the cell's address in its sheet, for example `C7`."""
        return address(self.row, self.column)

    @property
    def shown(self) -> str:
        """Return the value as text, numbers without exponent where that is short."""
        if isinstance(self.value, Decimal):
            return plain_number(self.value)
        if isinstance(self.value, bool):
            return "TRUE" if self.value else "FALSE"
        if isinstance(self.value, date | datetime):
            return self.value.isoformat()
        return str(self.value)


@dataclass(frozen=True, slots=True)
class BookSheet:
    """A sheet: rows in which something stands, each with its filled cells by column."""

    name: str
    rows: tuple[dict[int, BookCell], ...]
    merged: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook's sheets in order; `epoch` is the day from which it counts days."""

    sheets: tuple[BookSheet, ...]
    epoch: datetime = CALENDAR_WINDOWS_1900


def address(row: int, column: int) -> str:
    """Return the address of a cell, for example `C7`; rows and columns from 1."""
    return f"{get_column_letter(column)}{row}"


def plain_number(value: Decimal) -> str:
    """Return a number as people type it, one too long for that with an exponent."""
    within = value.is_finite() and abs(value.adjusted()) <= DIGITS
    return f"{value.normalize():f}" if within else str(value)


def read_book(
    content: bytes,
    *,
    rows_max: int = ROWS_MAX,
    bytes_max: int = FILE_BYTES_MAX,
) -> Book:
    """Return what stands in a workbook.

    Args:
        content: the file.
        rows_max: the most rows of one sheet in which something stands.
        bytes_max: the largest file read.

    Raises:
        FileTooLarge, ArchiveSuspicious, FileUnreadable, TooManyRows: it cannot be read.
    """
    if len(content) > bytes_max:
        raise FileTooLarge(size=str(len(content)), maximum=str(bytes_max), field="file")
    with opened_workbook(content, UNPACKED_BYTES_MAX) as book:
        sheets = tuple(_sheet(sheet, rows_max) for sheet in book.worksheets[:SHEETS_MAX])
        epoch = CALENDAR_MAC_1904 if book.epoch == CALENDAR_MAC_1904 else CALENDAR_WINDOWS_1900
        return Book(sheets, epoch)


def _sheet(sheet: Any, rows_max: int) -> BookSheet:
    sheet.reset_dimensions()
    kept: list[dict[int, BookCell]] = []
    blank = 0
    for row in sheet.iter_rows(max_col=COLUMNS_MAX):
        filled = {cell.column: cell for cell in _filled(sheet.title, row)}
        blank = 0 if filled else blank + 1
        if not filled and blank <= BLANK_ROWS_MAX:
            continue
        if len(kept) >= rows_max or blank:
            raise TooManyRows(maximum=str(rows_max), field=sheet.title)
        kept.append(filled)
    return BookSheet(sheet.title, tuple(kept), tuple(_merged(sheet)))


def _filled(sheet: str, row: Any) -> Iterator[BookCell]:
    for cell in row:
        if cell.value is None:
            continue
        value = _value(cell)
        if value != "":
            percent = isinstance(value, Decimal) and "%" in (cell.number_format or "")
            yield BookCell(sheet, cell.row, cell.column, value, percent)


def _value(cell: Any) -> object:
    value = cell.value
    if cell.data_type == "f":
        return Formula(str(getattr(value, "text", value)))
    if cell.data_type == "e":
        return Fault(str(value))
    if isinstance(value, bool | date):
        return value
    if isinstance(value, float):
        return Decimal(f"{value:.{DIGITS}g}") if math.isfinite(value) else Decimal(repr(value))
    if isinstance(value, int):
        return Decimal(value)
    return str(value).strip()


def _merged(sheet: Any) -> Iterator[Box]:
    """Read which cells are merged, which the reader of rows passes over."""
    count = 0
    with sheet._get_source() as source:
        for _, element in iterparse(source):  # noqa: S314
            if element.tag.rpartition("}")[2] == "mergeCell" and count < MERGED_MAX:
                count += 1
                yield range_boundaries(element.get("ref", ""))
            element.clear()
