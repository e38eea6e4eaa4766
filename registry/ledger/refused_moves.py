"""Units that cannot move so: too few, used, final, of the wrong kind."""

from registry.worlds.errors import (
    CCER_RULES,
    LEDGER_DECISION,
    REGISTRATION_RULES,
    RegistryError,
    words,
)


class InsufficientUnits(RegistryError):
    """Fewer units are available than asked (facts: requested, available, account, unit_type)."""

    code = "registry.insufficient_units"
    number = 2020
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
    number = 2021
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
    number = 2022
    text = words("Account {account} does not hold {serials}.", "账户 {account} 未持有 {serials}。")
    rule = words("An account disposes only of units it holds.", "账户只能处置其持有的单位。")
    source = REGISTRATION_RULES
    fix = words("Choose serials from the account's holding page.", "请从该账户的持有页面选择编码。")


class UnitsUsed(UnitsNotHeld):
    """Named units were used before (facts: serials, account, use, date, certificate)."""

    code = "registry.units_used"
    number = 2023
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
    number = 2024
    text = words("Account {account} cannot send to itself.", "账户 {account} 不能向自身划转。")
    rule = words("A transfer has two different accounts.", "划转须在两个不同账户之间进行。")
    source = REGISTRATION_RULES
    fix = words("Choose another receiving account.", "请选择其他接收账户。")


class AccountNotOpen(RegistryError):
    """The account is frozen or closed (facts: account, status)."""

    code = "registry.account_not_open"
    number = 2025
    text = words("Account {account} is {status}.", "账户 {account} 状态为“{status}”。")
    rule = words("Only open accounts send and receive.", "仅正常状态的账户可收付。")
    source = REGISTRATION_RULES
    fix = words("Ask the registry operator.", "请联系登记机构。")


class UnitsFinal(RegistryError):
    """Units cannot leave a final account (facts: account)."""

    code = "registry.units_final"
    number = 2026
    text = words("Units in account {account} are final.", "账户 {account} 中的单位为终态。")
    rule = words(
        "Surrendered, retired and cancelled units never move again.",
        "已清缴、注销或取消的单位不得再次划转。",
    )
    source = CCER_RULES
    fix = words("Use other units.", "请使用其他单位。")


class WrongUnitKind(RegistryError):
    """This kind of unit cannot be used so (facts: unit_type, kind, needed)."""

    code = "registry.wrong_unit_kind"
    number = 2027
    text = words(
        "{unit_type} is of kind {kind}; this needs {needed}.",
        "{unit_type} 属于{kind}，此处需要{needed}。",
    )
    rule = words("Each use takes its own kinds of unit.", "每种用途限定单位种类。")
    source = REGISTRATION_RULES
    fix = words("Choose another unit type.", "请选择其他单位类别。")


class NothingToIssue(RegistryError):
    """A verified report holds less than one unit (facts: report, quantity)."""

    code = "registry.nothing_to_issue"
    number = 2028
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
    number = 2029
    text = words(
        "{unit_type} cannot prove the use of green power.", "{unit_type} 不能用于证明绿色电力消费。"
    )
    rule = words(
        "A green certificate is the only proof of green power use (recalled, to be checked).",
        "绿证是认定绿色电力消费的唯一凭证（凭记忆，待核对）。",
    )
    source = "关于做好可再生能源绿色电力证书全覆盖工作的通知 (发改能源〔2023〕1044号)"
    fix = words(
        "Retire green certificates, or choose another purpose.", "请注销绿证，或选择其他用途。"
    )
