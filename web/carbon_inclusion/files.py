"""Files and requests of platforms: read within limits, row by row, with users as codes.

What stands in a cell is judged by the registry; here only what makes a file no table is refused.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import ClassVar

from registry.carbon_inclusion import (
    COLUMNS,
    OPTIONAL_COLUMNS,
    ROWS_MAX,
    USER_CHARACTERS_MAX,
    Content,
    Row,
    RowCountOutOfRange,
)
from registry.worlds import words
from web.storable_text import is_storable
from web.strict_json import Unreadable, UnstorableText
from web.tables.text_files import decoded

FILE_BYTES_MAX = 6 * 1024 * 1024
LINE_CHARACTERS_MAX = 1_000
USER = "user_id"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class FileNotTable(Unreadable):
    """A file is no table with the columns wanted (facts: reason in both languages, columns)."""

    code: ClassVar[str] = "input.not_a_table"
    text: ClassVar[Mapping[str, str]] = words(
        "The file cannot be read as a table: {reason}.", "无法将文件读取为表格：{reason}。"
    )
    fix: ClassVar[Mapping[str, str]] = words(
        "Use CSV with these columns in the first line: {columns}.",
        "请使用 CSV 文件，首行列名为：{columns}。",
    )

    def __init__(self, content: Content, en: str, zh: str, line: int = 0) -> None:
        shown = {"en": f"{en} (line {line})", "zh": f"{zh}（第 {line} 行）"}
        reason = shown if line else {"en": en, "zh": zh}
        Exception.__init__(self, en)
        columns = ", ".join(COLUMNS[content])
        self.facts = {"reason": reason, "columns": columns, "field": "file"}


def file_rows(content: Content, data: bytes) -> Iterator[dict[str, str]]:
    """Yield the rows of a CSV file by column.

    Args:
        content: what the file holds.
        data: UTF-8 or GB 18030, with a header line.

    Raises:
        FileNotTable: it is too large, no text, has a line too long or other columns.
        UnstorableText: it holds control characters.
        RowCountOutOfRange: it has too many rows.
    """
    text = _decoded(content, data)
    lines = csv.reader(_lines(content, text), strict=True)
    try:
        header = [name.strip().lower() for name in next(lines, [])]
        _check_columns(content, header)
        for number, cells in enumerate((cells for cells in lines if any(cells)), start=1):
            if number > ROWS_MAX:
                raise RowCountOutOfRange(value=f"> {ROWS_MAX}", maximum=ROWS_MAX, field="file")
            if len(cells) != len(header):
                counts = (
                    f"{len(cells)} cells, not {len(header)}",
                    f"有 {len(cells)} 个单元格，应为 {len(header)} 个",
                )
                raise FileNotTable(content, *counts, line=lines.line_num)
            yield dict(zip(header, cells, strict=True))
    except csv.Error as error:
        raise FileNotTable(content, str(error), "引号不配对", line=lines.line_num) from error


def command_rows(
    content: Content, rows: Iterable[Mapping[str, str]], code_of: Callable[[str], str]
) -> tuple[Row, ...]:
    """Return rows as a command carries them: cells in order, users as codes.

    Args:
        content: what the rows hold.
        rows: cells by column; those that may be left out count as empty.
        code_of: gives the code of a platform's user id.
    """
    columns = COLUMNS[content]
    return tuple(
        tuple(
            _code(row.get(column, ""), code_of) if column == USER else row.get(column, "")
            for column in columns
        )
        for row in rows
    )


def template_file(content: Content) -> str:
    """Return the header line of a file."""
    return ",".join(COLUMNS[content]) + "\r\n"


def harmless(cell: object) -> str:
    """Return a cell's text so that no spreadsheet takes it for a formula."""
    text = str(cell)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _code(user: str, code_of: Callable[[str], str]) -> str:
    """Return a user's code; an id that is none gives no code, which the registry refuses."""
    plain = user.strip()
    return code_of(plain) if 1 <= len(plain) <= USER_CHARACTERS_MAX else ""


def _decoded(content: Content, data: bytes) -> str:
    if not data:
        raise FileNotTable(content, "it is empty", "文件为空")
    if len(data) > FILE_BYTES_MAX:
        limit = FILE_BYTES_MAX // 1024 // 1024
        raise FileNotTable(content, f"it is larger than {limit} MB", f"文件超过 {limit} MB")
    text = decoded(data)
    if text is None:
        raise FileNotTable(
            content, "it is neither UTF-8 nor GB 18030 text", "文件既非 UTF-8 也非 GB 18030 文本"
        )
    if not is_storable(text):
        raise UnstorableText("file", "")
    return text


def _lines(content: Content, text: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(keepends=True), start=1):
        if len(line) > LINE_CHARACTERS_MAX:
            long = LINE_CHARACTERS_MAX
            raise FileNotTable(
                content,
                f"a line has more than {long} characters",
                f"某行超过 {long} 个字符",
                number,
            )
        yield line


def _check_columns(content: Content, header: list[str]) -> None:
    wanted = set(COLUMNS[content])
    missing = wanted - OPTIONAL_COLUMNS - set(header)
    if content is not Content.ACTIVITIES:
        missing = wanted - set(header)
    strange = [name for name in header if name not in wanted]
    if missing:
        named = ", ".join(sorted(missing))
        raise FileNotTable(content, f"columns are missing: {named}", f"缺少列：{named}")
    if strange or len(set(header)) != len(header):
        named = ", ".join(strange[:5])[:60] or ", ".join(header)[:60]
        raise FileNotTable(
            content, f"columns are unknown or repeated: {named}", f"列名未知或重复：{named}"
        )
