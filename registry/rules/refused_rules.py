"""What is refused about rules: a value nobody set, and amendments that cannot be.

RuleNotInForce (in registry.worlds)
└── RuleUnset
InvalidValue
├── RuleValueInvalid, RuleUnitDiffers, RuleDatesDisordered, RuleConfidenceInvalid
└── CalendarUnchanged
UnknownRecord
└── SchemeUnknown, RuleKeyUnknown
"""

from typing import ClassVar

from registry.worlds.errors import UnknownRecord, words
from registry.worlds.refused_values import InvalidValue, RuleNotInForce

RULES_DOCUMENT = "TanLab"


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


class RuleKeyUnknown(UnknownRecord):
    """The scheme has no rule of this name (facts: scheme, key, field)."""

    number: ClassVar[int] = 3003
    code = "registry.rule_unknown"
    text = words("{scheme} has no rule {key}.", "{scheme} 没有规则 {key}。")
    rule = words(
        "An amendment changes a rule that the rule files list.",
        "修订只针对规则文件中已列出的参数。",
    )
    source = RULES_DOCUMENT
    fix = words("Choose a rule from the list of rules.", "请从规则列表中选择。")


class RuleUnitDiffers(InvalidValue):
    """A rule is kept in another unit (facts: key, unit, value, field)."""

    number: ClassVar[int] = 3004
    code = "registry.rule_unit"
    text = words(
        "{key} is kept in {unit}, not in {value}.", "{key} 的单位是 {unit}，不是 {value}。"
    )
    rule = words("A rule keeps its unit.", "规则参数的单位保持不变。")
    source = RULES_DOCUMENT
    fix = words("Convert the value to {unit}.", "请换算为 {unit} 后填写。")


class RuleDatesDisordered(InvalidValue):
    """An amendment would end before it begins (facts: first, last, field)."""

    number: ClassVar[int] = 3005
    code = "registry.rule_dates"
    text = words(
        "The last day {last} lies before the first day {first}.",
        "失效日期 {last} 早于生效日期 {first}。",
    )
    rule = words(
        "A rule holds from its first day to its last, both included.",
        "规则自生效日起至失效日止有效（含首尾两日）。",
    )
    source = RULES_DOCUMENT
    fix = words(
        "Choose a later last day, or leave it empty for “until further notice”.",
        "请选择较晚的失效日期，或留空表示长期有效。",
    )


class RuleConfidenceInvalid(InvalidValue):
    """An amendment must say how its value was learned (facts: value, field)."""

    number: ClassVar[int] = 3006
    code = "registry.rule_confidence"
    text = words("“{value}” does not say how the value was learned.", "“{value}”不是有效的可信度。")
    rule = words(
        "Every value says how it was learned: read, derived, secondary, recalled, assumed, draft.",
        "每个数值须注明来源可信度：原文、推导、转述、记忆、假定或征求意见稿。",
    )
    source = RULES_DOCUMENT
    fix = words("Choose one of these; a guess is “assumed”.", "请从中选择；推测数值请选“假定”。")


class CalendarUnchanged(InvalidValue):
    """The calendar says so already (facts: day, field)."""

    number: ClassVar[int] = 3007
    code = "registry.calendar_unchanged"
    text = words(
        "The calendar already treats {day} like this.", "日历对 {day} 的安排已是如此，无须修改。"
    )
    rule = words(
        "An amendment of the calendar changes whether a day is worked.",
        "日历修订须改变该日是否为工作日。",
    )
    source = RULES_DOCUMENT
    fix = words("Choose another day or the opposite.", "请选择其他日期或相反的安排。")


class SchemeUnknown(UnknownRecord):
    """There is no scheme of this name (facts: scheme, field)."""

    number: ClassVar[int] = 3008
    code = "registry.unknown_scheme"
    text = words("There is no scheme {scheme}.", "不存在机制 {scheme}。")
    rule = words(
        "A scheme is known by its code, for example CEA, SHEA, CCER, GEC.",
        "机制以代码识别，例如 CEA、SHEA、CCER、GEC。",
    )
    source = RULES_DOCUMENT
    fix = words("Choose one from the list of schemes.", "请从机制列表中选择。")
