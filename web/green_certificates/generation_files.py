"""CSV files of metered generation: read row by row, each wrong value named with its line."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from registry.green_certificates import COLUMNS as NAMES
from registry.green_certificates import ROWS_MAX, RowError
from registry.worlds import words
from web.refusals import Language, Refusal, refusal
from web.storable_text import is_storable
from web.strict_json import Unreadable, UnstorableText
from web.tables.text_files import decoded

FILE_BYTES_MAX = 2 * 1024 * 1024
HEADER_LINES = 1
CELL_CHARACTERS_MAX = 80
ALIASES: Mapping[str, str] = {
    "meter": "meter",
    "计量点": "meter",
    "month": "month",
    "月份": "month",
    "generation_mwh": "generation_mwh",
    "电量": "generation_mwh",
    "电量（兆瓦时）": "generation_mwh",
}
TEMPLATE = "meter,month,generation_mwh\r\nMTR-0001,2026-03,12345.678\r\n"


class FileNotGeneration(Unreadable):
    """A file is no table of generation (facts: reason in both languages)."""

    code: ClassVar[str] = "input.not_generation"
    text: ClassVar[Mapping[str, str]] = words(
        "The file cannot be read as metered generation: {reason}.",
        "无法将文件读取为电量数据：{reason}。",
    )
    fix: ClassVar[Mapping[str, str]] = words(
        "Use CSV with the columns meter, month, generation_mwh in the first line.",
        "请使用 CSV 文件，首行列名为 meter、month、generation_mwh。",
    )

    def __init__(self, en: str, zh: str) -> None:
        Exception.__init__(self, en)
        self.facts = {"reason": {"en": en, "zh": zh}, "field": "file"}


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A line of a file that cannot be used."""

    line: int
    column: str
    value: str
    shown: Refusal


def file_rows(data: bytes) -> tuple[tuple[str, str, str], ...]:
    """Return the rows of a CSV file: meter, month, MWh.

    Args:
        data: UTF-8 or GB 18030, with a header line.

    Raises:
        FileNotGeneration: it is empty, too large, no table, or lacks a column.
        UnstorableText: it holds text that no database stores.
    """
    text = _decoded(data)
    try:
        lines = [line for line in csv.reader(text.splitlines(), strict=True) if any(line)]
    except csv.Error as error:
        raise FileNotGeneration(str(error), "引号不配对或单元格过长") from error
    header = [ALIASES.get(name.strip().lower(), "") for name in lines[0]] if lines else []
    if sorted(name for name in header if name) != sorted(NAMES):
        raise FileNotGeneration("a column is missing or comes twice", "缺少列或列重复")
    if len(lines) - HEADER_LINES > ROWS_MAX:
        raise FileNotGeneration(f"more than {ROWS_MAX} rows", f"超过 {ROWS_MAX} 行")
    places = [header.index(name) for name in NAMES]
    rows = []
    for cells in lines[HEADER_LINES:]:
        padded = [*cells, *[""] * len(header)]
        meter, month, mwh = (padded[place][:CELL_CHARACTERS_MAX] for place in places)
        rows.append((meter, month, mwh))
    return tuple(rows)


def refused_lines(errors: list[RowError], language: Language) -> list[RefusedLine]:
    """Return what is wrong, by line of the file."""
    return [
        RefusedLine(
            error.row + HEADER_LINES, error.column, error.value, refusal(error.refusal, language)
        )
        for error in errors
    ]


def _decoded(data: bytes) -> str:
    if not data:
        raise FileNotGeneration("it is empty", "文件为空")
    if len(data) > FILE_BYTES_MAX:
        raise FileNotGeneration("it is larger than 2 MB", "文件超过 2 MB")
    text = decoded(data)
    if text is None:
        raise FileNotGeneration("it is no text", "不是文本文件")
    if not is_storable(text):
        raise UnstorableText("file", "")
    return text
