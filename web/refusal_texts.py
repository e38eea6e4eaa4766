"""Sentences for invalid input in Chinese and English, by Pydantic error type; data only."""

from typing import Final

Text = dict[str, dict[str, str]]


def _text(en: str, zh: str, en_fix: str, zh_fix: str) -> Text:
    return {"sentence": {"en": en, "zh": zh}, "fix": {"en": en_fix, "zh": zh_fix}}


INVALID: Final = _text(
    "This value is not valid.",
    "该值无效。",
    "Check the value and its unit.",
    "请检查数值及其单位。",
)
_NUMBER: Final = _text(
    "This is not a number.",
    "这不是数字。",
    "Enter digits, with a point for decimals, for example 1500000 or 3.2.",
    "请输入数字，小数用小数点，例如 1500000 或 3.2。",
)
_FINITE: Final = _text(
    "The number must be finite.",
    "数值必须是有限数。",
    "Enter an ordinary number, not NaN or infinity.",
    "请输入普通数字，不能为 NaN 或无穷大。",
)
_WHOLE: Final = _text(
    "This must be a whole number.",
    "必须是整数。",
    "Enter a number without decimals.",
    "请输入不带小数的数字。",
)
_TOO_LARGE: Final = _text(
    "The number has too many digits.",
    "数字位数过多。",
    "Check the unit; enter fewer digits.",
    "请检查单位，减少位数。",
)
_DATE: Final = _text(
    "This is not a date.",
    "这不是日期。",
    "Write the date as 2026-11-23.",
    "请按 2026-11-23 的格式填写日期。",
)
_MOMENT: Final = _text(
    "This is not a date with time.",
    "这不是日期时间。",
    "Write date and time as 2026-11-23T10:00:00+08:00.",
    "请按 2026-11-23T10:00:00+08:00 的格式填写。",
)
_YES_NO: Final = _text(
    "This must be yes or no.", "必须为是或否。", "Choose yes or no.", "请选择是或否。"
)
_TEXT: Final = _text("This must be text.", "必须是文本。", "Enter text.", "请输入文本。")
_LIST: Final = _text("This must be a list.", "必须是列表。", "Give a list.", "请提供列表。")
_OBJECT: Final = _text(
    "This must be an object with named fields.",
    "必须是带字段名的对象。",
    'Give an object such as {{"name": "value"}}.',
    '请提供形如 {{"name": "value"}} 的对象。',
)
_CHOICE: Final = _text(
    "This is not one of the choices: {expected}.",
    "不在可选项之内：{expected}。",
    "Choose one of: {expected}.",
    "请选择其一：{expected}。",
)
_MISSING: Final = _text(
    "This field is required.", "此项必填。", "Fill in this field.", "请填写此项。"
)
_BELOW: Final = "Check the unit; enter a smaller value."
_ABOVE: Final = "Check the unit; enter a larger value."

PYDANTIC: Final[dict[str, Text]] = {
    "missing": _MISSING,
    "missing_argument": _MISSING,
    "none_required": _text(
        "This field must stay empty.", "此项必须留空。", "Remove the value.", "请删除该值。"
    ),
    "extra_forbidden": _text(
        "This field is unknown.",
        "没有这个字段。",
        "Remove it, or correct its name.",
        "请删除该字段或更正字段名。",
    ),
    "decimal_parsing": _NUMBER,
    "decimal_type": _NUMBER,
    "float_parsing": _NUMBER,
    "float_type": _NUMBER,
    "int_parsing": _WHOLE,
    "int_type": _WHOLE,
    "int_from_float": _WHOLE,
    "int_parsing_size": _TOO_LARGE,
    "decimal_max_digits": _text(
        "The number has more than {max_digits} digits.",
        "数字超过 {max_digits} 位。",
        "Check the unit; enter fewer digits.",
        "请检查单位，减少位数。",
    ),
    "decimal_whole_digits": _text(
        "The number has more than {whole_digits} digits before the point.",
        "整数部分超过 {whole_digits} 位。",
        _BELOW,
        "请检查单位，填写较小的数值。",
    ),
    "decimal_max_places": _text(
        "The number has more than {decimal_places} decimals.",
        "小数超过 {decimal_places} 位。",
        "Round it to {decimal_places} decimals.",
        "请保留 {decimal_places} 位小数。",
    ),
    "finite_number": _FINITE,
    "greater_than": _text(
        "The value must be greater than {gt}.",
        "数值必须大于 {gt}。",
        _ABOVE,
        "请检查单位，填写较大的数值。",
    ),
    "greater_than_equal": _text(
        "The value must be at least {ge}.",
        "数值不得小于 {ge}。",
        _ABOVE,
        "请检查单位，填写较大的数值。",
    ),
    "less_than": _text(
        "The value must be less than {lt}.",
        "数值必须小于 {lt}。",
        _BELOW,
        "请检查单位，填写较小的数值。",
    ),
    "less_than_equal": _text(
        "The value must be at most {le}.",
        "数值不得大于 {le}。",
        _BELOW,
        "请检查单位，填写较小的数值。",
    ),
    "above_bound_of_unit": _text(
        "The value must be at most {le}.",
        "数值不得大于 {le}。",
        "Check the unit ({smaller_unit}?), enter a smaller number.",
        "请检查单位（是否误填 {smaller_unit}？），填写较小的数值。",
    ),
    "multiple_of": _text(
        "The value must be a multiple of {multiple_of}.",
        "数值必须是 {multiple_of} 的整数倍。",
        "Round it to a multiple of {multiple_of}.",
        "请取 {multiple_of} 的整数倍。",
    ),
    "bool_parsing": _YES_NO,
    "bool_type": _YES_NO,
    "string_type": _TEXT,
    "string_unicode": _TEXT,
    "string_too_short": _text(
        "The text needs at least {min_length} characters.",
        "文本至少需要 {min_length} 个字符。",
        "Write more.",
        "请补充内容。",
    ),
    "string_too_long": _text(
        "The text may have at most {max_length} characters.",
        "文本不得超过 {max_length} 个字符。",
        "Shorten it.",
        "请缩短。",
    ),
    "string_pattern_mismatch": _text(
        "The text does not have the required form.",
        "文本格式不符合要求。",
        "Use the form {pattern}.",
        "请按格式 {pattern} 填写。",
    ),
    "literal_error": _CHOICE,
    "enum": _CHOICE,
    "union_tag_invalid": _text(
        "This kind is unknown: {tag}.",
        "未知类型：{tag}。",
        "Choose one of: {expected_tags}.",
        "请选择其一：{expected_tags}。",
    ),
    "union_tag_not_found": _text(
        "The kind is missing.",
        "缺少类型字段。",
        "Give {discriminator}.",
        "请填写 {discriminator}。",
    ),
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
    "datetime_type": _MOMENT,
    "datetime_parsing": _MOMENT,
    "datetime_from_date_parsing": _MOMENT,
    "timezone_aware": _text(
        "The time has no time zone.",
        "时间缺少时区。",
        "Add one, such as +08:00.",
        "请加上时区，例如 +08:00。",
    ),
    "uuid_type": INVALID,
    "uuid_parsing": INVALID,
    "list_type": _LIST,
    "tuple_type": _LIST,
    "set_type": _LIST,
    "frozen_set_type": _LIST,
    "iterable_type": _LIST,
    "too_short": _text(
        "At least {min_length} entries are needed.",
        "至少需要 {min_length} 项。",
        "Add entries.",
        "请增加条目。",
    ),
    "too_long": _text(
        "At most {max_length} entries are allowed.",
        "最多允许 {max_length} 项。",
        "Remove entries.",
        "请减少条目。",
    ),
    "dict_type": _OBJECT,
    "mapping_type": _OBJECT,
    "model_type": _OBJECT,
    "model_attributes_type": _OBJECT,
    "dataclass_type": _OBJECT,
    "json_invalid": _text(
        "This is not valid JSON.", "不是有效的 JSON。", "Check the syntax.", "请检查语法。"
    ),
    "json_type": _text(
        "This must be JSON text.", "必须是 JSON 文本。", "Give JSON text.", "请提供 JSON 文本。"
    ),
}

