"""Tables that come in: their columns, and every cell checked by itself."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from registry.reporting.refused_imports import (
    CellEmpty,
    CellFormula,
    CellNotOffered,
    CellNotWhole,
    CellUnstorable,
    ColumnMissing,
    NothingToImport,
)
from registry.worlds.errors import RegistryError

TEXT_CHARACTERS_MAX = 1_000
WHOLE_MAX = 10**12
YEAR_MIN, YEAR_MAX = 1990, 2100
YES = {"yes", "y", "true", "1", "是"}
NO = {"no", "n", "false", "0", "否", ""}
_WHOLE = re.compile(r"-?\d{1,18}")
_LETTERS = 26

Value = str | int | bool | None


class Formula(str):
    """A cell that holds a formula, as it was typed."""

    __slots__ = ()


class SheetRow(NamedTuple):
    """A row as it stands in the file; `number` is what a spreadsheet shows beside it."""

    number: int
    cells: tuple[object, ...]


class SheetTable(NamedTuple):
    """The first sheet of a file: headings and rows below them."""

    sheet: str
    headings: tuple[str, ...]
    rows: tuple[SheetRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportColumn:
    """A column that is understood.

    Args:
        name: its heading in templates.
        title: what it is, in both languages; also accepted as heading.
        shape: text, whole, year, yes_no or choice.
        required: whether it must be there and filled.
        offered: the values of a choice.
        also: other headings under which files of other registries have it.
        maximum: the longest text, characters.
    """

    name: str
    title: Mapping[str, str]
    shape: str = "text"
    required: bool = False
    offered: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    maximum: int = TEXT_CHARACTERS_MAX


class CellIssue(NamedTuple):
    """What is wrong with a cell, a row (`column` is empty) or the file (`row` is 0)."""

    sheet: str
    row: int
    column: str
    letter: str
    value: str
    error: RegistryError

    @property
    def cell(self) -> str:
        """Return the cell as a spreadsheet names it, such as ``C7``."""
        return f"{self.letter}{self.row}" if self.row else ""


class ReadRow(NamedTuple):
    """A row whose cells are understood."""

    number: int
    values: dict[str, Value]


class ReadTable(NamedTuple):
    """What was understood of a table, where its columns are, and what was not."""

    sheet: str
    rows: tuple[ReadRow, ...]
    letters: dict[str, str]
    issues: tuple[CellIssue, ...]


def read_columns(table: SheetTable, columns: tuple[ImportColumn, ...]) -> ReadTable:
    """Return the rows of a table by column name, and an issue for each cell that is wrong."""
    places, issues = _places(table, columns)
    letters = {name: column_letter(place) for name, place in places.items()}
    if not table.rows:
        issues.append(CellIssue(table.sheet, 0, "", "", "", NothingToImport(field="file")))
    if issues:
        return ReadTable(table.sheet, (), letters, tuple(issues))
    rows = []
    for row in table.rows:
        values: dict[str, Value] = {}
        wrong = False
        for column in columns:
            place = places.get(column.name)
            given = row.cells[place] if place is not None and place < len(row.cells) else None
            try:
                values[column.name] = read_cell(given, column)
            except RegistryError as error:
                wrong = True
                issues.append(
                    CellIssue(
                        table.sheet,
                        row.number,
                        column.name,
                        letters.get(column.name, "A"),
                        _shown(given),
                        error,
                    )
                )
        if not wrong:
            rows.append(ReadRow(row.number, values))
    return ReadTable(table.sheet, tuple(rows), letters, tuple(issues))


def read_cell(given: object, column: ImportColumn) -> Value:
    """Return a cell's value.

    Raises:
        CellFormula, CellEmpty, CellNotWhole, CellNotOffered, CellUnstorable: it has none.
    """
    if isinstance(given, Formula):
        raise CellFormula(value=_shown(given), field=column.name)
    text = "" if given is None else str(given).strip()
    if not text and column.required:
        raise CellEmpty(column=column.name, field=column.name)
    if column.shape in {"whole", "year"}:
        return _whole(text, column)
    if column.shape == "yes_no":
        if text.lower() not in YES | NO:
            raise CellNotOffered(value=_shown(text), offered="yes, no", field=column.name)
        return text.lower() in YES
    if column.shape == "choice" and text not in column.offered:
        offered = ", ".join(column.offered)
        raise CellNotOffered(value=_shown(text), offered=offered, field=column.name)
    if len(text) > column.maximum or any(not sign.isprintable() for sign in text):
        raise CellUnstorable(value=_shown(text), maximum=str(column.maximum), field=column.name)
    return text


def column_letter(place: int) -> str:
    """Return the letters of a column, from 0: A, B … Z, AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


def _places(
    table: SheetTable, columns: tuple[ImportColumn, ...]
) -> tuple[dict[str, int], list[CellIssue]]:
    found: dict[str, int] = {}
    headings = [_plain(heading) for heading in table.headings]
    for column in columns:
        names = {_plain(each) for each in (column.name, *column.title.values(), *column.also)}
        place = next((index for index, head in enumerate(headings) if head in names), None)
        if place is not None:
            found[column.name] = place
    missing = [column for column in columns if column.required and column.name not in found]
    issues = [
        CellIssue(table.sheet, 1, column.name, "", "", ColumnMissing(column=column.name))
        for column in missing
        if table.rows
    ]
    return found, issues


def _plain(heading: str) -> str:
    return re.sub(r"[\W_]+", "", heading).lower()


def _whole(text: str, column: ImportColumn) -> int | None:
    if not text:
        return None
    year = column.shape == "year"
    minimum, maximum = (YEAR_MIN, YEAR_MAX) if year else (0, WHOLE_MAX)
    digits = text.replace(",", "").replace("\N{NO-BREAK SPACE}", "").replace(" ", "")
    digits = re.sub(r"\.0+$", "", digits)
    if not _WHOLE.fullmatch(digits) or not minimum <= int(digits) <= maximum:
        raise CellNotWhole(
            value=_shown(text), minimum=str(minimum), maximum=str(maximum), field=column.name
        )
    return int(digits)


def _shown(given: object) -> str:
    text = "" if given is None else str(given)
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in text[:40])
