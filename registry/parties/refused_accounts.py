"""What the registry refuses of accounts."""

from registry.worlds.errors import REGISTRATION_RULES, RegistryError, words


class AccountClosedToUnits(RegistryError):
    """The account does not take transfers of people (facts: account)."""

    code = "registry.account_closed_to_units"
    number = 2030
    text = words(
        "Account {account} belongs to the registry itself.", "账户 {account} 为登记系统内部账户。"
    )
    rule = words(
        "Units reach the registry's own accounts only by issuance, surrender or retirement.",
        "单位仅通过签发、清缴、注销进出系统账户。",
    )
    source = REGISTRATION_RULES
    fix = words("Use the surrender or retirement page.", "请使用清缴或注销功能。")
