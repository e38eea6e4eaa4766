"""Months of a compliance year: what a plant reports, which months are missing, what stands in.

A row without a month holds the whole year. As soon as one month is given, every month up to the
last one of the account is expected; a month at rest is entered as 0.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Literal, NamedTuple, Protocol, TypeVar

from methodologies.engine.errors import both
from methodologies.engine.inputs import Count, Year, asked
from methodologies.engine.replacing import ReplacingInputs
from methodologies.engine.trace import (
    Calculation,
    Equation,
    N,
    Notice,
    Number,
    Text,
    equation,
    total,
)
from methodologies.ets.provenance import ASSUMED, NO_ROW
from methodologies.ets.refusals import MonthAfterPeriod, MonthsMissing, MonthsMixed, MonthTwice

MONTHS = 12
ROWS_MAX = 240

MISSING_MONTHS = {
    "highest_month": {
        "zh": "以用量最高的月份替代",
        "en": "the month of the highest quantity stands in",
    },
    "refuse": both("拒绝计算", "refuse to calculate"),
}


def month_column(group: str) -> Any:
    """Declare the column of the month in rows of a group."""
    return asked(
        "月份",
        "Month",
        group=group,
        kind="integer",
        at_least=1,
        at_most=MONTHS,
        default=None,
        first=True,
        help=both(
            "1–12；留空表示全年合计。停产的月份填 0 用量。",
            "1–12; empty for the whole year. A month at rest is a row with quantity 0.",
        ),
    )


class MonthRow(Protocol):
    """A row that belongs to a month, or to the whole year."""

    @property
    def month(self) -> int | None:
        """1 to 12; None for the whole year."""
        ...


class ReportInputs(ReplacingInputs):
    """The year of an account, and how far it goes."""

    year: Year = asked(
        "核算年度",
        "Compliance year",
        group="period",
        kind="integer",
        first=True,
        help=both(
            "排放所属的日历年，决定按年度公布的参数。",
            "The calendar year of the emissions; it sets the dated parameters.",
        ),
    )
    through_month: Count = asked(
        "核算截止月份",
        "Last month of the account",
        group="period",
        kind="integer",
        at_least=1,
        at_most=MONTHS,
        default=MONTHS,
        help=both(
            "年度报告填 12；年中累计填已结束的最后一个月。",
            "12 for the annual report; within the year, the last month that is over.",
        ),
    )
    missing_months: Literal["highest_month", "refuse"] = asked(
        "缺失月份的处理",
        "Missing months",
        group="quality",
        kind="choice",
        choices=MISSING_MONTHS,
        default="highest_month",
        help=both(
            "指南原文未见，以最高月份替代是保守的假设。",
            "The guide's rule was not seen; the highest month is a conservative assumption.",
        ),
    )


class Series(NamedTuple):
    """Rows of one thing over the months, for example of one fuel."""

    field: str
    label: Text
    rows: Sequence[MonthRow]
    substituted: bool = True


@equation(
    "(A.1)",
    "E_m",
    "t CO2e",
    meaning=both("缺失月份的排放量（以最高月份替代）", "emissions of a missing month"),
    operands=("E_max",),
    source=ASSUMED,
)
def missing_month(highest: Number) -> Number:
    """A month without data takes the emissions of the month of the highest quantity."""
    return highest


def sum_equation(  # the columns of a table of equations
    number: str, symbol: str, part: str, meaning: Text, source: str, *, unit: str = "t CO2"
) -> Equation:
    """Return the sum over months of a part, as a sector numbers it."""

    def summed(parts: Sequence[Number]) -> Number:
        return total(parts)

    declare = equation(
        number,
        symbol,
        unit,
        meaning=meaning,
        operands=(part,),
        each=(part,),
        source=source,
    )
    return declare(summed)


def sum_or_zero(calculation: Calculation[N], summed: Equation, parts: Sequence[N]) -> N:
    """Add up the parts; without any, record that there is none."""
    if parts:
        return calculation.step(summed, parts)
    return calculation.step(nothing, symbol=summed.symbol, unit=summed.unit)


@equation(
    "(A.2)",
    "E",
    "t CO2e",
    meaning=both("无该排放源", "no such source"),
    source=NO_ROW,
)
def nothing() -> int:
    """The sum over no row."""
    return 0


Row = TypeVar("Row", bound=MonthRow)


def each_month(
    calculation: Calculation[N],
    inputs: ReportInputs,
    rows: Sequence[Row],
    quantity: Callable[[Row], Decimal],
    emissions: Callable[[Row], N],
    symbol: str,
) -> list[N]:
    """Return the emissions of every month expected, missing ones substituted.

    Args:
        calculation: exact or on arrays.
        inputs: of the account.
        rows: of one thing.
        quantity: by which the highest month is found.
        emissions: of a row.
        symbol: of the emissions, without the month.
    """
    found = [(quantity(row), emissions(row)) for row in rows]
    gaps = missing(rows, inputs.through_month)
    if not gaps:
        return [each for _, each in found]
    highest = max(found, key=lambda pair: pair[0])[1]
    return [each for _, each in found] + [
        calculation.step(missing_month, highest, symbol=f"{symbol},{month}") for month in gaps
    ]


def missing(rows: Sequence[MonthRow], through: int) -> list[int]:
    """Return the months that have no row, though others have."""
    given = {row.month for row in rows}
    if not given or None in given:
        return []
    return [month for month in range(1, through + 1) if month not in given]


def tag(name: str, month: int | None) -> str:
    """Return a symbol's index: the name, and the month where there is one."""
    return f"{name},{month}" if month is not None else name


