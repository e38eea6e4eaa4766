"""Tables as files: CSV in UTF-8 and XLSX, in which no text is ever taken for a formula."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import chain
from typing import IO, Any

from registry.reporting import DownloadTooLarge
from web.tables.workbooks import (
    DAY,
    INSTANT,
    SHEET_ROWS_MAX,
    Cell,
    sheet_name,
    write_cell,
    written_workbook,
)

Row = Sequence[Cell]
BYTE_ORDER_MARK = "\ufeff"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
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
    with written_workbook(target, streamed=True) as book:
        left = iter(rows)
        following = _add_sheet(book, title, headings, left)
        number = 1
        while following is not None:
            number += 1
            named = f"{title[:27]} {number}"
            following = _add_sheet(book, named, headings, chain([following], left))


def _add_sheet(book: Any, title: str, headings: Sequence[str], rows: Iterator[Row]) -> Row | None:
    """Fill a sheet with rows as far as it goes, and return the row that found no place."""
    sheet = book.add_worksheet(sheet_name(title))
    sheet.freeze_panes(1, 0)
    styles: dict[type, Any] = {date: book.add_format({"num_format": DAY})}
    styles[datetime] = book.add_format({"num_format": INSTANT})
    for column, heading in enumerate(headings):
        write_cell(sheet, 0, column, harmless(heading))
    for number, row in enumerate(rows, 1):
        if number > SHEET_ROWS_MAX:
            return row
        for column, cell in enumerate(row):
            shown = harmless(cell) if isinstance(cell, str) else cell
            write_cell(sheet, number, column, shown, styles.get(type(cell)))
    return None


def _in_csv(cell: Cell) -> object:
    if isinstance(cell, str):
        return harmless(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(timespec="seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else cell
