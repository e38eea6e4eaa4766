"""Which reductions the voluntary programme registers: when generated, and filed how often."""

import json
from collections.abc import Sequence
from datetime import date

from registry.projects.refused_reports import (
    PeriodOfEstimateDiffers,
    PeriodSpansYears,
    ReductionsTooEarly,
    ReductionsTooOld,
)
from registry.worlds.errors import words
from registry.worlds.refused_values import PeriodInvalid

REDUCTIONS_AFTER = date(2020, 9, 22)
APPLICATION_YEARS_MAX = 5


def check_period(
    start: date | None, end: date | None, today: date, others: Sequence[tuple[date, date]]
) -> None:
    """Refuse a period whose reductions the programme does not register.

    Args:
        start: its first day.
        end: its last day.
        today: the world's date, on which the report is filed; the period ended before.
        others: periods of the project's other reports that were not rejected.

    Raises:
        PeriodInvalid: it is disordered, not over, or reported already.
        ReductionsTooEarly, ReductionsTooOld, PeriodSpansYears: a rule of the programme.

    Source:
        Measures for voluntary emission reduction trading (trial), Art. 17.
    """
    period = f"{start} – {end}"
    if start is None or end is None or end < start:
        reason = words("it ends before it starts", "结束早于开始")
        raise PeriodInvalid(period=period, reason=reason, field="period_to")
    if end >= today:
        reason = words("it has not ended", "尚未结束")
        raise PeriodInvalid(period=period, reason=reason, field="period_to")
    _check_programme(start, end, today, period)
    for other_start, other_end in others:
        if start <= other_end and other_start <= end:
            reason = words(
                f"{other_start} – {other_end} was reported before",
                f"{other_start} – {other_end} 已申报",
            )
            raise PeriodInvalid(period=period, reason=reason, field="period_from")


def check_stated_period(inputs_json: str, estimate: str, start: date, end: date) -> None:
    """Refuse a period other than the one that an estimate was calculated for.

    Args:
        inputs_json: the estimate's inputs; `period_start` and `period_end` if it states them.
        estimate: its number, for the refusal.
        start: first day of the reported period.
        end: its last day.

    Raises:
        PeriodOfEstimateDiffers: the estimate states another period.
    """
    stated = stated_period(inputs_json)
    if any(stated) and stated != [start.isoformat(), end.isoformat()]:
        raise PeriodOfEstimateDiffers(
            period=f"{start} – {end}",
            estimate=estimate,
            stated=" – ".join(stated),
            value=start.isoformat(),
            field="period_from",
        )


def stated_period(inputs_json: str) -> list[str]:
    """Return the first and last day that an estimate's inputs state, two blanks if none."""
    try:
        inputs = json.loads(inputs_json)
    except ValueError:
        inputs = None
    given = inputs if isinstance(inputs, dict) else {}
    return [str(given.get(name) or "") for name in ("period_start", "period_end")]


def years_before(day: date, years: int) -> date:
    """Return the same day some years earlier; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def _check_programme(start: date, end: date, today: date, period: str) -> None:
    if start <= REDUCTIONS_AFTER:
        raise ReductionsTooEarly(
            period=period,
            value=start.isoformat(),
            after=REDUCTIONS_AFTER.isoformat(),
            field="period_from",
        )
    earliest = years_before(today, APPLICATION_YEARS_MAX)
    if start < earliest:
        raise ReductionsTooOld(
            period=period,
            value=start.isoformat(),
            earliest=earliest.isoformat(),
            field="period_from",
        )
    if start.year != end.year:
        raise PeriodSpansYears(period=period, value=end.isoformat(), field="period_to")
