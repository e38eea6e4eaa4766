"""Export and import by month, and what stands for a month without a reading.

The texts ask for readings at least once a month; for a month that is missing they state no rule
that was read. The rule here is an assumption on the safe side: such a month exports nothing and
imports as much as the largest import of any other month.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from statistics import median
from typing import NamedTuple

from methodologies.ccer.monthly_refusals import (
    ImportNeverRead,
    MonthListedTwice,
    MonthOutsidePeriod,
    MonthsAndTotals,
    MonthsSpanYears,
)
from methodologies.engine.functions import largest
from methodologies.engine.inputs import Amount, Count, MethodologyInputs, Year, asked
from methodologies.engine.trace import Calculation, N, Notice, Number, equation, total

MONTH_MWH_MAX = 10_000_000
MONTHS_PER_YEAR = 12
OUT_OF_LINE = 20
ASSUMED = (
    "保守假设，所读原文未作规定 · "
    "assumption on the safe side; the text that was read states no rule"
)


class MonthlyElectricity(MethodologyInputs):
    """What the revenue meters showed in one month."""

    year: Year = asked("年", "Year", group="generation", kind="integer", first=True)
    month: Count = asked(
        "月",
        "Month",
        group="generation",
        kind="integer",
        at_least=1,
        at_most=MONTHS_PER_YEAR,
        first=True,
    )
    exported_mwh: Amount | None = asked(
        "当月上网电量",
        "Export of the month",
        group="generation",
        kind="decimal",
        unit="MWh",
        at_most=MONTH_MWH_MAX,
        default=None,
        help={
            "zh": "单位 MWh。缺失留空，按 0 计（保守假设）。",
            "en": "In MWh. Empty if missing; it then counts as 0, on the safe side.",
        },
        source="§7.2",
    )
    imported_mwh: Amount | None = asked(
        "当月下网电量",
        "Import of the month",
        group="generation",
        kind="decimal",
        unit="MWh",
        at_most=MONTH_MWH_MAX,
        default=None,
        help={
            "zh": "单位 MWh。缺失留空，按其他月份的最大值计（保守假设）。",
            "en": "In MWh. Empty if missing; the largest month then counts, on the safe side.",
        },
        source="§7.2",
    )


class MonthSpan(NamedTuple):
    """Rows of months, and the period in which they are expected."""

    rows: Sequence[MonthlyElectricity]
    start: date | None
    end: date | None

    def expected(self) -> list[int]:
        """Return the months that must have a reading: of the period, else first to last row."""
        listed = [row.month for row in self.rows]
        first = self.start.month if self.start else min(listed)
        last = self.end.month if self.end else max(listed)
        return list(range(first, last + 1))

    def readings(self, name: str) -> dict[int, Decimal]:
        """Return the readings of a column by month, without those that are missing."""
        found = {row.month: getattr(row, name) for row in self.rows}
        return {month: found[month] for month in self.expected() if found.get(month) is not None}

    def missing(self, name: str) -> list[int]:
        """Return the expected months without a reading."""
        known = self.readings(name)
        return [month for month in self.expected() if month not in known]


@equation(
    "Σ_m",
    "EG_export,y",
    "MWh",
    meaning={"zh": "各月电量之和", "en": "sum of the months"},
    operands=("EG_m",),
    each=("EG_m",),
    source="§7.2",
)
def sum_of_months(months: Sequence[Number]) -> Number:
    """Add the months m of year y up."""
    return total(months)


@equation(
    "A1",
    "EG_export,m",
    "MWh",
    meaning={
        "zh": "缺失月份的上网电量（保守假设）",
        "en": "export of a month without reading (assumed)",
    },
    source=ASSUMED,
)
def missing_export() -> int:
    """A month without a reading exports nothing."""
    return 0


@equation(
    "A2",
    "EG_import,m",
    "MWh",
    meaning={
        "zh": "缺失月份的下网电量（保守假设）",
        "en": "import of a month without reading (assumed)",
    },
    operands=("EG_import,k",),
    each=("EG_import,k",),
    source=ASSUMED,
)
def missing_import(known: Sequence[Number]) -> Number:
    """A month without a reading imports as much as the largest month k."""
    return largest(known)


def monthly_export(calculation: Calculation[N], span: MonthSpan, symbol: str) -> N:
    """Add up the exports; a missing month counts as 0.

    Returns:
        The export of the period in MWh.
    """
    known = _given(calculation, span, "exported_mwh", "EG_export")
    parts = [
        known[month]
        if month in known
        else calculation.step(missing_export, symbol=f"EG_export,{month:02}")
        for month in span.expected()
    ]
    return calculation.step(sum_of_months, parts, symbol=symbol)


def monthly_import(calculation: Calculation[N], span: MonthSpan, symbol: str) -> N:
    """Add up the imports; a missing month counts as the largest known one.

    Returns:
        The import of the period in MWh.
    """
    known = _given(calculation, span, "imported_mwh", "EG_import")
    largest_first = list(known.values())
    parts = [
        known[month]
        if month in known
        else calculation.step(missing_import, largest_first, symbol=f"EG_import,{month:02}")
        for month in span.expected()
    ]
    return calculation.step(sum_of_months, parts, symbol=symbol)


def _given(calculation: Calculation[N], span: MonthSpan, name: str, symbol: str) -> dict[int, N]:
    return {
        month: calculation.given(f"{symbol},{month:02}", value, f"months.{name}")
        for month, value in span.readings(name).items()
    }


def check_months(span: MonthSpan, totals: Iterable[Decimal | None]) -> list[Notice]:
    """Check that the rows make one year, and say which months are missing or out of line.

    Args:
        span: rows and period.
        totals: totals entered beside the months; there must be none.

    Raises:
        InconsistentInputs: the rows contradict each other, the period or the totals.
    """
    if any(value is not None for value in totals):
        raise MonthsAndTotals(field="months")
    years = sorted({row.year for row in span.rows})
    if len(years) > 1:
        raise MonthsSpanYears(field="months", value=", ".join(map(str, years)))
    listed = [row.month for row in span.rows]
    for row in span.rows:
        shown = f"{row.year}-{row.month:02}"
        if listed.count(row.month) > 1:
            raise MonthListedTwice(field="months", value=shown)
        outside = span.start is not None and span.start.year != row.year
        if outside or row.month not in span.expected():
            raise MonthOutsidePeriod(
                field="months", value=shown, start=str(span.start), end=str(span.end)
            )
    if not span.readings("imported_mwh"):
        raise ImportNeverRead(field="months")
    return _missing(span) + _out_of_line(span)


def _missing(span: MonthSpan) -> list[Notice]:
    exports, imports = span.missing("exported_mwh"), span.missing("imported_mwh")
    if not exports and not imports:
        return []
    shown = [", ".join(map(str, months)) or "–" for months in (exports, imports)]
    return [
        Notice(
            "methodologies.missing_months",
            {
                "zh": f"缺失读数的月份：上网 {shown[0]}（按 0 计），下网 {shown[1]}"
                "（按其他月份最大值计）。文本未见缺失数据规则，此为保守假设。",
                "en": f"Months without reading: export {shown[0]} (counted as 0), import "
                f"{shown[1]} (counted as the largest month). The text that was read states "
                "no rule; this is an assumption on the safe side.",
            },
            ASSUMED,
        )
    ]


def _out_of_line(span: MonthSpan) -> list[Notice]:
    readings = span.readings("exported_mwh")
    middle = median(readings.values()) if readings else Decimal(0)
    odd = [month for month, value in readings.items() if value > OUT_OF_LINE * middle > 0]
    return [
        Notice(
            "methodologies.month_out_of_line",
            {
                "zh": f"{month} 月的上网电量超过中位数的 {OUT_OF_LINE} 倍，请检查单位（kWh？）。",
                "en": f"The export of month {month} is over {OUT_OF_LINE} times the median; "
                "check the unit (kWh?).",
            },
        )
        for month in odd
    ]
