"""Writes the form of a methodology as a workbook: one sheet of fields, one for each table of rows.

Sheets and fields have the names that JSON and the web form use. What may be chosen is offered as
a list; bounds and help stand beside each field and appear when its cell is entered.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from math import ceil
from typing import IO, Any, Final
from unicodedata import east_asian_width

from methodologies import STATUS_TEXTS, Methodology
from web.estimate_workbooks.words import (
    CHOICES,
    FIRST_DAY,
    HEADINGS,
    INPUTS,
    LAST_DAY,
    METHODOLOGY,
    VERSION,
    WORDS,
    heading,
)
from web.forms import NUMBERS, YES_NO, Form, FormField, typed_number
from web.refusals import Language
from web.tables.workbooks import DAY, Cell, fits, write_cell, written_workbook

VALUE_COLUMN: Final = 2
WIDTHS: Final = (26, 34, 24, 16, 22, 60, 30)
LINE_HEIGHT: Final = 15
_TOLD_WIDTHS: Final = (WIDTHS[1], WIDTHS[4], WIDTHS[5], WIDTHS[6])
COLUMN_WIDTH: Final = 18
TITLE_CHARACTERS: Final = 32
MESSAGE_CHARACTERS: Final = 255
SHADE: Final = "#FFF8DC"
TABLE_HEADING_ROWS: Final = 2


@dataclass(frozen=True, slots=True)
class _Paper:
    """A workbook in the making: its styles, and where the choices of each field are listed."""

    book: Any
    language: Language
    styles: dict[str, Any]
    lists: dict[str, str]

    def word(self, name: str, **facts: object) -> str:
        return WORDS[name][self.language].format(**facts)


def write_form(target: IO[bytes], methodology: Methodology, form: Form, language: Language) -> None:
    """Write a form, blank or filled, as a workbook.

    Args:
        target: where.
        methodology: whose form it is.
        form: with the values to start with, in the same language.
        language: of labels and help.
    """
    with written_workbook(target) as book:
        inputs = book.add_worksheet(INPUTS)
        tables = [shown for shown in form.fields if shown.kind == "rows"]
        sheets = {table.name: book.add_worksheet(table.name) for table in tables}
        lists = _write_choices(book.add_worksheet(CHOICES), form, language)
        paper = _Paper(book, language, _styles(book), lists)
        _write_inputs(paper, inputs, methodology, form)
        for table in tables:
            _write_table(paper, sheets[table.name], table)
        inputs.activate()


def _styles(book: Any) -> dict[str, Any]:
    shaded = {"bg_color": SHADE, "border": 1, "border_color": "#C8C8C8", "valign": "top"}
    wrapped = {"text_wrap": True, "valign": "top"}
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "heading": book.add_format({"bold": True, "bottom": 1, **wrapped}),
        "group": book.add_format({"bold": True, "bg_color": "#E6EEF5"}),
        "name": book.add_format({"font_color": "#595959", "valign": "top"}),
        "plain": book.add_format(wrapped),
        "value": book.add_format(shaded),
        "text": book.add_format({**shaded, "num_format": "@"}),
        "date": book.add_format({**shaded, "num_format": DAY}),
    }


def _write_choices(sheet: Any, form: Form, language: Language) -> dict[str, str]:
    """List what may be chosen, and return the range of labels of each field."""
    write_cell(sheet, 0, 0, heading("name", language))
    write_cell(sheet, 0, 1, WORDS["choice_value"][language])
    write_cell(sheet, 0, 2, heading("label", language))
    sheet.set_column(0, 2, COLUMN_WIDTH * 2)
    sheet.freeze_panes(1, 0)
    ranges: dict[str, str] = {}
    row = 1
    for name, shown in _chosen(form):
        for choice in shown.choices:
            for column, text in enumerate((name, choice.value, choice.label)):
                write_cell(sheet, row, column, text)
            row += 1
        ranges[name] = f"={CHOICES}!$C${row - len(shown.choices) + 1}:$C${row}"
    return ranges


def _chosen(form: Form) -> Iterator[tuple[str, FormField]]:
    for shown in form.fields:
        if shown.kind == "choice":
            yield shown.name, shown
        for column in shown.columns:
            if column.kind == "choice":
                yield f"{shown.name}.{column.name}", column


def _write_inputs(paper: _Paper, sheet: Any, methodology: Methodology, form: Form) -> None:
    language, styles = paper.language, paper.styles
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    status = STATUS_TEXTS[methodology.status][language]
    write_cell(sheet, 0, 0, methodology.title[language], styles["title"])
    write_cell(sheet, 1, 0, f"{methodology.document} · {status} · {methodology.source}")
    write_cell(sheet, 2, 0, paper.word("how"))
    for column, (_, words) in enumerate(HEADINGS):
        write_cell(sheet, 4, column, words[language], styles["heading"])
    sheet.freeze_panes(5, VALUE_COLUMN + 1)
    for row, (name, value) in enumerate(
        ((METHODOLOGY, methodology.id), (VERSION, methodology.version)), 5
    ):
        write_cell(sheet, row, 0, name, styles["name"])
        write_cell(sheet, row, 1, paper.word(name))
        write_cell(sheet, row, VALUE_COLUMN, value)
    row = 7
    for group in form.groups:
        for column in range(len(WIDTHS)):
            write_cell(sheet, row, column, "" if column else group.title, styles["group"])
        for shown in group.fields:
            row += 1
            _write_field(paper, sheet, row, shown)
        row += 1
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _write_field(paper: _Paper, sheet: Any, row: int, shown: FormField) -> None:
    style = paper.styles["plain"]
    write_cell(sheet, row, 1, f"{shown.title} *" if shown.required else shown.title, style)
    write_cell(sheet, row, 5, shown.help, style)
    write_cell(sheet, row, 6, shown.source, style)
    if shown.kind == "rows":
        told = paper.word("see_sheet", sheet=shown.name, rows=shown.rows_max)
        sheet.write_url(row, VALUE_COLUMN, f"internal:'{shown.name}'!A1", None, told)
        return
    write_cell(sheet, row, 0, shown.name, paper.styles["name"])
    write_cell(sheet, row, 3, shown.unit, style)
    write_cell(sheet, row, 4, _allowed(shown), style)
    texts = zip((shown.title, _allowed(shown), shown.help, shown.source), _TOLD_WIDTHS, strict=True)
    sheet.set_row(row, LINE_HEIGHT * max(_lines(text, width) for text, width in texts))
    _write_value(paper, sheet, row, VALUE_COLUMN, shown)
    _validate(paper, sheet, (row, VALUE_COLUMN, row, VALUE_COLUMN), shown, shown.name)


def _write_table(paper: _Paper, sheet: Any, table: FormField) -> None:
    for column, shown in enumerate(table.columns):
        unit = f" ({shown.unit})" if shown.unit else ""
        title = f"{shown.title}{unit}{' *' if shown.required else ''}"
        write_cell(sheet, 0, column, title, paper.styles["heading"])
        write_cell(sheet, 1, column, shown.name, paper.styles["name"])
        sheet.set_column(column, column, COLUMN_WIDTH)
        last = TABLE_HEADING_ROWS + table.rows_max - 1
        box = (TABLE_HEADING_ROWS, column, last, column)
        _validate(paper, sheet, box, shown, f"{table.name}.{shown.name}")
    sheet.freeze_panes(TABLE_HEADING_ROWS, 0)
    for row, cells in enumerate(table.rows, TABLE_HEADING_ROWS):
        for column, cell in enumerate(cells):
            _write_value(paper, sheet, row, column, cell)


def _write_value(paper: _Paper, sheet: Any, row: int, column: int, shown: FormField) -> None:
    kind = shown.kind if shown.kind in paper.styles else "value"
    write_cell(sheet, row, column, _cell_value(shown, paper.language), paper.styles[kind])


def _cell_value(shown: FormField, language: Language) -> Cell:
    """Return a typed value as the kind of cell it is; what it cannot be stays as it was typed."""
    if shown.kind == "boolean":
        return YES_NO["true" if shown.value == "true" else "false"][language]
    if shown.kind == "choice":
        labels = {choice.value: choice.label for choice in shown.choices}
        return labels.get(shown.value, shown.value)
    try:
        if shown.kind == "date" and shown.value:
            return date.fromisoformat(shown.value)
        if shown.kind in NUMBERS and shown.value:
            number = Decimal(typed_number(shown.value))
            return number if fits(number) else shown.value
    except (ValueError, InvalidOperation):
        return shown.value
    return shown.value


def _validate(
    paper: _Paper, sheet: Any, box: tuple[int, int, int, int], shown: FormField, name: str
) -> None:
    """Offer choices and bounds in the cells; numbers too long for one may be typed as text."""
    rule: dict[str, Any] = {"validate": "any"}
    message = ""
    if shown.kind == "choice":
        rule = {"validate": "list", "source": paper.lists[name], "error_type": "stop"}
        message = paper.word("choose")
    elif shown.kind == "boolean":
        offered = [word[paper.language] for word in YES_NO.values()]
        rule = {"validate": "list", "source": offered, "error_type": "stop"}
        message = paper.word("choose")
    elif shown.kind == "date":
        rule = _between("date", FIRST_DAY, LAST_DAY)
        message = paper.word("day")
    elif shown.kind in NUMBERS and shown.minimum and shown.maximum:
        rule = _between(shown.kind, Decimal(shown.minimum), Decimal(shown.maximum))
        bounds = {"minimum": shown.minimum, "maximum": shown.maximum, "unit": shown.unit or "1"}
        message = paper.word("between", **bounds)
    if message or shown.help:
        rule["error_message"] = message[:MESSAGE_CHARACTERS]
        rule["input_title"] = shown.title[:TITLE_CHARACTERS]
        rule["input_message"] = f"{message} {shown.help}".strip()[:MESSAGE_CHARACTERS]
        sheet.data_validation(*box, rule)


def _between(kind: str, minimum: object, maximum: object) -> dict[str, Any]:
    bounds = {"criteria": "between", "minimum": minimum, "maximum": maximum}
    return {"validate": kind, **bounds, "error_type": "warning"}


def _allowed(shown: FormField) -> str:
    if shown.kind == "choice":
        return " / ".join(choice.label for choice in shown.choices)
    if shown.minimum and shown.maximum:
        return f"{shown.minimum} – {shown.maximum}"
    return ""


def _lines(text: str, width: int) -> int:
    """Return on how many lines a text stands in a column; Chinese signs are two digits wide."""
    taken = sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)
    return max(1, ceil(taken / width))
