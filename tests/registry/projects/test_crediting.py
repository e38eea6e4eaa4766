from datetime import date

import pytest

from registry.projects.crediting import (
    check_period,
    check_stated_period,
    stated_period,
    years_before,
)
from registry.projects.refused_reports import PeriodOfEstimateDiffers, ReductionsTooOld

TODAY = date(2026, 11, 23)


def test_a_leap_day_has_a_day_five_years_before():
    assert years_before(date(2024, 2, 29), 5) == date(2019, 2, 28)
    check_period(date(2023, 2, 28), date(2023, 12, 31), date(2028, 2, 29), [])
    with pytest.raises(ReductionsTooOld):
        check_period(date(2023, 2, 27), date(2023, 12, 31), date(2028, 2, 29), [])


def test_the_first_counted_day_is_23_september_2020():
    check_period(date(2020, 9, 23), date(2020, 12, 31), date(2021, 1, 1), [])


@pytest.mark.parametrize("inputs", ["{}", "[]", "", "null", '{"period_start":null}'])
def test_inputs_without_a_period_state_none(inputs):
    assert stated_period(inputs) == ["", ""]
    check_stated_period(inputs, "ES-2026-000001", date(2025, 1, 1), date(2025, 12, 31))


def test_half_a_stated_period_fits_no_report():
    with pytest.raises(PeriodOfEstimateDiffers):
        check_stated_period(
            '{"period_start":"2025-01-01"}', "ES-1", date(2025, 1, 1), date(2025, 12, 31)
        )
