"""What the compliance cycle refuses."""

from registry.worlds.errors import Conflict, RegistryError, words

_POWER_PLAN = "2023、2024年度全国碳排放权交易发电行业配额总量和分配方案 (国环规气候〔2024〕1号)"


class VintageTooLate(RegistryError):
    """Allowances of a later year cannot be surrendered (facts: vintage, compliance_year)."""

    code = "registry.vintage_too_late"
    number = 4001
    text = words(
        "Allowances of {vintage} do not count for {compliance_year}.",
        "{vintage} 年度配额不能用于 {compliance_year} 年度清缴。",
    )
    rule = words(
        "An obligation is met with allowances of its own year or an earlier one.",
        "履约使用本年度及以前年度配额。",
    )
    source = _POWER_PLAN
    fix = words(
        "Choose allowances of {compliance_year} or earlier.",
        "请选择 {compliance_year} 及以前年度配额。",
    )


class VintageSpent(RegistryError):
    """National allowances of before 2025 count for nothing later (facts: vintage, …)."""

    code = "registry.vintage_spent"
    number = 4002
    text = words(
        "National allowances of {vintage} do not count for {compliance_year}.",
        "{vintage} 年度全国配额不能用于 {compliance_year} 年度清缴。",
    )
    rule = words(
        "National allowances of 2019–2024 meet obligations up to 2024. From 2025 on they count"
        " only once carried over into allowances of 2025, by 10 June 2026 (published text read"
        " in a public copy).",
        "2019–2024 年度全国配额仅用于 2024 及以前年度履约；须在 2026 年 6 月 10 日前结转为"
        " 2025 年度配额后方可用于 2025 及以后年度（依据公开文本）。",
    )
    source = f"{_POWER_PLAN} 附件5"
    fix = words(
        "Choose allowances of 2025 or later, or surrender these for 2024 or earlier.",
        "请选择 2025 及以后年度配额，或将其用于 2024 及以前年度清缴。",
    )


class ComplianceYearAhead(RegistryError):
    """The compliance year has not begun (facts: compliance_year, latest)."""

    code = "registry.compliance_year_ahead"
    number = 4003
    text = words(
        "The compliance year {compliance_year} has not begun; the latest is {latest}.",
        "{compliance_year} 履约年度尚未开始，最晚为 {latest} 年度。",
    )
    rule = words(
        "Units are surrendered for emissions of the past or current year: an obligation follows"
        " verified emissions (article recalled, to be checked).",
        "清缴针对过去或当年的排放：应清缴量以经核查的排放量为准（条号凭记忆，待核对）。",
    )
    source = "碳排放权交易管理暂行条例 (国务院令第775号, 2024) 第十四条"
    fix = words("Enter {latest} or an earlier year.", "请填写 {latest} 或更早年度。")


class CreditLimitExceeded(RegistryError):
    """More credits than the limit allows (facts: quantity, limit, obligation, left)."""

    code = "registry.credit_limit"
    number = 4004
    text = words(
        "{quantity} t of credits exceed {limit} t, the limit for an obligation of {obligation} t.",
        "使用减排量 {quantity} 吨，超过应清缴量 {obligation} 吨对应的上限 {limit} 吨。",
    )
    rule = words(
        "Credits meet at most 5 % of an obligation.", "抵销比例不得超过应清缴碳排放配额的 5%。"
    )
    source = "碳排放权交易管理办法(试行) 第二十九条"
    fix = words(
        "Use at most {left} t more and allowances for the rest.",
        "最多再使用 {left} 吨，其余使用配额。",
    )


class CreditNotAccepted(RegistryError):
    """These credits do not count for the obligation (facts: unit_type, scheme, accepted)."""

    code = "registry.credit_not_accepted"
    number = 4005
    text = words(
        "{unit_type} does not count in {scheme}; accepted: {accepted}.",
        "{unit_type} 不能用于 {scheme} 清缴；可用：{accepted}。",
    )
    rule = words(
        "Each market names the credits that may meet its obligations.",
        "各市场规定可用于抵销的减排量种类。",
    )
    source = "碳排放权交易管理办法(试行) 第二十九条; 各试点抵销规定"
    fix = words(
        "Choose credits of an accepted scheme, or allowances.", "请选择可用的减排量或配额。"
    )


class LegacyCreditOver(RegistryError):
    """Credits of before the 2017 halt count no more (facts: unit_type, last_day)."""

    code = "registry.legacy_credit_over"
    number = 4006
    text = words(
        "{unit_type} could be surrendered until {last_day}.",
        "{unit_type} 的清缴使用期限为 {last_day}。",
    )
    rule = words(
        "Credits registered before 14 March 2017 met obligations until the end of 2024"
        " (recalled; told by their vintage).",
        "2017 年 3 月 14 日前备案的减排量可使用至 2024 年 12 月 31 日（待核对；按产生年度判断）。",
    )
    source = "温室气体自愿减排交易管理办法(试行) (生态环境部、市场监管总局令第31号, 2023)"
    fix = words(
        "Use credits registered under the rules of 2023.", "请使用按 2023 年办法登记的减排量。"
    )


class NotReversible(Conflict):
    """Only a surrender can be undone, once (facts: certificate, reason)."""

    code = "registry.not_reversible"
    number = 4007
    text = words("{certificate} cannot be undone: {reason}.", "{certificate} 不能撤销：{reason}。")
    rule = words(
        "A surrender is undone once, within its window; a retirement never.",
        "清缴可在期限内撤销一次；自愿注销不可撤销。",
    )
    source = "TanLab"
    fix = words("Units used for good stay used.", "已使用的单位不再恢复。")