def check_months(inputs: ReportInputs, series: Iterable[Series]) -> list[Notice]:
    """Check the months of every series.

    Returns:
        A notice for months that are substituted or not deducted, and one for whole-year rows.

    Raises:
        MonthTwice, MonthsMixed, MonthAfterPeriod: the rows contradict each other.
        MonthsMissing: months are missing and nothing shall stand in.
    """
    notices = []
    whole_year = False
    for each in series:
        _check_order(each, inputs.through_month)
        whole_year = whole_year or any(row.month is None for row in each.rows)
        gaps = missing(each.rows, inputs.through_month)
        if not gaps:
            continue
        listed = ", ".join(map(str, gaps))
        if inputs.missing_months == "refuse":
            raise MonthsMissing(field=each.field, label=each.label, value=listed)
        notices.append(_gap_notice(each, listed))
    return [*notices, *([WHOLE_YEAR] if whole_year else [])]


def _check_order(series: Series, through: int) -> None:
    months = [row.month for row in series.rows]
    if None in months and len(months) > 1:
        raise MonthsMixed(field=series.field, label=series.label)
    for month in months:
        if months.count(month) > 1:
            raise MonthTwice(field=series.field, label=series.label, value=month)
        if month is not None and month > through:
            raise MonthAfterPeriod(
                field=series.field, label=series.label, value=month, through=through
            )


def _gap_notice(series: Series, months: str) -> Notice:
    label = series.label
    if series.substituted:
        return Notice(
            "methodologies.months_substituted",
            {
                "zh": f"“{label['zh']}”缺少 {months} 月数据，"
                "以用量最高的月份替代（假设，可信度低）。",
                "en": f"“{label['en']}” has no data for months {months}; the month of the highest "
                "quantity stands in (assumption, low confidence).",
            },
            ASSUMED,
        )
    return Notice(
        "methodologies.months_not_deducted",
        {
            "zh": f"“{label['zh']}”缺少 {months} 月数据，这些月份不扣减、不计产出。",
            "en": f"“{label['en']}” has no data for months {months}; nothing is deducted or "
            "counted for them.",
        },
        ASSUMED,
    )


WHOLE_YEAR = Notice(
    "methodologies.no_monthly_evidence",
    {
        "zh": "有数据为全年合计；月度数据存证须按月填写。",
        "en": "Some data hold the whole year; monthly data evidence needs them by month.",
    },
    "环办气候函〔2026〕32号",
)


def by_name(rows: Sequence[Row], name: Callable[[Row], str]) -> Mapping[str, list[Row]]:
    """Sort rows by what they are about, in the order of their first row."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(name(row), []).append(row)
    return found
