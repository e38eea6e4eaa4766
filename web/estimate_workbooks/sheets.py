"""Finds the cell of each field in a workbook, and gathers what is typed there as the form takes it.

Rows of tables are numbered as the form numbers them: empty ones, and those that say no more than
the defaults, do not count.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from web.estimate_workbooks.cells import choice_labels, typed_text
from web.estimate_workbooks.refused import (
    CellError,
    CellMerged,
    ColumnAbsent,
    NameTwice,
    NameUnknown,
    NotAForm,
    SheetUnknown,
    TableTooLong,
    WorkbookError,
)
from web.estimate_workbooks.words import CHOICES, INPUTS, METHODOLOGY, VERSION, is_heading
from web.forms import Form, FormField
from web.tables.book_cells import Book, BookCell, BookSheet, Box, address

FORM_ROWS: Final = (METHODOLOGY, VERSION)
ID_CHARACTERS_MAX: Final = 80
NAMES_SHOWN_MAX: Final = 400


@dataclass(frozen=True, slots=True)
class Place:
    """Where a field stands: its sheet and the address of its cell, empty where it has none."""

    sheet: str
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """A place that cannot be used, by the field's name in the form if it has one."""

    place: Place
    error: WorkbookError
    name: str = ""
    value: str = ""


@dataclass(slots=True)
class Typing:
    """What a workbook says: texts by field, where each stands, and what cannot be used."""

    typed: dict[str, str] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)


def stated_methodology(book: Book) -> tuple[str, str]:
    """Return the methodology and version that a workbook says it is the form of.

    Raises:
        NotAForm: it has no sheet `inputs` with its headings.
    """
    sheet, name_column, value_column, _ = _inputs(book)
    stated = dict.fromkeys(FORM_ROWS, "")
    for row in sheet.rows:
        if name_column in row and value_column in row and row[name_column].shown in stated:
            stated[row[name_column].shown] = row[value_column].shown
    return stated[METHODOLOGY][:ID_CHARACTERS_MAX], stated[VERSION][:ID_CHARACTERS_MAX]


def typing_of(book: Book, forms: tuple[Form, ...]) -> Typing:
    """Gather what a workbook says.

    Args:
        book: the workbook.
        forms: the methodology's blank forms, one for each language, the reader's first.

    Raises:
        NotAForm: it has no sheet `inputs` with its headings.
    """
    found = Typing()
    _read_inputs(book, forms, found)
    sheets = {sheet.name: sheet for sheet in book.sheets}
    tables = [shown for shown in forms[0].fields if shown.kind == "rows"]
    for table in tables:
        others = tuple(form.named[table.name] for form in forms[1:])
        if table.name in sheets:
            _Table(book, sheets[table.name], table, others, found).read()
    _check_sheets(book, [table.name for table in tables], found)
    return found


def _check_sheets(book: Book, tables: list[str], found: Typing) -> None:
    """Refuse strange sheets while one of the form is gone; otherwise only name them."""
    present = {sheet.name for sheet in book.sheets}
    gone = [name for name in tables if name not in present]
    for sheet in book.sheets:
        if sheet.name in (INPUTS, CHOICES, *tables) or not sheet.rows:
            continue
        if gone:
            error = SheetUnknown(value=sheet.name, known=", ".join(gone))
            found.problems.append(Problem(Place(sheet.name), error, value=sheet.name))
        else:
            found.ignored.append(sheet.name[:NAMES_SHOWN_MAX])


def _inputs(book: Book) -> tuple[BookSheet, int, int, int]:
    """Return the sheet `inputs`, its columns of names and values, and the row of its headings."""
    sheet = next((sheet for sheet in book.sheets if sheet.name == INPUTS), None)
    for row in sheet.rows if sheet else ():
        names = [column for column, cell in row.items() if is_heading("name", cell.shown)]
        values = [column for column, cell in row.items() if is_heading("value", cell.shown)]
        if sheet and names and values:
            return sheet, names[0], values[0], row[names[0]].row
    raise NotAForm(sheets=", ".join(sheet.name for sheet in book.sheets)[:NAMES_SHOWN_MAX])


def _read_inputs(book: Book, forms: tuple[Form, ...], found: Typing) -> None:
    sheet, name_column, value_column, heading_row = _inputs(book)
    fields = {shown.name: shown for shown in forms[0].fields if shown.kind != "rows"}
    for row in sheet.rows:
        named = row.get(name_column)
        if named is None or named.row <= heading_row or named.shown in FORM_ROWS:
            continue
        name, cell = named.shown, row.get(value_column)
        place = Place(sheet.name, address(named.row, value_column))
        merged = _merged_at(sheet.merged, named.row, value_column)
        if name not in fields:
            if cell is not None:
                known = ", ".join(key for key in fields if key not in found.places)
                error = NameUnknown(value=name, known=known[:NAMES_SHOWN_MAX])
                found.problems.append(Problem(place, error, value=name))
        elif name in found.places:
            error_twice = NameTwice(value=name, first=found.places[name].cell)
            found.problems.append(Problem(place, error_twice, name, cell.shown if cell else ""))
        else:
            found.places[name] = place
            same = tuple(form.named[name] for form in forms)
            _take(found, name, same, cell, (book, merged))
    for name in fields:
        found.places.setdefault(name, Place(sheet.name))


