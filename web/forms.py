"""Forms made from Pydantic models: the model's labels, units, bounds and help are the form's copy.

`json_schema_extra` of a field may hold `label`, `help`, `group` and `choices` (value → label) as
`{"zh": …, "en": …}`, `unit` and `source` as text, and `kind`. Numbers are read as people type them.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from werkzeug.datastructures import MultiDict

from web.refusals import Language, Refusal, refusal

Model = TypeVar("Model", bound=BaseModel)
Schema = Mapping[str, Any]
GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
SPACED = re.compile(r"[+-]?\d{1,3}(?: \d{3})+(?:\.\d+)?")
PLAIN = re.compile(r"[+-]?\d+(?:\.\d+)?", re.ASCII)
NUMBERS = ("decimal", "integer")
UNTICKED = ("", "false")
LONG_TEXT_CHARACTERS = 200
ROWS_MAX = 50
YES_NO = {"true": {"zh": "是", "en": "yes"}, "false": {"zh": "否", "en": "no"}}
"""A yes-or-no question without default is a choice, so that it can be left open."""


class FormModel(BaseModel):
    """Base of what a form asks: nothing beside its fields, and no blanks around a text."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class UnfitValueError(ValueError):
    """A value to start with is not what the field takes: a table needs a list of rows."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a field."""

    value: str
    label: str


@dataclass(slots=True)
class FormField:
    """What a page needs to show one field."""

    name: str
    title: str
    kind: str  # decimal, integer, text, long, date, boolean, choice or rows
    required: bool
    value: str = ""
    unit: str = ""
    help: str = ""
    source: str = ""
    minimum: str = ""
    maximum: str = ""
    choices: list[Choice] = field(default_factory=list)
    columns: list["FormField"] = field(default_factory=list)
    rows: list[list["FormField"]] = field(default_factory=list)
    rows_max: int = 0
    rows_sent: int = 0
    row_number: int = 0
    focus: bool = False
    refusal: Refusal | None = None

    @property
    def read_as(self) -> str:
        """Return how a number was read in plain digits, if it was typed in another way."""
        if self.kind not in NUMBERS:
            return ""
        plain = typed_number(self.value)
        return plain if plain != self.value.strip() and PLAIN.fullmatch(plain) else ""

    @property
    def described_by(self) -> str:
        """Return the ids of what explains the field, for `aria-describedby`."""
        ids = [f"unit-{self.name}"] if self.unit else []
        ids += [f"help-{self.name}"] if self.help or self.minimum or self.maximum else []
        ids += [f"read-{self.name}"] if self.read_as else []
        ids += [f"error-{self.name}"] if self.refusal else []
        return " ".join(ids)


@dataclass(slots=True)
class FormGroup:
    """Fields under one heading, in the model's order."""

    title: str
    fields: list[FormField]


@dataclass(slots=True)
class Form:
    """A form ready to render, with what was typed and what is wrong."""

    groups: list[FormGroup]
    refusal: Refusal | None = None

    @property
    def fields(self) -> list[FormField]:
        """Return all fields in order."""
        return [shown for group in self.groups for shown in group.fields]

    @property
    def named(self) -> dict[str, FormField]:
        """Return all fields by their names in the page; cells of rows as `fuels.0.amount`."""
        cells = [cell for shown in self.fields for row in shown.rows for cell in row]
        return {shown.name: shown for shown in (*self.fields, *cells)}

    @property
    def summary(self) -> list[tuple[FormField | None, Refusal]]:
        """Return what is wrong, each with its field if the form shows it."""
        if self.refusal is None:
            return []
        named = self.named
        return [(named.get(part.field), part) for part in self.refusal.fields]

    def refuse(self, shown: Refusal) -> None:
        """Attach a refusal: to the fields it names, and to the summary."""
        self.refusal = shown
        named = self.named
        for part in shown.fields:
            if part.field in named and named[part.field].refusal is None:
                named[part.field].refusal = part

    def clear_refusals(self) -> None:
        """Forget what is wrong, because the reader has not asked for an answer yet."""
        self.refusal = None
        for shown in self.named.values():
            shown.refusal = None

    def add_row(self, name: str) -> None:
        """Add an empty row below those that were there, unless the table is full or absent.

        The reader goes on in the first cell of the last row.
        """
        table = next((shown for shown in self.fields if shown.name == name), None)
        if table is None:
            return
        wanted = max(table.rows_sent, len(table.rows)) + 1
        while len(table.rows) < min(wanted, table.rows_max):
            table.rows.append(_row(table, len(table.rows)))
        if table.rows:
            table.rows[-1][0].focus = True


