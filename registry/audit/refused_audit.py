"""What the registry refuses of audits and of frozen accounts."""

from registry.worlds.errors import REGISTRATION_RULES, Conflict, words


class AccountFrozenAlready(Conflict):
    """The account is not open (facts: account, status)."""

    code = "registry.account_frozen_already"
    number = 9501
    text = words(
        "Account {account} is not open ({status}).", "账户 {account} 非正常状态（{status}）。"
    )
    rule = words("Only an open account is frozen.", "仅正常状态的账户可冻结。")
    source = REGISTRATION_RULES
    fix = words("Nothing needs to be done.", "无需操作。")


class AccountNotFrozen(Conflict):
    """The account is not frozen (facts: account, status)."""

    code = "registry.account_not_frozen"
    number = 9502
    text = words(
        "Account {account} is not frozen ({status}).", "账户 {account} 未被冻结（{status}）。"
    )
    rule = words("Only a frozen account is opened again.", "仅被冻结的账户可解冻。")
    source = REGISTRATION_RULES
    fix = words("Choose an account that is frozen.", "请选择被冻结的账户。")
