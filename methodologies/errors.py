"""Why a methodology refuses to calculate.

MethodologyError
├── UnknownRecord
│   └── UnknownMethodology
├── NotApplicable                the project is outside the scope of the methodology
│   ├── NotFarNorDeepEnough
│   ├── NotSolarThermal
│   ├── NotSeparatelyMetered
│   └── AgainstLawOrPolicy
├── OutsideProgramme             the dates break a rule common to all CCER projects
│   ├── BuiltTooEarly
│   ├── ReducedTooEarly
│   ├── AppliedTooLate
│   ├── CreditingPeriodTooLong
│   └── OutsideCreditingPeriod
└── InconsistentInputs           fields that are fine alone and wrong together
    ├── PeriodNotOrdered
    ├── PeriodSpansYears
    ├── YearMissing
    ├── FactorYearMismatch
    ├── NoFactor
    ├── AboveCapacity
    ├── CorrectionAboveMetered
    ├── MeterErrorMissing
    ├── MeterWithinTolerance
    ├── MeterTooCoarse
    ├── MeterWithoutReading
    └── FuelTwice
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar


def both(zh: str, en: str) -> Mapping[str, str]:
    """Say the same in Chinese and English."""
    return MappingProxyType({"zh": zh, "en": en})


MEASURES = "《温室气体自愿减排交易管理办法（试行）》"
NO_RULE = both("", "")


class MethodologyError(Exception):
    """Any refusal by a methodology; `facts` fill the texts."""

    code: ClassVar[str] = "methodologies.error"
    text: ClassVar[Mapping[str, str]] = both("无法计算。", "The calculation is refused.")
    rule: ClassVar[Mapping[str, str]] = NO_RULE
    source: ClassVar[str] = ""
    fix: ClassVar[Mapping[str, str]] = NO_RULE

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        english = {n: f["en"] if isinstance(f, Mapping) else f for n, f in facts.items()}
        super().__init__(self.text["en"].format(**english))


class UnknownRecord(MethodologyError):
    """Something that is not in the catalogue."""


class UnknownMethodology(UnknownRecord):
    """No methodology has this id and version."""

    code = "methodologies.unknown_methodology"
    text = both("没有方法学“{value}”。", "There is no methodology “{value}”.")
    fix = both("可选：{known}。", "Choose one of: {known}.")


class NotApplicable(MethodologyError):
    """The project is outside the scope of the methodology."""


class NotFarNorDeepEnough(NotApplicable):
    """An offshore wind farm neither beyond 30 km nor in water deeper than 30 m."""

    code = "methodologies.not_far_nor_deep_enough"
    text = both(
        "离岸 {distance_km} km、水深 {depth_m} m 的风电场不适用本方法学。",
        "A wind farm {distance_km} km offshore in {depth_m} m of water is outside the scope.",
    )
    rule = both(
        "离岸 30 公里以外，或者水深大于 30 米；正好 30 不满足。",
        "More than 30 km offshore, or water deeper than 30 m; exactly 30 is not enough.",
    )
    source = "CCER-01-002-V01 §2"
    fix = both(
        "核对离岸距离（km）和水深（m）；两者都不超过 30 的项目不能采用本方法学。",
        "Check distance (km) and depth (m); with neither above 30 this methodology is closed.",
    )


class NotSolarThermal(NotApplicable):
    """A plant that does not turn solar heat into power."""

    code = "methodologies.not_solar_thermal"
    text = both("该电站不是光热发电项目。", "The plant is not a solar thermal power plant.")
    rule = both(
        "适用于独立的并网光热发电项目，或“光热+”一体化项目中的光热发电部分。",
        "For stand-alone grid-connected solar thermal power, "
        "or the solar thermal part of an integrated project.",
    )
    source = "CCER-01-001-V01 §2"
    fix = both(
        "光伏等其他技术请选用其他方法学。",
        "Choose another methodology for photovoltaics or other techniques.",
    )


class NotSeparatelyMetered(NotApplicable):
    """A solar thermal part whose exported power has no meter of its own."""

    code = "methodologies.not_separately_metered"
    text = both(
        "一体化项目的光热发电部分没有单独计量上网电量。",
        "The export of the solar thermal part is not metered separately.",
    )
    rule = both(
        "“光热+”一体化项目中，光热发电部分的上网电量应可单独计量。",
        "In an integrated project the solar thermal part's export must be metered separately.",
    )
    source = "CCER-01-001-V01 §2"
    fix = both(
        "为光热发电部分安装独立的关口电能表后再申请。",
        "Install a revenue meter for the solar thermal part before applying.",
    )


class AgainstLawOrPolicy(NotApplicable):
    """A project that breaks law or industry policy."""

    code = "methodologies.against_law_or_policy"
    text = both(
        "项目声明不符合法律法规或行业发展政策。",
        "The project is declared not to comply with law or industry policy.",
    )
    rule = both(
        "项目应符合法律、法规要求，符合行业发展政策。",
        "The project complies with laws, regulations and industry policy.",
    )
    source = "CCER-01-001-V01 §2; CCER-01-002-V01 §2"
    fix = both(
        "取得用海、环评、核准（备案）等手续后再申请。",
        "Obtain the approvals (site, environment, registration) before applying.",
    )


class OutsideProgramme(MethodologyError):
    """Dates that break a rule common to all CCER projects."""


class BuiltTooEarly(OutsideProgramme):
    """Construction started on or before 8 November 2012."""

    code = "methodologies.built_too_early"
    text = both("项目于 {value} 开工，过早。", "Construction started too early, on {value}.")
    rule = both(
        "项目于 2012 年 11 月 8 日之后开工建设。", "Construction starts after 8 November 2012."
    )
    source = f"{MEASURES} 第十条（三） · Art. 10(3)"
    fix = both(
        "核对开工日期；更早开工的项目不能申请登记。",
        "Check the date; a project built earlier cannot be registered.",
    )


class ReducedTooEarly(OutsideProgramme):
    """Reductions generated on or before 22 September 2020."""

    code = "methodologies.reduced_too_early"
    text = both("核算期始于 {value}，过早。", "The period starts too early, on {value}.")
    rule = both(
        "减排量产生于 2020 年 9 月 22 日之后。", "Reductions are generated after 22 September 2020."
    )
    source = f"{MEASURES} 第十七条（三） · Art. 17(3)"
    fix = both(
        "把核算期起始日改为 2020-09-23 或更晚，并只填该期电量。",
        "Start the period on 2020-09-23 or later and enter only its data.",
    )


class AppliedTooLate(OutsideProgramme):
    """Reductions older than five years when registration is applied for."""

    code = "methodologies.applied_too_late"
    text = both(
        "核算期始于 {value}，距申请登记日 {application_date} 超过五年。",
        "The period starts on {value}, over five years before the application of "
        "{application_date}.",
    )
    rule = both(
        "每期减排量的产生时间应当在其申请登记之日前五年以内。",
        "Reductions of a period are generated within five years before the application.",
    )
    source = f"{MEASURES} 第十七条 · Art. 17"
    fix = both("核算期从 {earliest} 或更晚开始。", "Start the period on {earliest} or later.")


class CreditingPeriodTooLong(OutsideProgramme):
    """A crediting period of more than ten years."""

    code = "methodologies.crediting_period_too_long"
    text = both(
        "计入期 {start} 至 {value} 超过 10 年。",
        "The crediting period from {start} to {value} is longer than 10 years.",
    )
    rule = both("计入期最长不超过 10 年。", "A crediting period has at most 10 years.")
    source = "CCER-01-001-V01 §5.2.2; CCER-01-002-V01 §5.2.2"
    fix = both("计入期最晚到 {latest} 为止。", "End the crediting period by {latest}.")


class OutsideCreditingPeriod(OutsideProgramme):
    """A date before or after the span that must contain it."""

    code = "methodologies.outside_crediting_period"
    text = both(
        "日期 {value} 不在允许的范围内（{start} 至 {end}）。",
        "The date {value} is outside the allowed span ({start} to {end}).",
    )
    rule = both(
        "核算期在计入期之内，计入期不早于并网发电日期。",
        "A period lies in the crediting period, which starts no earlier than grid connection.",
    )
    source = "CCER-01-001-V01 §5.2; CCER-01-002-V01 §5.2"
    fix = both("改正该日期，或改正计入期。", "Correct this date or the crediting period.")


class InconsistentInputs(MethodologyError):
    """Fields that are fine alone and wrong together."""


class PeriodNotOrdered(InconsistentInputs):
    """A span whose end is missing or before its start."""

    code = "methodologies.period_not_ordered"
    text = both(
        "起止日期不成对：{start} 至 {value}。",
        "Start and end do not make a period: {start} to {value}.",
    )
    fix = both(
        "起止日期都要填写，且结束日期不早于起始日期。",
        "Give both dates, the end no earlier than the start.",
    )


class PeriodSpansYears(InconsistentInputs):
    """A period that touches more than one calendar year."""

    code = "methodologies.period_spans_years"
    text = both(
        "核算期 {start} 至 {value} 跨越日历年。",
        "The period from {start} to {value} spans calendar years.",
    )
    rule = both(
        "公式按年度 y 计算，电网排放因子逐年公布。",
        "The equations are per year y, and grid factors are published by year.",
    )
    source = "CCER-01-001-V01 §6.3; CCER-01-002-V01 §6.3"
    fix = both("每个日历年分别核算。", "Make one calculation for each calendar year.")


class YearMissing(InconsistentInputs):
    """Neither the year nor the period is given."""

    code = "methodologies.year_missing"
    text = both("缺少年度。", "The year is missing.")
    fix = both(
        "填写因子年度，或填写核算期起止日期。",
        "Give the factor year, or the start and end of the period.",
    )


class FactorYearMismatch(InconsistentInputs):
    """A chosen factor year that the rule does not lead to."""

    code = "methodologies.factor_year_mismatch"
    text = both(
        "核算期在 {period_year} 年，不应使用 {value} 年的因子。",
        "For a period in {period_year} the factors of {value} cannot be used.",
    )
    rule = both(
        "采用第 y 年的因子；尚未公布的，采用 y 年之前最近年份的因子。",
        "Factors of year y; if not yet published, of the latest published year before y.",
    )
    source = "CCER-01-001-V01 §7; CCER-01-002-V01 §7"
    fix = both(
        "因子年度留空，或填 {right_year}。", "Leave the factor year empty, or enter {right_year}."
    )


class NoFactor(InconsistentInputs):
    """No factor is published for the year or any earlier one."""

    code = "methodologies.no_factor"
    text = both(
        "{region}没有 {value} 年及更早的因子。",
        "{region} has no factor for {value} or any earlier year.",
    )
    rule = FactorYearMismatch.rule
    fix = both(
        "最早可用年度为 {earliest_year}。", "The earliest year on record is {earliest_year}."
    )


class AboveCapacity(InconsistentInputs):
    """More energy than the plant could deliver in the time."""

    code = "methodologies.above_capacity"
    text = both(
        "上网电量 {value} MWh 超过装机容量 × {hours} h = {most_mwh} MWh。",
        "An export of {value} MWh is above capacity × {hours} h = {most_mwh} MWh.",
    )
    rule = both(
        "发电量不可能超过装机容量与小时数之积。",
        "A plant cannot deliver more than capacity times hours.",
    )
    fix = both(
        "请检查单位（是否误填 kWh？）以及装机容量（MW）。",
        "Check the unit (kWh?) and the installed capacity in MW.",
    )


class CorrectionAboveMetered(InconsistentInputs):
    """Intervals to be corrected hold more than was metered in all."""

    code = "methodologies.correction_above_metered"
    text = both(
        "“{meter}”需修正的读数合计 {value}，超过总读数 {metered}。",
        "Readings to be corrected of “{meter}” add up to {value}, above the total {metered}.",
    )
    fix = both("每个时段只填该时段的读数。", "Enter only what was metered in the interval.")


class MeterErrorMissing(InconsistentInputs):
    """A meter out of tolerance without its actual error."""

    code = "methodologies.meter_error_missing"
    text = both(
        "“{meter}”准确度超差，但未填写实际基本误差。",
        "“{meter}” is out of tolerance, but its actual error is missing.",
    )
    rule = both(
        "及时校准但准确度超过规定要求的，按实际基本误差的绝对值修正。",
        "Calibrated on time but out of tolerance: corrected by the absolute actual error.",
    )
    source = "CCER-01-001-V01 §7.3.4; CCER-01-002-V01 §7.3.4"
    fix = both("按校准报告填写误差（%）。", "Enter the error in % from the calibration report.")


class MeterWithinTolerance(InconsistentInputs):
    """An actual error that the meter's class allows."""

    code = "methodologies.meter_within_tolerance"
    text = both(
        "“{meter}”的误差 {value} % 未超过最大允许误差 {permissible} %。",
        "The error of “{meter}”, {value} %, is within its permissible {permissible} %.",
    )
    rule = both(
        "只有准确度超过规定要求时才修正。",
        "Readings are corrected only when the meter is out of tolerance.",
    )
    source = "CCER-01-001-V01 §7.3.4; CCER-01-002-V01 §7.3.4"
    fix = both("删除该时段，或改正误差。", "Remove the interval or correct the error.")


