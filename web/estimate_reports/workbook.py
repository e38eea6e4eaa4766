"""The workbook of a result: inputs, numbers, and each equation as a live formula.

A spreadsheet that calculates it again comes to the same figures: the formulas are the third form
of the same equation functions that gave the audited figures.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from methodologies import (
    STATUS_TEXTS,
    CellFormulas,
    Factor,
    Methodology,
    Operand,
    Place,
    Reference,
    Result,
    in_both,
    plain,
)
from web.estimate_reports.input_sheet import InputSheet
from web.estimate_reports.styles import Styles
from web.estimate_reports.words import text
from web.refusals import Language
from web.tables.workbooks import Cell, fits, sheet_name, write_cell, written_workbook

SAME_RELATIVE = "1E-12"
SAME_ABSOLUTE = "1E-9"
SIGNIFICANT_DIGITS = 14
"""Of a quantity before it is rounded down: a double near a whole number counts as it."""

PAPER_A4 = 9
VALUE_OF_OPERAND = "B"
VALUE_OF_STEP = "E"
AUDITED_STEP = "H"
SAME_STEP = "J"
WIDTHS = {
    "results": (52, 24, 14, 24, 10),
    "inputs": (44, 24, 18, 24, 18, 18, 18, 18),
    "numbers": (22, 22, 16, 18, 34, 24, 60, 12, 44),
    "equations": (8, 22, 34, 44, 22, 16, 60, 22, 30, 10),
    "notes": (28, 16, 16, 60, 40),
}


def result_workbook(methodology: Methodology, result: Result, language: Language) -> bytes:
    """Return a result as an XLSX file with live formulas.

    Args:
        methodology: that gave the result, of the same version.
        result: as calculated.
        language: of all headings and names.

    Returns:
        The same bytes for the same result and language.
    """
    written = io.BytesIO()
    with written_workbook(written) as book:
        _ResultWorkbook(book, methodology, result, language).write()
    return written.getvalue()


@dataclass(slots=True)
class _ResultWorkbook:
    """Fills one workbook."""

    book: Any
    methodology: Methodology
    result: Result
    language: Language
    styles: Styles = field(init=False)
    sheets: dict[str, Any] = field(default_factory=dict)
    parts: int = 0

    def __post_init__(self) -> None:
        self.styles = Styles.of(self.book)

    def write(self) -> None:
        """Write every sheet, the results first."""
        for name in ("results", "inputs", "numbers", "equations", "notes"):
            self.sheets[name] = self._sheet(name)
            for column, width in enumerate(WIDTHS[name]):
                self.sheets[name].set_column(column, column, width)
        inputs = InputSheet(self.sheets["inputs"], self.styles, self.language)
        inputs.write(self.methodology.fields, self.result.inputs)
        self._numbers(inputs)
        formulas = CellFormulas(self._place, self._set_aside)
        self._equations(formulas)
        self._results(formulas)
        self._notes()

    def _numbers(self, inputs: InputSheet) -> None:
        self._headings("numbers", "symbol value unit kind name where source confidence every_digit")
        for row, operand in enumerate(self.result.operands, 1):
            place = None if operand.factor else inputs.place(operand.value, operand.field)
            self._row("numbers", row, self._operand(operand, place))
            sheet, value = self.sheets["numbers"], float(operand.value)
            if place is None:
                changeable = self.styles.changeable if operand.factor else self.styles.live
                sheet.write_number(row, 1, value, changeable)
            else:
                sheet.write_formula(row, 1, f"={place.text}", self.styles.live, value)

    def _operand(self, operand: Operand, place: Place | None) -> Sequence[Cell]:
        digits = "" if fits(operand.value) else plain(operand.value)
        if operand.factor is None:
            kind = "counted" if place is None else "input"
            asked = self.methodology.asked(operand.field)[self.language]
            return (operand.symbol, None, "", self._word(kind), asked, "", "", "", digits)
        kind = "factor" if operand.factor.value == operand.value else "own"
        factor = operand.factor
        return (
            operand.symbol,
            None,
            factor.unit,
            self._word(kind),
            factor.name[self.language],
            where(factor, self.language),
            factor.sources[self.language] if kind == "factor" else self._own_source(operand.symbol),
            self._word(factor.confidence) if kind == "factor" else "",
            digits,
        )

    def _own_source(self, symbol: str) -> str:
        found = (each for each in self.result.assumptions if each.symbol == symbol)
        return next((each.replacement.source for each in found if each.replacement), "")

    def _equations(self, formulas: CellFormulas) -> None:
        self._headings(
            "equations",
            "equation symbol meaning formula value unit expression audited every_digit same",
        )
        sheet = self.sheets["equations"]
        for row, step in enumerate(self.result.steps, 1):
            shown = (
                step.equation,
                step.symbol,
                step.meaning[self.language],
                step.formula,
                None,
                step.unit,
                step.expression,
                None,
                "" if fits(step.value) else plain(step.value),
            )
            self._row("equations", row, shown)
            live = f"{VALUE_OF_STEP}{row + 1}"
            self._live(sheet, row, 4, formulas.formula(step.cell), step.value)
            sheet.write_number(row, 7, float(step.value))
            self._same(sheet, row, 9, live, f"{AUDITED_STEP}{row + 1}")

    def _results(self, formulas: CellFormulas) -> None:
        sheet, methodology = self.sheets["results"], self.methodology
        write_cell(sheet, 0, 0, methodology.title[self.language], self.styles.title)
        status = STATUS_TEXTS[self.result.status][self.language]
        for row, (name, said) in enumerate(
            (
                ("methodology", f"{methodology.id} {methodology.version}"),
                ("published", in_both(methodology.source)[self.language]),
                ("status", status),
            ),
            1,
        ):
            write_cell(sheet, row, 0, self._word(name), self.styles.quiet)
            write_cell(sheet, row, 1, said)
        sheet.merge_range(4, 0, 4, 4, "", self.styles.banner)
        warned = [self._word(self.result.status)]
        if self.result.status == "reconstructed" and methodology.issues:
            warned.append(self._word("no_issuance"))
        write_cell(sheet, 4, 0, " ".join(warned), self.styles.banner)
        sheet.set_row(4, 48)
        self._headings("results", "quantity value unit audited same", 6)
        row = 7
        for output in methodology.outputs:
            value = self.result.results[output.name]
            write_cell(sheet, row, 0, output.title[self.language])
            self._live(sheet, row, 1, formulas.formula(self.result.cells[output.name]), value)
            write_cell(sheet, row, 2, output.unit)
            self._audited(sheet, row, 3, value)
            self._same(sheet, row, 4, f"B{row + 1}", plain_number(value))
            if output is methodology.principal:
                principal = f"B{row + 1}"
            row += 1
        if self.result.issuable_units is not None:
            self._issuable(row, principal, self.result.issuable_units)
            row += 1
        self._closing(row + 1)

    def _issuable(self, row: int, principal: str, units: int) -> None:
        sheet, rounding = self.sheets["results"], self.methodology.rounding
        assert rounding is not None
        assert rounding.mode == "floor"
        digits = f"{SIGNIFICANT_DIGITS}-INT(LOG10(MAX(1,ABS({principal}))))"
        formula = f"=MAX(0,ROUNDDOWN(ROUND({principal},{digits}),0))"
        write_cell(sheet, row, 0, self._word("issuable"))
        sheet.write_formula(row, 1, formula, self.styles.total, units)
        write_cell(sheet, row, 2, self.methodology.principal.unit)
        self._audited(sheet, row, 3, Decimal(units))
        self._same(sheet, row, 4, f"B{row + 1}", str(units))
        write_cell(sheet, row, 5, rounding.text[self.language], self.styles.quiet)

    def _closing(self, row: int) -> None:
        sheet = self.sheets["results"]
        write_cell(sheet, row, 0, self._word("differing"), self.styles.wrapped)
        last = len(self.result.steps) + 1
        column = f"'{self.sheets['equations'].name}'!${SAME_STEP}$2:${SAME_STEP}${last}"
        sheet.write_formula(
            row, 1, f'=COUNTIF({column},"{self._word("no")}")', self.styles.total, 0
        )
        sheet.merge_range(row + 2, 0, row + 2, 4, "", self.styles.wrapped)
        write_cell(sheet, row + 2, 0, self._word("how"), self.styles.wrapped)
        sheet.set_row(row + 2, 48)

    def _notes(self) -> None:
        sheet = self.sheets["notes"]
        row = 0
        if self.result.status != "official":
            self._headings("notes", "assumptions value unit source replaced_by")
            for row, each in enumerate(self.result.assumptions, 1):
                own = each.replacement
                replaced = f"{plain(own.value)}; {own.source}" if own else self._word("kept")
                factor = each.factor
                source = factor.sources[self.language]
                shown = (each.symbol, factor.value, factor.unit, source, replaced)
                self._row("notes", row, shown)
            row += 2
        write_cell(sheet, row, 0, self._word("warnings"), self.styles.heading)
        for number, notice in enumerate(self.result.warnings, row + 1):
            self._row(
                "notes",
                number,
                (notice.text[self.language], "", "", in_both(notice.source)[self.language]),
            )

    def _place(self, reference: Reference) -> Place:
        if reference.origin == "step":
            return Place(self.sheets["equations"].name, VALUE_OF_STEP, reference.number + 2)
        return Place(self.sheets["numbers"].name, VALUE_OF_OPERAND, reference.number + 2)

    def _set_aside(self, formula: str) -> Place:
        """Put a part of a long formula into a cell of its own; a spreadsheet fills it in."""
        if "parts" not in self.sheets:
            self.sheets["parts"] = self._sheet("parts")
            self.sheets["parts"].set_column(0, 0, 24)
        self.parts += 1
        self.sheets["parts"].write_formula(self.parts - 1, 0, formula, self.styles.live)
        return Place(self.sheets["parts"].name, "A", self.parts)

    def _live(self, sheet: Any, row: int, column: int, formula: str, value: Decimal) -> None:
        sheet.write_formula(row, column, formula, self.styles.live, float(value))

    def _audited(self, sheet: Any, row: int, column: int, value: Decimal) -> None:
        write_cell(sheet, row, column, value if fits(value) else plain(value))

    def _same(self, sheet: Any, row: int, column: int, live: str, audited: str) -> None:
        yes, no = self._word("yes"), self._word("no")
        most = f"{SAME_ABSOLUTE}+{SAME_RELATIVE}*ABS({audited})"
        formula = f'=IF(ABS({live}-({audited}))<={most},"{yes}","{no}")'
        sheet.write_formula(row, column, formula, None, yes)

    def _sheet(self, name: str) -> Any:
        sheet = self.book.add_worksheet(sheet_name(self._word(name)))
        sheet.set_landscape()
        sheet.set_paper(PAPER_A4)
        sheet.fit_to_pages(1, 0)
        return sheet

    def _headings(self, sheet: str, names: str, row: int = 0) -> None:
        for column, name in enumerate(names.split()):
            write_cell(self.sheets[sheet], row, column, self._word(name), self.styles.heading)
        if row == 0:
            self.sheets[sheet].freeze_panes(1, 0)

    def _row(self, sheet: str, row: int, values: Sequence[Cell]) -> None:
        for column, value in enumerate(values):
            if value not in (None, ""):
                write_cell(self.sheets[sheet], row, column, value)

    def _word(self, name: str) -> str:
        return text(name, self.language)


def where(factor: Factor, language: Language) -> str:
    """Write region and year of a factor."""
    year = f", {factor.year}" if factor.year else ""
    return f"{factor.region_name[language]}{year}"


def unit_shown(unit: str) -> str:
    """Write a unit; that of a pure number is nothing."""
    return "" if unit == "1" else unit


def plain_number(value: Decimal) -> str:
    """Write a number for a formula, in the digits that a spreadsheet reads."""
    return repr(float(value)).upper()
