"""Input models: what a field asks, in which unit and between which bounds.

Title, help, unit, group and source of each field are interface copy: forms, documentation and
spreadsheets are generated from `form_fields`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Literal, get_args

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_core import (
    InitErrorDetails,
    PydanticCustomError,
    PydanticKnownError,
    PydanticUndefined,
)

from methodologies.engine.trace import Text, plain

Kind = Literal["decimal", "integer", "choice", "boolean", "date", "text", "rows"]

DECIMAL_CHARACTERS_MAX = 40
DECIMAL_PLACES_MAX = 20
DECIMAL_MAX = 1_000_000_000_000
TEXT_CHARACTERS_MAX = 200
YEAR_MIN, YEAR_MAX = 2000, 2100
ABOVE_BOUND = "above_bound_of_unit"
SMALLER_UNITS = {"MWh": "kWh", "GJ": "MJ"}
"""Meters read energy in a smaller unit than the methodologies ask."""

_BOUNDS = {"decimal": (0, DECIMAL_MAX), "integer": (YEAR_MIN, YEAR_MAX)}
_DECIMAL = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,4})?", re.ASCII)
_NOT_FINITE = re.compile(r"[+-]?(nan|inf|infinity)", re.ASCII | re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

GROUPS: Mapping[str, Text] = {
    "choosing": {"zh": "五个问题", "en": "Five questions"},
    "site": {"zh": "场址与适用条件", "en": "Site and applicability"},
    "grid": {"zh": "电网与因子", "en": "Grid and factors"},
    "generation": {"zh": "电量", "en": "Electricity"},
    "strata": {"zh": "碳层", "en": "Strata"},
    "plots": {"zh": "样地", "en": "Sample plots"},
    "fire": {"zh": "火灾", "en": "Fire"},
    "methane": {"zh": "甲烷", "en": "Methane"},
    "heat": {"zh": "热力", "en": "Heat"},
    "lighting": {"zh": "照明", "en": "Lighting"},
    "trips": {"zh": "出行与行为", "en": "Trips and deeds"},
    "households": {"zh": "用户", "en": "Households"},
    "production": {"zh": "产量", "en": "Production"},
    "materials": {"zh": "原料与产品", "en": "Materials and products"},
    "electrolysis": {"zh": "电解", "en": "Electrolysis"},
    "fuels": {"zh": "化石燃料", "en": "Fossil fuels"},
    "purchased": {"zh": "购入电力与热力", "en": "Electricity and heat bought"},
    "meters": {"zh": "计量装置误差", "en": "Meter errors"},
    "quality": {"zh": "数据质量", "en": "Data quality"},
    "period": {"zh": "日期", "en": "Dates"},
    "factors": {"zh": "替换的系数", "en": "Replaced coefficients"},
    "spread": {"zh": "不确定性", "en": "Uncertainty"},
}


class MethodologyInputs(BaseModel):
    """Frozen inputs of one calculation; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @field_validator("*", mode="before")
    @classmethod
    def _not_too_long(cls, value: object, info: ValidationInfo) -> object:
        """Count rows before they are read, so that too many are one refusal."""
        if isinstance(value, list) and info.field_name is not None:
            bounds = cls.model_fields[info.field_name].metadata
            most = next((each.max_length for each in bounds if hasattr(each, "max_length")), None)
            if most is not None and len(value) > most:
                facts = {"field_type": "List", "max_length": most, "actual_length": len(value)}
                raise PydanticKnownError("too_long", facts)
        return value

    @field_validator("*")
    @classmethod
    def _within_bounds(cls, value: object, info: ValidationInfo) -> object:
        """Hold every number to the bounds that its form shows."""
        numeric = isinstance(value, Decimal | int) and not isinstance(value, bool)
        if numeric and info.field_name is not None:
            _check_bounds(Decimal(str(value)), _copy(info.field_name, cls))
        return value


