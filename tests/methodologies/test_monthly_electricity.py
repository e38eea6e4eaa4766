"""Export and import by month, and months without a reading."""

from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from methodologies import (
    AboveCapacity,
    ImportNeverRead,
    MethodologyError,
    MonthListedTwice,
    MonthOutsidePeriod,
    MonthsAndTotals,
    MonthsSpanYears,
    Result,
    estimate,
    find,
    parse_inputs,
)
from tests.methodologies.examples import PERIOD, WIND, codes

EXPORTS = [110, 120, 130, 120, 110, 100, 100, 110, 130, 150, 160, 160]
IMPORTS = ["0.3", "0.3", "0.2", "0.2", "0.2", "0.3", "0.3", "0.3", "0.2", "0.2", "0.3", "0.4"]
MISSING = "methodologies.missing_months"


def rows(year: int = 2024) -> list[dict[str, Any]]:
    return [
        {"year": year, "month": k, "exported_mwh": exported * 1000, "imported_mwh": imported}
        for k, (exported, imported) in enumerate(zip(EXPORTS, IMPORTS, strict=True), start=1)
    ]


def monthly(months: list[dict[str, Any]], **changes: Any) -> Result:
    totals = {"export_mwh": None, "import_mwh": None, "factor_year": None}
    inputs = {**WIND, **totals, "months": months, **changes}
    return estimate("ccer-01-002", {n: v for n, v in inputs.items() if v is not None})


def value(result: Result, symbol: str) -> Decimal:
    return next(step.value for step in result.steps if step.symbol == symbol)


def test_the_total_of_the_year_is_the_sum_of_its_months() -> None:
    result = monthly(rows())
    assert value(result, "EG_export,y") == 1_500_000
    assert value(result, "EG_import,y") == Decimal("3.2")
    total = next(step for step in result.steps if step.symbol == "EG_export,y")
    assert total.equation == "Σ_m"
    assert total.expression.startswith("110000 + 120000 + ")
    assert MISSING not in codes(result)


def test_months_and_the_same_totals_earn_the_same() -> None:
    by_total = estimate(
        "ccer-01-002", {**WIND, "factor_year": 2024, "export_mwh": 1_500_000, "import_mwh": "3.2"}
    )
    assert monthly(rows()).results == by_total.results


def test_the_year_of_the_months_sets_the_factors() -> None:
    result = monthly(rows(2021))
    assert result.factors["EF_grid,OM,y"].year == 2019
    assert "methodologies.earlier_factor_year" in codes(result)
    assert "methodologies.earlier_factor_year" not in codes(monthly(rows(2019)))


def test_a_month_without_export_earns_nothing_and_says_so() -> None:
    months = rows()
    months[2]["exported_mwh"] = None
    result = monthly(months)
    assert value(result, "EG_export,03") == 0
    assert value(result, "EG_export,y") == 1_370_000
    (notice,) = [one for one in result.warnings if one.code == MISSING]
    assert "assumption on the safe side" in notice.text["en"]
    assert "assumption" in notice.source


def test_a_month_without_import_takes_the_largest_of_the_others() -> None:
    months = rows()
    months[2]["imported_mwh"] = None
    result = monthly(months)
    assumed = next(step for step in result.steps if step.symbol == "EG_import,03")
    assert assumed.value == Decimal("0.4")
    assert assumed.equation == "A2"
    assert assumed.expression.startswith("max(0.3, 0.3, 0.2")
    assert value(result, "EG_import,y") == Decimal("3.4")


def test_a_month_without_a_row_between_others_is_missing() -> None:
    months = rows()
    del months[5]
    result = monthly(months)
    assert value(result, "EG_export,06") == 0
    assert value(result, "EG_import,06") == Decimal("0.4")


def test_every_month_of_the_period_is_expected() -> None:
    assert MISSING not in codes(monthly(rows()[2:8]))
    result = monthly(rows()[2:8], **PERIOD)
    assert value(result, "EG_import,12") == Decimal("0.3")
    assert MISSING in codes(result)


