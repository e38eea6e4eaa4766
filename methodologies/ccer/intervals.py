"""Rows of monitoring data by month or interval: their days must fit the period and each other."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Protocol

from methodologies.ccer.programme import ProgrammeInputs
from methodologies.engine.errors import InconsistentInputs, both

HOURS_PER_DAY = 24
HOURS_PER_LEAP_YEAR = 8784


class IntervalOutsidePeriod(InconsistentInputs):
    """An interval whose days are not ordered or not within the period."""

    code = "methodologies.interval_outside_period"
    text = both(
        "第 {row} 行：{start} 至 {value} 不在核算期内，或起止不成对。",
        "Row {row}: {start} to {value} is not within the period, or not a pair of days.",
    )
    fix = both(
        "起止日期都填写，且都在核算期之内。", "Give both days, in order and within the period."
    )


class IntervalsOverlap(InconsistentInputs):
    """Two intervals of one meter or machine that share a day."""

    code = "methodologies.intervals_overlap"
    text = both("第 {row} 行与第 {other} 行时段重叠。", "Rows {row} and {other} overlap.")
    fix = both("每一天只填一次。", "Enter each day once.")


class IntervalTooLong(InconsistentInputs):
    """More hours of operation than the interval has."""

    code = "methodologies.interval_too_long"
    text = both(
        "第 {row} 行：运行 {value} h，超过该时段的 {most_h} h。",
        "Row {row}: {value} h of operation, in an interval of {most_h} h.",
    )
    fix = both(
        "核对小时数和起止日期，每个时段一行。",
        "Check the hours and the dates; one row for each interval.",
    )


class Dated(Protocol):
    """A row with its days, which an early estimate leaves out."""

    @property
    def first_day(self) -> date | None:
        """The first day, included."""

    @property
    def last_day(self) -> date | None:
        """The last day, included."""


Numbered = tuple[int, Dated]


def days_of(row: Dated) -> int | None:
    """Return the days of a row, None if it has no dates."""
    if row.first_day is None or row.last_day is None:
        return None
    return (row.last_day - row.first_day).days + 1


def period_days(inputs: ProgrammeInputs) -> int | None:
    """Return the days of the period, None if it is not given."""
    if inputs.period_start is None or inputs.period_end is None:
        return None
    return (inputs.period_end - inputs.period_start).days + 1


def hours_max(row: Dated, inputs: ProgrammeInputs) -> int:
    """Return the hours of the row's days, else of the period, else of a leap year."""
    days = days_of(row) or period_days(inputs)
    return HOURS_PER_LEAP_YEAR if days is None else HOURS_PER_DAY * days


def check_intervals(field: str, rows: Sequence[Numbered], inputs: ProgrammeInputs) -> None:
    """Hold the rows of one meter or machine to the period and to each other.

    Args:
        field: that holds the rows.
        rows: with their numbers, as a reader counts them.
        inputs: with the period, if it is given.

    Raises:
        IntervalOutsidePeriod, IntervalsOverlap: days do not fit.
    """
    for number, row in rows:
        if not _within(row, inputs):
            raise IntervalOutsidePeriod(
                field=field, row=number, start=_shown(row.first_day), value=_shown(row.last_day)
            )
    spans = sorted(
        (row.first_day, row.last_day, number)
        for number, row in rows
        if row.first_day is not None and row.last_day is not None
    )
    for (_, last, number), (first, _, other) in pairwise(spans):
        if first <= last:
            raise IntervalsOverlap(field=field, row=number, other=other)


def days_without_rows(rows: Sequence[Numbered], inputs: ProgrammeInputs) -> int:
    """Return the days of the period that no row covers; 0 where dates are not given."""
    period = period_days(inputs)
    days = [days_of(row) for _, row in rows]
    if period is None or None in days:
        return 0
    return period - sum(found for found in days if found is not None)


def _within(row: Dated, inputs: ProgrammeInputs) -> bool:
    first, last = row.first_day, row.last_day
    if first is None or last is None:
        return first is last
    start, end = inputs.period_start or first, inputs.period_end or last
    return start <= first <= last <= end


def _shown(day: date | None) -> str:
    return day.isoformat() if day else "…"
