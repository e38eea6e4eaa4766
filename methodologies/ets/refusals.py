"""What accounting for the national market refuses."""

from methodologies.engine.errors import InconsistentInputs, NotApplicable, both
from methodologies.ets.provenance import OLDER_GUIDE, PLAUSIBILITY


class InstallationOutsideGuide(NotApplicable):
    """An installation that the guide is not written for."""

    code = "methodologies.installation_outside_guide"
    text = both("{value}不适用本指南。", "The guide does not cover {value}.")
    rule = both("{article}：{scope}", "{article}: {scope}")
    source = "指南适用范围 · scope of the guide"
    fix = both(
        "选择与设施相符的指南；同一企业的其他设施分别核算。",
        "Choose the guide of that installation; account for each installation by its own.",
    )


class YearBeforeMarket(NotApplicable):
    """A year in which the market did not cover the sector."""

    code = "methodologies.year_before_market"
    text = both(
        "{value} 年该行业尚未纳入全国碳市场。",
        "The national market did not cover the sector in {value}.",
    )
    rule = both(
        "自 {first_year} 年度起纳入（{article}）。",
        "It is covered from {first_year} on ({article}).",
    )
    source = "全国碳市场配额分配方案 · allocation plans of the national market"
    fix = both("填写 {first_year} 年或之后的年度。", "Enter {first_year} or a later year.")


class MonthTwice(InconsistentInputs):
    """The same month in two rows of the same thing."""

    code = "methodologies.month_twice"
    text = both("“{label}”的 {value} 月填了两次。", "Month {value} of “{label}” is listed twice.")
    fix = both("同一月份合并为一行。", "Make one row of the month.")


class MonthsMixed(InconsistentInputs):
    """A whole year beside single months of it."""

    code = "methodologies.months_mixed"
    text = both(
        "“{label}”既有全年数据又有月度数据。",
        "“{label}” has a row for the whole year beside rows of months.",
    )
    fix = both("只填月度数据，或只填一行全年数据。", "Enter months only, or one row for the year.")


class MonthAfterPeriod(InconsistentInputs):
    """A month later than the last one accounted for."""

    code = "methodologies.month_after_period"
    text = both(
        "“{label}”有 {value} 月的数据，但核算只到 {through} 月。",
        "“{label}” has data of month {value}, but the account ends with month {through}.",
    )
    fix = both("改正月份，或改正核算截止月份。", "Correct the month or the last month.")


class MonthsMissing(InconsistentInputs):
    """Months without data, where no substitute was wanted."""

    code = "methodologies.months_missing"
    text = both("“{label}”缺少 {value} 月的数据。", "“{label}” has no data for months {value}.")
    rule = both(
        "按月核算；停产的月份填 0。", "Accounts are monthly; a month at rest is entered as 0."
    )
    fix = both(
        "补填这些月份，或选择以最高月份替代。",
        "Enter these months, or let the highest month stand for them.",
    )


class MoistureMissing(InconsistentInputs):
    """Carbon on another basis than as received, without the moisture to convert it."""

    code = "methodologies.moisture_missing"
    text = both(
        "“{fuel}”的元素碳含量不是收到基，缺少水分。",
        "The carbon of “{fuel}” is not as received, and its moisture is missing.",
    )
    rule = both(
        "空气干燥基须有 Mar 与 Mad，干燥基须有 Mar。",
        "Air-dried carbon needs Mar and Mad, dry carbon needs Mar.",
    )
    source = "式 (C.4)、(C.5) · equations (C.4) and (C.5)"
    fix = both("填写检测报告中的水分（%）。", "Enter the moisture (%) of the test report.")


class CarbonAboveMass(InconsistentInputs):
    """More carbon than the whole weighs."""

    code = "methodologies.carbon_above_mass"
    text = both(
        "“{label}”的含碳量 {value} t C/t 大于 1。",
        "The carbon content of “{label}”, {value} t C/t, is above 1.",
    )
    fix = both("以 t C/t 填写：52.3 % 填 0.523。", "Enter t C/t: write 52.3 % as 0.523.")


