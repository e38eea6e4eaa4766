"""Files of carbon inclusion records: read by column within limits, with nothing evaluated.

A file is CSV or XLSX with a line of headings: names of fields, or their titles. Whoever reads it
knows for each record on which line it stands, so that a refusal can name its cell.

RecordRefused
├── CellsMissing       a line has more or fewer cells than there are headings
└── CellCalculated     a cell holds a formula instead of a value
"""

import csv
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO, StringIO
from pathlib import Path
from typing import IO, Any, ClassVar, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]
from pyarrow import csv as arrow_csv

from methodologies import FormField
from registry.reporting import FileTooLarge, FileUnreadable, Formula, SheetTable, TooManyRows
from registry.worlds import words
from web.estimates.arrow_texts import ArrowTexts, giving_memory_back
from web.tables.sheets_in import ARCHIVE_START, read_table
from web.tables.text_files import encoding_of

CSV_SHEET = "CSV"
BLOCK_BYTES = 1024 * 1024
HEADINGS_BYTES_MAX = 64 * 1024
HEADING_CHARACTERS_MAX = 80
HEADINGS_MAX = 60
TELLING_MAX = 100
VALUE_CHARACTERS_MAX = 80
DELIMITERS = (",", ";", "\t")
REPEATED_KINDS = frozenset({"choice", "boolean", "date"})
REPEATED_LABELS = frozenset({"platform"})
MIDNIGHT = "T00:00:00"
TABLE_RULES = "RFC 4180"


class RecordRefused(Exception):
    """A record that cannot be read."""

    code: ClassVar[str] = "estimate.record"
    text: ClassVar[Mapping[str, str]] = words(
        "The record cannot be read.",
        "该记录无法读取。",
    )
    rule: ClassVar[Mapping[str, str]] = words("", "")
    source: ClassVar[str] = TABLE_RULES
    fix: ClassVar[Mapping[str, str]] = words("", "")

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(self.text["en"].format(**facts))


class CellsMissing(RecordRefused):
    """A line that does not have one cell for each heading (facts: cells, headings, value)."""

    code = "estimate.record_cells"
    text = words(
        "The line has {cells} cells, there are {headings} headings.",
        "该行有 {cells} 个单元格，列名有 {headings} 个。",
    )
    rule = words(
        "Each line has as many cells as the first one.",
        "每行的单元格数须与首行相同。",
    )
    fix = words(
        "Put texts that hold the separator in double quotes, and close every quote.",
        "含分隔符的文本请用英文双引号括起，引号须成对。",
    )


class CellCalculated(RecordRefused):
    """A cell with a formula (facts: value)."""

    code = "estimate.record_formula"
    text = words(
        "The cell holds the formula {value}, not a value.",
        "单元格为公式 {value}，不是数值。",
    )
    rule = words(
        "Formulas in files are never calculated here.",
        "文件中的公式一律不计算。",
    )
    source = "OWASP, CSV Injection"
    fix = words(
        "Replace it by its value.",
        "请改为其数值。",
    )


class UnreadRecord(NamedTuple):
    """A line that gives no record.

    Args:
        line: of the file, the first is 1.
        heading: of the cell to blame; empty: the whole line.
        error: why.
    """

    line: int
    heading: str
    error: RecordRefused


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFile:
    """The records of a file by column.

    Args:
        sheet: on which they stand.
        headings: of the columns in their order, as names of fields.
        columns: by heading.
        lines: where each record stands, the first line is 1.
        unread: the first lines that give no record.
        unread_count: how many there are.
    """

    sheet: str
    headings: tuple[str, ...]
    columns: Mapping[str, Any]
    lines: NDArray[np.int32]
    unread: tuple[UnreadRecord, ...]
    unread_count: int

    def cell(self, line: int, heading: str) -> str:
        """Return the address of a cell, for example D17; without a column, the line."""
        if heading not in self.headings:
            return str(line)
        return f"{get_column_letter(self.headings.index(heading) + 1)}{line}"


