"""The sections of a report, as the values that its template sets."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Literal

from methodologies import FormField, Methodology, MethodologyInputs, Result, Step, in_both, plain
from web.estimate_reports.typeset import Part, Typesetter
from web.estimate_reports.words import text
from web.estimate_reports.workbook import unit_shown, where
from web.formats import grouped, number
from web.refusals import Language

SectionName = Literal["inputs", "equations", "factors", "assumptions", "warnings"]
SECTIONS: Final[tuple[SectionName, ...]] = (
    "inputs",
    "equations",
    "factors",
    "assumptions",
    "warnings",
)
STEPS_MAX = 300
"""Steps printed; a workbook has them all."""

ROWS_MAX = 120
EXPRESSION_CHARACTERS_MAX = 400
VALUE_DIGITS = 18

Section = dict[str, Any]
Cell = str | Sequence[Part]


def sections(
    methodology: Methodology,
    result: Result,
    chosen: Sequence[SectionName],
    language: Language,
    setting: Typesetter,
) -> list[Section]:
    """Return the chosen sections in the order of `SECTIONS`."""
    maker = _Sections(methodology, result, language, setting)
    made: Mapping[SectionName, Callable[[], Section]] = {
        "inputs": maker.inputs,
        "equations": maker.equations,
        "factors": maker.factors,
        "assumptions": maker.assumptions,
        "warnings": maker.warnings,
    }
    return [
        {"title": text(name, language), "empty": False, "kind": "table", **made[name]()}
        for name in SECTIONS
        if name in chosen
    ]


@dataclass(frozen=True, slots=True)
class _Sections:
    """Makes the sections of one result in one language."""

    methodology: Methodology
    result: Result
    language: Language
    setting: Typesetter

    def inputs(self) -> Section:
        """What was given: single values, then each table."""
        given = self.result.inputs
        fields = [
            field for field in self.methodology.fields if field.name in given.model_fields_set
        ]
        single = [field for field in fields if field.kind != "rows"]
        rows = [
            (
                field.label[self.language],
                self._value(field, getattr(given, field.name)),
                unit_shown(field.unit),
            )
            for field in single
            if getattr(given, field.name) is not None
        ]
        tables = [
            self._table(field, getattr(given, field.name))
            for field in fields
            if field.kind == "rows" and getattr(given, field.name)
        ]
        return {"kind": "inputs", "rows": rows, "tables": tables, "empty": not rows + tables}

    def equations(self) -> Section:
        """Every step, as long as they fit a document."""
        steps = self.result.steps
        left = len(steps) - STEPS_MAX
        note = text("more_steps", self.language, count=number(left)) if left > 0 else ""
        shown = [self._step(step) for step in steps[:STEPS_MAX]]
        return {"kind": "equations", "steps": shown, "note": note, "empty": not shown}

    def factors(self) -> Section:
        """Numbers from tables, with their source."""
        rows: list[list[Cell]] = [
            [
                self.setting.symbols(symbol),
                self.setting.plain(factor.name[self.language]),
                figure(factor.value),
                unit_shown(factor.unit),
                self.setting.plain(where(factor, self.language)),
                self.setting.plain(factor.sources[self.language]),
                text(factor.confidence, self.language),
            ]
            for symbol, factor in self.result.factors.items()
        ]
        names = ("symbol", "name", "value", "unit", "where", "source", "confidence")
        return self._listed(names, rows, wide={"name", "source"})

    def assumptions(self) -> Section:
        """Coefficients that no published text gave, and what replaced them."""
        official = self.result.status == "official"
        rows: list[list[Cell]] = [
            [
                self.setting.symbols(each.symbol),
                figure(each.factor.value),
                unit_shown(each.factor.unit),
                self.setting.plain(each.factor.sources[self.language]),
                text("kept", self.language)
                if each.replacement is None
                else self.setting.plain(
                    f"{figure(each.replacement.value)}; {each.replacement.source}"
                ),
            ]
            for each in (() if official else self.result.assumptions)
        ]
        names = ("symbol", "value", "unit", "source", "replaced_by")
        return self._listed(names, rows, wide={"source", "replaced_by"})

    def warnings(self) -> Section:
        """What the reader must know."""
        notes = [
            {
                "text": self.setting.plain(notice.text[self.language]),
                "source": self.setting.plain(in_both(notice.source)[self.language]),
            }
            for notice in self.result.warnings
        ]
        return {"kind": "notes", "notes": notes, "empty": not notes}

    def _listed(self, names: Sequence[str], rows: list[list[Cell]], wide: set[str]) -> Section:
        return {
            "headings": [text(name, self.language) for name in names],
            "columns": ["wide" if name in wide else "" for name in names],
            "rows": rows,
            "empty": not rows,
        }

    def _table(self, field: FormField, rows: Sequence[MethodologyInputs]) -> Section:
        columns = [
            column
            for column in field.columns
            if any(getattr(row, column.name) is not None for row in rows)
        ]
        if len(rows) > ROWS_MAX:
            note, rows = text("rows", self.language, count=number(len(rows))), ()
        else:
            note = ""
        return {
            "title": field.label[self.language],
            "note": note,
            "headings": [
                column.label[self.language] + (f" ({column.unit})" if column.unit else "")
                for column in columns
            ],
            "rows": [
                [self._value(column, getattr(row, column.name)) for column in columns]
                for row in rows
            ],
        }

    def _step(self, step: Step) -> Section:
        expression = step.expression if step.expression != plain(step.value) else ""
        if len(expression) > EXPRESSION_CHARACTERS_MAX:
            expression = expression[:EXPRESSION_CHARACTERS_MAX] + " …"
        return {
            "number": step.equation,
            "meaning": step.meaning[self.language],
            "symbol": self.setting.symbols(step.symbol),
            "formula": self.setting.symbols(_cut(step.formula)),
            "expression": self.setting.plain(grouped(expression)),
            "value": figure(step.value),
            "unit": unit_shown(step.unit),
            "sources": [
                (
                    self.setting.symbols(source.symbol),
                    self.setting.plain(source.text[self.language]),
                )
                for source in step.sources[:12]
            ],
        }

    def _value(self, field: FormField, value: object) -> str:
        if value is None:
            return "–"
        if isinstance(value, bool):
            return text("yes" if value else "no", self.language)
        if isinstance(value, Decimal) or (isinstance(value, int) and field.kind == "decimal"):
            return number(value)
        label = dict(field.choices).get(str(value))
        return self.setting.plain(label[self.language] if label else str(value))


def _cut(formula: str) -> str:
    short = len(formula) <= EXPRESSION_CHARACTERS_MAX
    return formula if short else formula[:EXPRESSION_CHARACTERS_MAX] + " …"


def figure(value: Decimal) -> str:
    """Write a value with as many digits as a reader compares; the workbook has all."""
    return number(plain(Decimal(f"{value:.{VALUE_DIGITS}g}")))
