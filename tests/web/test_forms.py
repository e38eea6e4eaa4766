from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Literal

import pytest
from pydantic import BaseModel, Field
from werkzeug.datastructures import MultiDict

from web.forms import Submission, blank_form, read_form, typed_number


class Grid(StrEnum):
    NORTH = "north"
    SOUTH = "south"


class Meter(BaseModel):
    name: str = Field(max_length=10)
    error_pct: Decimal = Field(ge=0, le=100)


class Plant(BaseModel, extra="forbid"):
    export_mwh: Decimal = Field(
        gt=0,
        le=Decimal("1e9"),
        json_schema_extra={
            "label": {"zh": "上网电量", "en": "Exported electricity"},
            "help": {"zh": "电表读数", "en": "Meter reading"},
            "group": {"zh": "电量", "en": "Electricity"},
            "unit": "MWh",
            "source": "§2",
        },
    )
    year: int | None = Field(None, ge=2000, le=2100)
    grid: Grid = Field(
        json_schema_extra={"choices": {"north": {"zh": "华北", "en": "North"}}},
    )
    mode: Literal["a", "b"] = "a"
    insured: bool = False
    lawful: bool | None = None
    start: date | None = None
    note: str = Field("", max_length=500)
    meters: tuple[Meter, ...] = Field((), max_length=3)


def read(**typed: str) -> Submission[Plant]:
    """Read the form as typed."""
    names = {name.replace("__", "."): text for name, text in typed.items()}
    return read_form(blank_form(Plant, "en"), Plant, MultiDict(names), "en")


@pytest.mark.parametrize(("sent", "told"), [("true", True), ("on", True), ("false", False)])
def test_a_box_that_says_false_is_not_ticked(sent: str, told: bool) -> None:
    """A form made from inputs holds `false` for a box that is not ticked, and so does its draft."""
    found = read(export_mwh="1", grid="north", insured=sent)
    assert found.value is not None
    assert found.value.insured is told


def test_fields_follow_the_model() -> None:
    form = blank_form(Plant, "zh")
    kinds = {field.name: field.kind for field in form.fields}
    assert kinds == {
        "export_mwh": "decimal",
        "year": "integer",
        "grid": "choice",
        "mode": "choice",
        "insured": "boolean",
        "lawful": "choice",
        "start": "date",
        "note": "long",
        "meters": "rows",
    }
    export = form.fields[0]
    assert (export.title, export.help, export.unit) == ("上网电量", "电表读数", "MWh")
    assert (export.required, export.minimum, export.maximum) == (True, "0", "1000000000")
    assert form.groups[0].title == "电量"


def test_choices_carry_their_labels() -> None:
    fields = {field.name: field for field in blank_form(Plant, "zh").fields}
    assert [(c.value, c.label) for c in fields["grid"].choices] == [
        ("north", "华北"),
        ("south", "south"),
    ]
    assert [c.label for c in fields["lawful"].choices] == ["是", "否"]


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("1,500,000", "1500000"),
        ("１５０００００．５", "1500000.5"),
        ("１，５００，０００", "1500000"),
        (" 1 500 000 ", "1500000"),
        ("1\N{NO-BREAK SPACE}500", "1500"),
        ("−3.2", "-3.2"),
        ("1,5", "1,5"),
        ("1,50,000", "1,50,000"),
        ("12,3456", "12,3456"),
        ("1e400", "1e400"),
        ("NaN", "NaN"),
        ("", ""),
    ],
)
def test_numbers_are_read_as_people_type_them(typed: str, plain: str) -> None:
    assert typed_number(typed) == plain


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("１，５００", "1500"),
        ("1 500", "1500"),
        ("1500", ""),
        (" 1500 ", ""),
        ("1,5", ""),
        ("much", ""),
        ("", ""),
    ],
)
def test_a_number_typed_in_another_way_says_how_it_was_read(typed: str, said: str) -> None:
    export = read(export_mwh=typed, note="１，５００").form.named["export_mwh"]
    assert export.read_as == said
    assert ("read-export_mwh" in export.described_by) == bool(said)


def test_only_numbers_say_how_they_were_read() -> None:
    assert [field.read_as for field in read(note="１，５００", grid="１").form.fields] == [""] * 9


