"""Reads a filled form from a workbook as a dry run: what is accepted, what is refused and why.

Values are checked as those of the web form are, then calculated with; nothing is stored.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from methodologies import (
    Methodology,
    MethodologyError,
    Result,
    find,
)
from web.estimate_workbooks.refused import OtherMethodology, WorkbookRefused
from web.estimate_workbooks.sheets import Place, Problem, Typing, stated_methodology, typing_of
from web.estimate_workbooks.words import INPUTS
from web.estimates.forms import estimate_form, read_estimate
from web.forms import NUMBERS, Form, FormField, typed_number
from web.refusals import LANGUAGES, Language, Refusal, refusal
from web.tables.book_cells import Book, read_book

VALUE_CHARACTERS_SHOWN: Final = 80
Fields = Mapping[str, FormField]
RULES: Final = "methodologies."
"""How the codes of refusals by a methodology begin."""


@dataclass(frozen=True, slots=True)
class AcceptedCell:
    """A cell that can be used: as written, and as it was read."""

    sheet: str
    cell: str
    field: str
    title: str
    written: str
    read: str
    unit: str

    def to_dict(self) -> dict[str, str]:
        """Return the cell as plain values."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class RefusedCell:
    """A cell, or a place without one, that cannot be used."""

    sheet: str
    cell: str
    field: str
    title: str
    value: str
    told: Refusal

    @property
    def place(self) -> str:
        """Return the place in one text, for example `inputs!C9 planting`."""
        return f"{self.sheet}!{self.cell}".rstrip("!") + f" {self.field}".rstrip()

    def to_dict(self) -> dict[str, str]:
        """Return the place and what is wrong with it as plain values."""
        told = {name: getattr(self.told, name) for name in ("code", "sentence", "rule", "fix")}
        place = {name: getattr(self, name) for name in self.__slots__ if name != "told"}
        return {**place, **told, "source": self.told.source}


@dataclass(frozen=True, slots=True)
class WorkbookReading:
    """What came of a workbook; `result` is given when nothing was refused."""

    methodology: Methodology
    language: Language
    form: Form
    typed: Mapping[str, str]
    accepted: tuple[AcceptedCell, ...]
    refused: tuple[RefusedCell, ...]
    ignored_sheets: tuple[str, ...]
    result: Result | None

    @property
    def error(self) -> WorkbookRefused:
        """Return the refusal of the whole workbook."""
        return WorkbookRefused(refused=len(self.refused), accepted=len(self.accepted))

    @property
    def by_rule(self) -> bool:
        """Tell whether every value can be read, and only rules of the methodology refuse."""
        return all(cell.told.code.startswith(RULES) for cell in self.refused)

    @property
    def refusal(self) -> Refusal:
        """Return the refusal of the whole in words, with one part for each cell."""
        parts = [
            cell.told.model_copy(update={"field": cell.place, "value": cell.value})
            for cell in self.refused
        ]
        return refusal(self.error, self.language).model_copy(update={"fields": parts})

    @property
    def inputs(self) -> dict[str, Any]:
        """Return the inputs that were calculated with, else what was accepted as it was typed."""
        if self.result is not None:
            calculated: dict[str, Any] = self.result.to_dict()["inputs"]
            return calculated
        return _nested(self.typed)


def methodology_of(book: Book) -> Methodology:
    """Return the methodology a workbook is the form of.

    Raises:
        NotAForm: the workbook is no form.
        UnknownMethodology: there is none of this id and version.
    """
    stated, version = stated_methodology(book)
    return find(stated, version or None)


