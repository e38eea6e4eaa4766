from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.rules import Phase, market_profile, next_opening, phase
from market.rules.hours import is_open, sessions_of
from registry.rules import file_calendar, file_rules
from registry.worlds import MARKET_ZONE

PROFILE = market_profile(file_rules(), "cn_ets", date(2026, 1, 5))
HOLIDAY, AFTER_HOLIDAY = date(2026, 1, 1), date(2026, 1, 5)


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=MARKET_ZONE)


MOMENTS = st.datetimes(
    datetime(2026, 1, 1),  # noqa: DTZ001  Hypothesis gives the zone
    datetime(2026, 12, 31),  # noqa: DTZ001
    timezones=st.just(MARKET_ZONE),
)


def hours(mode: str, day: date):
    return PROFILE.hours(mode, day) if file_calendar().is_working_day(day) else ()


def monday(hour: int, minute: int = 0) -> datetime:
    return local(2026, 1, 5, hour, minute)


@pytest.mark.parametrize(
    ("now", "expected", "next_phase", "next_at"),
    [
        (monday(8), Phase.CLOSED, Phase.OPEN, monday(9, 30)),
        (monday(9, 30), Phase.OPEN, Phase.BREAK, monday(11, 30)),
        (monday(11, 29), Phase.OPEN, Phase.BREAK, monday(11, 30)),
        (monday(11, 30), Phase.BREAK, Phase.BLOCK, monday(13)),
        (monday(13), Phase.BLOCK, Phase.AFTER, monday(15)),
        (monday(15), Phase.AFTER, Phase.CLOSED, local(2026, 1, 6)),
    ],
)
def test_a_national_day_runs_through_its_phases(now, expected, next_phase, next_at) -> None:
    shown = phase(now, hours)
    assert (shown.phase, shown.next_phase, shown.next_at) == (expected, next_phase, next_at)


def test_after_the_close_listed_trading_begins_the_next_trading_day() -> None:
    friday = local(2026, 1, 9, 16)
    assert phase(friday, hours).opens_at == local(2026, 1, 12, 9, 30)


def test_a_public_holiday_is_closed_all_day() -> None:
    assert not file_calendar().is_working_day(HOLIDAY)
    shown = phase(datetime.combine(HOLIDAY, time(10), MARKET_ZONE), hours)
    assert (shown.phase, shown.next_phase) == (Phase.CLOSED, Phase.OPEN)
    assert (
        shown.next_at == shown.opens_at == datetime.combine(AFTER_HOLIDAY, time(9, 30), MARKET_ZONE)
    )


def test_a_saturday_worked_for_a_holiday_is_no_trading_day() -> None:
    worked = next(day for day in sorted(file_calendar().days_worked) if day.year == 2026)
    assert worked.weekday() >= 5
    assert phase(datetime.combine(worked, time(10), MARKET_ZONE), hours).phase is Phase.CLOSED


def test_a_mode_without_sessions_never_opens() -> None:
    assert next_opening(monday(8), hours, "auction") is None


def test_block_agreements_begin_after_noon() -> None:
    assert next_opening(monday(8), hours, "block") == monday(13)


@pytest.mark.parametrize("text", ["9:30", "11:30-09:30", "09:30-11:30 11:00-12:00", "x-y"])
def test_sessions_that_cannot_be_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        sessions_of(text)


def test_no_sessions_are_written_as_nothing() -> None:
    assert sessions_of("") == ()


@given(MOMENTS)
def test_what_follows_is_another_phase_and_lies_ahead(now: datetime) -> None:
    shown = phase(now, hours)
    assert shown.next_at is not None
    assert shown.next_at > now
    following = phase(shown.next_at, hours).phase
    assert following is shown.next_phase
    assert following is not shown.phase


@given(MOMENTS)
def test_a_phase_of_trading_is_a_session(now: datetime) -> None:
    trades = is_open(hours("listed", now.date()), now.time()) or is_open(
        hours("block", now.date()), now.time()
    )
    assert (phase(now, hours).phase in {Phase.OPEN, Phase.BLOCK}) is trades