def read_records(
    source: bytes | Path, fields: Sequence[FormField], *, rows_max: int, bytes_max: int
) -> RecordFile:
    """Read a file of records.

    Args:
        source: the file or its content: CSV in UTF-8 or GB 18030, or XLSX.
        fields: of the methodology; headings may be their names or titles.
        rows_max: the most records.
        bytes_max: the largest file, bytes.

    Raises:
        FileTooLarge, FileUnreadable, ArchiveSuspicious, TooManyRows: it cannot be read.
    """
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    if not size:
        raise _unreadable("it is empty, or none was chosen", "文件为空或未选择文件")
    if size > bytes_max:
        raise FileTooLarge(size=str(size), maximum=str(bytes_max), field="file")
    with closing(_opened(source)) as file:
        start = file.read(len(ARCHIVE_START))
        file.seek(0)
        if start == ARCHIVE_START:
            return _of_sheet(read_table(file.read(), rows_max=rows_max), fields)
        return _of_text(file, fields, rows_max)


def _opened(source: bytes | Path) -> IO[bytes]:
    return BytesIO(source) if isinstance(source, bytes) else source.open("rb")


def _named(headings: Sequence[str], fields: Sequence[FormField]) -> tuple[str, ...]:
    """Return headings as names of fields, from names or titles in either language."""
    titles = {title.casefold(): each.name for each in fields for title in each.label.values()}
    plain = [unicodedata.normalize("NFKC", each).strip().casefold() for each in headings]
    found = tuple(titles.get(each, each)[:HEADING_CHARACTERS_MAX] for each in plain)
    if not any(found) or len(found) > HEADINGS_MAX:
        raise _unreadable("the first line holds no headings", "首行不是列名")
    twice = [each for each in found if found.count(each) > 1]
    if twice:
        raise _unreadable(f"heading “{twice[0]}” comes twice", f"列名“{twice[0]}”重复")
    return found


def _of_sheet(table: SheetTable, fields: Sequence[FormField]) -> RecordFile:
    headings = _named(table.headings, fields)
    kept: list[tuple[object, ...]] = []
    lines: list[int] = []
    unread: list[UnreadRecord] = []
    for row in table.rows:
        cells = [*row.cells, *[None] * (len(headings) - len(row.cells))]
        wrong = _unusable(headings, cells, row.number)
        if wrong is not None:
            unread.append(wrong)
            continue
        kept.append(tuple(_plain(cell) for cell in cells))
        lines.append(row.number)
    by_column = zip(*kept, strict=True) if kept else [() for _ in headings]
    return RecordFile(
        sheet=table.sheet,
        headings=headings,
        columns=dict(zip(headings, map(list, by_column), strict=True)),
        lines=np.array(lines, dtype=np.int32),
        unread=tuple(unread[:TELLING_MAX]),
        unread_count=len(unread),
    )


def _unusable(headings: Sequence[str], cells: Sequence[object], line: int) -> UnreadRecord | None:
    if len(cells) > len(headings):
        return UnreadRecord(line, "", _uneven(len(cells), len(headings), cells[0]))
    for heading, cell in zip(headings, cells, strict=True):
        if isinstance(cell, Formula):
            shown = str(cell)[:VALUE_CHARACTERS_MAX]
            return UnreadRecord(line, heading, CellCalculated(value=shown, field=heading))
    return None


def _plain(cell: object) -> object:
    if cell is None:
        return ""
    return cell.removesuffix(MIDNIGHT) if isinstance(cell, str) else cell


