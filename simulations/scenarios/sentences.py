"""What a scenario's reader is told about a value that a model refused, in both languages."""

import difflib
import types
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from simulations.scenarios.documents import Path

Finding = tuple[Path, str, Mapping[str, str]]
"""Path, value and sentence of one contradiction between parts."""

_BY_TYPE: Mapping[str, tuple[str, str]] = {
    "missing": ("This key is needed.", "缺少该必填项。"),
    "int_type": ("A whole number is needed.", "需要整数。"),
    "int_from_float": ("A whole number is needed.", "需要整数。"),
    "float_type": ("A number is needed.", "需要数值。"),
    "finite_number": ("A finite number is needed.", "需要有限的数值。"),
    "string_type": ("Text is needed.", "需要文本。"),
    "bool_type": ("true or false is needed.", "需要 true 或 false。"),
    "decimal_type": ("A decimal number is needed.", "需要十进制数。"),
    "decimal_parsing": ("A decimal number is needed.", "需要十进制数。"),
    "decimal_max_places": (
        "At most {decimal_places} decimal places are accepted.",
        "最多 {decimal_places} 位小数。",
    ),
    "decimal_max_digits": (
        "At most {max_digits} digits are accepted.",
        "最多 {max_digits} 位数字。",
    ),
    "date_type": ("A date such as 2025-12-31 is needed.", "需要形如 2025-12-31 的日期。"),
    "date_parsing": ("There is no such date.", "没有这一天。"),
    "date_from_datetime_parsing": ("There is no such date.", "没有这一天。"),
    "month_day": (
        "A month and day such as 12-31 is needed.",
        "需要形如 12-31 的月和日。",
    ),
    "greater_than": ("It must be greater than {gt}.", "必须大于 {gt}。"),
    "greater_than_equal": ("It must be at least {ge}.", "必须不小于 {ge}。"),
    "less_than": ("It must be less than {lt}.", "必须小于 {lt}。"),
    "less_than_equal": ("It must be at most {le}.", "必须不大于 {le}。"),
    "literal_error": ("It must be {expected}.", "必须是 {expected}。"),
    "string_pattern_mismatch": ("It must match {pattern}.", "必须符合 {pattern}。"),
    "string_too_short": ("It must not be empty.", "不能为空。"),
    "string_too_long": (
        "It is too long (at most {max_length}).",
        "过长（最多 {max_length} 个字符）。",
    ),
    "too_short": ("At least {min_length} are needed.", "至少需要 {min_length} 项。"),
    "too_long": ("At most {max_length} are accepted.", "最多接受 {max_length} 项。"),
    "dict_type": ("A mapping of keys to values is needed.", "需要“键: 值”的映射。"),
    "model_type": ("A mapping of keys to values is needed.", "需要“键: 值”的映射。"),
    "tuple_type": ("A list is needed.", "需要列表。"),
}


def sentence(kind: str, facts: Mapping[str, Any], fallback: str) -> dict[str, str]:
    """Return what one refusal means.

    Args:
        kind: Pydantic's error type.
        facts: Its context, such as the bound.
        fallback: Pydantic's own English sentence.
    """
    texts = _BY_TYPE.get(kind)
    if texts is None:
        return {"en": f"{fallback}.", "zh": "该值无效。"}
    return {"en": texts[0].format(**facts), "zh": texts[1].format(**facts)}


def words(en: str, zh: str) -> dict[str, str]:
    """Return the same sentence in both languages."""
    return {"en": en, "zh": zh}


def unknown_key(key: str, known: Iterable[str]) -> dict[str, str]:
    """Return the sentence about a key that does not exist, with the nearest that does."""
    return _unknown(key, known, "key", "键")


def unknown_name(name: str, known: Iterable[str]) -> dict[str, str]:
    """Return the sentence about a market, sector or unit that does not exist, with the nearest."""
    return _unknown(name, known, "name", "名称")


def _unknown(given: str, known: Iterable[str], en: str, zh: str) -> dict[str, str]:
    names = sorted(known)
    near = difflib.get_close_matches(given, names, n=1, cutoff=0.5)
    if near:
        return {
            "en": f"Unknown {en} “{given}”; did you mean “{near[0]}”?",
            "zh": f"未知的{zh}“{given}”；您是否想写“{near[0]}”？",
        }
    listed = ", ".join(names) or "none"
    return {
        "en": f"Unknown {en} “{given}”; known here: {listed}.",
        "zh": f"未知的{zh}“{given}”；此处可用：{listed}。",
    }


def keys_at(model: type[BaseModel], path: Iterable[str | int]) -> tuple[str, ...]:
    """Return the keys accepted at a path; empty where keys are free or there are none."""
    kind: Any = model
    for part in path:
        kind = inside(kind, part)
    return tuple(fields_of(kind)) if _is_model(kind) else ()


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def fields_of(model: type[BaseModel]) -> dict[str, Any]:
    """Return the keys of a model as files write them, each with its type without None."""
    return {
        field.alias or name: _plain(field.annotation) for name, field in model.model_fields.items()
    }


def inside(kind: Any, part: str | int) -> Any:
    """Return the type of one member of a model, mapping or tuple."""
    if _is_model(kind):
        return fields_of(kind).get(str(part))
    arguments = get_args(kind)
    if get_origin(kind) is dict and arguments:
        return _plain(arguments[1])
    if get_origin(kind) is tuple and arguments:
        return _plain(arguments[0])
    return None


def _plain(kind: Any) -> Any:
    """Return a type without Annotated and without None."""
    if get_origin(kind) is Annotated:
        return _plain(get_args(kind)[0])
    if get_origin(kind) in {Union, types.UnionType}:
        some = [argument for argument in get_args(kind) if argument is not type(None)]
        return _plain(some[0])
    return kind
