"""Dates of sink projects: an interval between two measurements, and the years it is issued for.

Trees are measured every few years, units carry the calendar year of their removals. What was
stored between two measurements is therefore shared by days; no text was seen that says so, and
every result that rests on it says that it is an assumption.
"""

from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal

from methodologies.ccer.forest_refusals import (
    CreditingPeriodOutOfBounds,
    IntervalMissing,
    OutsideInterval,
)
from methodologies.ccer.programme import (
    APPLICATION_YEARS_MAX,
    CONSTRUCTION_AFTER,
    REDUCTIONS_AFTER,
    years_later,
)
from methodologies.ccer.refusals import (
    MEASURES,
    AppliedTooLate,
    BuiltTooEarly,
    OutsideCreditingPeriod,
    PeriodNotOrdered,
    ReducedTooEarly,
)
from methodologies.engine.factors import FactorLibrary
from methodologies.engine.inputs import Day, MethodologyInputs, asked
from methodologies.engine.trace import Calculation, N, Notice, Number, Quantity, equation, plain

WARMING_SETS = {
    "ar4": {"zh": "IPCC 第四次评估报告", "en": "IPCC AR4"},
    "ar5": {"zh": "IPCC 第五次评估报告", "en": "IPCC AR5"},
    "ar6": {"zh": "IPCC 第六次评估报告", "en": "IPCC AR6"},
}
ASSUMED = "按天数分摊为假定 · sharing by days is an assumption"


class ForestInputs(MethodologyInputs):
    """The dates of a sink project, of one interval, and of the part of it to be issued."""

    construction_start: Day | None = asked(
        "项目开工日期",
        "Start of planting",
        group="period",
        kind="date",
        default=None,
        help={
            "zh": "首次整地或栽植的日期，须晚于 2012-11-08。",
            "en": "First day of site preparation or planting; after 2012-11-08.",
        },
        source=f"{MEASURES} 第十条",
    )
    crediting_period_start: Day | None = asked(
        "计入期起始日",
        "Crediting period from",
        group="period",
        kind="date",
        default=None,
        help={
            "zh": "碳汇项目计入期一般为 20–40 年。",
            "en": "Sink projects usually have crediting periods of 20 to 40 years.",
        },
    )
    crediting_period_end: Day | None = asked(
        "计入期结束日",
        "Crediting period to",
        group="period",
        kind="date",
        default=None,
        help={"zh": "包含这一天。", "en": "The last day, included."},
    )
    interval_start: Day | None = asked(
        "监测间隔期起始日",
        "Interval from",
        group="period",
        kind="date",
        default=None,
        help={
            "zh": "期初监测之后的第一天，须晚于 2020-09-22。",
            "en": "First day after the first measurement, after 2020-09-22.",
        },
        source=f"{MEASURES} 第十七条",
    )
    interval_end: Day | None = asked(
        "监测间隔期结束日",
        "Interval to",
        group="period",
        kind="date",
        default=None,
        help={
            "zh": "期末监测的日期，包含这一天；可跨越多个日历年。",
            "en": "Day of the second measurement, included; calendar years may lie between.",
        },
    )
    period_start: Day | None = asked(
        "核算期起始日",
        "Period from",
        group="period",
        kind="date",
        default=None,
        help={
            "zh": "只申请间隔期中的一段（如一个日历年）时填写；按天数分摊。",
            "en": "Only to report a part of the interval, such as one calendar year; "
            "shared by days.",
        },
    )
    period_end: Day | None = asked(
        "核算期结束日",
        "Period to",
        group="period",
        kind="date",
        default=None,
        help={"zh": "包含这一天。", "en": "The last day, included."},
    )
    application_date: Day | None = asked(
        "申请减排量登记日期",
        "Application date",
        group="period",
        kind="date",
        default=None,
        help={
            "zh": "减排量须产生于此日前五年以内。",
            "en": "Removals are of the five years before it.",
        },
        source=f"{MEASURES} 第十七条",
    )

    @property
    def interval(self) -> tuple[date, date] | None:
        """First and last day between the two measurements, if given."""
        if self.interval_start is None or self.interval_end is None:
            return None
        return self.interval_start, self.interval_end

    @property
    def period(self) -> tuple[date, date] | None:
        """First and last day of the part to be issued, if given."""
        if self.period_start is None or self.period_end is None:
            return None
        return self.period_start, self.period_end


