"""What is refused about rules: a value nobody set, and amendments that cannot be.

RuleNotInForce (in registry.worlds)
└── RuleUnset
InvalidValue
└── RuleValueInvalid
"""

from typing import ClassVar

from registry.worlds.errors import words
from registry.worlds.refused_values import InvalidValue, RuleNotInForce

RULES_DOCUMENT = "TanLab docs/rules.md"


class RuleUnset(RuleNotInForce):
    """A rule is known to exist, its value is not (facts: scheme, key, day, applies_to)."""

    number: ClassVar[int] = 3001
    code = "registry.rule_unset"
    text = words(
        "The rule {key} of {scheme} ({applies_to}) has no value for {day} yet: it must be set.",
        "{scheme} 的规则 {key}（{applies_to}）在 {day} 尚未设定数值，须先设定。",
    )
    rule = words(
        "A value that no source gives is never assumed; the world sets it.",
        "公开来源未载明的数值不作推定，由各环境自行设定。",
    )
    source = RULES_DOCUMENT
    fix = words(
        "An administrator proposes an amendment with the value; a second person approves it.",
        "请由管理员提出规则修订并填写数值，经另一人批准后生效。",
    )


class RuleValueInvalid(InvalidValue):
    """A value cannot be read as its unit says (facts: key, value, unit, field)."""

    number: ClassVar[int] = 3002
    code = "registry.rule_value"
    text = words(
        "“{value}” is no value of {key} in {unit}.", "“{value}”不是 {key} 以 {unit} 计的有效数值。"
    )
    rule = words(
        "A date is written 2026-12-31; a number plainly, with at most 12 decimals.",
        "日期写作 2026-12-31；数值以普通十进制书写，至多 12 位小数。",
    )
    source = RULES_DOCUMENT
    fix = words("Write the value as the unit asks.", "请按单位要求填写。")
