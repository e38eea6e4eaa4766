"""Units that cannot move so: too few, used, final, of the wrong kind."""

from registry.errors import CCER_RULES, LEDGER_DECISION, REGISTRATION_RULES, RegistryError, words

_POWER_PLAN = "2023、2024年度全国碳排放权交易发电行业配额总量和分配方案 (国环规气候〔2024〕1号)"


class InsufficientUnits(RegistryError):
    """Fewer units are available than asked (facts: requested, available, account, unit_type)."""

    code = "registry.insufficient_units"
    text = words(
        "Account {account} has {available} {unit_type} available, {requested} are needed.",
        "账户 {account} 可用 {unit_type} 为 {available}，需要 {requested}。",
    )
    rule = words(
        "Only units held and not reserved can move; a holding is never negative.",
        "仅可划转已持有且未冻结的单位；持有量不得为负。",
    )
    source = REGISTRATION_RULES
    fix = words(
        "Use at most {available}, acquire more, or release what open orders reserve.",
        "请将数量减至 {available} 以内、先行取得，或撤单解冻。",
    )


class ReservationTooSmall(RegistryError):
    """A reservation holds fewer units than asked (facts: requested, available)."""

    code = "registry.reservation_too_small"
    text = words(
        "The reservation still holds {available}, {requested} are needed.",
        "冻结余量为 {available}，需要 {requested}。",
    )
    rule = words("What was reserved is the most that can be posted.", "过账数量不得超过冻结数量。")
    source = LEDGER_DECISION
    fix = words("Post at most {available}.", "请将数量减至 {available} 以内。")


class UnitsNotHeld(RegistryError):
    """Named units are not in the account (facts: serials, account)."""

    code = "registry.units_not_held"
    text = words("Account {account} does not hold {serials}.", "账户 {account} 未持有 {serials}。")
    rule = words("An account disposes only of units it holds.", "账户只能处置其持有的单位。")
    source = REGISTRATION_RULES
    fix = words("Choose serials from the account's holding page.", "请从该账户的持有页面选择编码。")


class UnitsUsed(UnitsNotHeld):
    """Named units were used before (facts: serials, account, use, date, certificate)."""

    code = "registry.units_used"
    text = words(
        "{serials}: {use} on {date}, see {certificate}.",
        "{serials} 已于 {date} {use}，见 {certificate}。",
    )
    rule = words(
        "A unit is used once: surrendered, retired or cancelled units never move again.",
        "每个单位只能使用一次：已清缴、注销或取消的单位不得再次划转。",
    )
    source = CCER_RULES
    fix = words(
        "Choose units that account {account} still holds.", "请选择账户 {account} 仍持有的单位。"
    )


class SameAccount(RegistryError):
    """Sender and receiver are one account (facts: account)."""

    code = "registry.same_account"
    text = words("Account {account} cannot send to itself.", "账户 {account} 不能向自身划转。")
    rule = words("A transfer has two different accounts.", "划转须在两个不同账户之间进行。")
    fix = words("Choose another receiving account.", "请选择其他接收账户。")


class AccountNotOpen(RegistryError):
    """The account is frozen or closed (facts: account, status)."""

    code = "registry.account_not_open"
    text = words("Account {account} is {status}.", "账户 {account} 状态为“{status}”。")
    rule = words("Only open accounts send and receive.", "仅正常状态的账户可收付。")
    source = REGISTRATION_RULES
    fix = words("Ask the registry operator.", "请联系登记机构。")


class AccountClosedToUnits(RegistryError):
    """The account does not take transfers of people (facts: account)."""

    code = "registry.account_closed_to_units"
    text = words(
        "Account {account} belongs to the registry itself.", "账户 {account} 为登记系统内部账户。"
    )
    rule = words(
        "Units reach the registry's own accounts only by issuance, surrender or retirement.",
        "单位仅通过签发、清缴、注销进出系统账户。",
    )
    source = REGISTRATION_RULES
    fix = words("Use the surrender or retirement page.", "请使用清缴或注销功能。")


class UnitsFinal(RegistryError):
    """Units cannot leave a final account (facts: account)."""

    code = "registry.units_final"
    text = words("Units in account {account} are final.", "账户 {account} 中的单位为终态。")
    rule = words(
        "Surrendered, retired and cancelled units never move again.",
        "已清缴、注销或取消的单位不得再次划转。",
    )
    source = CCER_RULES
    fix = words("Use other units.", "请使用其他单位。")


class VintageTooLate(RegistryError):
    """Allowances of a later year cannot be surrendered (facts: vintage, compliance_year)."""

    code = "registry.vintage_too_late"
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
    text = words(
        "The compliance year {compliance_year} has not begun; the latest is {latest}.",
        "{compliance_year} 履约年度尚未开始，最晚为 {latest} 年度。",
    )
    rule = words(
        "Units are surrendered for emissions of the past or current year: an obligation follows"
        " verified emissions.",
        "清缴针对过去或当年的排放：应清缴量以经核查的排放量为准。",
    )
    source = "碳排放权交易管理暂行条例 (国务院令第775号, 2024) 第十四条 (recalled, 条号待核对)"
    fix = words("Enter {latest} or an earlier year.", "请填写 {latest} 或更早年度。")


class WrongUnitKind(RegistryError):
    """This kind of unit cannot be used so (facts: unit_type, kind, needed)."""

    code = "registry.wrong_unit_kind"
    text = words(
        "{unit_type} is of kind {kind}; this needs {needed}.",
        "{unit_type} 属于{kind}，此处需要{needed}。",
    )
    rule = words("Each use takes its own kinds of unit.", "每种用途限定单位种类。")
    fix = words("Choose another unit type.", "请选择其他单位类别。")


class NothingToIssue(RegistryError):
    """A verified report holds less than one unit (facts: report, quantity)."""

    code = "registry.nothing_to_issue"
    text = words(
        "Report {report} has {quantity}, less than one unit.",
        "报告 {report} 的减排量为 {quantity}，不足一个单位。",
    )
    rule = words(
        "Units are the verified reductions, rounded down.", "签发数量为经核查减排量向下取整。"
    )
    source = CCER_RULES
    fix = words("Report a longer period.", "请合并更长的监测期。")


class PurposeNotForKind(RegistryError):
    """The purpose of a retirement does not fit the units (facts: purpose, unit_type)."""

    code = "registry.purpose_not_for_kind"
    text = words(
        "{unit_type} cannot prove the use of green power.", "{unit_type} 不能用于证明绿色电力消费。"
    )
    rule = words(
        "A green certificate is the only proof of green power use.",
        "绿证是认定绿色电力消费的唯一凭证。",
    )
    source = (
        "关于做好可再生能源绿色电力证书全覆盖工作的通知 (发改能源〔2023〕1044号; recalled, 待核对)"
    )
    fix = words(
        "Retire green certificates, or choose another purpose.", "请注销绿证，或选择其他用途。"
    )


class CreditLimitExceeded(RegistryError):
    """More credits than the limit allows (facts: quantity, limit, obligation, left)."""

    code = "registry.credit_limit"
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
