"""What inputs accept, what they refuse, and how forms describe them."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from methodologies import FormField, Methodology, find, list_methodologies, parse_inputs
from methodologies.engine.inputs import DECIMAL_PLACES_MAX
from tests.methodologies.examples import WIND

RATIO_MAX = 1000
SENSIBLE_MAX = Decimal("1e12")


def refusal(**changes: Any) -> tuple[str, str]:
    with pytest.raises(ValidationError) as caught:
        parse_inputs("ccer-01-002", {**WIND, **changes})
    (error,) = caught.value.errors()
    return error["type"], ".".join(str(part) for part in error["loc"])


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("-1", "greater_than_equal"),
        (-0.5, "greater_than_equal"),
        ("NaN", "finite_number"),
        ("sNaN", "decimal_parsing"),
        (float("nan"), "finite_number"),
        ("Infinity", "finite_number"),
        (float("-inf"), "finite_number"),
        ("1e400", "above_bound_of_unit"),
        (Decimal("1e400"), "above_bound_of_unit"),
        (10**400, "above_bound_of_unit"),
        ("1e-400", "decimal_max_places"),
        ("1e99999", "decimal_parsing"),
        ("9" * 100_000, "string_too_long"),
        ("100000000.1", "above_bound_of_unit"),
        ("", "decimal_parsing"),
        ("1,500,000", "decimal_parsing"),
        ("1_500", "decimal_parsing"),
        ("１５", "decimal_parsing"),
        ("٣", "decimal_parsing"),
        ("=1+1", "decimal_parsing"),
        ("0x10", "decimal_parsing"),
        (True, "decimal_type"),
        (None, "missing"),
        ([], "decimal_type"),
        ({}, "decimal_type"),
        (b"1", "decimal_type"),
    ],
    ids=repr,
)
def test_a_bad_energy_is_refused_by_its_field(value: object, kind: str) -> None:
    assert refusal(export_mwh=value) == (kind, "export_mwh")


@pytest.mark.parametrize("name", WIND)
def test_a_missing_field_is_named(name: str) -> None:
    rest = {key: value for key, value in WIND.items() if key != name}
    if name == "factor_year":
        return
    with pytest.raises(ValidationError) as caught:
        parse_inputs("ccer-01-002", rest)
    assert [(e["type"], e["loc"]) for e in caught.value.errors()] == [("missing", (name,))]


def test_an_unknown_field_is_refused() -> None:
    assert refusal(exprot_mwh="1") == ("extra_forbidden", "exprot_mwh")


@pytest.mark.parametrize(
    "value", ["2019.5", "２０１９", "twenty", 2019.5, True, 1999, 2101, "9" * 50]
)
def test_a_bad_year_is_refused(value: object) -> None:
    assert refusal(factor_year=value)[1] == "factor_year"


@pytest.mark.parametrize(
    "value", ["2024-1-1", "2024-02-30", "1999-12-31", 0, 1.5, True, "tomorrow"]
)
def test_a_bad_date_is_refused(value: object) -> None:
    assert refusal(period_start=value)[1] == "period_start"


def test_an_optional_field_may_be_null() -> None:
    optional = [field.name for field in find("ccer-01-002").fields if not field.required]
    nothing = dict.fromkeys(optional, None) | {"meter_corrections": [], "months": []}
    totals = {name: WIND[name] for name in ("export_mwh", "import_mwh")}
    inputs = parse_inputs("ccer-01-002", {**WIND, **nothing, **totals})
    assert inputs.model_dump()["factor_year"] is None


def test_a_bad_grid_is_refused() -> None:
    assert refusal(grid="southwest") == ("literal_error", "grid")


def test_a_negative_capacity_shows_its_bound_as_a_plain_number() -> None:
    with pytest.raises(ValidationError) as caught:
        parse_inputs("ccer-01-002", {**WIND, "installed_capacity_mw": -1})
    assert caught.value.errors()[0]["msg"].endswith("greater than or equal to 0")


def test_too_many_rows_are_refused() -> None:
    row = {"meter": "export", "metered": "1", "calibration": "late"}
    assert refusal(meter_corrections=[row] * 121) == ("too_long", "meter_corrections")


def test_a_bad_value_inside_a_row_is_named_with_its_row() -> None:
    row = {"meter": "export", "metered": "-1", "calibration": "late"}
    assert refusal(meter_corrections=[row]) == (
        "greater_than_equal",
        "meter_corrections.0.metered",
    )


@pytest.mark.parametrize(
    "value", ["1500000", 1500000, 1500000.0, "1.5e6", " 1500000 ", "+1500000."]
)
def test_the_same_energy_may_be_written_in_several_ways(value: object) -> None:
    inputs = parse_inputs("ccer-01-002", {**WIND, "export_mwh": value})
    assert inputs.model_dump()["export_mwh"] == Decimal(1500000)


def test_a_float_counts_as_it_is_written() -> None:
    inputs = parse_inputs("ccer-01-002", {**WIND, "export_mwh": 0.1})
    assert inputs.model_dump()["export_mwh"] == Decimal("0.1")


@given(
    st.dictionaries(
        st.sampled_from([*WIND, "fuels", "x"]),
        st.one_of(st.text(max_size=20), st.floats(), st.integers(), st.none(), st.booleans()),
    )
)
def test_no_input_breaks_the_parser(changes: dict[str, Any]) -> None:
    try:
        inputs = parse_inputs("ccer-01-002", {**WIND, **changes})
    except ValidationError:
        return
    assert 0 <= inputs.model_dump()["export_mwh"] <= 100_000_000


def test_inputs_cannot_be_changed_afterwards() -> None:
    inputs = parse_inputs("ccer-01-002", WIND)
    with pytest.raises(ValidationError):
        inputs.grid = "north"  # type: ignore[attr-defined]


def every_field(fields: Iterable[FormField]) -> list[FormField]:
    return [found for field in fields for found in (field, *every_field(field.columns))]


FIELDS = [
    pytest.param(field, id=f"{known.id}-{field.name}")
    for known in list_methodologies()
    for field in every_field(known.fields)
]


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_has_its_interface_copy(field: FormField) -> None:
    for lang in ("zh", "en"):
        assert field.label[lang]
        assert field.group_label[lang]
    assert any("\u4e00" <= letter <= "\u9fff" for letter in field.label["zh"])
    assert field.label["en"].isascii()
    assert bool(field.help["zh"]) == bool(field.help["en"])
    assert field.kind != "choice" or field.choices
    assert (field.kind == "rows") == bool(field.columns) == bool(field.rows_max)


@pytest.mark.parametrize("field", [f for f in FIELDS if f.values[0].kind == "decimal"])  # type: ignore[attr-defined]
def test_every_decimal_has_a_unit_or_is_a_ratio_and_sensible_bounds(field: FormField) -> None:
    assert field.unit or Decimal(field.maximum) <= RATIO_MAX
    assert Decimal(field.minimum) < Decimal(field.maximum) <= SENSIBLE_MAX


@pytest.mark.parametrize("known", list_methodologies(), ids=lambda known: known.id)
def test_the_json_schema_carries_bounds_choices_and_copy(known: Methodology) -> None:
    schema = known.Inputs.model_json_schema()
    for field in known.fields:
        shown = schema["properties"][field.name]
        check_schema(field, shown)
        rows = shown.get("items", {}).get("$ref", "").rsplit("/", 1)[-1]
        for column in field.columns:
            check_schema(column, schema["$defs"][rows]["properties"][column.name])


def check_schema(field: FormField, shown: dict[str, Any]) -> None:
    assert shown["label"] == field.label
    assert str(shown.get("minimum", "")) == field.minimum
    assert str(shown.get("maximum", "")) == field.maximum
    assert shown.get("maxItems", 0) == field.rows_max
    values = [value for value, _ in field.choices]
    assert shown.get("enum", values) == values


def test_groups_come_in_the_order_a_reader_fills_them_in() -> None:
    groups = [field.group for field in find("ccer-01-001").fields]
    assert list(dict.fromkeys(groups)) == [
        "site",
        "grid",
        "generation",
        "fuels",
        "meters",
        "period",
    ]
    assert groups == sorted(groups, key=list(dict.fromkeys(groups)).index)


def test_decimals_keep_enough_places_for_a_float() -> None:
    assert DECIMAL_PLACES_MAX >= 17
    parse_inputs("ccer-01-002", {**WIND, "export_mwh": 0.1 + 0.2})
