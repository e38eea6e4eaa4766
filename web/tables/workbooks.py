"""Workbooks that go out: the one way to write them.

A text stays a text, whatever it begins with; equal data give equal bytes.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from tempfile import TemporaryDirectory
from typing import IO, Any, Final

from xlsxwriter import Workbook

from registry.worlds import MARKET_ZONE

Cell = str | int | bool | Decimal | date | datetime | None
MADE_ON: Final = datetime(2000, 1, 1)  # noqa: DTZ001  a workbook's times have no zone
"""What each workbook says of its making, so that equal data give equal bytes."""
SHEET_ROWS_MAX: Final = 1_000_000
SHEET_NAME_MAX: Final = 31
TEXT_CHARACTERS_MAX: Final = 32_767
EXACT_DIGITS: Final = 15
"""Significant digits that a number of a workbook keeps; longer ones are written as text."""
EXPONENT_MAX: Final = 300
DAY: Final = "yyyy-mm-dd"
INSTANT: Final = "yyyy-mm-dd hh:mm:ss"
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
MARKED_UP = ("<r>", "</r>")
"""What the library takes for its own mark-up of rich text and would pass on unescaped."""
OPTIONS: Final = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


@contextmanager
def written_workbook(target: IO[bytes], *, streamed: bool = False) -> Iterator[Any]:
    """Give a workbook to fill, which is written when the block ends.

    Args:
        target: where.
        streamed: keep no more than one row in memory; then rows are written in order.

    Yields:
        An XlsxWriter workbook.
    """
    kept = {"in_memory": not streamed, "constant_memory": streamed}
    with TemporaryDirectory() as folder:
        book = Workbook(target, {**OPTIONS, **kept, "tmpdir": folder})
        book.set_properties({"created": MADE_ON})
        try:
            yield book
        finally:
            book.close()  # also after a refusal: it closes what the library keeps on disk


def text_of(text: str) -> str:
    """Return a text as a cell can hold it: no control characters, no mark-up, not too long."""
    kept = NOT_IN_XML.sub("\ufffd", text)
    if kept.startswith(MARKED_UP[0]) and kept.endswith(MARKED_UP[1]):
        kept = f"'{kept}"
    return kept[:TEXT_CHARACTERS_MAX]


def write_cell(sheet: Any, row: int, column: int, value: Cell, style: Any = None) -> None:
    """Write a value by its type; nothing is ever taken for a formula or a link.

    Args:
        sheet: an XlsxWriter worksheet.
        row: from 0.
        column: from 0.
        value: an instant is written in the market's time; a number that a workbook would round
            is written as text.
        style: an XlsxWriter format; dates and instants need one.
    """
    if value is None or value == "":
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value, style)
    elif isinstance(value, str):
        sheet.write_string(row, column, text_of(value), style)
    elif isinstance(value, datetime):
        local = value.astimezone(MARKET_ZONE).replace(tzinfo=None)
        sheet.write_datetime(row, column, local, style)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, style)
    elif fits(value):
        sheet.write_number(row, column, value, style)
    else:
        shown = f"{value:f}" if isinstance(value, Decimal) else str(value)
        sheet.write_string(row, column, shown, style)


def fits(value: int | Decimal) -> bool:
    """Tell whether a cell keeps every digit of a number."""
    if isinstance(value, int) and abs(value) < 10**EXACT_DIGITS:
        return True
    exact = Decimal(value).normalize()
    ordinary = exact.is_finite() and abs(exact.adjusted()) < EXPONENT_MAX
    return ordinary and len(exact.as_tuple().digits) <= EXACT_DIGITS


def sheet_name(title: str) -> str:
    """Return a title as the name of a sheet."""
    kept = "".join("_" if sign in "[]:*?/\\'" else sign for sign in title)
    return kept[:SHEET_NAME_MAX] or "Sheet"