def _take(
    found: Typing,
    name: str,
    same: tuple[FormField, ...],
    cell: BookCell | None,
    where: tuple[Book, Box | None],
) -> None:
    """Keep what a cell says, or why it cannot be used; `same` is its field in each language."""
    book, merged = where
    value = cell.shown if cell else ""
    try:
        if merged is not None:
            first, last = address(merged[1], merged[0]), address(merged[3], merged[2])
            raise CellMerged(value=f"{first}:{last}")
        text = typed_text(cell, same[0], choice_labels(*same), book.epoch) if cell else ""
    except CellError as error:
        found.problems.append(Problem(found.places[name], error, name, value))
        return
    if same[0].kind == "boolean" and text != "true":
        text = ""
    if text:
        found.typed[name] = text
        found.written[name] = value


@dataclass(frozen=True, slots=True)
class _Table:
    """One sheet of rows that is being read."""

    book: Book
    sheet: BookSheet
    table: FormField
    others: tuple[FormField, ...]
    found: Typing

    def read(self) -> None:
        headings, below = self._headings()
        columns = dict(self._columns(headings))
        absent = [each for each in self.table.columns if each.required and each.name not in columns]
        rows = [row for row in below if any(column in row for column in columns.values())]
        if headings:
            for each in absent:
                error = ColumnAbsent(value=each.name)
                self._refuse(Place(self.sheet.name), error, each.name)
        number = 0
        for row in rows:
            number += self._take_row(row, columns, number)
        if number > self.table.rows_max:
            error_long = TableTooLong(value=number, maximum=self.table.rows_max)
            self._refuse(Place(self.sheet.name), error_long, str(number), self.table.name)

    def _headings(self) -> tuple[dict[int, BookCell], tuple[dict[int, BookCell], ...]]:
        """Return the row of names, the first in which one stands, and the rows below it."""
        known = {column.name for column in self.table.columns}
        for number, row in enumerate(self.sheet.rows):
            if any(cell.shown in known for cell in row.values()):
                return row, self.sheet.rows[number + 1 :]
        return {}, self.sheet.rows

    def _columns(self, headings: Mapping[int, BookCell]) -> Iterator[tuple[str, int]]:
        known = [column.name for column in self.table.columns]
        seen: dict[str, str] = {}
        if not headings and self.sheet.rows:
            error_absent = ColumnAbsent(value=known[0])
            self._refuse(Place(self.sheet.name), error_absent, known[0])
        for column, cell in headings.items():
            place = Place(self.sheet.name, cell.address)
            if cell.shown not in known:
                names = ", ".join(name for name in known if name not in seen)
                self._refuse(place, NameUnknown(value=cell.shown, known=names), cell.shown)
            elif cell.shown in seen:
                error = NameTwice(value=cell.shown, first=seen[cell.shown])
                self._refuse(place, error, cell.shown)
            else:
                seen[cell.shown] = cell.address
                yield cell.shown, column

    def _take_row(
        self, row: Mapping[int, BookCell], columns: Mapping[str, int], number: int
    ) -> bool:
        """Keep a row's cells under its number; return whether it counts as a row."""
        line = next(iter(row.values())).row
        own = Typing()
        for index, shown in enumerate(self.table.columns):
            if shown.name not in columns:
                continue
            column = columns[shown.name]
            name = f"{self.table.name}.{number}.{shown.name}"
            own.places[name] = Place(self.sheet.name, address(line, column))
            same = (shown, *(other.columns[index] for other in self.others))
            merged = _merged_at(self.sheet.merged, line, column)
            _take(own, name, same, row.get(column), (self.book, merged))
        self.found.problems += own.problems
        defaults = {
            f"{self.table.name}.{number}.{shown.name}": shown.value for shown in self.table.columns
        }
        if all(text == defaults[name] for name, text in own.typed.items()):
            return False
        if number < self.table.rows_max:
            self.found.typed |= own.typed
            self.found.written |= own.written
            self.found.places |= own.places
        return True

    def _refuse(self, place: Place, error: WorkbookError, value: str, name: str = "") -> None:
        self.found.problems.append(Problem(place, error, name, value))


def _merged_at(boxes: tuple[Box, ...], row: int, column: int) -> Box | None:
    return next(
        (box for box in boxes if box[0] <= column <= box[2] and box[1] <= row <= box[3]), None
    )