def read_form_workbook(
    content: bytes,
    language: Language,
    methodology: Methodology | None = None,
    factors: Any = None,
) -> WorkbookReading:
    """Read a workbook and calculate with it, without a trace left.

    Args:
        content: the file.
        language: of titles and refusals.
        methodology: whose form it has to be; without it the one the workbook names.
        factors: other tables than the packaged ones.

    Raises:
        RegistryError: the file cannot be read.
        WorkbookError: the file is no form, or that of another methodology.
        UnknownMethodology: there is none of this id and version.
    """
    book = read_book(content)
    wanted = methodology or methodology_of(book)
    _check_methodology(book, wanted)
    forms = (language, *(other for other in LANGUAGES if other != language))
    found = typing_of(book, tuple(estimate_form(wanted, each) for each in forms))
    submitted = read_estimate(wanted, language, found.typed)
    fields = submitted.form.named
    refused = [_of_problem(problem, fields, language) for problem in found.problems]
    if submitted.form.refusal is not None:
        refused += _of_form(submitted.form.refusal, fields, found)
    result = None
    if submitted.value is not None and not refused:
        try:
            result = wanted.calculate(submitted.value, factors)
        except MethodologyError as error:
            told = refusal(error, language)
            refused += _of_form(told, fields, found) or [_of_rule(told)]
    order = [sheet.name for sheet in book.sheets]
    refused.sort(key=lambda cell: _position(cell, order))
    wrong = {cell.field for cell in refused}
    kept = {name: text for name, text in found.typed.items() if name not in wrong}
    return WorkbookReading(
        methodology=wanted,
        language=language,
        form=submitted.form,
        typed=kept,
        accepted=tuple(_accepted(name, fields, found) for name in kept),
        refused=tuple(refused),
        ignored_sheets=tuple(found.ignored),
        result=result,
    )


def _check_methodology(book: Book, wanted: Methodology) -> None:
    stated, version = stated_methodology(book)
    if (stated, version or wanted.version) != (wanted.id, wanted.version):
        raise OtherMethodology(
            value=f"{stated} {version}".strip()[:VALUE_CHARACTERS_SHOWN],
            wanted=f"{wanted.id} {wanted.version}",
        )


def _of_problem(problem: Problem, fields: Fields, language: Language) -> RefusedCell:
    shown = fields.get(problem.name)
    value = problem.value[:VALUE_CHARACTERS_SHOWN]
    told = refusal(problem.error, language)
    place = problem.place
    return RefusedCell(place.sheet, place.cell, problem.name, _title(shown), value, told)


def _of_form(whole: Refusal, fields: Fields, found: Typing) -> list[RefusedCell]:
    """Return where each refused field stands, but for those refused as cells already."""
    known = {problem.name for problem in found.problems if problem.name}
    absent = {
        problem.place.sheet for problem in found.problems if not problem.place.cell
    }  # whole columns or tables, whose cells need no word of their own
    refused = []
    for told in whole.fields:
        place = found.places.get(told.field, Place(_sheet_of(told.field, fields)))
        if told.field in known or (place.sheet in absent and not found.written.get(told.field)):
            continue
        value = found.written.get(told.field, "")[:VALUE_CHARACTERS_SHOWN]
        title = _title(fields.get(told.field))
        refused.append(RefusedCell(place.sheet, place.cell, told.field, title, value, told))
    return refused


def _of_rule(told: Refusal) -> RefusedCell:
    return RefusedCell(INPUTS, "", "", "", told.value, told)


def _position(refused: RefusedCell, sheets: list[str]) -> tuple[int, int]:
    """Return where a refused cell stands among the others: by sheet, then by row."""
    row = "".join(sign for sign in refused.cell if sign.isdigit())
    place = sheets.index(refused.sheet) if refused.sheet in sheets else len(sheets)
    return place, int(row or 0)


def _sheet_of(name: str, fields: Fields) -> str:
    shown = fields.get(name.partition(".")[0])
    return shown.name if shown is not None and shown.kind == "rows" else INPUTS


def _accepted(name: str, fields: Fields, found: Typing) -> AcceptedCell:
    shown = fields.get(name)
    place, text = found.places[name], found.typed[name]
    labels = {choice.value: choice.label for choice in shown.choices} if shown else {}
    return AcceptedCell(
        sheet=place.sheet,
        cell=place.cell,
        field=name,
        title=_title(shown),
        written=found.written[name],
        read=typed_number(text) if shown and shown.kind in NUMBERS else labels.get(text, text),
        unit=shown.unit if shown else "",
    )


def _nested(typed: Mapping[str, str]) -> dict[str, Any]:
    """Return texts by name as inputs to start a form with, rows without gaps."""
    inputs: dict[str, Any] = {}
    rows: dict[str, dict[str, dict[str, str]]] = {}
    for name, text in typed.items():
        table, dot, cell = name.partition(".")
        if not dot:
            inputs[name] = text
            continue
        number, _, column = cell.partition(".")
        rows.setdefault(table, {}).setdefault(number, {})[column] = text
    return inputs | {table: list(found.values()) for table, found in rows.items()}


def _title(shown: FormField | None) -> str:
    return shown.title if shown is not None else ""
