"""Working days: China's public holidays and make-up days as data, weekends where none are known."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field
from ruamel.yaml import YAML

from registry.rules.book import Confidence

ONE_DAY = timedelta(days=1)
SATURDAY = 5
WORKING_DAYS_MAX = 10_000
"""Longest span that is counted day by day: some forty years."""


class Holiday(BaseModel):
    """Days off that belong together, both ends included."""

    model_config = ConfigDict(extra="forbid", strict=True)

    name_zh: str
    name_en: str
    first: date
    last: date


class HolidayYear(BaseModel):
    """What a year's notice arranged."""

    model_config = ConfigDict(extra="forbid", strict=True)

    year: int
    source: Annotated[str, Field(min_length=1)]
    confidence: Annotated[Confidence, Field(strict=False)]
    holidays: list[Holiday]
    working: list[date]


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Which days are worked.

    Args:
        days_off: holidays, also those that fall on weekends.
        days_worked: days worked although they are a Saturday or Sunday.
        years_known: years with a notice; in others every Monday to Friday is assumed to be worked.
    """

    days_off: frozenset[date] = frozenset()
    days_worked: frozenset[date] = frozenset()
    years_known: frozenset[int] = field(default_factory=frozenset)

    def is_working_day(self, day: date) -> bool:
        """Return whether a day is worked."""
        if day in self.days_worked:
            return True
        return day.weekday() < SATURDAY and day not in self.days_off

    def is_assumed(self, day: date) -> bool:
        """Return whether nothing is known of the day's year but its weekends."""
        return day.year not in self.years_known

    def add_working_days(self, day: date, working_days: int) -> date:
        """Return the last day of a period of working days; its first is the one after `day`.

        Args:
            day: of the event from which the period runs; it does not count itself.
            working_days: 0 returns `day`; up to `WORKING_DAYS_MAX`, below 0 counts backwards.
        """
        assert abs(working_days) <= WORKING_DAYS_MAX
        step = ONE_DAY if working_days >= 0 else -ONE_DAY
        left = abs(working_days)
        while left:
            day += step
            left -= self.is_working_day(day)
        return day

    def working_days_between(self, first: date, last: date) -> int:
        """Return how many working days follow `first` up to and with `last`; 0 if none do."""
        days = (last - first).days
        return sum(self.is_working_day(first + ONE_DAY * (each + 1)) for each in range(days))

    def changed(self, days: Mapping[date, bool]) -> "WorkingCalendar":
        """Return the calendar with some days worked (True) or off (False)."""
        off = {day for day, worked in days.items() if not worked}
        worked = set(days) - off
        return WorkingCalendar(
            (self.days_off | off) - worked, (self.days_worked | worked) - off, self.years_known
        )


@cache
def holiday_years() -> tuple[HolidayYear, ...]:
    """Return the yearly arrangements that come with the software."""
    text = files("registry").joinpath("rules/holidays/china.yaml").read_text(encoding="utf-8")
    loaded: Any = YAML(typ="safe", pure=True).load(text)
    return tuple(HolidayYear.model_validate(year) for year in loaded["years"])


@cache
def file_calendar() -> WorkingCalendar:
    """Return China's working days as far as notices are known."""
    years = holiday_years()
    days_off = frozenset(
        holiday.first + ONE_DAY * each
        for year in years
        for holiday in year.holidays
        for each in range((holiday.last - holiday.first).days + 1)
    )
    days_worked = frozenset(day for year in years for day in year.working)
    return WorkingCalendar(days_off, days_worked, frozenset(year.year for year in years))
