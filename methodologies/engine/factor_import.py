"""What a file of factors would change: added, changed, removed and refused rows. Nothing is stored.

A file has one row for each factor, with the columns of `FACTOR_COLUMNS`. Table and key must be
known, since equations ask for them; a new region brings its names in `region_zh` and `region_en`.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, get_args

from methodologies.engine.errors import MethodologyError, both
from methodologies.engine.factors import Confidence, Factor, FactorLibrary, FactorTable
from methodologies.engine.inputs import DECIMAL_MAX, TEXT_CHARACTERS_MAX, YEAR_MAX, YEAR_MIN
from methodologies.engine.trace import Text

FACTOR_COLUMNS = ("table", "key", "region", "year", "value", "unit", "source", "confidence")
REGION_COLUMNS = ("region_zh", "region_en")
ROWS_MAX = 10_000
BYTES_MAX = 4_000_000
_VALUE = re.compile(r"[+-]?\d{1,15}(\.\d{1,20})?", re.ASCII)
_REGION = re.compile(r"[a-z][a-z0-9_-]{0,59}", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

ERRORS: Mapping[str, Text] = {
    "unknown_table": both("没有这个因子表。", "There is no such table."),
    "unknown_key": both("该表没有这个因子。", "The table has no such factor."),
    "unknown_region": both(
        "该表没有这个地区；新增地区须填 region_zh 和 region_en。",
        "The table has no such region; a new one needs region_zh and region_en.",
    ),
    "bad_region": both(
        "地区编号只用小写字母、数字、下划线和连字符。",
        "An id of a region has lower-case letters, digits, _ and -.",
    ),
    "bad_year": both(
        f"年份为 {YEAR_MIN} 至 {YEAR_MAX}，或留空。",
        f"A year from {YEAR_MIN} to {YEAR_MAX}, or empty.",
    ),
    "bad_value": both(
        "数值须为不带分隔符和指数的十进制数。",
        "A plain decimal number, without separators or exponent.",
    ),
    "too_large": both("数值过大。", "The number is too large."),
    "wrong_unit": both("单位与该因子现有单位不同。", "The unit differs from that of the factor."),
    "no_source": both("缺少来源。", "The source is missing."),
    "formula": both("文本不能以 = + - @ 开头。", "A text cannot start with = + - or @."),
    "too_long": both(
        f"最多 {TEXT_CHARACTERS_MAX} 个字符。", f"At most {TEXT_CHARACTERS_MAX} characters."
    ),
    "bad_confidence": both("可信度为 high、medium 或 low。", "Confidence is high, medium or low."),
    "twice": both("同一因子已在前面的行出现。", "An earlier row has the same factor."),
    "unprintable": both("文本含控制字符。", "The text has control characters."),
}

FIXES: Mapping[str, Text] = {
    "unknown_table": both("采用导出文件中的表编号。", "Take a table id from an exported file."),
    "unknown_key": both("采用导出文件中该表的键。", "Take a key of this table from an export."),
    "unknown_region": both("补填两种语言的名称。", "Fill in the names in both languages."),
    "bad_region": both("例如 south。", "For example south."),
    "bad_year": both("例如 2023。", "For example 2023."),
    "bad_value": both("例如 0.5306。", "For example 0.5306."),
    "too_large": both(f"不超过 {DECIMAL_MAX}。", f"At most {DECIMAL_MAX}."),
    "wrong_unit": both("换算为该因子的单位。", "Convert it to the unit of the factor."),
    "no_source": both("填写文件名称、文号与页码。", "Name document, number and page."),
    "formula": both("粘贴为纯文本。", "Paste it as plain text."),
    "too_long": both("缩短文本。", "Shorten the text."),
    "bad_confidence": both(
        "读过原文填 high，公开转载一致填 medium，其余填 low。",
        "Write high if the published text was read, medium if public copies agree, else low.",
    ),
    "twice": both("删除其中一行。", "Delete one of the rows."),
    "unprintable": both("删除换行和控制字符。", "Delete line breaks and control characters."),
}


class UnreadableFactors(MethodologyError):
    """A file that is not a table of factors."""

    code = "methodologies.unreadable_factors"
    text = both("无法读取因子文件：{value}。", "The file of factors cannot be read: {value}.")
    rule = both(
        f"UTF-8 编码的 CSV，最多 {ROWS_MAX} 行，列为：{'、'.join(FACTOR_COLUMNS)}。",
        f"CSV in UTF-8 of at most {ROWS_MAX} rows with the columns {', '.join(FACTOR_COLUMNS)}.",
    )
    fix = both("按模板改正文件。", "Correct the file by the template.")


@dataclass(frozen=True, slots=True)
class CellError:
    """Why one cell is refused."""

    column: str
    code: str
    value: str

    @property
    def text(self) -> Text:
        """The reason in zh and en."""
        return ERRORS[self.code]

    @property
    def fix(self) -> Text:
        """What to do in zh and en."""
        return FIXES[self.code]

    def to_dict(self) -> dict[str, Any]:
        """Return the error as plain values."""
        said = {"column": self.column, "code": self.code, "value": self.value}
        return {**said, **self.text, "fix": dict(self.fix)}


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row with its errors; the first row under the header is row 2."""

    row: int
    errors: tuple[CellError, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the row as plain values."""
        return {"row": self.row, "errors": [error.to_dict() for error in self.errors]}


@dataclass(frozen=True, slots=True)
class FactorFile:
    """The factors of a file, and the rows that are none."""

    factors: tuple[Factor, ...]
    refused: tuple[RefusedRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorChanges:
    """What a file would change."""

    added: tuple[Factor, ...]
    changed: tuple[tuple[Factor, Factor], ...]
    removed: tuple[Factor, ...]
    unchanged: int
    refused: tuple[RefusedRow, ...]

    def applied(self, factors: FactorLibrary) -> FactorLibrary:
        """Return the tables as they would be; the given ones stay as they are."""
        gone = {_identity(factor) for factor in self.removed}
        new = {_identity(after): after for _, after in self.changed}
        return {
            name: _with(table, gone, new, [f for f in self.added if f.table == name])
            for name, table in factors.items()
        }

    def to_dict(self) -> dict[str, Any]:
        """Return the changes as plain values."""
        return {
            "added": [factor.to_dict() for factor in self.added],
            "changed": [
                {"before": before.to_dict(), "after": after.to_dict()}
                for before, after in self.changed
            ],
            "removed": [factor.to_dict() for factor in self.removed],
            "unchanged": self.unchanged,
            "refused": [row.to_dict() for row in self.refused],
        }


Identity = tuple[str, str, str, int]


def read_factor_file(content: bytes, factors: FactorLibrary) -> FactorFile:
    """Read a CSV file.

    Args:
        content: in UTF-8, with or without a byte order mark.
        factors: the tables whose factors it may name.

    Raises:
        UnreadableFactors: it is too large, no text, or lacks a column.
    """
    if len(content) > BYTES_MAX:
        raise UnreadableFactors(field="file", value=f"> {BYTES_MAX} bytes")
    try:
        text = content.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise UnreadableFactors(field="file", value=type(error).__name__) from error
    header = next(csv.reader(io.StringIO(text)), [])
    absent = [column for column in FACTOR_COLUMNS if column not in header]
    if absent:
        raise UnreadableFactors(field="file", value=", ".join(absent))
    return read_factor_rows(rows, factors)


def read_factor_rows(rows: Sequence[Mapping[str, Any]], factors: FactorLibrary) -> FactorFile:
    """Read rows of any spreadsheet, by column name; the first is row 2.

    Raises:
        UnreadableFactors: there are too many.
    """
    if len(rows) > ROWS_MAX:
        raise UnreadableFactors(field="file", value=f"> {ROWS_MAX}")
    found: dict[Identity, Factor] = {}
    refused = []
    for number, row in enumerate(rows, start=2):
        columns = (*FACTOR_COLUMNS, *REGION_COLUMNS)
        cells = {name: str(row.get(name) or "").strip() for name in columns}
        errors = _errors(cells, factors)
        factor = None if errors else _factor(cells, factors[cells["table"]])
        if factor is not None and _identity(factor) in found:
            errors = [CellError("key", "twice", cells["key"])]
        if errors or factor is None:
            refused.append(RefusedRow(number, tuple(errors)))
        else:
            found[_identity(factor)] = factor
    return FactorFile(tuple(found.values()), tuple(refused))


def compare(
    file: FactorFile, factors: FactorLibrary, *, whole_tables: bool = False
) -> FactorChanges:
    """Say what a file would change.

    Args:
        file: of `read_factor_file` or `read_factor_rows`.
        factors: the tables as they are.
        whole_tables: the file holds all factors of each table it names, so that those it lacks
            are removed; without it a file adds and changes only.
    """
    known = {_identity(f): f for table in factors.values() for f in table.factors}
    given = {_identity(factor): factor for factor in file.factors}
    named = {factor.table for factor in file.factors}
    removed = [f for key, f in known.items() if f.table in named and key not in given]
    changed = [(known[key], f) for key, f in given.items() if key in known and known[key] != f]
    added = [factor for key, factor in given.items() if key not in known]
    return FactorChanges(
        added=tuple(added),
        changed=tuple(changed),
        removed=tuple(removed) if whole_tables else (),
        unchanged=len(given) - len(added) - len(changed),
        refused=file.refused,
    )


def _identity(factor: Factor) -> Identity:
    return factor.table, factor.key, factor.region, factor.year


def _errors(cells: Mapping[str, str], factors: FactorLibrary) -> list[CellError]:
    codes = {
        **_place_errors(cells, factors),
        "year": _year_error(cells["year"]),
        "value": _value_error(cells["value"]),
        "source": "" if cells["source"] else "no_source",
        "confidence": "" if cells["confidence"] in get_args(Confidence) else "bad_confidence",
    }
    for column, text in cells.items():
        if column != "value" and text.startswith(_FORMULA):
            codes[column] = "formula"
        elif len(text) > TEXT_CHARACTERS_MAX:
            codes[column] = "too_long"
        elif not text.isprintable():
            codes[column] = "unprintable"
    return [
        CellError(column, code, cells[column][:TEXT_CHARACTERS_MAX])
        for column, code in codes.items()
        if code
    ]


def _place_errors(cells: Mapping[str, str], factors: FactorLibrary) -> dict[str, str]:
    table = factors.get(cells["table"])
    if table is None:
        return {"table": "unknown_table"}
    of_key = [factor for factor in table.factors if factor.key == cells["key"]]
    if not of_key:
        return {"key": "unknown_key"}
    if not _REGION.fullmatch(cells["region"]):
        return {"region": "bad_region"}
    if cells["region"] not in table.regions() and not (cells["region_zh"] and cells["region_en"]):
        return {"region": "unknown_region"}
    units = {factor.unit for factor in of_key if factor.region == cells["region"]}
    fits = cells["unit"] in (units or {factor.unit for factor in of_key})
    return {} if fits else {"unit": "wrong_unit"}


def _year_error(text: str) -> str:
    if not text:
        return ""
    fits = _YEAR.fullmatch(text) and YEAR_MIN <= int(text) <= YEAR_MAX
    return "" if fits else "bad_year"


def _value_error(text: str) -> str:
    if not _VALUE.fullmatch(text):
        return "bad_value"
    return "" if abs(Decimal(text)) <= DECIMAL_MAX else "too_large"


def _factor(cells: Mapping[str, str], table: FactorTable) -> Factor:
    like = next(factor for factor in table.factors if factor.key == cells["key"])
    own_names = {"zh": cells["region_zh"], "en": cells["region_en"]}
    return replace(
        like,
        region=cells["region"],
        region_name=table.regions().get(cells["region"], own_names),
        year=int(cells["year"] or 0),
        value=Decimal(cells["value"]),
        unit=cells["unit"],
        source=cells["source"],
        confidence=next(c for c in get_args(Confidence) if c == cells["confidence"]),
    )


def _with(
    table: FactorTable,
    gone: set[Identity],
    new: Mapping[Identity, Factor],
    added: Iterable[Factor],
) -> FactorTable:
    kept = [new.get(_identity(f), f) for f in table.factors if _identity(f) not in gone]
    return replace(table, factors=(*kept, *added))
