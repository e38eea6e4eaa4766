"""What rows of months and of years refuse."""

from methodologies.engine.errors import InconsistentInputs, both


class MonthsAndTotals(InconsistentInputs):
    """Months and totals of the year, both."""

    code = "methodologies.months_and_totals"
    text = both(
        "逐月电量与全年电量不能同时填写。", "Give either the months or the totals, not both."
    )
    fix = both("清空全年电量，或删除逐月数据。", "Clear the totals, or remove the months.")


class MonthListedTwice(InconsistentInputs):
    """The same month in two rows."""

    code = "methodologies.month_listed_twice"
    text = both("{value} 出现两次。", "The month {value} is listed twice.")
    fix = both("合并为一行。", "Add the rows up into one.")


class MonthOutsidePeriod(InconsistentInputs):
    """A month before or after the period."""

    code = "methodologies.month_outside_period"
    text = both(
        "{value} 不在核算期（{start} 至 {end}）内。",
        "The month {value} is outside the period ({start} to {end}).",
    )
    fix = both("改正月份，或改正核算期。", "Correct the month or the period.")


class MonthsSpanYears(InconsistentInputs):
    """Months of several calendar years in one calculation."""

    code = "methodologies.months_span_years"
    text = both("逐月数据跨越多个日历年：{value}。", "The months span calendar years: {value}.")
    rule = both(
        "公式按年度 y 计算，减排量按产生的日历年归属。",
        "The equations are per year y; reductions belong to the calendar year they arise in.",
    )
    source = "CCER-01-001-V01 §6.3; CCER-01-002-V01 §6.3"
    fix = both("按日历年分别核算，或采用多年核算。", "Calculate each year, or several at once.")


class ImportNeverRead(InconsistentInputs):
    """Months without a single import, from which none can be assumed."""

    code = "methodologies.import_never_read"
    text = both("没有任何月份的下网电量。", "No month has an import.")
    rule = both(
        "缺失月份的下网电量按其他月份的最大值计（保守假设）。",
        "A month without import takes the largest of the others, an assumption on the safe side.",
    )
    fix = both(
        "至少填写一个月；没有下网电量则填 0。", "Give at least one; enter 0 if there is none."
    )


class YearDiffers(InconsistentInputs):
    """Data of one calendar year under another."""

    code = "methodologies.year_differs"
    text = both("{year} 年的数据属于 {value} 年。", "The data given for {year} are of {value}.")
    rule = MonthsSpanYears.rule
    source = MonthsSpanYears.source
    fix = both("改正年度，或改正核算期与月份。", "Correct the year, or its period and months.")


class YearSkipped(InconsistentInputs):
    """A calendar year without a month between years that have some."""

    code = "methodologies.year_skipped"
    text = both("{value} 年没有任何月份的数据。", "There is no month of {value}.")
    rule = both(
        "缺失的月份按保守假设计算，每个日历年至少要有一个月的读数。",
        "Missing months count on the safe side, which takes at least one month of each year.",
    )
    fix = both("补充该年的读数，或分段核算。", "Give a month of that year, or calculate in parts.")


class RowWithoutYear(InconsistentInputs):
    """A row of several years' data that does not say its year."""

    code = "methodologies.row_without_year"
    text = both(
        "“{rows}”的第 {row} 行没有年度，而数据跨越 {years}。",
        "Row {row} of “{rows}” has no year, while the data are of {years}.",
    )
    fix = both("在该行填写 year。", "Enter its `year`.")


class NothingToCredit(InconsistentInputs):
    """Neither years nor months."""

    code = "methodologies.nothing_to_credit"
    text = both("没有年度或月份数据。", "There are neither years nor months.")
    fix = both("填写逐月电量，或逐年给出数据。", "Give months, or the data of each year.")
