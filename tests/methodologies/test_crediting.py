"""Several calendar years of one project."""

from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from methodologies import (
    CreditingPeriodTooLong,
    MethodologyError,
    NothingToCredit,
    OutsideCreditingPeriod,
    RowWithoutYear,
    YearDiffers,
    YearSkipped,
    estimate,
    estimate_years,
)
from tests.methodologies.examples import CSP, WIND
from tests.methodologies.test_monthly_electricity import rows

ACTIVITY = {"export_mwh", "import_mwh", "factor_year", "fuels"}
FARM = {name: value for name, value in WIND.items() if name not in ACTIVITY}
PLANT = {name: value for name, value in CSP.items() if name not in ACTIVITY}
THREE_YEARS = [*rows(2023)[6:], *rows(2024), *rows(2025)[:6]]
CREDITING = {"crediting_period_start": "2023-07-01", "crediting_period_end": "2033-06-30"}
PERIOD = {"period_start": "2023-07-01", "period_end": "2025-06-30"}


def test_months_of_three_years_give_three_vintages() -> None:
    found = estimate_years("ccer-01-002", {**FARM, **CREDITING, **PERIOD, "months": THREE_YEARS})
    assert [vintage.year for vintage in found.vintages] == [2023, 2024, 2025]
    periods = [vintage.result.to_dict()["inputs"] for vintage in found.vintages]
    assert [(p["period_start"], p["period_end"]) for p in periods] == [
        ("2023-07-01", "2023-12-31"),
        ("2024-01-01", "2024-12-31"),
        ("2025-01-01", "2025-06-30"),
    ]


def test_the_total_is_the_sum_of_the_vintages() -> None:
    found = estimate_years("ccer-01-002", {**FARM, "months": THREE_YEARS})
    results = [vintage.result for vintage in found.vintages]
    name = "emission_reductions_t_co2e"
    assert found.results[name] == sum(result.results[name] for result in results)
    assert found.issuable_units == sum(result.issuable_units or 0 for result in results)
    assert found.issuable_units <= found.results[name]


def test_each_vintage_is_that_year_calculated_alone() -> None:
    found = estimate_years("ccer-01-002", {**FARM, "months": THREE_YEARS})
    alone = estimate("ccer-01-002", {**FARM, "months": rows(2024)})
    assert found.vintages[1].result.to_dict() == alone.to_dict()


def test_each_year_takes_the_factors_of_its_own_rule() -> None:
    found = estimate_years("ccer-01-002", {**FARM, "months": [*rows(2019), *rows(2020)]})
    codes = [{notice.code for notice in v.result.warnings} for v in found.vintages]
    earlier = "methodologies.earlier_factor_year"
    assert [earlier in known for known in codes] == [False, True]


def test_fuels_and_meters_go_to_the_year_they_name() -> None:
    fuels = [
        {"year": 2023, "fuel": "diesel", "quantity": "5"},
        {"year": 2024, "fuel": "diesel", "quantity": "7"},
    ]
    late = {"year": 2024, "meter": "export", "metered": "1000", "calibration": "late"}
    found = estimate_years(
        "ccer-01-001",
        {
            **PLANT,
            "months": [*rows(2023), *rows(2024)],
            "fuels": fuels,
            "meter_corrections": [late],
        },
    )
    first, second = (vintage.result.to_dict()["inputs"] for vintage in found.vintages)
    assert [row["quantity"] for row in (*first["fuels"], *second["fuels"])] == ["5", "7"]
    assert "meter_corrections" not in first
    assert len(second["meter_corrections"]) == 1


def test_years_may_be_given_one_by_one() -> None:
    years = {
        2023: {"factor_year": 2023, "export_mwh": "1000", "import_mwh": "1"},
        2024: {"factor_year": 2024, "export_mwh": "2000", "import_mwh": "2"},
    }
    found = estimate_years("ccer-01-002", FARM, years)
    assert found.results["emission_reductions_t_co2e"] == Decimal("2997") * Decimal("0.50885")


def test_the_answer_is_told_in_plain_values() -> None:
    told = estimate_years("ccer-01-002", {**FARM, "months": rows(2024)}).to_dict()
    assert told["results"]["emission_reductions_t_co2e"] == "763273.37168"
    assert told["issuable_units"] == 763273
    assert [vintage["year"] for vintage in told["vintages"]] == [2024]


@pytest.mark.parametrize(
    ("changes", "years", "refusal"),
    [
        ({}, None, NothingToCredit),
        ({"months": []}, None, NothingToCredit),
        ({"months": "2024"}, None, NothingToCredit),
        ({}, {}, NothingToCredit),
        (
            {"months": THREE_YEARS, "meter_corrections": [{"meter": "export"}]},
            None,
            RowWithoutYear,
        ),
        (
            {"months": THREE_YEARS, "meter_corrections": [{"year": 2030, "meter": "export"}]},
            None,
            RowWithoutYear,
        ),
        ({"months": [*rows(2023), *rows(2025)]}, None, YearSkipped),
        ({}, {2023: {"months": rows(2024)}}, YearDiffers),
        ({"months": [rows(year)[0] for year in range(2021, 2033)]}, None, CreditingPeriodTooLong),
        (
            {"months": THREE_YEARS, **PERIOD, "grid_connection_date": "2023-08-01"},
            None,
            OutsideCreditingPeriod,
        ),
    ],
)
def test_years_that_do_not_fit_are_refused(
    changes: dict[str, Any], years: Any, refusal: type[MethodologyError]
) -> None:
    with pytest.raises(refusal):
        estimate_years("ccer-01-002", {**FARM, **changes}, years)


def test_a_bad_value_in_a_year_is_refused_by_its_field() -> None:
    months = [*rows(2023), {**rows(2024)[0], "exported_mwh": "1e400"}]
    with pytest.raises(ValidationError, match="exported_mwh"):
        estimate_years("ccer-01-002", {**FARM, "months": months})
