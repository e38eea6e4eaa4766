"""Why rows of a platform's file or request are not taken: all of it or nothing, each row named.

InvalidValue
├── RowsRefused, RowCountOutOfRange
├── KindNotReported, ActivityDayInvalid, AmountInvalid
├── RecordTwice, ConsentStepInvalid, CarbonCodeInvalid
└── RecordChanged, RewardedOtherwise, RewardTooLate (Conflict)
UnknownRecord
└── UnknownActivity
"""

from typing import ClassVar, NamedTuple

from registry.carbon_inclusion.refused_inclusion import INCLUSION_DECISION, SCHEME_RULES
from registry.worlds.errors import Conflict, RegistryError, UnknownRecord, words
from registry.worlds.refused_values import InvalidValue

ROW_REFUSALS_MAX = 100
"""How many refused rows are told at once."""


class RowRefusal(NamedTuple):
    """Why one row is refused.

    Args:
        row: its number, the first record is 1.
        column: the name of the column.
        value: what is written there.
        error: the refusal, in words.
    """

    row: int
    column: str
    value: str
    error: RegistryError


class RowsRefused(InvalidValue):
    """Some rows cannot be used, so none is stored (facts: count, total, first, rows)."""

    number: ClassVar[int] = 6020
    code = "registry.rows_refused"
    text = words(
        "{count} of {total} rows cannot be used; nothing was stored. Record {first} is the first.",
        "共 {total} 行，其中 {count} 行不可用，未保存任何数据；首个问题在第 {first} 条记录。",
    )
    rule = words("A file is stored as a whole or not at all.", "文件整体保存，否则不保存。")
    source = INCLUSION_DECISION
    fix = words(
        "Correct the rows listed and send the whole file again.",
        "请更正所列各行后重新提交整个文件。",
    )


class RowCountOutOfRange(InvalidValue):
    """A file holds no row, or too many (facts: value, maximum, field)."""

    number: ClassVar[int] = 6021
    code = "registry.row_count"
    text = words(
        "There are {value} rows; 1 to {maximum} can be sent at once.",
        "共 {value} 行；每次可提交 1 至 {maximum} 行。",
    )
    rule = words("An upload is one command of bounded size.", "一次上传为一条有大小限制的指令。")
    source = INCLUSION_DECISION
    fix = words("Split the file.", "请拆分文件。")


class KindNotReported(InvalidValue):
    """The platform may not report this kind of activity (facts: value, kinds, scheme, field)."""

    number: ClassVar[int] = 6022
    code = "registry.kind_not_reported"
    text = words(
        "“{value}” is no activity this platform may report.", "“{value}”不是该平台可申报的活动。"
    )
    rule = words(
        "A platform reports the activities it was registered for.",
        "平台只能申报登记时核定的活动种类。",
    )
    source = SCHEME_RULES
    fix = words("Write one of: {kinds}.", "请填写其中之一：{kinds}。")


class ActivityDayInvalid(InvalidValue):
    """A date is no date, or lies ahead (facts: value, field)."""

    number: ClassVar[int] = 6023
    code = "registry.activity_day"
    text = words(
        "“{value}” is no day up to today, written YYYY-MM-DD.",
        "“{value}”不是截至今日、格式为 YYYY-MM-DD 的日期。",
    )
    rule = words("What is reported has happened.", "只能申报已经发生的活动。")
    source = INCLUSION_DECISION
    fix = words("Write the day like 2026-11-03.", "请按 2026-11-03 的格式填写。")


class AmountInvalid(InvalidValue):
    """An amount is no plain decimal in range (facts: value, maximum, unit, decimals, field)."""

    number: ClassVar[int] = 6024
    code = "registry.activity_amount"
    text = words(
        "“{value}” is no amount above 0 up to {maximum} {unit} with at most {decimals} decimals.",
        "“{value}”不是大于 0、不超过 {maximum} {unit}、最多 {decimals} 位小数的数值。",
    )
    rule = words(
        "One record is one activity; beyond the maximum a mistake of unit is likely.",
        "每条记录对应一次活动；超过上限很可能是单位错误。",
    )
    source = SCHEME_RULES
    fix = words("Check the unit: {unit}.", "请核对单位：{unit}。")


