"""Dates of sink projects, and the calendar year of what they remove."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from methodologies import (
    AppliedTooLate,
    BuiltTooEarly,
    OutsideCreditingPeriod,
    PeriodNotOrdered,
    ReducedTooEarly,
    Result,
)
from methodologies.ccer.forest_period import days, units_by_year
from methodologies.ccer.forest_refusals import (
    CreditingPeriodOutOfBounds,
    IntervalMissing,
    OutsideInterval,
)
from tests.methodologies.examples import codes
from tests.methodologies.forest_examples import FIVE_YEARS, forest, mangrove

WHOLE = Decimal("20330.92883317829256")
TINY = Decimal("1e-20")
LEAP_YEAR = {"period_start": "2024-01-01", "period_end": "2024-12-31"}


def removals(result: Result) -> Decimal:
    return result.results["emission_reductions_t_co2e"]


def test_a_project_without_dates_is_told_that_they_were_not_checked() -> None:
    assert "methodologies.period_missing" in codes(forest())
    assert "methodologies.period_missing" not in codes(forest(**FIVE_YEARS))


def test_one_calendar_year_of_an_interval_is_shared_by_days_and_says_so() -> None:
    result = forest(**FIVE_YEARS, **LEAP_YEAR)
    assert abs(removals(result) - WHOLE * 366 / 1826) < TINY
    assert result.issuable_units == 4075
    assert "methodologies.shared_by_days" in codes(result)
    shared = next(found for found in result.steps if found.symbol == "CDR_y")
    assert shared.expression == "20330.92883317829256 × 366/1826"
    assert "assumption" in shared.sources[0].text["en"]


def test_the_years_of_an_interval_never_exceed_the_whole() -> None:
    units = 0
    for year in range(2021, 2026):
        period = {"period_start": f"{year}-01-01", "period_end": f"{year}-12-31"}
        issued = forest(**FIVE_YEARS, **period).issuable_units
        assert issued is not None
        units += issued
    assert 20330 - 5 < units <= 20330


def test_an_interval_over_calendar_years_lists_the_vintages() -> None:
    result = forest(**FIVE_YEARS)
    assert result.issuable_units == 20330
    text = next(w.text["en"] for w in result.warnings if w.code == "methodologies.vintages_by_days")
    assert "2021: 4063, 2022: 4063, 2023: 4063, 2024: 4075, 2025: 4063" in text
    assert "assumption" in text


def test_an_interval_within_one_year_has_one_vintage() -> None:
    within = {"interval_start": "2024-01-01", "interval_end": "2024-12-31"}
    assert "methodologies.vintages_by_days" not in codes(forest(**within))


def test_mangroves_share_by_days_too() -> None:
    shared = removals(mangrove(**FIVE_YEARS, **LEAP_YEAR))
    assert abs(shared - Decimal("9825.75") * 366 / 1826) < TINY


@given(
    removed=st.decimals(-1000, 1_000_000, places=6),
    start=st.dates(date(2020, 9, 23), date(2060, 12, 31)),
    length=st.integers(0, 4000),
)
def test_units_by_year_add_up_to_at_most_the_whole(
    removed: Decimal, start: date, length: int
) -> None:
    end = date.fromordinal(start.toordinal() + length)
    units = units_by_year(removed, (start, end))
    assert list(units) == list(range(start.year, end.year + 1))
    assert all(count >= 0 for count in units.values())
    assert sum(units.values()) <= max(Decimal(0), removed)
    assert sum(units.values()) > removed - len(units)


def test_days_count_both_ends() -> None:
    assert days((date(2024, 2, 28), date(2024, 3, 1))) == 3


@pytest.mark.parametrize(
    ("changes", "refusal", "field"),
    [
        ({"construction_start": "2012-11-08"}, BuiltTooEarly, "construction_start"),
        (
            {"interval_start": "2020-09-22", "interval_end": "2024-01-01"},
            ReducedTooEarly,
            "interval_start",
        ),
        ({"interval_start": "2022-01-01"}, PeriodNotOrdered, "interval_end"),
        (
            {"interval_start": "2022-01-02", "interval_end": "2022-01-01"},
            PeriodNotOrdered,
            "interval_end",
        ),
        (LEAP_YEAR, IntervalMissing, "interval_start"),
        (
            {**FIVE_YEARS, "period_start": "2020-12-31", "period_end": "2021-12-31"},
            OutsideInterval,
            "period_start",
        ),
        (
            {**FIVE_YEARS, "period_start": "2025-01-01", "period_end": "2026-01-01"},
            OutsideInterval,
            "period_end",
        ),
        (
            {**FIVE_YEARS, "construction_start": "2021-06-01"},
            OutsideCreditingPeriod,
            "interval_start",
        ),
        ({**FIVE_YEARS, "application_date": "2025-12-30"}, OutsideCreditingPeriod, "interval_end"),
        ({**FIVE_YEARS, "application_date": "2026-01-02"}, AppliedTooLate, "interval_start"),
        (
            {
                "crediting_period_start": "2021-01-01",
                "crediting_period_end": "2040-12-30",
            },
            CreditingPeriodOutOfBounds,
            "crediting_period_end",
        ),
        (
            {
                "crediting_period_start": "2021-01-01",
                "crediting_period_end": "2061-01-01",
            },
            CreditingPeriodOutOfBounds,
            "crediting_period_end",
        ),
        (
            {
                **FIVE_YEARS,
                "crediting_period_start": "2000-01-01",
                "crediting_period_end": "2024-12-31",
            },
            OutsideCreditingPeriod,
            "interval_end",
        ),
    ],
)
def test_dates_that_break_a_rule_are_refused_at_their_field(
    changes: dict[str, Any], refusal: type[Exception], field: str
) -> None:
    with pytest.raises(refusal) as caught:
        forest(**changes)
    assert vars(caught.value)["facts"]["field"] == field


@pytest.mark.parametrize("end", ["2040-12-31", "2060-12-31"])
def test_crediting_periods_of_20_and_of_40_years_are_accepted(end: str) -> None:
    assert forest(crediting_period_start="2021-01-01", crediting_period_end=end).issuable_units


def test_a_part_within_five_years_of_the_application_is_accepted_from_a_longer_interval() -> None:
    older = {"interval_start": "2021-01-01", "interval_end": "2027-12-31"}
    part = {"period_start": "2024-01-01", "period_end": "2027-12-31"}
    assert forest(**older, **part, application_date="2028-06-30").issuable_units