@equation(
    "V1",
    "CDR_y",
    "t CO2e",
    meaning={"zh": "核算期分摊的碳汇量", "en": "removals of the period"},
    operands=("CDR", "d_y", "d"),
    source=ASSUMED,
)
def share_by_days(removals: Number, period_days: Number, interval_days: Number) -> Number:
    """Removals of an interval, shared by days."""
    return removals * period_days / interval_days


INTERVAL_MISSING = Notice(
    "methodologies.period_missing",
    {
        "zh": "未填写监测间隔期，未检查日期规则（2020-09-22 之后、申请前五年以内、计入期内）。",
        "en": "Without an interval the date rules were not checked "
        "(after 2020-09-22, five years before application, crediting period).",
    },
    f"{MEASURES} 第十七条",
)


def removals_of_period(calculation: Calculation[N], inputs: ForestInputs, removals: N) -> N:
    """Apply V1 if a part of the interval is asked for, else leave a word on the vintages.

    Args:
        calculation: exact or sampling.
        inputs: dates that passed `check_dates`.
        removals: of the interval, in t CO2e.
    """
    interval, period = inputs.interval, inputs.period
    if interval is None:
        return removals
    if period is None:
        if interval[0].year != interval[1].year and isinstance(removals, Quantity):
            calculation.notice(_vintages(removals.value, interval))
        return removals
    shared = calculation.step(
        share_by_days,
        removals,
        calculation.given("d_y", Decimal(days(period)), "period_start, period_end"),
        calculation.given("d", Decimal(days(interval)), "interval_start, interval_end"),
    )
    calculation.notice(SHARED)
    return shared


SHARED = Notice(
    "methodologies.shared_by_days",
    {
        "zh": "监测间隔期内的碳汇量按天数分摊到核算期；这是假定，方法学原文未见。",
        "en": "Removals of the interval are shared over the period by days: an assumption, "
        "the text of the methodology was not seen.",
    },
    ASSUMED,
)


def days(span: tuple[date, date]) -> int:
    """Count the days from the first to the last, both included."""
    return (span[1] - span[0]).days + 1


def units_by_year(removals_t_co2e: Decimal, interval: tuple[date, date]) -> dict[int, int]:
    """Share removals over calendar years by days, each in whole tonnes rounded down.

    Args:
        removals_t_co2e: of the interval.
        interval: first and last day, both included.

    Returns:
        Units by vintage; at most one tonne less for each year than the whole would give.
    """
    start, end = interval
    spans = {
        year: (max(start, date(year, 1, 1)), min(end, date(year, 12, 31)))
        for year in range(start.year, end.year + 1)
    }
    whole = Decimal(days(interval))
    return {
        year: max(0, int((removals_t_co2e * days(span) / whole).to_integral_value(ROUND_FLOOR)))
        for year, span in spans.items()
    }


def check_dates(inputs: ForestInputs, methodology_id: str, factors: FactorLibrary) -> list[Notice]:
    """Apply the programme's date rules and the crediting period of sinks.

    Returns:
        A notice if there is no interval to check.

    Raises:
        OutsideProgramme, NotApplicable: a date breaks a rule.
        PeriodNotOrdered, IntervalMissing, OutsideInterval: two dates do not make a period.

    Source:
        Measures for voluntary emission reduction trading (trial), Art. 10 and 17.
    """
    built = inputs.construction_start
    if built is not None and built <= CONSTRUCTION_AFTER:
        raise BuiltTooEarly(field="construction_start", value=built.isoformat())
    for name in ("crediting_period", "interval", "period"):
        _check_order(inputs, name)
    _check_crediting_period(inputs, methodology_id, factors)
    interval, period = inputs.interval, inputs.period
    if interval is None:
        if period is not None:
            raise IntervalMissing(field="interval_start")
        return [INTERVAL_MISSING]
    if period is not None:
        _check_inside_interval(period, interval)
    _check_interval(inputs, interval)
    return []


