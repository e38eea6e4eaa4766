"""The sheet of inputs: each number in a cell of its own, which the calculation refers to."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from methodologies import FormField, MethodologyInputs, Place
from web.estimate_reports.styles import Styles
from web.estimate_reports.words import text
from web.refusals import Language
from web.tables.workbooks import write_cell

VALUE_COLUMN = "B"


@dataclass(slots=True)
class InputSheet:
    """Writes the inputs, and knows afterwards where each number stands.

    Only the numbers that formulas refer to are marked as changeable: a year chooses factors, which
    no formula does.

    A calculation takes the very objects that its inputs hold, so a number is found by identity:
    two fields with equal values are never mistaken for each other.
    """

    sheet: Any
    styles: Styles
    language: Language
    row: int = 0
    _objects: dict[int, list[Place]] = field(default_factory=dict)
    _fields: dict[str, Place] = field(default_factory=dict)

    def write(self, fields: tuple[FormField, ...], inputs: MethodologyInputs) -> None:
        """Write all fields: single values first, then each table."""
        self._headings("quantity", "value", "unit", "field")
        for asked in fields:
            value = getattr(inputs, asked.name)
            if asked.kind != "rows" and value is not None:
                self._single(asked, value)
        for asked in fields:
            if asked.kind == "rows" and getattr(inputs, asked.name):
                self._table(asked, getattr(inputs, asked.name))

    def place(self, value: Decimal, name: str) -> Place | None:
        """Return where a number stands that a calculation took, None if it was derived."""
        found = self._objects.get(id(value), [])
        place = found[0] if len(found) == 1 else self._fields.get(f"{name}={value}")
        if place is not None:
            self.sheet.write_number(f"{place.column}{place.row}", value, self.styles.changeable)
        return place

    def _single(self, asked: FormField, value: object) -> None:
        write_cell(self.sheet, self.row, 0, asked.label[self.language])
        self._value(1, asked, value)
        write_cell(self.sheet, self.row, 2, asked.unit)
        write_cell(self.sheet, self.row, 3, asked.name, self.styles.quiet)
        if _is_number(value):
            place = Place(self.sheet.name, VALUE_COLUMN, self.row + 1)
            self._fields[f"{asked.name}={Decimal(str(value))}"] = place
        self.row += 1

    def _table(self, asked: FormField, rows: tuple[MethodologyInputs, ...]) -> None:
        self.row += 1
        write_cell(self.sheet, self.row, 0, asked.label[self.language], self.styles.heading)
        write_cell(self.sheet, self.row, 1, asked.name, self.styles.quiet)
        self.row += 1
        columns = [
            column
            for column in asked.columns
            if any(getattr(row, column.name) is not None for row in rows)
        ]
        for number, column in enumerate(columns):
            unit = f" ({column.unit})" if column.unit else ""
            label = f"{column.label[self.language]}{unit}"
            write_cell(self.sheet, self.row, number, label, self.styles.heading)
        self.row += 1
        for row in rows:
            for number, column in enumerate(columns):
                self._value(number, column, getattr(row, column.name))
            self.row += 1

    def _value(self, column: int, asked: FormField, value: object) -> None:
        if isinstance(value, Decimal):
            place = Place(self.sheet.name, xl_col_to_name(column), self.row + 1)
            self._objects.setdefault(id(value), []).append(place)
        if _is_number(value):
            self.sheet.write_number(self.row, column, float(str(value)), self.styles.number)
            return
        shown = value if isinstance(value, bool | date | None) else self._shown(asked, str(value))
        style = self.styles.day if isinstance(value, date) else None
        write_cell(self.sheet, self.row, column, shown, style)

    def _shown(self, asked: FormField, value: str) -> str:
        label = dict(asked.choices).get(value)
        return f"{label[self.language]} ({value})" if label else value

    def _headings(self, *names: str) -> None:
        for column, name in enumerate(names):
            write_cell(self.sheet, self.row, column, text(name, self.language), self.styles.heading)
        self.row += 1


def _is_number(value: object) -> bool:
    return isinstance(value, Decimal | int) and not isinstance(value, bool)
