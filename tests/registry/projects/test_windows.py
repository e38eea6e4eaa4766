"""Publicity and reviews in working days, on the days they begin, end and are over."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.projects.projects import ProjectStep
from registry.projects.refused_projects import WindowOpen
from registry.projects.windows import (
    ONE_DAY,
    check_over,
    is_public,
    public_until,
    review_until,
    window,
)
from registry.rules.calendars import WorkingCalendar, file_calendar

CALENDAR = file_calendar()
MONDAY = date(2026, 11, 23)


def test_twenty_working_days_from_a_monday_end_four_weeks_later():
    assert public_until(MONDAY, 20, CALENDAR) == date(2026, 12, 21)
    assert review_until(MONDAY, 15, CALENDAR) == date(2026, 12, 14)


def test_a_holiday_and_its_working_saturdays_move_the_end():
    with_holiday = CALENDAR.changed({date(2026, 11, 24): False, date(2026, 11, 28): True})
    assert public_until(MONDAY, 20, with_holiday) == date(2026, 12, 21)
    shorter = CALENDAR.changed({date(2026, 11, 28): True})
    assert public_until(MONDAY, 20, shorter) == date(2026, 12, 18)


def test_the_step_is_refused_on_the_last_day_and_taken_on_the_next():
    last = public_until(MONDAY, 20, CALENDAR)
    assert is_public(last, last)
    with pytest.raises(WindowOpen) as refused:
        check_over(last, last, ProjectStep.VALIDATE, "PR-1")
    assert refused.value.facts["day"] == "2026-12-22"
    assert not is_public(last, last + ONE_DAY)
    check_over(last, last + ONE_DAY, ProjectStep.VALIDATE, "PR-1")


def test_without_publicity_the_next_step_is_taken_on_the_same_day():
    last = public_until(MONDAY, 0, CALENDAR)
    assert not is_public(last, MONDAY)
    check_over(last, MONDAY, ProjectStep.VALIDATE, "PR-1")
    check_over(None, MONDAY, ProjectStep.VALIDATE, "PR-1")
    assert not is_public(None, MONDAY)


def test_a_page_counts_the_working_days_that_are_left():
    last = date(2026, 12, 21)
    shown = window(last, MONDAY, CALENDAR)
    assert shown is not None
    assert (shown.working_days_left, shown.over) == (20, False)
    on_the_day = window(last, last, CALENDAR)
    assert on_the_day is not None
    assert (on_the_day.working_days_left, on_the_day.over) == (0, False)
    after = window(last, last + ONE_DAY, CALENDAR)
    assert after is not None
    assert after.over
    assert window(None, MONDAY, CALENDAR) is None


@given(
    st.dates(date(2023, 10, 19), date(2040, 1, 1)),
    st.integers(0, 60),
    st.sets(st.dates(date(2023, 10, 19), date(2040, 6, 1)), max_size=20),
)
def test_publicity_holds_exactly_its_working_days(published, days, holidays):
    calendar = WorkingCalendar(days_off=frozenset(holidays))
    last = public_until(published, days, calendar)
    if days == 0:
        assert last == published - ONE_DAY
        return
    assert calendar.is_working_day(last)
    assert calendar.working_days_between(published, last) == days
