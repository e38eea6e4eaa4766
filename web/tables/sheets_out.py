"""Tables as files: CSV in UTF-8 and XLSX, in which no text is ever taken for a formula."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import IO, Any

from openpyxl import Workbook  # type: ignore[import-untyped]
from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped]
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # type: ignore[import-untyped]

from registry.reporting import DownloadTooLarge
from registry.worlds import MARKET_ZONE

Cell = str | int | bool | date | datetime | None
Row = Sequence[Cell]
BYTE_ORDER_MARK = "\ufeff"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
SHEET_ROWS_MAX = 1_000_000
SHEET_NAME_MAX = 31
DOWNLOAD_ROWS_MAX = 200_000


def harmless(text: str) -> str:
    """Return a text that no spreadsheet runs: one that begins like a formula gets an apostrophe.

    Source:
        OWASP, CSV Injection: fields that begin with ``= + - @``, tab or carriage return.
    """
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def bounded(rows: Iterable[Row], maximum: int = DOWNLOAD_ROWS_MAX) -> Iterator[Row]:
    """Pass rows on, and refuse when there are more than a download may have.

    Raises:
        DownloadTooLarge: there are.
    """
    for number, row in enumerate(rows):
        if number >= maximum:
            raise DownloadTooLarge(maximum=str(maximum))
        yield row


def write_csv(
    target: IO[bytes], headings: Sequence[str], rows: Iterable[Row], *, mark: bool = False
) -> None:
    """Write a table as CSV in UTF-8.

    Args:
        target: where.
        headings: the first row.
        rows: texts, whole numbers, dates and instants (UTC, ISO 8601).
        mark: begin with a byte order mark, which lets Excel read Chinese.
    """
    text = io.TextIOWrapper(target, encoding="utf-8", newline="", write_through=True)
    if mark:
        text.write(BYTE_ORDER_MARK)
    writer = csv.writer(text)
    writer.writerow([harmless(heading) for heading in headings])
    for row in rows:
        writer.writerow([_in_csv(cell) for cell in row])
    text.detach()


def write_xlsx(target: IO[bytes], title: str, headings: Sequence[str], rows: Iterable[Row]) -> None:
    """Write a table as a workbook, on a further sheet where one is full.

    Args:
        target: where.
        title: the sheet's name, shortened to what a workbook takes.
        headings: the first row of each sheet.
        rows: texts, whole numbers, dates and instants (in the market's time, without zone).
    """
    book = Workbook(write_only=True)
    left = iter(rows)
    part = list(islice(left, SHEET_ROWS_MAX))
    add_sheet(book, title, headings, part)
    number = 1
    while len(part) == SHEET_ROWS_MAX and (part := list(islice(left, SHEET_ROWS_MAX))):
        number += 1
        add_sheet(book, f"{title[:27]} {number}", headings, part)
    book.save(target)


def add_sheet(book: Any, title: str, headings: Sequence[str], rows: Iterable[Row]) -> None:
    """Add a table to a workbook that is being written."""
    sheet = book.create_sheet(_sheet_name(title))
    sheet.freeze_panes = "A2"
    sheet.append([_in_workbook(sheet, heading) for heading in headings])
    for row in rows:
        sheet.append([_in_workbook(sheet, cell) for cell in row])


def _in_csv(cell: Cell) -> object:
    if isinstance(cell, str):
        return harmless(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(timespec="seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else cell


def _in_workbook(sheet: Any, cell: Cell) -> object:
    """Return a value of the right type; texts are marked as texts, so none is calculated."""
    if isinstance(cell, datetime):
        return cell.astimezone(MARKET_ZONE).replace(tzinfo=None)
    if not isinstance(cell, str):
        return cell
    shown = WriteOnlyCell(sheet, harmless(ILLEGAL_CHARACTERS_RE.sub("\ufffd", cell)))
    shown.data_type = "s"
    return shown


def _sheet_name(title: str) -> str:
    kept = "".join("_" if sign in "[]:*?/\\'" else sign for sign in title)
    return kept[:SHEET_NAME_MAX] or "Sheet"
