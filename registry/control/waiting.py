"""When what must wait may happen: working days, and the hours of a working day."""

from datetime import datetime, time, timedelta

from registry.control.profiles import ControlProfile
from registry.rules.calendars import WorkingCalendar
from registry.worlds.clock import MARKET_ZONE


def due_instant(
    now: datetime, working_days: int, profile: ControlProfile, calendar: WorkingCalendar
) -> datetime:
    """Return when something may happen: at the same time some working days on, in working hours.

    Args:
        now: aware; from when it waits.
        working_days: how many; 0: at once, if the hours allow it.
        profile: its hours; without them any hour of any day will do.
        calendar: of working days.

    Returns:
        An aware instant in the market's zone, `now` itself if nothing has to wait.
    """
    local = now.astimezone(MARKET_ZONE)
    if working_days:
        day = calendar.add_working_days(local.date(), working_days)
        local = local.replace(year=day.year, month=day.month, day=day.day)
    if is_open(local, profile, calendar):
        return local if working_days else now
    assert profile.window_opens is not None
    day = local.date()
    if not calendar.is_working_day(day) or local.time() >= _closing(profile):
        day += timedelta(days=1)
        while not calendar.is_working_day(day):
            day += timedelta(days=1)
    return datetime.combine(day, profile.window_opens, MARKET_ZONE)


def is_open(instant: datetime, profile: ControlProfile, calendar: WorkingCalendar) -> bool:
    """Tell whether an instant lies in the hours in which waiting transfers are carried out."""
    if profile.window_opens is None:
        return True
    local = instant.astimezone(MARKET_ZONE)
    within = profile.window_opens <= local.time() < _closing(profile)
    return within and calendar.is_working_day(local.date())


def _closing(profile: ControlProfile) -> time:
    return profile.window_closes or time.max