@dataclass(slots=True)
class Submission(Generic[Model]):
    """What came back: the form as typed, and its value if it is valid."""

    form: Form
    value: Model | None


def field_copy(
    zh: str, en: str, zh_help: str = "", en_help: str = "", **more: object
) -> dict[str, Any]:
    """Return a field's label and help as `json_schema_extra` takes them."""
    return {"label": {"zh": zh, "en": en}, "help": {"zh": zh_help, "en": en_help}, **more}


def blank_form(
    model: type[BaseModel],
    language: Language,
    initial: Mapping[str, Any] | None = None,
    group_labels: Mapping[str, Mapping[str, str]] | None = None,
    order: Sequence[str] = (),
) -> Form:
    """Make a form from a model.

    Args:
        model: the input model.
        language: in which labels and help are shown.
        initial: values to start with, by field name.
        group_labels: headings of groups, where fields name their group by a key.
        order: names of fields in the order shown; default: the model's.

    Raises:
        UnfitValueError: `initial` holds something else than rows for a table.
    """
    schema = model.model_json_schema(mode="validation")
    found = {
        shown.name: (shown, more)
        for shown, more in _fields(schema, schema.get("$defs", {}), language)
    }
    groups: dict[str, FormGroup] = {}
    for shown, properties in (found[name] for name in order or found):
        group = properties.get("group", "")
        if isinstance(group, str):
            group = (group_labels or {}).get(group, group)
        title = _text(group, language)
        if initial is not None and initial.get(shown.name) is not None:
            _fill(shown, initial[shown.name])
        groups.setdefault(title, FormGroup(title, [])).fields.append(shown)
    return Form(list(groups.values()))


def read_form(
    form: Form, model: type[Model], submitted: MultiDict[str, str], language: Language
) -> Submission[Model]:
    """Read what was typed into a blank form; keeps it, with refusals, if it is not valid."""
    given = {shown.name: _given(shown, submitted) for shown in form.fields}
    try:
        value = model.model_validate({k: v for k, v in given.items() if v not in (None, "", [])})
    except ValidationError as error:
        form.refuse(refusal(error, language))
        return Submission(form, None)
    return Submission(form, value)


def typed_number(text: str) -> str:
    """Return a number as typed by people in plain digits.

    Full-width digits, a true minus sign and well-formed thousands separators are accepted; anything
    doubtful, such as `1,5`, is left for validation to refuse.
    """
    plain = unicodedata.normalize("NFKC", text).strip().replace("\N{MINUS SIGN}", "-")
    if GROUPED.fullmatch(plain):
        return plain.replace(",", "")
    spaced = re.sub(r"\s", " ", plain)
    return spaced.replace(" ", "") if SPACED.fullmatch(spaced) else plain


def _given(shown: FormField, submitted: MultiDict[str, str]) -> object:
    """Keep in the field what was typed, and return what validation shall see."""
    if shown.kind == "rows":
        return _given_rows(shown, submitted)
    if shown.kind == "boolean":
        is_ticked = submitted.get(shown.name, "") not in UNTICKED
        shown.value = "true" if is_ticked else ""
        return is_ticked
    shown.value = submitted.get(shown.name, "")
    if shown.kind in NUMBERS:
        return typed_number(shown.value)
    return unicodedata.normalize("NFKC" if shown.kind == "date" else "NFC", shown.value).strip()


def _given_rows(shown: FormField, submitted: MultiDict[str, str]) -> list[dict[str, object]]:
    """Read the rows in which anything was typed, numbered anew without gaps."""
    shown.rows = []
    given: list[dict[str, object]] = []
    prefix = f"{shown.name}."
    numbers = {
        name.removeprefix(prefix).split(".")[0] for name in submitted if name.startswith(prefix)
    }
    shown.rows_sent = len(numbers)
    digits = (number for number in numbers if number.isascii() and number.isdigit())
    for number in sorted(digits, key=lambda number: (len(number), number)):
        typed = {c.name: submitted.get(f"{prefix}{number}.{c.name}", "") for c in shown.columns}
        if all(typed[column.name] in ("", column.value) for column in shown.columns):
            continue
        if len(shown.rows) > shown.rows_max:
            break
        row = _row(shown, len(shown.rows))
        cells = MultiDict({f"{prefix}{len(shown.rows)}.{key}": text for key, text in typed.items()})
        read = {
            column.name: _given(cell, cells)
            for column, cell in zip(shown.columns, row, strict=True)
        }
        given.append({key: value for key, value in read.items() if value not in (None, "")})
        shown.rows.append(row)
    return given


