"""What the rules on low-concentration mine gas refuse."""

from methodologies.ccer.refusals import OutsideProgramme
from methodologies.engine.errors import InconsistentInputs, NotApplicable, both

SCOPE = (
    "CCER-10-001-V01，适用条件（条款号未见） · "
    "CCER-10-001-V01, applicability (section number not seen)"
)
MONITORING = (
    "CCER-10-001-V01，监测（条款号未见） · CCER-10-001-V01, monitoring (section number not seen)"
)


class NotAWorkingUndergroundMine(NotApplicable):
    """A surface mine, or one abandoned or closed."""

    code = "methodologies.not_a_working_underground_mine"
    text = both(
        "本方法学不适用于该类煤矿。", "The methodology does not apply to this kind of mine."
    )
    rule = both(
        "适用于井工煤矿，不包括废弃或关闭的井工煤矿。",
        "For underground coal mines, not for those abandoned or closed.",
    )
    source = SCOPE
    fix = both(
        "核对煤矿类型；露天、废弃和关闭的煤矿不能采用本方法学。",
        "Check the kind of mine; surface, abandoned and closed mines cannot use it.",
    )


class NotFlamelessOxidation(NotApplicable):
    """Methane destroyed by another technique."""

    code = "methodologies.not_flameless_oxidation"
    text = both(
        "分解销毁技术不是无焰氧化。", "The methane is not destroyed by flameless oxidation."
    )
    rule = both(
        "分解销毁技术目前只限无焰氧化。",
        "For the present, methane is destroyed by flameless oxidation only.",
    )
    source = SCOPE
    fix = both(
        "火炬、内燃机等技术不能采用本方法学。",
        "Flares, engines and other techniques cannot use this methodology.",
    )


class HeatNotUsed(NotApplicable):
    """Methane destroyed without using the heat."""

    code = "methodologies.heat_not_used"
    text = both("分解销毁产生的热能没有利用。", "The heat of the destruction is not used.")
    rule = both(
        "热能用于发电、供热或热电联产。",
        "The heat serves power, heat supply or both together.",
    )
    source = SCOPE
    fix = both(
        "说明热能的用途；只销毁不利用的项目不适用。",
        "Say what the heat is used for; destruction alone is outside the scope.",
    )


class GasTooRich(NotApplicable):
    """Drained gas with 8 % methane or more."""

    code = "methodologies.gas_too_rich"
    text = both(
        "抽采泵站输出的甲烷体积浓度为 {value} %，不低于 8 %。",
        "Gas from the drainage station has {value} % methane, which is not below 8 %.",
    )
    rule = both(
        "抽采泵站输出的瓦斯甲烷体积浓度低于 8 %；正好 8 % 不满足。",
        "Drained gas has less than 8 % methane by volume; exactly 8 % is too much.",
    )
    source = SCOPE
    fix = both(
        "核对浓度（体积百分数）；8 % 及以上的瓦斯不适用。",
        "Check the concentration (percent by volume); gas of 8 % or more is outside the scope.",
    )


class DilutedOnPurpose(NotApplicable):
    """Rich gas diluted to come below the limit."""

    code = "methodologies.diluted_on_purpose"
    text = both(
        "瓦斯是人为稀释到 8 % 以下的。", "The gas was diluted on purpose to come below 8 %."
    )
    rule = both(
        "不适用于把 8 % 及以上的瓦斯人为稀释后得到的低浓度瓦斯。",
        "Gas of 8 % or more that is diluted on purpose is excluded.",
    )
    source = SCOPE
    fix = both(
        "只计入抽采泵站输出时就低于 8 % 的瓦斯。",
        "Count only gas that is below 8 % where it leaves the drainage station.",
    )


class AgainstMineSafety(NotApplicable):
    """A project that breaks the mine safety code, law or policy."""

    code = "methodologies.against_mine_safety"
    text = both(
        "项目声明不符合煤矿安全规程、法律法规或行业发展政策。",
        "The project is declared not to comply with mine safety, law or industry policy.",
    )
    rule = both(
        "项目符合《煤矿安全规程》等法律、法规要求，符合行业发展政策。",
        "The project complies with the mine safety code, laws and industry policy.",
    )
    source = SCOPE
    fix = both(
        "取得安全、环评、核准（备案）等手续后再申请。",
        "Obtain the safety, environmental and project approvals before applying.",
    )


