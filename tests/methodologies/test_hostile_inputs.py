"""What no methodology takes in: every field of all of them, with what people and files send."""

import copy
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from methodologies import FormField, Methodology, MethodologyError, estimate, list_methodologies

NO_NUMBERS: tuple[object, ...] = (
    "",
    " ",
    "1e400",
    "-1e400",
    "1e9999",
    "NaN",
    "sNaN",
    "Infinity",
    "-Infinity",
    "1,5",
    "1.000.000",
    "１２",
    "٣",
    "=1+1",
    "0x10",
    "1_000",
    "9" * 41,
    "1\x00",
    float("inf"),
    float("nan"),
    True,
    [],
    {},
)
NO_VALUES: dict[str, tuple[object, ...]] = {
    "decimal": (*NO_NUMBERS, "0." + "1" * 21),
    "integer": (*NO_NUMBERS, "2024.5", "99999999999", 2.5),
    "date": (
        "",
        "2024-02-30",
        "1999-12-31",
        "2101-01-01",
        "20240101",
        "2024-01-01T00:00",
        0,
        "=A1",
    ),
    "choice": ("", "=cmd|' /C calc'!A0", "\x00", 1, None, []),
    "boolean": ("", "perhaps", 2, []),
    "text": ("", "a\x00b", "a\nb", "\x1b[31m", "\x7f", "x" * 201, 1, []),
    "rows": ("", "text", 1, {"a": 1}, ["text"], [[]]),
}
ALL = [pytest.param(known, id=f"{known.id}-{known.version}") for known in list_methodologies()]


def example(known: Methodology) -> dict[str, Any]:
    return json.loads(json.dumps(next(iter(known.examples.values()))))  # type: ignore[no-any-return]


def places(known: Methodology) -> Iterator[tuple[FormField, FormField | None]]:
    """Yield each field with the table it is a column of, if any."""
    for field in known.fields:
        yield field, None
        for column in field.columns:
            yield column, field


def with_value(
    known: Methodology, field: FormField, table: FormField | None, value: object
) -> dict[str, Any]:
    """Return the example with one value put in, in a row of its own where it is a column."""
    inputs = example(known)
    if table is None:
        inputs[field.name] = value
        return inputs
    row = copy.deepcopy((inputs.get(table.name) or [{}])[0])
    inputs[table.name] = [{**row, field.name: value}]
    return inputs


def refused_at(known: Methodology, inputs: dict[str, Any]) -> set[str]:
    """Return the names of what is refused; the refusal must be one of validation."""
    with pytest.raises(ValidationError) as caught:
        known.Inputs.model_validate(inputs)
    return {str(part) for error in caught.value.errors() for part in error["loc"]}


def beyond(field: FormField) -> tuple[str, ...]:
    if not field.maximum:
        return ()
    step = Decimal("0.001") if field.kind == "decimal" else Decimal(1)
    return str(Decimal(field.minimum) - step), str(Decimal(field.maximum) + step)


@pytest.mark.parametrize("known", ALL)
def test_no_field_takes_what_is_no_value_of_its_kind(known: Methodology) -> None:
    for field, table in places(known):
        for value in NO_VALUES[field.kind]:
            if value is None and not field.required:
                continue
            inputs = with_value(known, field, table, value)
            assert field.name in refused_at(known, inputs), (field.name, value)


@pytest.mark.parametrize("known", ALL)
def test_every_number_keeps_the_bounds_that_its_form_shows(known: Methodology) -> None:
    for field, table in places(known):
        assert bool(field.minimum) == (field.kind in {"decimal", "integer"})
        for value in beyond(field):
            inputs = with_value(known, field, table, value)
            assert field.name in refused_at(known, inputs), (field.name, value)


@pytest.mark.parametrize("known", ALL)
def test_no_table_takes_more_rows_than_it_states(known: Methodology) -> None:
    for field in known.fields:
        if field.kind == "rows":
            inputs = {**example(known), field.name: [{}] * (field.rows_max + 1)}
            assert field.name in refused_at(known, inputs)


@pytest.mark.parametrize("known", ALL)
def test_unknown_and_missing_fields_are_refused_by_name(known: Methodology) -> None:
    assert "colour" in refused_at(known, {**example(known), "colour": "green"})
    for field in known.fields:
        if field.required:
            inputs = example(known)
            inputs.pop(field.name)
            assert field.name in refused_at(known, inputs)


@pytest.mark.parametrize("known", ALL)
@pytest.mark.parametrize("bound", ["minimum", "maximum"])
def test_a_number_at_its_bound_is_calculated_or_refused_by_a_rule(
    known: Methodology, bound: str
) -> None:
    for field, table in places(known):
        if field.kind not in {"decimal", "integer"}:
            continue
        try:
            result = estimate(known.id, with_value(known, field, table, getattr(field, bound)))
        except (MethodologyError, ValidationError):
            continue
        assert all(value.is_finite() for value in result.results.values()), field.name
        assert json.loads(json.dumps(result.to_dict()))


@pytest.mark.parametrize("known", ALL)
@pytest.mark.parametrize("bound", ["minimum", "maximum"])
def test_all_numbers_at_their_bounds_are_calculated_or_refused_by_a_rule(
    known: Methodology, bound: str
) -> None:
    inputs = example(known)
    for field in known.fields:
        if field.kind in {"decimal", "integer"} and field.name in inputs:
            inputs[field.name] = getattr(field, bound)
        for row in inputs.get(field.name, ()) if field.kind == "rows" else ():
            row |= {
                column.name: getattr(column, bound)
                for column in field.columns
                if column.kind in {"decimal", "integer"} and column.name in row
            }
    try:
        result = estimate(known.id, inputs)
    except (MethodologyError, ValidationError):
        return
    assert all(value.is_finite() for value in result.results.values())


@pytest.mark.parametrize("methodology", list_methodologies(), ids=lambda each: each.id)
def test_too_many_rows_are_one_refusal_whatever_stands_in_them(methodology: Methodology) -> None:
    for field in methodology.fields:
        if field.kind == "rows":
            inputs = {**next(iter(methodology.examples.values())), field.name: [{}] * 100_000}
            with pytest.raises(ValidationError) as refused:
                estimate(methodology.id, inputs)
            found = [error["type"] for error in refused.value.errors()]
            assert found == ["too_long"], field.name
