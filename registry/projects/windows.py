"""The windows of a project's life: publicity, which must be over, and reviews, which have an end.

Publicity lasts a number of working days after the day of publication; during it anybody may
comment, and the step after it is refused. A review is the registry's: it decides within its days.
With 0 working days there is no publicity: the next step may be taken on the same day.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from registry.projects.projects import STEP_NAMES
from registry.projects.refused_projects import WindowOpen
from registry.rules.calendars import WorkingCalendar

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Window:
    """A running window as a page shows it.

    Args:
        last_day: its last day.
        working_days_left: working days after today, up to and with the last.
        over: today is later.
    """

    last_day: date
    working_days_left: int
    over: bool


def public_until(published: date, working_days: int, calendar: WorkingCalendar) -> date:
    """Return the last day of publicity; with 0 days, the one before publication.

    Args:
        published: day of publication, which is not counted.
        working_days: length of the publicity, 0 or more.
        calendar: which days are worked.
    """
    if working_days <= 0:
        return published - ONE_DAY
    return calendar.add_working_days(published, working_days)


def review_until(applied: date, working_days: int, calendar: WorkingCalendar) -> date:
    """Return the last day of a review that begins after an application."""
    return calendar.add_working_days(applied, max(0, working_days))


def is_public(last_day: date | None, today: date) -> bool:
    """Return whether publicity runs today; a record without publicity (None) has none."""
    return last_day is not None and today <= last_day


def check_over(last_day: date | None, today: date, step: str, record: str) -> None:
    """Refuse a step before publicity is over.

    Args:
        last_day: of the publicity; None: the record is from before there was any.
        today: the world's date.
        step: what is to happen.
        record: number of the project or report, for the refusal.

    Raises:
        WindowOpen: it is not over; the refusal names the first day of the step.
    """
    if last_day is not None and today <= last_day:
        raise WindowOpen(
            record=record,
            step=STEP_NAMES[step],
            until=last_day.isoformat(),
            day=(last_day + ONE_DAY).isoformat(),
        )


def window(last_day: date | None, today: date, calendar: WorkingCalendar) -> Window | None:
    """Return how a window stands today, or None where there is none."""
    if last_day is None:
        return None
    left = calendar.working_days_between(today, last_day) if last_day > today else 0
    return Window(last_day, left, today > last_day)
