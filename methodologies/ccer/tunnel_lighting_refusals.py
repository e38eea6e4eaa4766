"""What the rules on highway tunnel lighting refuse."""

from methodologies.engine.errors import InconsistentInputs, NotApplicable, both

SCOPE = (
    "CCER-07-001-V01，适用条件（条款号未见） · "
    "CCER-07-001-V01, applicability (section number not seen)"
)
GUIDELINE = "《公路隧道照明设计细则》 JTG/T D70/2-01-2014"


class NotAHighwayTunnel(NotApplicable):
    """Lighting elsewhere than in a highway tunnel."""

    code = "methodologies.not_a_highway_tunnel"
    text = both("照明设施不在公路隧道内。", "The lighting is not in a highway tunnel.")
    rule = both(
        "适用于公路隧道照明系统的节能。", "For saving energy in the lighting of highway tunnels."
    )
    source = SCOPE
    fix = both(
        "城市道路、铁路隧道和其他照明不能采用本方法学。",
        "City roads, railway tunnels and other lighting cannot use this methodology.",
    )


class LightingNotMetered(NotApplicable):
    """Lighting that shares its meter with other equipment."""

    code = "methodologies.lighting_not_metered"
    text = both(
        "照明用电没有单独计量。", "The electricity of the lighting has no meter of its own."
    )
    rule = both(
        "项目用电量为照明系统的计量值，不含通风等其他设施。",
        "Project electricity is that of the lighting as metered, without fans and the like.",
    )
    source = SCOPE
    fix = both("为照明回路安装电能表后再申请。", "Install meters for the lighting before applying.")


class AgainstLawOrGuideline(NotApplicable):
    """A project that breaks law, policy or the design guideline."""

    code = "methodologies.against_law_or_guideline"
    text = both(
        "项目声明不符合法律法规、产业政策或照明设计细则。",
        "The project is declared not to comply with law, policy or the design guideline.",
    )
    rule = both(
        "节能不得降低隧道照明的安全要求，项目符合法律法规和行业发展政策。",
        "Saving keeps the lighting safe; the project complies with laws and industry policy.",
    )
    source = SCOPE
    fix = both(
        "按设计细则核对运营亮度，取得有关手续后再申请。",
        "Check the luminance in operation against the guideline and obtain the approvals.",
    )


class EntranceLuminanceMissing(InconsistentInputs):
    """Entrance or transition sections without what their luminance follows from."""

    code = "methodologies.entrance_luminance_missing"
    text = both(
        "第 {row} 行是入口段或过渡段，但缺少洞外亮度或折减系数。",
        "Row {row} is an entrance or transition section; its luminance cannot be derived.",
    )
    rule = both(
        "入口段亮度等于折减系数与洞外亮度之积。",
        "The luminance of the entrance is the reduction coefficient times that outside.",
    )
    source = GUIDELINE
    fix = both(
        "填写洞外亮度 L20 和折减系数 k。", "Give the outside luminance L20 and the coefficient k."
    )


class ConsumptionUnknown(InconsistentInputs):
    """An interval without a reading, and nothing to estimate it from."""

    code = "methodologies.consumption_unknown"
    text = both(
        "用电量第 {row} 行缺测，且缺少装机功率或小时数，无法保守估计。",
        "Row {row} has no reading, and power or hours to estimate it from are missing.",
    )
    rule = both(
        "缺测时段按装机功率全程点亮估计（保守假设）。",
        "An interval without a reading counts as lit at full power (a conservative assumption).",
    )
    fix = both(
        "填写装机功率（kW）和该时段小时数。",
        "Give the installed power in kW and the hours of the interval.",
    )


class ConsumptionIncomplete(InconsistentInputs):
    """Days of the period for which no electricity is given."""

    code = "methodologies.consumption_incomplete"
    text = both(
        "核算期内有 {value} 天没有用电量。", "{value} days of the period have no electricity."
    )
    rule = both(
        "基准线按整个核算期计算，缺少用电量会高估减排量。",
        "The baseline is that of the whole period; without electricity it would earn too much.",
    )
    fix = both(
        "补上这些天；缺测的填起止日期而不填读数。",
        "Add a row for these days; give the dates without a reading where the meter failed.",
    )


class MoreThanInstalled(InconsistentInputs):
    """More electricity than the lamps could take."""

    code = "methodologies.more_than_installed"
    text = both(
        "用电量第 {row} 行 {value} MWh 超过装机功率 × {hours} h = {most_mwh} MWh。",
        "Row {row}: {value} MWh are above the installed power × {hours} h = {most_mwh} MWh.",
    )
    rule = both(
        "照明用电不可能超过装机功率与小时数之积。",
        "Lamps cannot take more than their power times the hours.",
    )
    fix = both(
        "请检查单位（是否误填 kWh？）以及装机功率（kW）。",
        "Check the unit (kWh?) and the installed power in kW.",
    )


class LightingHoursTooLong(InconsistentInputs):
    """More hours of lighting than the period has."""

    code = "methodologies.lighting_hours_too_long"
    text = both(
        "照明时间 {value} h 超过核算期的 {most_h} h。",
        "{value} h of lighting are more than the {most_h} h of the period.",
    )
    fix = both(
        "按核算期填写小时数：全年基本照明 8760 h，闰年 8784 h。",
        "Give the hours of the period: at most 8760 h for a year, 8784 for a leap year.",
    )
