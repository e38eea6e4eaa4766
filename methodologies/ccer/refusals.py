"""What the rules of CCER projects and their methodologies refuse."""

from methodologies.engine.errors import (
    InconsistentInputs,
    MethodologyError,
    NoFactor,
    NotApplicable,
    both,
)

MEASURES = "《温室气体自愿减排交易管理办法（试行）》"


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
    rule = NoFactor.rule
    source = "CCER-01-001-V01 §7; CCER-01-002-V01 §7"
    fix = both(
        "因子年度留空，或填 {right_year}。", "Leave the factor year empty, or enter {right_year}."
    )