@pytest.mark.parametrize(
    ("months", "changes", "refusal"),
    [
        ([*rows()[1:], rows()[3]], {}, MonthListedTwice),
        ([*rows(2023)[6:], *rows(2024)[:6]], {}, MonthsSpanYears),
        (rows(), {"export_mwh": "1500000"}, MonthsAndTotals),
        (rows(2023), PERIOD, MonthOutsidePeriod),
        (
            rows(),
            {"period_start": "2024-03-01", "period_end": "2024-12-31"},
            MonthOutsidePeriod,
        ),
        ([{"year": 2024, "month": 1, "exported_mwh": 1}], {}, ImportNeverRead),
    ],
)
def test_months_that_contradict_the_rest_are_refused(
    months: list[dict[str, Any]], changes: dict[str, Any], refusal: type[MethodologyError]
) -> None:
    with pytest.raises(refusal) as caught:
        monthly(months, **changes)
    assert caught.value.facts["field"] == "months"


def test_a_month_in_kwh_is_refused_by_the_capacity_of_that_month() -> None:
    months = rows()
    months[1]["exported_mwh"] = 120_000 * 29
    with pytest.raises(AboveCapacity) as caught:
        monthly(months, installed_capacity_mw="300")
    assert caught.value.facts["field"] == "months"
    assert caught.value.facts["hours"] == 29 * 24


def test_a_month_in_kwh_is_noticed_without_a_capacity() -> None:
    months = rows()
    months[1]["exported_mwh"] = 120_000 * 50
    assert "methodologies.month_out_of_line" in codes(monthly(months))
    assert "methodologies.month_out_of_line" not in codes(monthly(rows()))


@pytest.mark.parametrize(
    "change", [{"month": 0}, {"month": 13}, {"year": 1999}, {"exported_mwh": "-1"}]
)
def test_a_month_beyond_its_bounds_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        monthly([{**rows()[0], **change}])


def test_without_months_both_totals_are_required() -> None:
    with pytest.raises(ValidationError) as caught:
        parse_inputs(
            "ccer-01-002", {"distance_to_shore_km": 45, "water_depth_m": 5, "grid": "east"}
        )
    missing = [(error["type"], error["loc"]) for error in caught.value.errors()]
    assert missing == [("missing", ("export_mwh",)), ("missing", ("import_mwh",))]


def test_a_meter_is_corrected_on_the_sum_of_its_months() -> None:
    row = {"meter": "export", "calibration": "uncalibrated", "metered": 150_000}
    result = monthly(rows(), meter_corrections=[row])
    assert value(result, "EG_export,y,metered") == 1_500_000
    assert value(result, "EG_export,y") == 1_499_250


readings = st.one_of(st.none(), st.decimals(0, 200_000, places=3))


@settings(max_examples=40)
@given(exports=st.lists(readings, min_size=12, max_size=12), gap=st.integers(0, 11))
def test_a_missing_export_never_earns_more(exports: list[Decimal | None], gap: int) -> None:
    months = [
        {**row, "exported_mwh": exported} for row, exported in zip(rows(), exports, strict=True)
    ]
    fewer = [dict(row) for row in months]
    fewer[gap]["exported_mwh"] = None
    more, less = (monthly(each).results["emission_reductions_t_co2e"] for each in (months, fewer))
    assert less <= more


@pytest.mark.parametrize("gap", range(12))
def test_a_missing_import_counts_as_much_as_any_that_was_read(gap: int) -> None:
    months = rows()
    months[gap]["imported_mwh"] = None
    known = [Decimal(row["imported_mwh"]) for row in months if row["imported_mwh"]]
    assert value(monthly(months), f"EG_import,{gap + 1:02}") == max(known)


def test_decimals_and_arrays_agree_on_months_with_gaps() -> None:
    months = rows()
    months[3] |= {"exported_mwh": None, "imported_mwh": None}
    exact = monthly(months).results["emission_reductions_t_co2e"]
    methodology = find("ccer-01-002")
    given_inputs = {n: v for n, v in WIND.items() if n not in {"export_mwh", "import_mwh"}}
    inputs = methodology.Inputs.model_validate({**given_inputs, "months": months})
    arrays = methodology.sample(inputs, {"EG_export,01": np.full(4, 110_000.0)})
    np.testing.assert_allclose(arrays["emission_reductions_t_co2e"], float(exact), rtol=1e-12)
