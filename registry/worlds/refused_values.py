"""Values the registry cannot use: quantities, serials, codes, texts, periods."""

from registry.worlds.errors import (
    CCER_RULES,
    COMMAND_DECISION,
    LEDGER_DECISION,
    REGISTRATION_RULES,
    RULES_AS_DATA,
    RegistryError,
    words,
)


class InvalidValue(RegistryError):
    """A value cannot be understood or lies outside its range (fact `field` names the input)."""

    code = "registry.invalid"


class InputInvalid(InvalidValue):
    """What was sent cannot be read, or a field does not fit its description (no facts)."""

    code = "input.invalid"
    number = 1017
    text = words(
        "The input was not accepted; it names the fields to correct.",
        "输入未被接受，并逐项列出须更正之处。",
    )
    rule = words(
        "Every field has the type, the length and the bounds that the form, or the description of"
        " the programming interface, states; nothing else is sent.",
        "各字段的类型、长度与范围以表单或编程接口说明为准，不得附带其他内容。",
    )
    source = COMMAND_DECISION
    fix = words("Correct the fields that are named.", "请更正所列各项。")


class QuantityOutOfRange(InvalidValue):
    """A quantity is not a whole number in range (facts: value, minimum, maximum, field)."""

    code = "registry.quantity_range"
    number = 2010
    text = words(
        "{value} is not a whole number from {minimum} to {maximum}.",
        "{value} 不是 {minimum} 至 {maximum} 之间的整数。",
    )
    rule = words(
        "Units are whole: 1 t CO2e, 1 kg CO2e or 1 MWh each.",
        "单位为整数：每单位 1 吨 CO2e、1 千克 CO2e 或 1 兆瓦时。",
    )
    source = REGISTRATION_RULES
    fix = words("Enter a whole number in this range.", "请输入该范围内的整数。")


class ReportedQuantityInvalid(InvalidValue):
    """A reported quantity is not a usable decimal (facts: value, maximum, field)."""

    code = "registry.reported_quantity"
    number = 5907
    text = words(
        "{value} is not a decimal number from 0 to {maximum}.",
        "{value} 不是 0 至 {maximum} 之间的十进制数。",
    )
    rule = words(
        "Reported quantities are decimals of bounded size; only issuance rounds them, down.",
        "申报数量为有界十进制数，仅在签发时向下取整。",
    )
    source = LEDGER_DECISION
    fix = words(
        "Give the methodology's result as a plain decimal.", "请以普通十进制数填写方法学计算结果。"
    )


class ClientIdInvalid(InvalidValue):
    """A client id has a wrong form (facts: value, field)."""

    code = "registry.client_id"
    number = 1012
    text = words("“{value}” is no client id.", "“{value}”不是有效的客户端编号。")
    rule = words(
        "A client id has 1 to 64 letters, digits or . _ : -",
        "客户端编号为 1–64 个字母、数字或 . _ : - 字符。",
    )
    source = COMMAND_DECISION
    fix = words("Use a UUID.", "建议使用 UUID。")


class ClientIdReserved(InvalidValue):
    """A person uses a client id of the house's own work (facts: value, field)."""

    code = "registry.client_id_reserved"
    number = 1016
    text = words(
        "Client ids with a colon, such as “{value}”, are the registry's own.",
        "含冒号的客户端编号（如“{value}”）由登记系统专用。",
    )
    rule = words(
        "The registry names its due work by ids that can be foreseen; nobody else may take them.",
        "登记系统以可预知的编号命名到期事项，其他人不得占用。",
    )
    source = COMMAND_DECISION
    fix = words(
        "Use a UUID, or - or . in place of the colon.", "请使用 UUID，或以 - 或 . 代替冒号。"
    )