def _row(table: FormField, number: int) -> list[FormField]:
    return [
        replace(column, name=f"{table.name}.{number}.{column.name}", row_number=number + 1)
        for column in table.columns
    ]


def _fill(shown: FormField, value: object) -> None:
    if shown.kind != "rows":
        shown.value = _typed(value)
        return
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise UnfitValueError(shown.name)
    for entry in value[: shown.rows_max]:
        row = _row(shown, len(shown.rows))
        for column, cell in zip(shown.columns, row, strict=True):
            given = entry.get(column.name) if isinstance(entry, Mapping) else None
            cell.value = "" if given is None else _typed(given)
        shown.rows.append(row)


def _fields(
    schema: Schema, definitions: Mapping[str, Schema], language: Language
) -> Iterator[tuple[FormField, Schema]]:
    required = set(schema.get("required", ()))
    for name, properties in schema.get("properties", {}).items():
        merged = _merged(properties, definitions)
        shown = _field(name, merged, name in required, language)
        if shown.kind == "rows":
            row = _merged(merged["items"], definitions)
            shown.columns = [column for column, _ in _fields(row, definitions, language)]
            shown.rows_max = int(merged.get("maxItems", ROWS_MAX))
        yield shown, merged


def _field(name: str, schema: Schema, required: bool, language: Language) -> FormField:
    kind = str(schema.get("kind", "")) or _kind(schema)
    default = schema.get("default")
    if kind == "boolean" and not isinstance(default, bool):
        kind, schema = "choice", {**schema, "enum": ["true", "false"], "choices": YES_NO}
    return FormField(
        name=name,
        title=_text(schema.get("label", schema.get("title", name)), language),
        kind=kind,
        required=required and kind != "boolean",
        value="" if default is None or kind == "rows" else _typed(default),
        unit=str(schema.get("unit", "")),
        help=_text(schema.get("help", schema.get("description", "")), language),
        source=_text(schema.get("source", ""), language),
        minimum=_bound(schema, "minimum", "exclusiveMinimum"),
        maximum=_bound(schema, "maximum", "exclusiveMaximum"),
        choices=_choices(schema, language) if kind == "choice" else [],
    )


def _kind(schema: Schema) -> str:
    if schema.keys() & {"enum", "const", "choices"}:
        return "choice"
    if schema.get("format") == "date":
        return "date"
    types = schema.get("types", {schema.get("type")})
    kinds = {"array": "rows", "number": "decimal", "integer": "integer", "boolean": "boolean"}
    named = next((kind for name, kind in kinds.items() if name in types), None)
    return named or ("long" if schema.get("maxLength", 0) > LONG_TEXT_CHARACTERS else "text")


def _merged(schema: Schema, definitions: Mapping[str, Schema]) -> dict[str, Any]:
    """Flatten `$ref`, `allOf` and `anyOf` (Decimal, Optional) into one schema; outer keys win."""
    merged: dict[str, Any] = {}
    types: set[str] = set()
    parts: Iterable[Schema] = (*schema.get("anyOf", ()), *schema.get("allOf", ()))
    if "$ref" in schema:
        parts = (*parts, definitions[schema["$ref"].rsplit("/", 1)[-1]])
    for part in parts:
        inner = _merged(part, definitions)
        types |= inner.pop("types", {inner.get("type")})
        merged |= inner
    merged |= {key: value for key, value in schema.items() if key not in {"anyOf", "allOf", "$ref"}}
    if types:
        merged["types"] = types - {"null"}
    return merged


def _choices(schema: Schema, language: Language) -> list[Choice]:
    labels = schema.get("choices", {})
    values = schema.get("enum") or ([schema["const"]] if "const" in schema else list(labels))
    return [
        Choice(_typed(value), _text(labels.get(_typed(value), _typed(value)), language))
        for value in values
    ]


def _bound(schema: Schema, inclusive: str, exclusive: str) -> str:
    bound = schema.get(inclusive, schema.get(exclusive))
    if not isinstance(bound, int | float | str):
        return ""
    exact = Decimal(str(bound))
    return f"{exact.to_integral_value() if exact == exact.to_integral_value() else exact:f}"


def _typed(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _text(text: object, language: Language) -> str:
    if isinstance(text, Mapping):
        return str(text.get(language) or text.get("en", ""))
    return str(text)
