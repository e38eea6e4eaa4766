"""Date rules common to all CCER projects."""

from datetime import date
from typing import Any

import pytest

from methodologies import (
    AppliedTooLate,
    BuiltTooEarly,
    CreditingPeriodTooLong,
    MethodologyError,
    OutsideCreditingPeriod,
    PeriodNotOrdered,
    PeriodSpansYears,
    ReducedTooEarly,
)
from methodologies.ccer.programme import years_later
from tests.methodologies.examples import PERIOD, codes, wind

CREDITING = {"crediting_period_start": "2023-06-01", "crediting_period_end": "2033-05-31"}


def dated(**dates: Any) -> Any:
    return wind(factor_year=None, **{**PERIOD, **dates})


def test_good_dates_pass_without_a_notice() -> None:
    result = dated(
        construction_start="2012-11-09",
        grid_connection_date="2023-06-01",
        application_date="2025-03-01",
        **CREDITING,
    )
    assert "methodologies.period_missing" not in codes(result)


def test_without_a_period_a_notice_says_what_was_not_checked() -> None:
    assert "methodologies.period_missing" in codes(wind())


@pytest.mark.parametrize(
    ("error", "dates", "article"),
    [
        (BuiltTooEarly, {"construction_start": "2012-11-08"}, "Art. 10(3)"),
        (
            ReducedTooEarly,
            {"period_start": "2020-09-22", "period_end": "2020-12-31"},
            "Art. 17(3)",
        ),
        (AppliedTooLate, {"application_date": "2029-01-02"}, "Art. 17"),
        (
            CreditingPeriodTooLong,
            {"crediting_period_start": "2023-06-01", "crediting_period_end": "2033-06-01"},
            "§5.2.2",
        ),
        (
            OutsideCreditingPeriod,
            {**CREDITING, "period_start": "2023-05-31", "period_end": "2023-12-31"},
            "§5.2",
        ),
        (OutsideCreditingPeriod, {**CREDITING, "grid_connection_date": "2023-06-02"}, "§5.2"),
        (OutsideCreditingPeriod, {"grid_connection_date": "2024-01-02"}, "§5.2"),
        (OutsideCreditingPeriod, {"application_date": "2024-12-30"}, "§5.2"),
        (PeriodSpansYears, {"period_end": "2025-01-01"}, "§6.3"),
        (PeriodNotOrdered, {"period_end": "2023-12-31"}, ""),
        (PeriodNotOrdered, {"period_end": None}, ""),
        (PeriodNotOrdered, {"crediting_period_end": "2033-05-31"}, ""),
    ],
)
def test_a_date_that_breaks_a_rule_is_refused_with_its_article(
    error: type[MethodologyError], dates: dict[str, Any], article: str
) -> None:
    with pytest.raises(error) as caught:
        dated(**dates)
    assert article in caught.value.source
    assert caught.value.facts["field"]


def test_the_first_creditable_day_is_23_september_2020() -> None:
    first = {"period_start": "2020-09-23", "period_end": "2020-12-31"}
    assert dated(**first).issuable_units == 761646


def test_the_application_may_follow_five_years_after_the_first_day() -> None:
    assert dated(application_date="2029-01-01").issuable_units == 761646


def test_a_leap_day_becomes_28_february() -> None:
    assert years_later(date(2024, 2, 29), 1) == date(2025, 2, 28)
    assert years_later(date(2024, 2, 29), 4) == date(2028, 2, 29)