class RecordTwice(InvalidValue):
    """A record id comes twice in one file (facts: value, other, field)."""

    number: ClassVar[int] = 6026
    code = "registry.record_twice"
    text = words("“{value}” is in row {other} too.", "“{value}”在第 {other} 行已出现。")
    rule = words("A record id names one activity.", "一个记录编号对应一次活动。")
    source = INCLUSION_DECISION
    fix = words("Remove one of the rows.", "请删除其中一行。")


class ConsentStepInvalid(InvalidValue):
    """A consent is neither given nor withdrawn (facts: value, field)."""

    number: ClassVar[int] = 6027
    code = "registry.consent_step"
    text = words(
        "“{value}” is neither given nor withdrawn.", "“{value}”既不是 given 也不是 withdrawn。"
    )
    rule = words(
        "A person gives consent to aggregation, and may withdraw it.",
        "用户可授权平台归集，也可撤回授权。",
    )
    source = INCLUSION_DECISION
    fix = words("Write given or withdrawn.", "请填写 given 或 withdrawn。")


class CarbonCodeInvalid(InvalidValue):
    """A row names no user (facts: value, field)."""

    number: ClassVar[int] = 6030
    code = "registry.row_without_user"
    text = words("The row names no user.", "该行缺少用户标识。")
    rule = words(
        "Each row belongs to a user; the registry keeps a code in place of the platform's id.",
        "每行须对应一名用户；登记系统只保存代码，不保存平台的用户标识。",
    )
    source = INCLUSION_DECISION
    fix = words(
        "Give the platform's own id of the user, 1 to 200 characters.",
        "请填写平台的用户标识，1–200 个字符。",
    )


class RecordChanged(Conflict):
    """A record was stored before with other content (facts: value, field)."""

    number: ClassVar[int] = 6025
    code = "registry.record_changed"
    text = words(
        "Record “{value}” is stored already, with other content.",
        "记录“{value}”已保存，且内容不同。",
    )
    rule = words(
        "A record is stored once; sent again unchanged it counts as known.",
        "每条记录只保存一次；原样重发视为已知。",
    )
    source = INCLUSION_DECISION
    fix = words("Send it unchanged, or under an id of its own.", "请原样重发，或使用新的记录编号。")


class UnknownActivity(UnknownRecord):
    """A reward names a record that is not stored (facts: value, field)."""

    number: ClassVar[int] = 6028
    code = "registry.unknown_activity"
    text = words("There is no record “{value}” of this platform.", "该平台没有记录“{value}”。")
    fix = words("Upload the activity first.", "请先上传该活动记录。")


class RewardedOtherwise(Conflict):
    """The activity was rewarded before under another reference (facts: value, field)."""

    number: ClassVar[int] = 6029
    code = "registry.rewarded_otherwise"
    text = words(
        "The record has another reward already than “{value}”.", "该记录已有不同于“{value}”的权益。"
    )
    rule = words("An activity is rewarded once.", "每次活动只发放一次权益。")
    source = INCLUSION_DECISION
    fix = words("Remove the row.", "请删除该行。")


class RewardTooLate(Conflict):
    """The activity was shared out before its reward came (facts: value, field)."""

    number: ClassVar[int] = 6031
    code = "registry.reward_too_late"
    text = words("Record “{value}” was aggregated before.", "记录“{value}”已经归集。")
    rule = words(
        "A reduction goes to the platform only if the reward was given before aggregation.",
        "归集前已向用户发放权益的减排量方可归集至平台。",
    )
    source = INCLUSION_DECISION
    fix = words("Remove the row.", "请删除该行。")
