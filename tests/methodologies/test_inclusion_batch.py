"""Batches of carbon inclusion records: equal to single records, with row errors and totals."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from methodologies import MethodologyError, find, library
from methodologies.engine.factors import NotAnAssumption
from methodologies.engine.replacing import ReplacedNotUsed, ReplacedTwice
from methodologies.inclusion.batch import BatchResult, evaluate_batch
from methodologies.inclusion.columns import ROWS_MAX
from methodologies.inclusion.records import ACTIVITIES
from methodologies.inclusion.refusals import (
    ColumnMissing,
    ColumnsUneven,
    ColumnTwice,
    ColumnUnknown,
    NoRecords,
    RowCountOutOfRange,
)
from methodologies.inclusion.row_errors import ROW_ERRORS_MAX
from methodologies.inclusion.totals import Totals
from registry.carbon_inclusion.aggregation import (
    AggregationPeriod,
    Reduction,
    Terms,
    share_out,
)
from registry.carbon_inclusion.reductions import ActivityFactor, ActivityKind, reduction_mg
from registry.carbon_inclusion.rows import COLUMNS, Content
from registry.carbon_inclusion.schemes import find_scheme
from registry.rules.files import file_rules
from tests.methodologies.inclusion_examples import (
    AMOUNTS,
    BEHAVIOURS,
    COLLECTED,
    DECLARED,
    RECORDS,
    record,
    units,
)

BUS = {**COLLECTED, "as_described": True}


def bus(columns: Mapping[str, Any], **changes: Any) -> BatchResult:
    return evaluate_batch(find("inclusion-wuhan-bus"), {**BUS, **columns}, **changes)


def named(totals: Totals) -> dict[str, list[Any]]:
    return {name: list(values) for name, values in totals.labels.items()}


def shanghai(columns: Mapping[str, Any]) -> BatchResult:
    return evaluate_batch(find("inclusion-shanghai-travel"), {**DECLARED, **columns})


@pytest.mark.parametrize("name", RECORDS)
def test_a_row_comes_to_what_the_single_record_does(name: str) -> None:
    columns = {key: [value] * 3 for key, value in RECORDS[name].items()}
    found = evaluate_batch(find(name), columns)
    exact = record(name)
    assert found.errors == ()
    for output, value in exact.results.items():
        np.testing.assert_allclose(found.results[output], float(value), rtol=1e-12)
    assert {w.code for w in found.warnings} == {w.code for w in exact.warnings}


@given(data=st.data(), name=st.sampled_from(BEHAVIOURS))
@settings(max_examples=60)
def test_decimals_and_columns_agree(data: st.DataObject, name: str) -> None:
    field = AMOUNTS[name]
    whole = field != "distance_km"
    drawn = data.draw(
        st.lists(
            st.integers(0, 10) if whole else st.decimals(0, 50, places=3), min_size=1, max_size=8
        )
    )
    columns = {**RECORDS[name], field: [str(value) for value in drawn]}
    found = evaluate_batch(find(name), columns)
    for row, value in enumerate(drawn):
        exact = record(name, **{field: str(value)}).results
        scale = float(exact["baseline_emissions_kg_co2e"])
        for output, figure in exact.items():
            np.testing.assert_allclose(
                found.results[output][row], float(figure), rtol=1e-12, atol=1e-12 * scale
            )


@given(amount=st.decimals(0, 500, places=3), kind=st.sampled_from(["bus", "metro"]))
@settings(max_examples=200)
def test_milligrams_are_those_a_registry_records(amount: Decimal, kind: str) -> None:
    project = {"bus": "0.064", "metro": "0.033"}[kind]
    factor = ActivityFactor(
        kind=kind,
        unit="pkm",
        base_kg=Decimal("0.130"),
        project_kg=Decimal(project),
        amount_max=Decimal(500),
        valid_from=date(2024, 9, 2),
        source="",
        cited={},
        confidence="secondary",
    )
    found = shanghai({"activity": [kind], "amount": [str(amount)]})
    assert found.reduction_mg is not None
    assert found.reduction_mg[0] == reduction_mg(amount, factor)


def test_the_published_trips_are_reproduced() -> None:
    found = shanghai({"activity": ["bus", "metro"], "amount": ["8.4", "12.6"]})
    assert found.results["emission_reductions_kg_co2e"].tolist() == pytest.approx(
        [0.5544, 1.2222], rel=1e-12
    )
    assert found.reduction_mg is not None
    assert found.reduction_mg.tolist() == [554_400, 1_222_200]


def test_the_threshold_counts_on_from_record_to_record() -> None:
    columns = {
        "user_id": ["a", "b", "a", "a"],
        "amount": ["8.4", "30", "18.51818181818181818", "8.4"],
    }
    threshold = [{"symbol": "θ", "value": "2", "source": "synthetic threshold"}]
    found = bus(columns, replaced_factors=threshold)
    assert found.results["enterprise_kg_co2e"].tolist() == pytest.approx(
        [0.5544, 1.98, 1.2222, 0.2234], rel=1e-12
    )
    assert found.results["personal_kg_co2e"].tolist() == pytest.approx([0, 0, 0, 0.3310], abs=1e-12)
    assert found.people is not None
    assert named(found.people) == {"user_id": ["a", "b"]}
    assert found.people.records.tolist() == [3, 1]
    assert found.people.results["enterprise_kg_co2e"].tolist() == pytest.approx([2, 1.98])


PERSONS = st.sampled_from(["a", "b", "c"])
DAYS = st.integers(0, 60).map(lambda days: date(2024, 12, 1) + timedelta(days=days))


@given(
    rows=st.lists(
        st.tuples(PERSONS, DAYS, st.decimals(0, 100, places=2), st.booleans()),
        min_size=1,
        max_size=30,
    ),
    period=st.sampled_from(["day", "month", "year", "always"]),
)
@settings(max_examples=100)
def test_a_registry_shares_the_same_records_out_alike(
    rows: list[tuple[str, date, Decimal, bool]], period: Any
) -> None:
    people, days, amounts, rewarded = (list(column) for column in zip(*rows, strict=True))
    found = bus(
        {"user_id": people, "day": days, "amount": amounts, "rewarded": rewarded}, period=period
    )
    assert found.reduction_mg is not None
    assert found.refused_count == 0
    waiting = [
        Reduction(number, ord(person), day, int(mg), collectable)
        for number, (person, day, mg, collectable) in enumerate(
            zip(people, days, found.reduction_mg, rewarded, strict=True)
        )
    ]
    terms = Terms(20_000_000, AggregationPeriod(period))
    for shared in share_out(waiting, lambda _: terms, {}):
        enterprise_kg = found.results["enterprise_kg_co2e"][shared.activity_id]
        assert enterprise_kg * 1e6 == pytest.approx(shared.enterprise_mg, abs=1e-3)


def test_what_was_collected_before_the_batch_counts() -> None:
    found = bus({"user_id": ["a", "a"], "amount": ["8.4", "8.4"], "collected_kg_co2e": "19.8"})
    assert found.results["enterprise_kg_co2e"].tolist() == pytest.approx([0.2, 0])


def test_bad_rows_are_named_and_take_no_part() -> None:
    found = bus(
        {
            "user_id": list("abcdefghij"),
            "platform": "p",
            "day": ["2024-12-02"] * 6 + ["2024-13-01", "2024-09-01", "", "2023-01-01"],
            "amount": ["8.4", "12,6", "8400", "-1", "1e400", "８.４", "1", "1", "1", "1"],
        }
    )
    told = [
        (e.row, e.field, e.value, e.error.code.removeprefix("methodologies.")) for e in found.errors
    ]
    assert told == [
        (2, "distance_km", "12,6", "value_unreadable"),
        (3, "distance_km", "8400", "amount_above_record"),
        (4, "distance_km", "-1", "value_unreadable"),
        (5, "distance_km", "1e400", "value_unreadable"),
        (6, "distance_km", "８.４", "value_unreadable"),
        (7, "day", "2024-13-01", "value_unreadable"),
        (8, "day", "2024-09-01", "not_in_force"),
        (9, "day", "", "value_unreadable"),
        (10, "day", "2023-01-01", "not_in_force"),
    ]
    assert found.accepted.tolist() == [True] + [False] * 9
    assert found.refused_count == 9
    assert found.total["emission_reductions_kg_co2e"] == pytest.approx(0.5544)
    assert found.platforms is not None
    assert found.platforms.records.tolist() == [1]
    assert np.isnan(found.results["emission_reductions_kg_co2e"][1:]).all()


def test_a_row_error_has_value_rule_and_what_to_do_in_both_languages() -> None:
    shown = bus({"amount": ["8400"]}).errors[0].to_dict()
    assert (shown["row"], shown["field"], shown["value"]) == (1, "distance_km", "8400")
    assert shown["code"] == "methodologies.amount_above_record"
    for name in ("sentence", "rule", "fix"):
        assert shown[name]["zh"]
        assert shown[name]["en"]
    assert "500" in shown["sentence"]["en"]


def test_only_the_first_refused_rows_are_told() -> None:
    found = bus({"amount": ["x"] * 500})
    assert [error.row for error in found.errors] == list(range(1, ROW_ERRORS_MAX + 1))
    assert found.refused_count == 500


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("on_city_platform", False, "not_from_city_platform"),
        ("data_consent", "false", "no_data_consent"),
        ("as_described", False, "not_as_described"),
        ("activity", "metro", "activity_not_covered"),
        ("activity", "rocket", "value_unreadable"),
        ("as_described", "perhaps", "value_unreadable"),
        ("consent", "maybe", "value_unreadable"),
        ("collected_kg_co2e", "-1", "value_unreadable"),
    ],
)
def test_clauses_hold_row_by_row(column: str, value: Any, code: str) -> None:
    good = {"activity": "bus", "collected_kg_co2e": "0"}.get(column, BUS.get(column))
    found = bus({"amount": ["1", "2", "3"], column: [good, value, good]})
    assert found.accepted.tolist() == [True, False, True]
    assert [(e.row, e.field) for e in found.errors] == [(2, column)]
    assert found.errors[0].error.code == f"methodologies.{code}"


def test_a_record_comes_once() -> None:
    found = bus({"record_id": ["r1", "r2", "r1"], "amount": ["1", "2", "3"]})
    assert [(e.row, e.field, e.value) for e in found.errors] == [(3, "record_id", "r1")]
    assert found.accepted.tolist() == [True, True, False]


def test_a_reward_is_what_a_platform_writes_there() -> None:
    columns = {key: value for key, value in BUS.items() if key != "rewarded"}
    found = evaluate_batch(
        find("inclusion-wuhan-bus"), {**columns, "amount": ["1", "1"], "reward": ["coupon", ""]}
    )
    assert (found.results["enterprise_kg_co2e"] > 0).tolist() == [True, False]


def test_a_column_in_metres_is_noticed_even_below_the_limit() -> None:
    found = bus({"amount": ["300", "450", "8.4"]})
    assert "methodologies.unusual_amount" in {notice.code for notice in found.warnings}
    few = bus({"amount": ["300", "4", "8.4"]})
    assert "methodologies.unusual_amount" not in {notice.code for notice in few.warnings}


def test_numbers_may_be_arrays_decimals_or_texts() -> None:
    forms: list[Any] = [
        ["8.4", "8"],
        [8.4, 8],
        [Decimal("8.4"), Decimal(8)],
        np.array([8.4, 8.0]),
        np.array(["8.4", "8"]),
        ("8.4", 8.0),
    ]
    for form in forms:
        assert bus({"amount": form}).reduction_mg is not None
        assert bus({"amount": form}).reduction_mg.tolist() == [554_400, 528_000]  # type: ignore[union-attr]


@pytest.mark.parametrize("value", [True, float("nan"), float("inf"), None, "1_000", "=1+1", b"1"])
def test_what_is_no_number_is_refused(value: Any) -> None:
    assert bus({"amount": ["1", value]}).accepted.tolist() == [True, False]


@pytest.mark.parametrize("value", ["1.5", 1.5, "-1", "1e1", 100_001])
def test_a_count_is_whole(value: Any) -> None:
    columns = {**RECORDS["inclusion-wuhan-no-tableware"], "orders": [value, 1]}
    found = evaluate_batch(find("inclusion-wuhan-no-tableware"), columns)
    assert found.accepted.tolist() == [False, True]


def test_households_without_an_area_have_that_of_the_text() -> None:
    name = "inclusion-hebei-heating"
    columns = {
        **RECORDS[name],
        "heated_area_m2": ["", "60", "120", "60"],
        "gas_m3": ["650", "650", "650", "99"],
        "electricity_kwh": ["120", "120", "120", "120"],
    }
    found = evaluate_batch(find(name), columns)
    assert found.accepted.tolist() == [True, True, True, False]
    assert found.errors[0].error.code == "methodologies.heated_too_little"
    first, second, third = found.results[units(name)][:3]
    assert first == pytest.approx(1.20731212026, rel=1e-12)
    assert first == pytest.approx(second, rel=1e-12)
    assert third == pytest.approx(3.90731212026, rel=1e-12)
    assert found.reduction_mg is None


@pytest.mark.parametrize(
    ("columns", "refusal"),
    [
        ({"day": "2024-12-02"}, ColumnMissing),
        ({"distance_km": ["1"]}, ColumnMissing),
        ({**DECLARED, "amount": ["1"], "colour": "red"}, ColumnUnknown),
        ({**DECLARED, "amount": ["1"], "replaced_factors": [[]]}, ColumnUnknown),
        ({**DECLARED, "amount": ["1"], "distance_km": ["1"]}, ColumnTwice),
        ({**BUS, "amount": ["1"], "reward": ["x"]}, ColumnTwice),
        ({**DECLARED, "amount": ["1", "2"], "user_id": ["a"]}, ColumnsUneven),
        ({**DECLARED, "amount": []}, RowCountOutOfRange),
        ({**DECLARED, "amount": np.zeros(ROWS_MAX + 1)}, RowCountOutOfRange),
    ],
)
def test_columns_that_do_not_fit_are_refused(
    columns: dict[str, Any], refusal: type[MethodologyError]
) -> None:
    with pytest.raises(refusal):
        evaluate_batch(find("inclusion-wuhan-bus"), columns)


@pytest.mark.parametrize(
    "amount", [1e-25, "0.0000000000000000000001", "1e-21", "0.100000000000000000000000"]
)
def test_more_decimals_than_a_field_admits_are_refused_alone(amount: Any) -> None:
    with pytest.raises(ValidationError):
        record("inclusion-wuhan-bus", distance_km=amount)
    assert bus({"amount": [amount, "8.4"]}).accepted.tolist() == [False, True]
    if isinstance(amount, float):
        assert bus({"amount": np.array([amount, 8.4])}).accepted.tolist() == [False, True]


def test_a_household_without_a_column_of_gas_counts_by_its_electricity() -> None:
    name = "inclusion-hebei-heating"
    columns = {key: value for key, value in RECORDS[name].items() if key != "gas_m3"}
    found = evaluate_batch(find(name), {**columns, "electricity_kwh": ["2000", "500"]})
    assert found.accepted.tolist() == [True, False]
    assert "0" in found.errors[0].error.args[0]


@pytest.mark.parametrize("row", [{"symbol": "EF_low"}, {"symbol": "EF_low", "value": "x"}])
def test_a_replaced_coefficient_that_cannot_be_read_refuses_the_batch(row: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        bus({"amount": ["1"]}, replaced_factors=[row])


def test_what_cannot_be_looked_up_is_refused_row_by_row() -> None:
    odd: list[Any] = ["2024-12-02", [2024, 12, 2], {"year": 2024}, 20241202, True, "=TODAY()"]
    found = bus({"amount": ["1"] * 6, "day": odd})
    assert found.accepted.tolist() == [True] + [False] * 5
    nested = bus({"amount": ["1", ["1"], {"km": 1}, 10**400]})
    assert nested.accepted.tolist() == [True, False, False, False]


def test_the_columns_of_a_platforms_file_are_read_as_they_are() -> None:
    given = dict(
        zip(
            COLUMNS[Content.ACTIVITIES],
            (["r1", "r2"], ["u1", "u2"], ["bus"] * 2, ["2024-12-02"] * 2, ["8.4", "1"], ["c", ""]),
            strict=True,
        )
    )
    declared = {key: value for key, value in BUS.items() if key not in {"day", "rewarded"}}
    found = evaluate_batch(find("inclusion-wuhan-bus"), {**declared, **given})
    assert found.refused_count == 0
    assert found.people is not None
    assert named(found.people) == {"user_id": ["u1", "u2"]}


def test_kinds_units_and_limits_are_those_of_the_registry() -> None:
    assert set(ACTIVITIES) == set(ActivityKind)
    for code, table in (("WHPHCER", "wuhan"), ("PCER", "beijing"), ("SHCERCIR1", "shanghai")):
        factors = find_scheme(file_rules(), code, date(2024, 12, 2)).factors
        ours = library()[f"inclusion_{table}"]
        assert set(factors) == set(ours.regions()) - {"aggregation"}
        for kind, theirs in factors.items():
            base, project, most = (
                ours.get(key, kind, 2024) for key in ("baseline", "project", "record_max")
            )
            assert (base.value, project.value, most.value) == (
                theirs.base_kg,
                theirs.project_kg,
                theirs.amount_max,
            )
            assert base.unit == f"kg CO2e/{theirs.unit}"


def test_a_replaced_coefficient_holds_for_every_row() -> None:
    rows = [{"symbol": "EF_low", "value": "0.03", "source": "operator"}]
    found = bus({"amount": ["8.4", "1"]}, replaced_factors=rows)
    assert found.results["emission_reductions_kg_co2e"].tolist() == pytest.approx([0.84, 0.1])


def test_a_coefficient_that_no_row_uses_cannot_be_replaced() -> None:
    with pytest.raises(ReplacedNotUsed):
        bus(
            {"amount": ["1"]},
            replaced_factors=[{"symbol": "EF_sea", "value": "1", "source": "nobody"}],
        )
    with pytest.raises(ReplacedTwice):
        bus(
            {"amount": ["1"]},
            replaced_factors=[{"symbol": "EF_low", "value": "1", "source": "nobody"}] * 2,
        )
    with pytest.raises(NotAnAssumption):
        evaluate_batch(
            find("inclusion-hebei-heating"),
            RECORDS["inclusion-hebei-heating"],
            replaced_factors=[{"symbol": "M_C", "value": "13", "source": "nobody"}],
        )


def test_the_factors_of_a_batch_are_told_with_their_confidence() -> None:
    found = shanghai({"activity": ["bus", "metro"], "amount": ["1", "1"]})
    told = {(factor.region, factor.key, factor.confidence) for factor in found.factors}
    assert told == {
        ("bus", "baseline", "low"),
        ("bus", "project", "low"),
        ("metro", "baseline", "low"),
        ("metro", "project", "low"),
    }


def test_a_person_of_two_platforms_is_counted_on_each() -> None:
    found = bus(
        {"user_id": ["a", "a", "b"], "platform": ["p", "q", "p"], "amount": ["1", "2", "3"]}
    )
    assert found.people is not None
    assert found.platforms is not None
    assert named(found.people) == {"platform": ["p", "p", "q"], "user_id": ["a", "b", "a"]}
    assert found.people.results["emission_reductions_kg_co2e"].tolist() == pytest.approx(
        [0.066, 0.198, 0.132]
    )
    assert named(found.platforms) == {"platform": ["p", "q"]}
    assert found.platforms.records.tolist() == [2, 1]


def test_a_methodology_of_projects_has_no_batch() -> None:
    with pytest.raises(NoRecords):
        evaluate_batch(find("ccer-01-002"), {"export_mwh": ["1"]})
