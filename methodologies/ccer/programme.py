"""Rules common to all CCER projects, which rest on dates.

All dates are optional: an early estimate has none. Those that are given are checked; when the
period is missing, a notice says that the date rules were not.
"""

from datetime import date, timedelta

from methodologies.ccer.refusals import (
    MEASURES,
    AppliedTooLate,
    BuiltTooEarly,
    CreditingPeriodTooLong,
    OutsideCreditingPeriod,
    PeriodNotOrdered,
    PeriodSpansYears,
    ReducedTooEarly,
)
from methodologies.engine.answers import Since
from methodologies.engine.inputs import Day, MethodologyInputs, asked
from methodologies.engine.trace import Notice

RENEWABLES = "CCER-01-001-V01, CCER-01-002-V01"
"""The two texts whose rules on periods were read; others are held to them."""

CONSTRUCTION_AFTER = date(2012, 11, 8)
REDUCTIONS_AFTER = date(2020, 9, 22)
CREDITING_YEARS_MAX = 10
APPLICATION_YEARS_MAX = 5
BUILT_SINCE = Since(
    first_day=CONSTRUCTION_AFTER + timedelta(days=1),
    article=BuiltTooEarly.source,
    text=BuiltTooEarly.rule,
)


class ProgrammeInputs(MethodologyInputs):
    """The dates of a project and of one reporting period."""

    construction_start: Day | None = asked(
        "开工日期",
        "Start of construction",
        group="period",
        kind="date",
        default=None,
        help={"zh": "须晚于 2012-11-08。", "en": "Must be after 2012-11-08."},
        source=f"{MEASURES} 第十条",
    )
    grid_connection_date: Day | None = asked(
        "并网（投运）日期",
        "Grid connection, or start of operation",
        group="period",
        kind="date",
        default=None,
        help={
            "zh": "项目寿命期限从这一天开始。",
            "en": "The project's lifetime starts on this day.",
        },
        source=f"{RENEWABLES} §5.2.1",
    )
    crediting_period_start: Day | None = asked(
        "计入期起始日",
        "Crediting period from",
        group="period",
        kind="date",
        default=None,
        help={"zh": "计入期最长 10 年。", "en": "A crediting period has at most 10 years."},
        source=f"{RENEWABLES} §5.2.2",
    )
    crediting_period_end: Day | None = asked(
        "计入期结束日",
        "Crediting period to",
        group="period",
        kind="date",
        default=None,
        help={"zh": "包含这一天。", "en": "The last day, included."},
        source=f"{RENEWABLES} §5.2.2",
    )
    period_start: Day | None = asked(
        "核算期起始日",
        "Period from",
        group="period",
        kind="date",
        default=None,
        help={
            "zh": "电量所属时段的第一天，须晚于 2020-09-22。",
            "en": "First day of the metered period, after 2020-09-22.",
        },
        source=f"{MEASURES} 第十七条",
    )
    period_end: Day | None = asked(
        "核算期结束日",
        "Period to",
        group="period",
        kind="date",
        default=None,
        help={
            "zh": "与起始日在同一日历年内，包含这一天。",
            "en": "Last day, included, in the same calendar year.",
        },
        source=f"{RENEWABLES} §6.3",
    )
    application_date: Day | None = asked(
        "申请减排量登记日期",
        "Application date",
        group="period",
        kind="date",
        default=None,
        help={
            "zh": "减排量须产生于此日前五年以内。",
            "en": "Reductions are generated within the five years before it.",
        },
        source=f"{MEASURES} 第十七条",
    )


PERIOD_MISSING = Notice(
    "methodologies.period_missing",
    {
        "zh": "未填写核算期，未检查日期规则（2020-09-22 之后、申请前五年以内、计入期最长 10 年）。",
        "en": "Without a period the date rules were not checked "
        "(after 2020-09-22, five years before application, crediting period of 10 years).",
    },
    f"{MEASURES} 第十七条",
)


def check_programme(inputs: ProgrammeInputs) -> list[Notice]:
    """Apply the programme's date rules to the dates that are given.

    Returns:
        A notice if there is no period to check.

    Raises:
        OutsideProgramme: a date breaks a rule.
        PeriodNotOrdered, PeriodSpansYears: two dates do not make a period.

    Source:
        Measures for voluntary emission reduction trading (trial), Art. 10 and 17;
        CCER-01-001-V01 and CCER-01-002-V01 §5.2.
    """
    built = inputs.construction_start
    if built is not None and built <= CONSTRUCTION_AFTER:
        raise BuiltTooEarly(field="construction_start", value=built.isoformat())
    _check_order(inputs, "crediting_period")
    _check_order(inputs, "period")
    _check_crediting_period(inputs)
    if inputs.period_start is None or inputs.period_end is None:
        return [PERIOD_MISSING]
    _check_period(inputs, inputs.period_start, inputs.period_end)
    return []


def years_later(day: date, years: int) -> date:
    """Return the same day some years later; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _check_order(inputs: ProgrammeInputs, name: str) -> None:
    start: date | None = getattr(inputs, f"{name}_start")
    end: date | None = getattr(inputs, f"{name}_end")
    if (start is None) != (end is None) or (start is not None and end is not None and end < start):
        raise PeriodNotOrdered(field=f"{name}_end", start=_shown(start), value=_shown(end))


def _check_crediting_period(inputs: ProgrammeInputs) -> None:
    start, end = inputs.crediting_period_start, inputs.crediting_period_end
    if start is None or end is None:
        return
    connected = inputs.grid_connection_date
    if connected is not None and start < connected:
        raise OutsideCreditingPeriod(
            field="crediting_period_start",
            value=start.isoformat(),
            start=connected.isoformat(),
            end="…",
        )
    latest = years_later(start, CREDITING_YEARS_MAX) - timedelta(days=1)
    if end > latest:
        raise CreditingPeriodTooLong(
            field="crediting_period_end",
            value=end.isoformat(),
            start=start.isoformat(),
            latest=latest.isoformat(),
        )


def _check_period(inputs: ProgrammeInputs, start: date, end: date) -> None:
    if start.year != end.year:
        raise PeriodSpansYears(field="period_end", start=start.isoformat(), value=end.isoformat())
    if start <= REDUCTIONS_AFTER:
        raise ReducedTooEarly(field="period_start", value=start.isoformat())
    first = inputs.crediting_period_start or inputs.grid_connection_date
    last = inputs.crediting_period_end
    for name, day in (("period_start", start), ("period_end", end)):
        if (first is not None and day < first) or (last is not None and day > last):
            raise OutsideCreditingPeriod(
                field=name, value=day.isoformat(), start=_shown(first), end=_shown(last)
            )
    applied = inputs.application_date
    if applied is None:
        return
    if end > applied:
        raise OutsideCreditingPeriod(
            field="period_end", value=end.isoformat(), start=_shown(first), end=applied.isoformat()
        )
    earliest = years_later(applied, -APPLICATION_YEARS_MAX)
    if start < earliest:
        raise AppliedTooLate(
            field="period_start",
            value=start.isoformat(),
            application_date=applied.isoformat(),
            earliest=earliest.isoformat(),
        )


def _shown(day: date | None) -> str:
    return day.isoformat() if day else "…"
