"""A plan of calendar years: what holds in each, and what differs."""

from collections.abc import Mapping
from typing import Any

import pytest
from pydantic import ValidationError

from methodologies import (
    ChangedTwice,
    ChangeOutsideYears,
    ChangeUnknown,
    Crediting,
    CreditingPeriodTooLong,
    NoVintages,
    YearSkipped,
    YearsOutOfOrder,
    YearsUnknown,
    estimate,
    estimate_years,
    find,
    list_methodologies,
    plan_years,
    years_plan,
)
from tests.methodologies.examples import CSP, WIND
from tests.methodologies.test_monthly_electricity import rows

REDUCTIONS = "emission_reductions_t_co2e"


def planned(methodology_id: str, inputs: Mapping[str, Any], **plan: Any) -> Crediting:
    methodology = find(methodology_id)
    asked = years_plan(methodology).model_validate(plan)
    found = plan_years(methodology, inputs, asked)
    return estimate_years(methodology_id, found.shared, found.years)


def test_what_is_not_changed_stays_the_same_in_every_year() -> None:
    found = planned("ccer-01-002", WIND, first_year=2026, last_year=2028)
    assert [vintage.year for vintage in found.vintages] == [2026, 2027, 2028]
    assert len({vintage.result.results[REDUCTIONS] for vintage in found.vintages}) == 1
    period = found.vintages[1].result.to_dict()["inputs"]
    assert (period["period_start"], period["period_end"]) == ("2027-01-01", "2027-12-31")


def test_a_value_may_differ_in_one_year() -> None:
    change = {"year": 2027, "field": "export_mwh", "value": "1000000"}
    found = planned("ccer-01-002", WIND, first_year=2026, last_year=2028, changes=[change])
    figures = [vintage.result.results[REDUCTIONS] for vintage in found.vintages]
    assert figures[0] == figures[2] > figures[1]
    assert found.results[REDUCTIONS] == sum(figures)


def test_each_planned_year_is_that_year_calculated_alone() -> None:
    found = planned("ccer-01-001", CSP, first_year=2024, last_year=2025)
    period = {"period_start": "2025-01-01", "period_end": "2025-12-31"}
    alone = estimate("ccer-01-001", {**without(CSP, "factor_year"), **period})
    assert found.vintages[1].result.results == alone.results


def without(inputs: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in inputs.items() if name not in names}


def test_months_of_a_plan_say_the_years_and_replace_the_totals() -> None:
    months = [*rows(2023)[6:], *rows(2024)]
    found = planned("ccer-01-002", WIND, months=months)
    shared = without(WIND, "export_mwh", "import_mwh", "factor_year")
    alone = estimate_years("ccer-01-002", {**shared, "months": months})
    assert found.to_dict() == alone.to_dict()


def test_months_of_several_years_among_the_inputs_need_no_plan() -> None:
    shared = without(WIND, "export_mwh", "import_mwh", "factor_year")
    found = planned("ccer-01-002", {**shared, "months": [*rows(2023), *rows(2024)]})
    assert [vintage.year for vintage in found.vintages] == [2023, 2024]


def test_months_of_one_year_are_moved_to_each_year_of_a_plan() -> None:
    shared = without(WIND, "export_mwh", "import_mwh", "factor_year")
    inputs = {**shared, "months": rows(2024)}
    found = planned("ccer-01-002", inputs, first_year=2026, last_year=2027)
    months = [vintage.result.to_dict()["inputs"]["months"] for vintage in found.vintages]
    assert [{row["year"] for row in each} for each in months] == [{2026}, {2027}]


def test_a_year_is_cut_by_the_crediting_period() -> None:
    dates = {"crediting_period_start": "2026-07-01", "crediting_period_end": "2028-06-30"}
    found = planned("ccer-01-002", {**WIND, **dates})
    inputs = [vintage.result.to_dict()["inputs"] for vintage in found.vintages]
    assert inputs[0]["period_start"] == "2026-07-01"
    assert inputs[-1]["period_end"] == "2028-06-30"


def test_removals_between_two_measurements_become_vintages_by_days() -> None:
    example = dict(find("ccer-14-001").examples["five_years"])
    dates = {"interval_start": "2021-01-01", "interval_end": "2025-12-31"}
    whole = estimate("ccer-14-001", {**without(example, "period_start", "period_end"), **dates})
    found = planned("ccer-14-001", {**example, **dates})
    assert [vintage.year for vintage in found.vintages] == [2021, 2022, 2023, 2024, 2025]
    total = found.results[REDUCTIONS]
    assert abs(total - whole.results[REDUCTIONS]) < whole.results[REDUCTIONS] * abs(total) / 10**20


@pytest.mark.parametrize(
    ("plan", "refusal"),
    [
        ({}, YearsUnknown),
        ({"first_year": 2028, "last_year": 2026}, YearsOutOfOrder),
        ({"first_year": 2021, "last_year": 2061}, YearsOutOfOrder),
        (
            {"first_year": 2026, "changes": [{"year": 2025, "field": "export_mwh", "value": "1"}]},
            ChangeOutsideYears,
        ),
        (
            {"first_year": 2026, "changes": [{"year": 2026, "field": "fuels", "value": "1"}]},
            ChangeUnknown,
        ),
        (
            {
                "first_year": 2026,
                "changes": [{"year": 2026, "field": "export_mwh", "value": "1"}] * 2,
            },
            ChangedTwice,
        ),
        ({"months": [*rows(2023), *rows(2025)]}, YearSkipped),
        ({"months": [*rows(2021)[:1], *rows(2035)[:1]]}, CreditingPeriodTooLong),
    ],
    ids=str,
)
def test_a_plan_that_does_not_fit_is_refused(
    plan: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        planned("ccer-01-002", WIND, **plan)


def test_a_changed_value_is_held_to_the_bounds_of_its_field() -> None:
    change = {"year": 2026, "field": "export_mwh", "value": "1e400"}
    with pytest.raises(ValidationError):
        planned("ccer-01-002", WIND, first_year=2026, changes=[change])


@pytest.mark.parametrize("methodology", list_methodologies(), ids=lambda each: each.id)
def test_every_methodology_of_credits_has_years_and_no_other(methodology: Any) -> None:
    example = dict(next(iter(methodology.examples.values())))
    dates = {"interval_start": "2021-01-01", "interval_end": "2025-12-31"}
    forest = dates if "interval_start" in methodology.Inputs.model_fields else {}
    plan = {"first_year": 2024, "last_year": 2025}
    if methodology.issues is None or methodology.purpose != "credits":
        with pytest.raises(NoVintages):
            planned(methodology.id, example, **plan)
    else:
        found = planned(methodology.id, {**example, **forest}, **plan)
        assert found.issuable_units == sum(v.result.issuable_units or 0 for v in found.vintages)
