"""What is refused about devices, meters and metered generation."""

from typing import ClassVar

from registry.ledger.refused_certificates import GEC_DECISION, GEC_RULES
from registry.worlds.errors import Conflict, RegistryError, UnknownRecord, words
from registry.worlds.refused_values import InvalidValue


class UnknownDevice(UnknownRecord):
    """No device has the number (facts: device)."""

    number: ClassVar[int] = 7001
    code = "registry.unknown_device"
    text = words("There is no device {device}.", "不存在发电项目 {device}。")
    rule = words("Certificates are issued to registered devices.", "绿证核发给已建档立卡的项目。")
    source = GEC_RULES


class DeviceInOtherState(Conflict):
    """The device's state does not allow the step (facts: device, state, needed)."""

    number: ClassVar[int] = 7002
    code = "registry.device_state"
    text = words(
        "Device {device} is {state}; this needs {needed}.",
        "项目 {device} 当前为“{state}”，须处于“{needed}”。",
    )
    rule = words(
        "A device is filed, then approved or refused once; only approved ones are metered.",
        "项目建档后须审核一次；仅审核通过的项目可报送电量。",
    )
    source = GEC_RULES
    fix = words("Do the steps in order; see the device's page.", "请按项目页面提示的下一步办理。")


class MeterTaken(Conflict):
    """A meter belongs to another device (facts: meter, device)."""

    number: ClassVar[int] = 7003
    code = "registry.meter_taken"
    text = words("Meter {meter} belongs to {device}.", "计量点 {meter} 已属于 {device}。")
    rule = words(
        "A meter belongs to one device, so that its electricity is counted once.",
        "一个计量点只属于一个项目，确保电量不重复计算。",
    )
    source = GEC_RULES
    fix = words("Check the meter's number.", "请核对计量点编号。")


class UnknownMeter(UnknownRecord):
    """No approved device has the meter, or it is another's (facts: meter)."""

    number: ClassVar[int] = 7004
    code = "registry.unknown_meter"
    text = words(
        "No approved device of yours has the meter {meter}.",
        "您名下已审核的项目中没有计量点 {meter}。",
    )
    rule = words(
        "Generation is filed for the meters of one's own approved devices.",
        "仅可为本主体已审核项目的计量点报送电量。",
    )
    source = GEC_RULES


class MonthInvalid(InvalidValue):
    """A month cannot be read (facts: value, field)."""

    number: ClassVar[int] = 7005
    code = "registry.month"
    text = words("“{value}” is no month.", "“{value}”不是有效的月份。")
    rule = words("Certificates are issued by calendar month.", "绿证按自然月核发。")
    source = GEC_RULES
    fix = words("Write it like 2026-03.", "请按 2026-03 的格式填写。")


class GenerationInvalid(InvalidValue):
    """A quantity of electricity cannot be read (facts: value, maximum, field)."""

    number: ClassVar[int] = 7006
    code = "registry.generation"
    text = words(
        "“{value}” is not a quantity of 0 to {maximum} MWh with up to three decimals.",
        "“{value}”不是 0 至 {maximum} MWh、最多三位小数的电量。",
    )
    rule = words(
        "Generation is metered in MWh, to the kWh.", "电量以兆瓦时计量，精确到千瓦时（三位小数）。"
    )
    source = GEC_RULES
    fix = words("Write it like 12345.678.", "请按 12345.678 的格式填写。")


class GenerationExists(Conflict):
    """The month of the meter is metered already (facts: meter, month, generation_mwh)."""

    number: ClassVar[int] = 7007
    code = "registry.generation_exists"
    text = words(
        "Meter {meter} has {generation_mwh} MWh for {month} already.",
        "计量点 {meter} 的 {month} 电量已报送：{generation_mwh} MWh。",
    )
    rule = words(
        "A month is metered once; what was wrong is corrected, never overwritten.",
        "每月电量只报送一次；有误应以更正方式处理，不得覆盖。",
    )
    source = GEC_DECISION
    fix = words("File a correction with its reason.", "请提交更正并说明原因。")


class GenerationMissing(UnknownRecord):
    """There is nothing to correct (facts: meter, month)."""

    number: ClassVar[int] = 7008
    code = "registry.generation_missing"
    text = words(
        "Meter {meter} has no generation for {month}.", "计量点 {meter} 没有 {month} 的电量记录。"
    )
    rule = words("Only what was filed can be corrected.", "仅可更正已报送的电量。")
    source = GEC_DECISION
    fix = words("File the month first.", "请先报送该月电量。")


class RowsRefused(InvalidValue):
    """Rows of a file cannot be used (facts: count, first, rows)."""

    number: ClassVar[int] = 7009
    code = "registry.generation_rows"
    text = words("{count} values cannot be used. {first}", "共有 {count} 处无法采用的数值。{first}")
    rule = words("A file is taken whole or not at all.", "文件整体采用，或整体不采用。")
    source = GEC_DECISION
    fix = words("Correct the rows listed and send the file again.", "请更正所列各行后重新上传。")


class MonthNotMetered(InvalidValue):
    """A month cannot be metered yet, or not any more (facts: month, first, last, field)."""

    number: ClassVar[int] = 7010
    code = "registry.month_not_metered"
    text = words(
        "{month} cannot be metered; possible are {first} to {last}.",
        "{month} 不可报送电量；可报送 {first} 至 {last}。",
    )
    rule = words(
        "Months are metered when they are over, from the device's first month on.",
        "电量自项目投产当月起、于当月结束后报送。",
    )
    source = GEC_RULES
    fix = words("Choose a month that is over.", "请选择已结束的月份。")


class NothingToCertify(RegistryError):
    """There is no generation that has not been counted (facts: month)."""

    number: ClassVar[int] = 7011
    code = "registry.nothing_to_certify"
    text = words(
        "No metered generation up to {month} waits for certificates.",
        "截至 {month} 没有待核发绿证的电量。",
    )
    rule = words("Each metered kWh is counted once.", "每千瓦时电量只核发一次。")
    source = GEC_RULES
    fix = words(
        "File the generation first, or choose a later month.", "请先报送电量或选择更晚月份。"
    )


class DeviceInvalid(InvalidValue):
    """A device's description cannot be used (facts: value, field)."""

    number: ClassVar[int] = 7012
    code = "registry.device"
    text = words("“{value}” cannot be used for {field}.", "“{value}”不可用于 {field}。")
    rule = words(
        "A device has a known energy, a capacity of 1 to 100,000,000 kW, a first day that is not"
        " in the future and one to fifty different meters.",
        "项目须填写能源种类、1–100,000,000 kW 的装机容量、不晚于今天的投产日期"
        "和 1–50 个不同的计量点。",
    )
    source = GEC_DECISION
    fix = words("Correct the value.", "请更正该数值。")