def test_the_reader_goes_on_in_the_row_that_was_added() -> None:
    form = read(meters__0__name="M1").form
    form.add_row("meters")
    assert [cell.name for cell in form.named.values() if cell.focus] == ["meters.1.name"]


def test_a_valid_form_becomes_the_model() -> None:
    submitted = read(
        export_mwh="１,500",
        grid="south",
        lawful="false",
        insured="true",
        year="2019",
        start="2024-01-31",
    )
    assert submitted.value == Plant(
        export_mwh=Decimal(1500),
        grid=Grid.SOUTH,
        lawful=False,
        insured=True,
        year=2019,
        start=date(2024, 1, 31),
    )


def test_an_absent_box_is_no() -> None:
    value = read(export_mwh="1", grid="south").value
    assert value is not None
    assert value.insured is False
    assert value.lawful is None


@pytest.mark.parametrize(
    "typed", ["-5", "0", "1e400", "NaN", "Infinity", "1,5", "一千", "x" * 5000]
)
def test_a_wrong_number_is_refused_at_its_field_and_kept(typed: str) -> None:
    submitted = read(export_mwh=typed, grid="south")
    assert submitted.value is None
    export = submitted.form.fields[0]
    assert export.refusal is not None
    assert export.value == typed
    assert "error-export_mwh" in export.described_by
    [(field, _)] = submitted.form.summary
    assert field is export


def test_every_missing_field_is_named() -> None:
    form = read().form
    assert [field.name for field, _ in form.summary if field] == ["export_mwh", "grid"]


def test_rows_are_read_without_the_empty_ones() -> None:
    submitted = read(
        export_mwh="1",
        grid="south",
        meters__0__name="",
        meters__0__error_pct="",
        meters__2__name="A",
        meters__2__error_pct="0.5",
    )
    assert submitted.value is not None
    assert submitted.value.meters == (Meter(name="A", error_pct=Decimal("0.5")),)
    [row] = submitted.form.fields[-1].rows
    assert row[0].name == "meters.0.name"


def test_a_wrong_cell_is_refused_in_its_row() -> None:
    form = read(export_mwh="1", grid="south", meters__7__name="A", meters__7__error_pct="101").form
    [(cell, _)] = form.summary
    assert cell is not None
    assert cell.name == "meters.0.error_pct"
    assert cell.value == "101"


def test_rows_are_bounded() -> None:
    many: dict[str, Any] = {f"meters__{number}__name": "A" for number in range(5000)}
    form = read(export_mwh="1", grid="south", **many).form
    assert len(form.fields[-1].rows) <= 4
    assert form.refusal is not None


def test_rows_keep_their_order_however_large_their_numbers() -> None:
    typed = {f"meters__{number}__name": number[:1] for number in ("9" * 5_000, "10", "2")}
    rows = read(export_mwh="1", grid="south", **typed).form.fields[-1].rows
    assert [row[0].value for row in rows] == ["2", "1", "9"]


def test_a_row_is_added_until_the_table_is_full() -> None:
    form = blank_form(Plant, "en")
    for _ in range(5):
        form.add_row("meters")
    form.add_row("nothing")
    assert len(form.fields[-1].rows) == 3


def test_rows_sent_empty_are_kept_when_one_is_added() -> None:
    form = read(meters__0__name="", meters__0__error_pct="").form
    form.add_row("meters")
    assert [row[0].row_number for row in form.fields[-1].rows] == [1, 2]


def test_initial_values_are_shown() -> None:
    form = blank_form(
        Plant,
        "en",
        {"export_mwh": Decimal("1.5"), "lawful": True, "meters": [{"name": "A", "error_pct": "1"}]},
    )
    fields = {field.name: field for field in form.fields}
    assert fields["export_mwh"].value == "1.5"
    assert fields["lawful"].value == "true"
    assert [cell.value for cell in fields["meters"].rows[0]] == ["A", "1"]


def test_fields_can_be_ordered() -> None:
    form = blank_form(Plant, "en", order=["grid", "export_mwh"])
    assert [field.name for field in form.fields] == ["grid", "export_mwh"]