def _of_text(file: IO[bytes], fields: Sequence[FormField], rows_max: int) -> RecordFile:
    encoding = encoding_of(_blocks(file))
    if encoding is None:
        raise _unreadable("its encoding is unknown", "无法识别编码")
    file.seek(0)
    written, delimiter = _headings(file, encoding)
    headings = _named(written, fields)
    file.seek(0)
    uneven: list[UnreadRecord] = []
    counted: list[int] = []

    def note(row: Any) -> str:
        counted.append(row.number)
        if len(uneven) < TELLING_MAX:
            error = _uneven(row.actual_columns, len(headings), row.text)
            uneven.append(UnreadRecord(row.number, "", error))
        return "skip"

    try:
        with giving_memory_back():
            reader = arrow_csv.open_csv(
                file,
                arrow_csv.ReadOptions(
                    use_threads=False,
                    block_size=BLOCK_BYTES,
                    column_names=headings,
                    skip_rows=1,
                    encoding="utf8" if encoding.startswith("utf") else encoding,
                ),
                arrow_csv.ParseOptions(
                    delimiter=delimiter, ignore_empty_lines=False, invalid_row_handler=note
                ),
                arrow_csv.ConvertOptions(
                    column_types=_types(headings, fields), strings_can_be_null=False
                ),
            )
            records = pa.Table.from_batches(_bounded(reader, rows_max), reader.schema)
    except (pa.ArrowInvalid, csv.Error) as error:
        raise _unreadable("it is not a table", "内容不是表格") from error
    lines = _lines(len(records), counted)
    filled = ~_empty(records)
    return RecordFile(
        sheet=CSV_SHEET,
        headings=headings,
        columns={
            name: ArrowTexts(records.column(name).filter(pa.array(filled)))
            if not filled.all()
            else ArrowTexts(records.column(name))
            for name in headings
        },
        lines=lines[filled],
        unread=tuple(uneven),
        unread_count=len(counted),
    )


def _blocks(file: IO[bytes]) -> Iterator[bytes]:
    while block := file.read(BLOCK_BYTES):
        if b"\0" in block:
            raise _unreadable("it holds bytes that are no text", "含有非文本字节")
        yield block


def _headings(file: IO[bytes], encoding: str) -> tuple[list[str], str]:
    """Return the cells of the first line, and what separates them."""
    first = file.readline(HEADINGS_BYTES_MAX).decode(encoding, "replace").removeprefix("\ufeff")
    if not first.endswith("\n"):
        raise _unreadable("it has no line below the headings", "列名下方没有数据行")
    delimiter = max(DELIMITERS, key=first.count)
    try:
        return next(csv.reader(StringIO(first), delimiter=delimiter, strict=True), []), delimiter
    except csv.Error as error:
        raise _unreadable("it is not a table", "内容不是表格") from error


def _types(headings: Sequence[str], fields: Sequence[FormField]) -> dict[str, Any]:
    """Return how each column is held: numbered where few texts come again and again."""
    repeated = {each.name for each in fields if each.kind in REPEATED_KINDS} | REPEATED_LABELS
    few = pa.dictionary(pa.int32(), pa.string())
    return {name: few if name in repeated else pa.string() for name in headings}


def _bounded(reader: Any, rows_max: int) -> Iterator[Any]:
    rows = 0
    for batch in reader:
        rows += batch.num_rows
        if rows > rows_max:
            raise TooManyRows(maximum=str(rows_max), field="file")
        yield batch


def _lines(count: int, skipped: Sequence[int]) -> NDArray[np.int32]:
    lines = np.arange(2, count + len(skipped) + 2, dtype=np.int32)
    return np.delete(lines, [line - 2 for line in skipped]) if skipped else lines


def _empty(records: pa.Table) -> NDArray[np.bool_]:
    """Return which records have nothing in any cell."""
    empty = np.ones(len(records), dtype=bool)
    for column in records.columns:
        if not empty.any():
            break
        texts = column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column
        empty &= np.asarray(pc.equal(pc.binary_length(texts), 0))
    return empty


def _uneven(cells: int, headings: int, text: object) -> CellsMissing:
    shown = str(text)[:VALUE_CHARACTERS_MAX]
    return CellsMissing(cells=cells, headings=headings, value=shown, field="")


def _unreadable(en: str, zh: str) -> FileUnreadable:
    return FileUnreadable(reason=words(en, zh), field="file")