def _exact_decimal(value: object) -> object:
    if isinstance(value, bool):
        raise PydanticKnownError("decimal_type")
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, str):
        text = value.strip(" ")
        if len(text) > DECIMAL_CHARACTERS_MAX:
            raise PydanticKnownError("string_too_long", {"max_length": DECIMAL_CHARACTERS_MAX})
        if not _DECIMAL.fullmatch(text) and not _NOT_FINITE.fullmatch(text):
            raise PydanticKnownError("decimal_parsing")
        return text
    return value


def _check_bounds(value: Decimal, copy: Mapping[str, Any]) -> None:
    if value < copy["minimum"]:
        raise PydanticKnownError("greater_than_equal", {"ge": copy["minimum"]})
    if value > copy["maximum"]:
        raise _above(copy["maximum"], SMALLER_UNITS.get(copy["unit"], ""))
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and -exponent > DECIMAL_PLACES_MAX:
        raise PydanticKnownError("decimal_max_places", {"decimal_places": DECIMAL_PLACES_MAX})


def _above(most: int, smaller_unit: str) -> PydanticKnownError | PydanticCustomError:
    """Return the error of a number beyond its bound, with the unit that was typed most likely."""
    if not smaller_unit:
        return PydanticKnownError("less_than_equal", {"le": most})
    return PydanticCustomError(
        ABOVE_BOUND,
        "Input should be less than or equal to {le}; is it in {smaller_unit}?",
        {"le": most, "smaller_unit": smaller_unit},
    )


def replaced_error(error: ValidationError, field: str, reason: ValueError) -> ValidationError:
    """Return a refusal of inputs in which one field is refused for another reason.

    Args:
        error: the refusal.
        field: whose reason is replaced.
        reason: a refusal by a rule that is a value error, too.
    """
    lines: list[InitErrorDetails] = []
    for found in error.errors(include_url=False):
        context = found.get("ctx", {})
        known: PydanticCustomError | str = found["type"]
        if found["loc"] == (field,):
            known, context = "value_error", {"error": reason}
        elif known == ABOVE_BOUND:
            known = PydanticCustomError(ABOVE_BOUND, "{le} {smaller_unit}", context)
        lines.append({"type": known, "loc": found["loc"], "input": found["input"], "ctx": context})
    return ValidationError.from_exception_data(error.title, lines)


def _exact_integer(value: object) -> object:
    if isinstance(value, bool):
        raise PydanticKnownError("int_type")
    if isinstance(value, str) and not re.fullmatch(r" *[+-]?\d{1,10} *", value, re.ASCII):
        raise PydanticKnownError("int_parsing")
    return value


def _iso_date(value: object) -> object:
    if isinstance(value, date) or (isinstance(value, str) and _DATE.fullmatch(value)):
        return value
    raise PydanticKnownError("date_parsing", {"error": "expected YYYY-MM-DD"})


Amount = Annotated[Decimal, BeforeValidator(_exact_decimal)]
"""A decimal from a string, an integer, or a float through its repr; ASCII digits only."""

Year = Annotated[int, BeforeValidator(_exact_integer), Field(ge=YEAR_MIN, le=YEAR_MAX)]
"""A calendar year."""

Count = Annotated[int, BeforeValidator(_exact_integer)]
"""A whole number between the bounds its field states."""

Words = Annotated[
    str, Field(min_length=1, max_length=TEXT_CHARACTERS_MAX, pattern=r"^[^\x00-\x1f\x7f]+$")
]
"""A short text without control characters, for example a name or a source."""

Day = Annotated[date, BeforeValidator(_iso_date), Field(ge=date(2000, 1, 1), le=date(2100, 12, 31))]
"""A calendar day, `YYYY-MM-DD`."""