class CarbonMissing(InconsistentInputs):
    """A material without measured carbon and without a default."""

    code = "methodologies.carbon_missing"
    text = both(
        "“{label}”没有实测含碳量，也没有缺省值。",
        "“{label}” has neither measured carbon nor a default.",
    )
    fix = both("填写实测含碳量（t C/t）。", "Enter its measured carbon content (t C/t).")


class StockWithoutUse(InconsistentInputs):
    """A stock balance of a fuel that was not burned, or two of the same."""

    code = "methodologies.stock_without_use"
    text = both(
        "“{fuel}”的库存平衡没有唯一对应的消耗量。",
        "The stock balance of “{fuel}” does not belong to one fuel of the list.",
    )
    fix = both("每种燃料填一行库存，并填写其消耗量。", "Give each fuel of the list one stock row.")


class Implausible(InconsistentInputs):
    """A figure so far out that its unit must be wrong."""

    code = "methodologies.implausible"
    text = both(
        "{label}为 {value}，不在 {least} 至 {most} 之间。",
        "{label} is {value}, not between {least} and {most}.",
    )
    rule = both(
        "超出技术上可能的范围，通常是单位错误。",
        "Beyond what the technology allows; usually a wrong unit.",
    )
    source = PLAUSIBILITY
    fix = both(
        "核对单位：kWh 还是 MWh，kg 还是 t，% 还是小数。",
        "Check the units: kWh or MWh, kg or t, % or fraction.",
    )


class OxidesMissing(InconsistentInputs):
    """Clinker by its oxides, without the oxides."""

    code = "methodologies.oxides_missing"
    text = both(
        "按 CaO、MgO 核算的熟料缺少化学分析数据。",
        "Clinker accounted by CaO and MgO lacks its analysis.",
    )
    rule = both(
        "非碳酸盐来源的部分不得大于总含量。",
        "The non-carbonate part is at most the whole content.",
    )
    source = f"式 (5) · equation (5); {OLDER_GUIDE}"
    fix = both(
        "填写 CaO、MgO 含量及其非碳酸盐部分（%）。",
        "Enter CaO and MgO and their non-carbonate parts (%).",
    )


class BalanceNegative(InconsistentInputs):
    """More carbon leaves than enters."""

    code = "methodologies.balance_negative"
    text = both(
        "输出的碳 {carbon_out} t 大于输入的碳 {value} t。",
        "The carbon that leaves, {carbon_out} t, is more than what enters, {value} t.",
    )
    rule = both(
        "碳质量平衡：输出的碳不能多于输入的碳。", "In a carbon balance no more leaves than enters."
    )
    source = "式 (1) · equation (1)"
    fix = both("补齐输入物料，或核对单位。", "Add the materials that enter, or check the units.")


class ShareAboveWhole(InconsistentInputs):
    """A part that is more than its whole."""

    code = "methodologies.share_above_whole"
    text = both(
        "替代原料 {value} t 多于全部原料 {whole} t。",
        "Replacing materials of {value} t are more than all raw material, {whole} t.",
    )
    fix = both("核对原料总量和替代原料消耗量。", "Check the raw material and what replaces it.")


class DeductedTwice(InconsistentInputs):
    """Materials deducted from clinker whose oxides already leave them out."""

    code = "methodologies.deducted_twice"
    text = both(
        "{value}熟料按 CaO、MgO 核算时，非碳酸盐部分已扣除，不能再扣减替代原料。",
        "Clinker by CaO and MgO ({value}) already leaves out what is not carbonate; materials "
        "cannot be deducted again.",
    )
    rule = both(
        "扣减系数只与缺省过程排放因子一起使用。",
        "Deductions belong to the default process factor only.",
    )
    source = f"式 (3)、(5) · equations (3) and (5); {OLDER_GUIDE}"
    fix = both(
        "删除该月的替代原料，或改用缺省排放因子。",
        "Remove the materials of that month, or take the default factor.",
    )


class PartialYear(InconsistentInputs):
    """An account that ends before December, where the year's figures are wanted."""

    code = "methodologies.partial_year"
    text = both(
        "核算只到 {value} 月，不能作为年度数据。",
        "The account ends with month {value}; it gives no figures of the year.",
    )
    fix = both("补齐至 12 月后再使用。", "Complete it to December first.")