class MeterTooCoarse(InconsistentInputs):
    """An electricity meter below class 0.5."""

    code = "methodologies.meter_too_coarse"
    text = both(
        "“{meter}”的最大允许误差 {value} % 大于 0.5 %。",
        "The permissible error of “{meter}”, {value} %, is above 0.5 %.",
    )
    rule = both("电能表准确度等级不低于 0.5 级。", "Electricity meters are of class 0.5 or better.")
    source = "CCER-01-001-V01 §7.2; CCER-01-002-V01 §7.2"
    fix = both("0.5 级填 0.5，0.2 级填 0.2。", "Enter 0.5 for class 0.5, or 0.2 for class 0.2.")


class MeterWithoutReading(InconsistentInputs):
    """A correction of a fuel that is not in the list of fuels."""

    code = "methodologies.meter_without_reading"
    text = both(
        "要修正“{meter}”，但燃料清单中没有它。",
        "A correction names “{meter}”, which is not among the fuels.",
    )
    fix = both("在燃料清单中加入它，或删除该修正。", "Add the fuel or remove the correction.")


class FuelTwice(InconsistentInputs):
    """The same fuel in two rows."""

    code = "methodologies.fuel_twice"
    text = both("燃料“{value}”出现两次。", "The fuel “{value}” is listed twice.")
    fix = both("合并为一行。", "Add the rows up into one.")
