from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.rules.calendars import WorkingCalendar, file_calendar, holiday_years

YEARS = [2021, 2022, 2023, 2024, 2025, 2026]
days = st.dates(date(2021, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize("year", YEARS)
def test_working_days_agree_with_an_independent_calendar(year):
    calendar = file_calendar()
    each_day = [date(year, 1, 1) + timedelta(n) for n in range(365)]
    assert [day for day in each_day if calendar.is_working_day(day)] == [
        day for day in each_day if chinese_calendar.is_workday(day)
    ]


def test_every_year_has_its_notice():
    years = holiday_years()
    assert [year.year for year in years] == YEARS
    assert all(year.source.startswith("国办发明电") for year in years)
    assert not file_calendar().is_assumed(date(2026, 12, 31))


def test_later_years_know_weekends_only_and_say_so():
    calendar = file_calendar()
    assert calendar.is_assumed(date(2027, 10, 1))
    assert calendar.is_working_day(date(2027, 10, 1))
    assert not calendar.is_working_day(date(2027, 10, 2))


def test_a_make_up_saturday_is_worked_and_a_holiday_monday_is_not():
    calendar = file_calendar()
    assert calendar.is_working_day(date(2026, 10, 10))
    assert not calendar.is_working_day(date(2026, 10, 5))


def test_a_period_begins_on_the_day_after_its_event():
    calendar = file_calendar()
    assert calendar.add_working_days(date(2026, 11, 20), 1) == date(2026, 11, 23)
    assert calendar.add_working_days(date(2026, 9, 30), 1) == date(2026, 10, 8)
    assert calendar.add_working_days(date(2026, 9, 30), 3) == date(2026, 10, 10)
    assert calendar.add_working_days(date(2026, 10, 8), -1) == date(2026, 9, 30)
    assert calendar.add_working_days(date(2026, 10, 4), 0) == date(2026, 10, 4)
    assert calendar.working_days_between(date(2026, 9, 30), date(2026, 10, 10)) == 3
    assert calendar.working_days_between(date(2026, 10, 10), date(2026, 9, 30)) == 0


def test_a_changed_day_is_off_or_worked():
    monday, sunday = date(2026, 11, 23), date(2026, 11, 29)
    calendar = file_calendar().changed({monday: False, sunday: True})
    assert not calendar.is_working_day(monday)
    assert calendar.is_working_day(sunday)
    assert calendar.changed({monday: True, sunday: False}) == file_calendar().changed(
        {monday: True, sunday: False}
    )


@given(days, st.integers(0, 300))
def test_counting_undoes_adding(day, working_days):
    calendar = file_calendar()
    end = calendar.add_working_days(day, working_days)
    assert calendar.working_days_between(day, end) == working_days
    assert working_days == 0 or calendar.is_working_day(end)


@given(days, days)
def test_weekends_alone_give_five_days_of_seven(first, last):
    first, last = sorted((first, last))
    weeks = (last - first).days // 7
    worked = WorkingCalendar().working_days_between(first, last)
    assert 5 * weeks <= worked <= 5 * weeks + 5