class NotNetworked(NotApplicable):
    """Monitoring that does not report to the national platform."""

    code = "methodologies.not_networked"
    text = both(
        "监测数据没有与全国碳市场管理平台联网。",
        "The monitoring data do not reach the platform of the national carbon market.",
    )
    rule = both(
        "项目监测数据与全国碳市场管理平台联网，每 1 s 上传一次。",
        "Monitoring data go to the platform of the national carbon market, once every second.",
    )
    source = MONITORING
    fix = both(
        "联网并完成试运行后再申请减排量。",
        "Connect, complete the trial, and apply for reductions after it.",
    )


class TrialTooShort(NotApplicable):
    """A trial of the data link of less than a month."""

    code = "methodologies.trial_too_short"
    text = both(
        "联网试运行 {start} 至 {value}，不足 1 个月。",
        "The trial of the data link from {start} to {value} is shorter than one month.",
    )
    rule = both("数据联网试运行不少于 1 个月。", "The data link is tried for at least one month.")
    source = MONITORING
    fix = both("试运行至少到 {earliest}。", "Continue the trial until {earliest} at least.")


class BeforeNetworking(OutsideProgramme):
    """Reductions from before the data link was in operation."""

    code = "methodologies.before_networking"
    text = both(
        "数据始于 {value}，早于联网试运行完成（{completed}）。",
        "The data start on {value}, before the trial of the data link ended ({completed}).",
    )
    rule = both(
        "减排量产生于监测数据联网（完成联网试运行）之后。",
        "Reductions count only after the data link, trial included, is complete.",
    )
    source = SCOPE
    fix = both(
        "核算期从试运行完成的次日或更晚开始，并只填该期数据。",
        "Start the period after the end of the trial and enter only its data.",
    )


class MoreGasThanDrained(NotApplicable):
    """More gas entering the delivery line than the drainage pumps gave."""

    code = "methodologies.more_gas_than_drained"
    text = both(
        "第 {row} 行：输送系统入口瓦斯流量 {value} m3/h 大于抽采泵出口 {drained} m3/h。",
        "Row {row}: {value} m3/h enter the delivery line, above the {drained} m3/h of the pumps.",
    )
    rule = both(
        "瓦斯安全输送系统入口的流量不大于所连接抽采泵出口的流量；查实的，项目将被撤销。",
        "No more gas enters the delivery line than leaves the drainage pumps; "
        "a project found to break this is revoked.",
    )
    source = MONITORING
    fix = both(
        "核对两处流量计及其标准状态；不要申请该时段的减排量。",
        "Check both flow meters and their reference state; do not claim this interval.",
    )


class OutletAboveInlet(InconsistentInputs):
    """More methane leaving the oxidiser than entering it."""

    code = "methodologies.outlet_above_inlet"
    text = both(
        "第 {row} 行：出口甲烷量大于入口甲烷量。",
        "Row {row}: more methane leaves the oxidiser than enters it.",
    )
    fix = both(
        "核对出入口的流量和浓度（体积百分数），两者是否填反？",
        "Check flows and concentrations (percent by volume); are they the wrong way round?",
    )


class MoreEnergyThanMethane(InconsistentInputs):
    """More power and heat than the destroyed methane could give."""

    code = "methodologies.more_energy_than_methane"
    text = both(
        "发电和供热合计 {value} GJ，超过入口甲烷的发热量 {most_gj} GJ。",
        "Power and heat of {value} GJ are above the {most_gj} GJ of the methane that enters.",
    )
    rule = both(
        "利用的能量不可能超过入口甲烷的高位发热量。",
        "The energy used cannot exceed the gross heat of combustion of the methane.",
    )
    fix = both(
        "请检查单位（是否误填 kWh 或 MJ？）以及流量和浓度。",
        "Check the units (kWh or MJ?), the flows and the concentrations.",
    )