def asked(  # noqa: PLR0913  # the columns of a table of fields
    zh: str,
    en: str,
    *,
    group: str,
    kind: Kind,
    unit: str = "",
    help: Text | None = None,  # noqa: A002  # the word forms use
    source: str = "",
    choices: Mapping[str, Text] | None = None,
    at_least: int | None = None,
    at_most: int | None = None,
    default: object = PydanticUndefined,
    rows_max: int | None = None,
    first: bool = False,
) -> Any:
    """Declare an input field together with its interface copy.

    Args:
        zh: title in Chinese.
        en: title in English.
        group: key of `GROUPS`.
        kind: how a form asks for it.
        unit: of the value, empty if none.
        help: one or two sentences, zh and en.
        source: document and section that ask for it.
        choices: value → label of a `choice`.
        at_least: smallest number allowed; without it 0, for an integer that of a year.
        at_most: largest number allowed; without it 10^12, for an integer that of a year.
        default: if absent the field is required.
        rows_max: most entries of `rows`.
        first: show it before the other fields of its group.
    """
    copy: dict[str, Any] = {
        "label": {"zh": zh, "en": en},
        "group": group,
        "kind": kind,
        "unit": unit,
        "help": dict(help or {"zh": "", "en": ""}),
        "source": source,
    }
    if choices:
        copy["choices"] = {value: dict(label) for value, label in choices.items()}
    if kind in _BOUNDS:
        least, most = _BOUNDS[kind]
        copy["minimum"] = least if at_least is None else at_least
        copy["maximum"] = most if at_most is None else at_most
    if first:
        copy["first"] = True
    return Field(default=default, title=en, json_schema_extra=copy, max_length=rows_max)


@dataclass(frozen=True, slots=True)
class FormField:
    """One field as a form, a document or a spreadsheet shows it."""

    name: str
    kind: Kind
    label: Text
    help: Text
    unit: str
    group: str
    group_label: Text
    source: str
    required: bool
    default: str
    minimum: str
    maximum: str
    choices: tuple[tuple[str, Text], ...]
    columns: tuple["FormField", ...]
    rows_max: int


def form_fields(model: type[BaseModel]) -> tuple[FormField, ...]:
    """Describe the fields of an input model, group by group.

    Returns:
        One entry per field; `rows` have their own `columns`; bounds and defaults are strings.
    """
    order = list(GROUPS)
    copies = {name: _copy(name, model) for name in model.model_fields}
    names = sorted(
        copies, key=lambda name: (order.index(copies[name]["group"]), "first" not in copies[name])
    )
    return tuple(_form_field(name, model) for name in names)


@cache
def labels(model: type[BaseModel]) -> Mapping[str, Text]:
    """Return how readers know the fields of an input model, by `field` and `rows.column`."""
    found: dict[str, Text] = {}
    for asked_for in form_fields(model):
        found[asked_for.name] = asked_for.label
        for column in asked_for.columns:
            found[f"{asked_for.name}.{column.name}"] = {
                "zh": f"{asked_for.label['zh']}，{column.label['zh']}",
                "en": f"{asked_for.label['en']}, {column.label['en']}",
            }
    return found


def _copy(name: str, model: type[BaseModel]) -> dict[str, Any]:
    copy = model.model_fields[name].json_schema_extra
    assert isinstance(copy, dict), f"{model.__name__}.{name} has no interface copy"
    return dict(copy)


def _form_field(name: str, model: type[BaseModel]) -> FormField:
    info = model.model_fields[name]
    found = _copy(name, model)
    inner = next((t for t in get_args(info.annotation) if isinstance(t, type)), None)
    is_rows = found["kind"] == "rows" and inner is not None and issubclass(inner, BaseModel)
    return FormField(
        name=name,
        kind=found["kind"],
        label=found["label"],
        help=found["help"],
        unit=found["unit"],
        group=found["group"],
        group_label=GROUPS[found["group"]],
        source=found["source"],
        required=info.is_required(),
        default=_shown(info.default),
        minimum=str(found.get("minimum", "")),
        maximum=str(found.get("maximum", "")),
        choices=tuple(found.get("choices", {}).items()),
        columns=form_fields(inner) if is_rows and inner is not None else (),
        rows_max=next((limit.max_length for limit in info.metadata if is_rows), 0),
    )


def _shown(default: object) -> str:
    if default is PydanticUndefined or default is None or default == ():
        return ""
    return plain(default) if isinstance(default, Decimal) else str(default)