class ReversalTooLate(Conflict):
    """The window for undoing is over (facts: certificate, last_day)."""

    code = "registry.reversal_too_late"
    number = 4008
    text = words(
        "{certificate} could be undone until {last_day}.", "{certificate} 的撤销期限为 {last_day}。"
    )
    rule = words(
        "A surrender is undone within the working days that the rules set.",
        "清缴须在规则设定的工作日内撤销。",
    )
    source = "TanLab"
    fix = words(
        "The surrender stands; an administrator can amend the parameter for later ones.",
        "该清缴已生效；管理员可为以后的清缴修订参数。",
    )


class CarryOverNotEarned(Conflict):
    """The conditions of carry-over are not met (facts: entity, reason)."""

    code = "registry.carry_over_not_earned"
    number = 4009
    text = words("{entity} may not carry over: {reason}.", "{entity} 不得结转：{reason}。")
    rule = words(
        "Who met the obligations of 2023 and 2024 in time may carry over what the notice says.",
        "按时足额完成 2023、2024 年度清缴的单位，方可按通知数量结转。",
    )
    source = f"{_POWER_PLAN} 附件5"
    fix = words("See the entity's page for its obligations.", "请在单位页面查看清缴情况。")


class CarryOverExceeded(RegistryError):
    """More than may be carried over (facts: quantity, limit, left)."""

    code = "registry.carry_over_exceeded"
    number = 4010
    text = words(
        "{quantity} t exceed what may still be carried over, {left} t of {limit} t.",
        "申请结转 {quantity} 吨，超过可结转余量 {left} 吨（上限 {limit} 吨）。",
    )
    rule = words(
        "All applications together stay within min(10,000 + 1.5 × net sales, holdings).",
        "累计结转量不超过 min(10000+1.5×净卖出量, 持有量)。",
    )
    source = f"{_POWER_PLAN} 附件5"
    fix = words("Apply for at most {left} t.", "请将数量减至 {left} 吨以内。")


class CarryOverClosed(Conflict):
    """Applications are not open on this day (facts: day, last_day)."""

    code = "registry.carry_over_closed"
    number = 4011
    text = words(
        "Carry-over could be applied for until {last_day}; today is {day}.",
        "结转申请截止 {last_day}，今日为 {day}。",
    )
    rule = words(
        "Applications are taken from the notice until 10 June 2026; old allowances that are not"
        " carried over count no more.",
        "结转申请自通知起至 2026 年 6 月 10 日止；未结转的旧年度配额不再可用。",
    )
    source = f"{_POWER_PLAN} 附件5"
    fix = words("Nothing can be carried over any more.", "已无法办理结转。")


class VintageNotCarried(RegistryError):
    """Units of this vintage are not carried over (facts: unit_type, first, last)."""

    code = "registry.vintage_not_carried"
    number = 4012
    text = words(
        "{unit_type} is not carried over; vintages {first} to {last} are.",
        "{unit_type} 不适用结转；适用 {first}–{last} 年度配额。",
    )
    rule = words(
        "National allowances of 2019 to 2024 are carried over into 2025.",
        "2019–2024 年度全国配额可结转为 2025 年度配额。",
    )
    source = f"{_POWER_PLAN} 附件5"
    fix = words("Choose an older vintage.", "请选择旧年度配额。")


class FineNotDue(Conflict):
    """Nothing can be fined (facts: entity, year, reason)."""

    code = "registry.fine_not_due"
    number = 4013
    text = words(
        "{entity} cannot be fined for {year}: {reason}.", "{entity} {year} 年度不予处罚：{reason}。"
    )
    rule = words(
        "Who has not surrendered enough by the deadline is fined, once a year.",
        "未按期足额清缴的单位，每年度处罚一次。",
    )
    source = "碳排放权交易管理暂行条例 (国务院令第775号, 2024) 第二十四条"
    fix = words("See the entity's status of the year.", "请查看该年度履约状态。")


class FineOutsideRange(RegistryError):
    """The fine is outside the legal range (facts: amount, minimum, maximum)."""

    code = "registry.fine_range"
    number = 4014
    text = words(
        "A fine of CNY {amount} is outside {minimum} to {maximum}.",
        "罚款 {amount} 元不在 {minimum} 至 {maximum} 元之间。",
    )
    rule = words(
        "The fine is five to ten times the missing quantity at the mean price of the month before"
        " the deadline; before 1 May 2024 it was CNY 20,000 to 30,000.",
        "罚款为欠缴量按清缴期限前一个月均价计算的 5–10 倍；2024 年 5 月 1 日前为 2–3 万元。",
    )
    source = "碳排放权交易管理暂行条例 (国务院令第775号, 2024) 第二十四条"
    fix = words("Choose an amount in the range.", "请在范围内确定金额。")


class CreditRegisteredEarly(RegistryError):
    """The credits' project was registered too early (facts: project, registered_on, after)."""

    code = "registry.credit_registered_early"
    number = 4015
    text = words(
        "Project {project} was registered on {registered_on}; credits for {compliance_year} must"
        " be of projects registered after {after}.",
        "项目 {project} 登记于 {registered_on}；{compliance_year} 年度清缴须使用 {after}"
        " 后登记的核证自愿减排量。",
    )
    rule = words(
        "By the draft plan, 2025 and 2026 take only CCER registered after the voluntary market"
        " began.",
        "征求意见稿规定，2025、2026 年度仅可使用自愿减排交易市场启动后登记的核证自愿减排量。",
    )
    source = "2025、2026年度配额总量和分配方案 (征求意见稿, 2026-07-27)"
    fix = words(
        "Surrender credits of a later project, or allowances.", "请使用之后登记的减排量或配额。"
    )
