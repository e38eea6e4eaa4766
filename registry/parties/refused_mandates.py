"""What the registry refuses of mandates."""

from registry.worlds.errors import REGISTRATION_RULES, UnknownRecord, words
from registry.worlds.refused_values import InvalidValue


class RightUnknown(InvalidValue):
    """There is no such right (facts: value, field)."""

    code = "registry.right_unknown"
    number = 1004
    text = words("“{value}” is no right of a mandate.", "“{value}”不是有效的授权权限。")
    rule = words(
        "A mandate lets its holder read, initiate, approve, or both.",
        "授权权限分为查看、发起、批准、发起并批准。",
    )
    source = REGISTRATION_RULES
    fix = words(
        "Choose one of read, initiate, approve, both.",
        "请选择 read、initiate、approve、both 之一。",
    )


class MandateDaysDisordered(InvalidValue):
    """A mandate ends before it begins, or has ended (facts: period, field)."""

    code = "registry.mandate_days"
    number = 1005
    text = words("A mandate cannot hold {period}.", "授权期限 {period} 无效。")
    rule = words(
        "A mandate ends after it begins, and not before today.",
        "授权终止日不得早于起始日，也不得早于当日。",
    )
    source = REGISTRATION_RULES
    fix = words("Choose other days, or leave the last one open.", "请更改日期，或不填终止日。")


class UnknownMandate(UnknownRecord):
    """The user has no mandate for the party (facts: user, party)."""

    code = "registry.unknown_mandate"
    number = 1006
    text = words("{user} has no mandate for {party}.", "{user} 没有 {party} 的授权。")
    rule = words("Only a mandate that was granted is revoked.", "仅可撤销已授予的授权。")
    source = REGISTRATION_RULES
    fix = words("Choose a mandate from the list.", "请从列表中选择授权。")