class TextInvalid(InvalidValue):
    """A text is empty, too long or holds control characters (facts: field, value, maximum)."""

    code = "registry.text"
    number = 1013
    text = words(
        "The field {field} needs 1 to {maximum} characters without control characters.",
        "字段 {field} 须为 1–{maximum} 个字符，且不含控制字符。",
    )
    rule = words(
        "Texts are kept as they were entered and printed on certificates.",
        "文字按录入内容保存，并印制在证书上。",
    )
    source = COMMAND_DECISION
    fix = words("Shorten or complete the text.", "请补充或缩短文字。")


class UnitTypeCodeInvalid(InvalidValue):
    """A unit type's code has a wrong form (facts: value, field)."""

    code = "registry.unit_type_code"
    number = 2011
    text = words("“{value}” is no unit type code.", "“{value}”不是有效的单位类别代码。")
    rule = words("A code is SCHEME or SCHEME-YEAR.", "代码格式为“机制”或“机制-年份”。")
    source = LEDGER_DECISION
    fix = words("Write it like CEA-2024 or CCER-2026.", "请按 CEA-2024、CCER-2026 的格式填写。")


class SerialInvalid(InvalidValue):
    """A serial or range cannot be read (facts: value, field)."""

    code = "registry.serial"
    number = 2012
    text = words(
        "“{value}” is no serial or range of serials.", "“{value}”不是有效的编码或编码区段。"
    )
    rule = words(
        "A serial is the unit type's code and a number of at least nine digits.",
        "编码由单位类别代码和至少九位序号组成。",
    )
    source = LEDGER_DECISION
    fix = words(
        "Write it like CCER-2026-000000001 or CCER-2026-000000001…000000100.",
        "请按 CCER-2026-000000001 或 CCER-2026-000000001…000000100 填写。",
    )


class SerialsMismatch(InvalidValue):
    """Named serials do not add up to the quantity (facts: named, quantity, field)."""

    code = "registry.serials_mismatch"
    number = 2013
    text = words(
        "The serials name {named} different units of one type, the quantity is {quantity}.",
        "所列编码合计为同一类别 {named} 个不同单位，与数量 {quantity} 不符。",
    )
    rule = words("Named serials are exactly the units that move.", "指定的编码即为实际划转的单位。")
    source = LEDGER_DECISION
    fix = words(
        "Name exactly as many serials, each once, or none.",
        "请使编码数量一致且不重复，或不指定编码。",
    )


class CreditCodeInvalid(InvalidValue):
    """A unified social credit code fails its check character (facts: value, field)."""

    code = "registry.credit_code"
    number = 1014
    text = words(
        "“{value}” is no unified social credit code.", "“{value}”不是有效的统一社会信用代码。"
    )
    rule = words("It has 18 characters, the last checks the others.", "共 18 位，末位为校验码。")
    source = "GB 32100-2015"
    fix = words(
        "Copy it from the business licence, or leave it empty.", "请按营业执照填写，或留空。"
    )


class PeriodInvalid(InvalidValue):
    """A period ends before it starts, or overlaps another (facts: period, reason, field)."""

    code = "registry.period"
    number = 2014
    text = words(
        "The period {period} cannot be used: {reason}.", "期间 {period} 不可用：{reason}。"
    )
    rule = words(
        "A period ends after it starts, lies in the past, and is reported once.",
        "监测期须起止有序、已经结束，且不得重复申报。",
    )
    source = CCER_RULES
    fix = words("Choose another period.", "请选择其他期间。")


class RuleNotInForce(RegistryError):
    """No value of a rule holds on the day (facts: key, day)."""

    code = "registry.rule_not_in_force"
    number = 1015
    text = words("There is no rule in force for {key} on {day}.", "{day} 没有生效的规则 {key}。")
    rule = words(
        "Each number of a rule holds from one day to another; nothing is assumed beyond them.",
        "规则参数均有生效和失效日期，期间之外不作推定。",
    )
    source = RULES_AS_DATA
    fix = words(
        "Choose a day or year in which the rule holds.", "请选择该规则有效期内的日期或年度。"
    )