VALIDATION: Final[dict[str, Text]] = {
    "input.invalid": _text(
        "The input was not accepted; fields to correct: {count}.",
        "输入未被接受，需更正 {count} 处。",
        "Correct the fields named below.",
        "请更正下列各项。",
    ),
    "input.json": _text(
        "The file is not valid JSON: line {line}, column {column}: {reason}.",
        "文件不是有效的 JSON：第 {line} 行第 {column} 列（{reason}）。",
        "Correct the file there.",
        "请更正该处。",
    ),
    "input.encoding": _text(
        "The file is not UTF-8 text.",
        "文件不是 UTF-8 文本。",
        "Save it as UTF-8.",
        "请另存为 UTF-8 编码。",
    ),
    "input.file": _text(
        "The file cannot be read or written: {file} ({reason}).",
        "无法读写文件：{file}（{reason}）。",
        "Check the path and its permissions.",
        "请检查路径和权限。",
    ),
    "usage": _text(
        "{reason}",
        "命令用法有误：{reason}",
        "Add --help to see the options.",
        "加上 --help 查看选项。",
    ),
}

HTTP: Final[dict[int, Text]] = {
    400: _text(
        "The request cannot be understood.",
        "无法理解该请求。",
        "Check what was sent and try again.",
        "请检查所发送的内容后重试。",
    ),
    401: _text("You must sign in first.", "请先登录。", "Sign in and try again.", "请登录后重试。"),
    403: _text(
        "You may not do this.",
        "您没有此操作的权限。",
        "Sign in as someone who may, or ask the operator for the role.",
        "请使用有权限的账号登录，或向运营方申请角色。",
    ),
    404: _text(
        "There is nothing at this address.",
        "该地址没有内容。",
        "Check the address, or start from the home page.",
        "请检查地址，或从首页开始。",
    ),
    405: _text(
        "This address does not accept this method.",
        "该地址不接受这种请求方法。",
        "Use the buttons of the page, or see the API documentation.",
        "请使用页面上的按钮，或查阅接口文档。",
    ),
    413: _text(
        "What was sent is larger than 1 MB.",
        "发送的内容超过 1 MB。",
        "Send less at once.",
        "请减少单次发送的内容。",
    ),
    415: _text(
        "The body is not JSON.",
        "请求体不是 JSON。",
        "Send JSON with Content-Type: application/json.",
        "请以 Content-Type: application/json 发送 JSON。",
    ),
    429: _text(
        "Too many requests.", "请求过于频繁。", "Wait a little, then try again.", "请稍候再试。"
    ),
    500: _text(
        "Something went wrong on our side; nothing was stored. Reference: {reference}.",
        "服务器出错，未保存任何内容。编号：{reference}。",
        "Try again; if it happens again, tell the operator the reference.",
        "请重试；若再次出现，请把编号告知运营方。",
    ),
    503: _text("The service is busy.", "服务繁忙。", "Try again in a moment.", "请稍后重试。"),
}
CSRF: Final = _text(
    "The form has expired or did not come from this site; nothing was done.",
    "表单已过期或并非来自本站，未执行任何操作。",
    "Reload the page and send it again. Programs send the header X-CSRFToken.",
    "请刷新页面后重新提交。程序请发送 X-CSRFToken 请求头。",
)
