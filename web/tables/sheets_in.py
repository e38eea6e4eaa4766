"""Tables that come in as CSV or XLSX: read as they stand, bounded, and with nothing evaluated."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, Final

from openpyxl import load_workbook  # type: ignore[import-untyped]
from openpyxl.utils.exceptions import InvalidFileException  # type: ignore[import-untyped]

from registry.reporting import (
    ArchiveSuspicious,
    FileTooLarge,
    FileUnreadable,
    Formula,
    SheetRow,
    SheetTable,
    TooManyRows,
)
from registry.worlds import RegistryError, words
from web.tables.text_files import decoded

FILE_BYTES_MAX: Final = 32 * 1024 * 1024
UNPACKED_BYTES_MAX: Final = 200 * 1024 * 1024
UNPACKED_RATIO_MAX: Final = 200
RATIO_APPLIES_FROM_BYTES: Final = 1024 * 1024
ENTRIES_MAX: Final = 500
COLUMNS_MAX: Final = 60
BLANK_ROWS_MAX: Final = 10_000
"""Empty rows read one after the other; a row may claim any number."""
ROWS_MAX: Final = 50_000
ARCHIVE_START: Final = b"PK"


def read_table(
    content: bytes, *, rows_max: int = ROWS_MAX, bytes_max: int = FILE_BYTES_MAX
) -> SheetTable:
    """Return the first sheet of a workbook, or a CSV file, as rows of cells.

    Args:
        content: the file.
        rows_max: the most rows read, without the headings.
        bytes_max: the largest file read.

    Raises:
        FileTooLarge, ArchiveSuspicious, FileUnreadable, TooManyRows: it cannot be read.
    """
    if len(content) > bytes_max:
        raise FileTooLarge(size=str(len(content)), maximum=str(bytes_max), field="file")
    if content.startswith(ARCHIVE_START):
        return _workbook(content, rows_max)
    return _table("CSV", _csv_rows(content), rows_max)


def _table(sheet: str, rows: Iterable[list[object]], rows_max: int) -> SheetTable:
    headings: tuple[str, ...] | None = None
    kept: list[SheetRow] = []
    last = 0
    for number, cells in enumerate(rows, 1):
        filled = cells[:COLUMNS_MAX]
        while filled and filled[-1] in (None, ""):
            filled.pop()
        if number - last > BLANK_ROWS_MAX:
            raise TooManyRows(maximum=str(rows_max), field="file")
        if not filled:
            continue
        last = number
        if headings is None:
            headings = tuple(str(cell or "").strip() for cell in filled)
            continue
        if len(kept) >= rows_max:
            raise TooManyRows(maximum=str(rows_max), field="file")
        kept.append(SheetRow(number, tuple(filled)))
    return SheetTable(sheet, headings or (), tuple(kept))


def _csv_rows(content: bytes) -> Iterator[list[object]]:
    text = _decoded(content)
    try:
        dialect: Any = csv.Sniffer().sniff(text[:4096], ",;\t")
    except csv.Error:
        dialect = csv.excel
    try:
        for row in csv.reader(io.StringIO(text, newline=""), dialect):
            yield [_csv_cell(cell) for cell in row]
    except csv.Error as error:
        raise _unreadable("it is not a table", "内容不是表格") from error


def _csv_cell(cell: str) -> object:
    """Return a cell; one that a spreadsheet would calculate is marked, a signed number is not."""
    text = cell.strip()
    if text.startswith("=") or (text[:1] in {"+", "@"} and not text[1:].isdecimal()):
        return Formula(text)
    return text


def _decoded(content: bytes) -> str:
    text = decoded(content)
    if text is None:
        raise _unreadable("its encoding is unknown", "无法识别编码")
    if "\0" in text:
        raise _unreadable("it holds bytes that are no text", "含有非文本字节")
    return text


def _workbook(content: bytes, rows_max: int) -> SheetTable:
    with opened_workbook(content) as book:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        found = sheet.iter_rows(max_col=COLUMNS_MAX)
        rows = ([_book_cell(cell) for cell in row] for row in found)
        return _table(sheet.title, rows, rows_max)


@contextmanager
def opened_workbook(content: bytes, unpacked_max: int = UNPACKED_BYTES_MAX) -> Iterator[Any]:
    """Give a workbook to read, sheet by sheet, without links, formulas as they are written.

    Args:
        content: the file.
        unpacked_max: the most it may unpack to, bytes.

    Raises:
        ArchiveSuspicious, FileUnreadable: it cannot be read, now or within the block.
    """
    _check_archive(content, unpacked_max)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        yield book
    except RegistryError:
        raise
    except (
        InvalidFileException,
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        KeyError,
        ValueError,
        IndexError,
        SyntaxError,  # expat's ParseError is one
        AttributeError,
        TypeError,
        OSError,
        NotImplementedError,  # zipfile's, for a kind of packing it does not know
        EOFError,
    ) as error:
        raise _unreadable("it is no workbook", "不是有效的工作簿") from error


def _check_archive(content: bytes, unpacked_max: int) -> None:
    """Refuse an archive by what it says it unpacks to, before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (
        zipfile.BadZipFile,
        OSError,
        NotImplementedError,  # zipfile's, for a format newer than its own
    ) as error:
        raise _unreadable("it is no workbook", "不是有效的工作簿") from error
    unpacked = sum(entry.file_size for entry in entries)
    ratio_max = UNPACKED_RATIO_MAX * max(1, len(content))
    dense = unpacked > RATIO_APPLIES_FROM_BYTES and unpacked > ratio_max
    if unpacked > unpacked_max or dense or len(entries) > ENTRIES_MAX:
        raise ArchiveSuspicious(
            unpacked=str(unpacked), maximum=str(min(unpacked_max, ratio_max)), field="file"
        )


def _book_cell(cell: Any) -> object:
    value = cell.value
    if cell.data_type == "f":
        return Formula(str(getattr(value, "text", value)))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return value.strip() if isinstance(value, str) else value


def _unreadable(en: str, zh: str) -> FileUnreadable:
    return FileUnreadable(reason=words(en, zh), field="file")
