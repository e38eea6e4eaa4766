"""A plan of calendar years for one project: what holds in each, and what differs.

A plan names the first and last year and the values that differ in some of them, or gives months of
several years. Everything else stays as in the inputs: their months, fuels and dated rows are moved
to each year. The period is the year within interval and crediting period; factors follow the year.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from pydantic import create_model

from methodologies.ccer.crediting import by_year
from methodologies.engine.contract import Methodology
from methodologies.engine.errors import InconsistentInputs, NotApplicable, both
from methodologies.engine.inputs import MethodologyInputs, Words, Year, asked

YEARS_MAX = 40
CHANGES_MAX = 200
MONTHS_MAX = 12 * YEARS_MAX
PERIOD_FIELDS = ("period_start", "period_end")
OF_ONE_YEAR = ("factor_year", "application_date", *PERIOD_FIELDS)
TOTALS = ("export_mwh", "import_mwh")
SPANS = (("interval_start", "interval_end"), ("crediting_period_start", "crediting_period_end"))


class NoVintages(NotApplicable):
    """A methodology whose result has no vintage."""

    code = "methodologies.no_vintages"
    text = both("“{value}”的结果不按年份签发。", "Results of “{value}” have no vintages.")
    rule = both(
        "只有自愿减排项目的减排量按产生的日历年签发。",
        "Only credits of projects carry the calendar year of their reductions.",
    )
    fix = both("按年分别计算。", "Calculate each year on its own.")


class YearsUnknown(InconsistentInputs):
    """A plan that does not say its years, for inputs that do not either."""

    code = "methodologies.years_unknown"
    text = both("没有说明计算哪些年份。", "It is not said which years to calculate.")
    fix = both(
        "填写首年和末年，或逐月数据，或计入期。",
        "Give the first and last year, or months, or a crediting period.",
    )


class YearsOutOfOrder(InconsistentInputs):
    """A last year before the first, or more years than any crediting period."""

    code = "methodologies.years_out_of_order"
    text = both(
        "{first} 至 {value} 不是可以计算的年份范围。",
        "{first} to {value} is not a span of years that can be calculated.",
    )
    rule = both("首年不晚于末年，最多 40 年。", "The first year first, and at most 40 years.")
    fix = both("改正首年或末年。", "Correct the first or the last year.")


class ChangeOutsideYears(InconsistentInputs):
    """A value for a year that is not calculated."""

    code = "methodologies.change_outside_years"
    text = both("{value} 年不在计算的年份之内。", "{value} is not one of the years calculated.")
    fix = both("年份须在 {first} 至 {last} 之内。", "Choose a year from {first} to {last}.")


class ChangeUnknown(InconsistentInputs):
    """A changed field that the methodology does not ask, or that cannot differ by year."""

    code = "methodologies.change_unknown"
    text = both("字段“{value}”不能按年改变。", "A field “{value}” cannot differ by year.")
    fix = both("可选：{known}。", "Choose one of: {known}.")


class ChangedTwice(InconsistentInputs):
    """The same field in the same year in two rows."""

    code = "methodologies.changed_twice"
    text = both("{year} 年的“{value}”出现两次。", "“{value}” of {year} is listed twice.")
    fix = both("只保留一行。", "Keep one row.")


class YearChange(MethodologyInputs):
    """One value that differs in one year."""

    year: Year = asked("年", "Year", group="period", kind="integer")
    field: Words = asked("字段", "Field", group="period", kind="text")
    value: Words = asked("值", "Value", group="period", kind="text")


class YearsPlan(MethodologyInputs):
    """Which years are calculated, and what differs in them."""

    first_year: Year | None = asked(
        "首年", "First year", group="period", kind="integer", default=None
    )
    last_year: Year | None = asked(
        "末年", "Last year", group="period", kind="integer", default=None
    )
    changes: tuple[YearChange, ...] = asked(
        "与其他年份不同的值",
        "Values that differ",
        group="period",
        kind="rows",
        rows_max=CHANGES_MAX,
        default=(),
        help=both(
            "未列出的值每年相同。", "Everything that is not listed stays the same in every year."
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedYears:
    """Inputs that hold for every year, and those of each year."""

    shared: Mapping[str, Any]
    years: Mapping[int, Mapping[str, Any]]


def years_plan(methodology: Methodology) -> type[YearsPlan]:
    """Return what is asked for several years; with months where the methodology takes them."""
    return _plan_of(methodology.Inputs)


@cache
def _plan_of(inputs: type[MethodologyInputs]) -> type[YearsPlan]:
    if "months" not in inputs.model_fields:
        return YearsPlan
    annotation = inputs.model_fields["months"].annotation
    months = asked(
        "逐月电量",
        "Months",
        group="generation",
        kind="rows",
        rows_max=MONTHS_MAX,
        default=(),
        help=both(
            "可跨多个日历年；填写后年份以此为准，全年电量不再使用。",
            "Of several calendar years; they say the years, and totals are not used.",
        ),
    )
    fields: dict[str, Any] = {"months": (annotation, months)}
    made: type[YearsPlan] = create_model("MonthsPlan", __base__=YearsPlan, **fields)
    return made


def changeable(methodology: Methodology) -> tuple[str, ...]:
    """Return the fields that can differ by year: numbers and choices."""
    kinds = {"decimal", "integer", "choice", "boolean"}
    return tuple(f.name for f in methodology.fields if f.kind in kinds)


def likely_years(inputs: Mapping[str, Any]) -> tuple[int, int] | None:
    """Return the first and last year that the dates of inputs speak of; None if none does."""
    for start, end in (*SPANS, PERIOD_FIELDS):
        first, last = _day(inputs.get(start)), _day(inputs.get(end))
        if first and last and 0 <= last.year - first.year < YEARS_MAX:
            return first.year, last.year
    months = sorted(calendar_years(inputs))
    if months:
        return months[0], months[-1]
    return None


def calendar_years(inputs: Mapping[str, Any]) -> frozenset[int]:
    """Return the years that rows of months speak of; malformed rows speak of none."""
    rows = inputs.get("months")
    found = (_year(row) for row in rows) if isinstance(rows, list | tuple) else ()
    return frozenset(year for year in found if year)


def plan_years(
    methodology: Methodology, inputs: Mapping[str, Any], plan: YearsPlan
) -> PlannedYears:
    """Split the inputs of one calculation into those of several years.

    Args:
        methodology: whose results carry the calendar year of the reductions.
        inputs: plain values by field name, as of one year.
        plan: which years, and what differs.

    Raises:
        NoVintages: the methodology issues no credits.
        YearsUnknown, YearsOutOfOrder, ChangeUnknown, ChangeOutsideYears, ChangedTwice,
        NothingToCredit, YearSkipped, CreditingPeriodTooLong: the plan does not fit.
    """
    if methodology.issues is None or methodology.purpose != "credits":
        raise NoVintages(value=methodology.id, field="id")
    kept = {name: value for name, value in inputs.items() if name not in OF_ONE_YEAR}
    months = [row.model_dump(exclude_none=True) for row in getattr(plan, "months", ())]
    own = _months_of_years(inputs) if not (months or plan.first_year or plan.last_year) else {}
    if own:
        years = own
    elif months:
        years = by_year({"months": months})[1]
    else:
        years = _whole_years(methodology, inputs, kept, plan)
    if own or months:
        kept = {n: v for n, v in kept.items() if n not in {"months", *TOTALS}}
    _change(methodology, plan, years)
    return PlannedYears(shared=kept, years=years)


def _months_of_years(inputs: Mapping[str, Any]) -> dict[int, dict[str, Any]]:
    """Return the months of inputs by year, if they are of several years."""
    found = calendar_years(inputs)
    return by_year({"months": inputs["months"]})[1] if len(found) > 1 else {}


def _whole_years(
    methodology: Methodology, inputs: Mapping[str, Any], kept: Mapping[str, Any], plan: YearsPlan
) -> dict[int, dict[str, Any]]:
    likely = likely_years(inputs)
    first = plan.first_year or (likely[0] if likely else plan.last_year)
    last = plan.last_year or (likely[1] if likely else plan.first_year)
    if first is None or last is None:
        raise YearsUnknown(field="first_year")
    if not 0 <= last - first < YEARS_MAX:
        raise YearsOutOfOrder(field="last_year", first=first, value=last)
    dated = set(PERIOD_FIELDS) <= set(methodology.Inputs.model_fields)
    rows = {name: value for name, value in kept.items() if isinstance(value, list | tuple)}
    return {
        year: {
            **{name: [_moved(row, year) for row in value] for name, value in rows.items()},
            **(_period(inputs, year) if dated else {}),
        }
        for year in range(first, last + 1)
    }


def _change(methodology: Methodology, plan: YearsPlan, years: Mapping[int, dict[str, Any]]) -> None:
    known = changeable(methodology)
    seen: set[tuple[int, str]] = set()
    for change in plan.changes:
        if change.field not in known:
            raise ChangeUnknown(field="changes", value=change.field, known=", ".join(known))
        if change.year not in years:
            raise ChangeOutsideYears(
                field="changes", value=change.year, first=min(years), last=max(years)
            )
        if (change.year, change.field) in seen:
            raise ChangedTwice(field="changes", value=change.field, year=change.year)
        seen.add((change.year, change.field))
        years[change.year][change.field] = change.value


def _period(inputs: Mapping[str, Any], year: int) -> dict[str, str]:
    """Return the part of a year within the interval and the crediting period, if it has one."""
    start, end = date(year, 1, 1), date(year, 12, 31)
    for first, last in SPANS:
        begin, finish = _day(inputs.get(first)), _day(inputs.get(last))
        if begin and start < begin <= end:
            start = begin
        if finish and start <= finish < end:
            end = finish
    return {"period_start": start.isoformat(), "period_end": end.isoformat()}


def _moved(row: Any, year: int) -> Any:
    """Return a row of data with its year and days moved to another year."""
    if not isinstance(row, Mapping):
        return row
    moved = dict(row)
    for name, value in row.items():
        day = _day(value)
        if name == "year":
            moved[name] = year
        elif name in {"first_day", "last_day"} and day:
            moved[name] = date(year, day.month, min(day.day, _last_day(year, day))).isoformat()
    return moved


def _last_day(year: int, day: date) -> int:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 31 if day.month != 2 or leap else 28  # noqa: PLR2004  # days of a month


def _day(value: object) -> date | None:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _year(row: object) -> int:
    value = str(row.get("year", "")) if isinstance(row, Mapping) else ""
    return int(value) if value.isascii() and value.isdigit() and len(value) == len("2024") else 0