def _check_order(inputs: ForestInputs, name: str) -> None:
    start: date | None = getattr(inputs, f"{name}_start")
    end: date | None = getattr(inputs, f"{name}_end")
    if (start is None) != (end is None) or (start is not None and end is not None and end < start):
        raise PeriodNotOrdered(field=f"{name}_end", start=_shown(start), value=_shown(end))


def _check_crediting_period(
    inputs: ForestInputs, methodology_id: str, factors: FactorLibrary
) -> None:
    start, end = inputs.crediting_period_start, inputs.crediting_period_end
    if start is None or end is None:
        return
    table = factors["forest_programme"]
    least, most = (
        table.get(key, methodology_id).value
        for key in ("crediting_years_min", "crediting_years_max")
    )
    earliest, latest = (
        years_later(start, int(years)) - timedelta(days=1) for years in (least, most)
    )
    if not earliest <= end <= latest:
        raise CreditingPeriodOutOfBounds(
            field="crediting_period_end",
            start=start.isoformat(),
            value=end.isoformat(),
            least=plain(least),
            most=plain(most),
            earliest=earliest.isoformat(),
            latest=latest.isoformat(),
        )


def _check_inside_interval(period: tuple[date, date], interval: tuple[date, date]) -> None:
    start, end = interval
    for name, day in zip(("period_start", "period_end"), period, strict=True):
        if not start <= day <= end:
            raise OutsideInterval(
                field=name, value=day.isoformat(), start=start.isoformat(), end=end.isoformat()
            )


def _check_interval(inputs: ForestInputs, interval: tuple[date, date]) -> None:
    start, end = interval
    if start <= REDUCTIONS_AFTER:
        raise ReducedTooEarly(field="interval_start", value=start.isoformat())
    first = inputs.crediting_period_start or inputs.construction_start
    last = inputs.crediting_period_end
    for name, day in (("interval_start", start), ("interval_end", end)):
        if (first is not None and day < first) or (last is not None and day > last):
            raise OutsideCreditingPeriod(
                field=name, value=day.isoformat(), start=_shown(first), end=_shown(last)
            )
    _check_application(inputs, inputs.period or interval)


def _check_application(inputs: ForestInputs, claimed: tuple[date, date]) -> None:
    applied = inputs.application_date
    if applied is None:
        return
    name = "period" if inputs.period else "interval"
    start, end = claimed
    if end > applied:
        raise OutsideCreditingPeriod(
            field=f"{name}_end", value=end.isoformat(), start="…", end=applied.isoformat()
        )
    earliest = years_later(applied, -APPLICATION_YEARS_MAX)
    if start < earliest:
        raise AppliedTooLate(
            field=f"{name}_start",
            value=start.isoformat(),
            application_date=applied.isoformat(),
            earliest=earliest.isoformat(),
        )


def _vintages(removals: Decimal, interval: tuple[date, date]) -> Notice:
    units = ", ".join(
        f"{year}: {units}" for year, units in units_by_year(removals, interval).items()
    )
    return Notice(
        "methodologies.vintages_by_days",
        {
            "zh": f"间隔期跨越日历年，逐年签发时按天数分摊（假定），每年向下取整：{units} t。",
            "en": "The interval spans calendar years; issued year by year it is shared by days "
            f"(an assumption), each year rounded down: {units} t.",
        },
        ASSUMED,
    )


def _shown(day: date | None) -> str:
    return day.isoformat() if day else "…"
