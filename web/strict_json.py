"""JSON as strangers send it: refused if ambiguous, too deep, or holding text no database stores.

Unreadable (what was sent cannot even be read)
├── RepeatedKey
├── NestedTooDeeply
└── UnstorableText
"""

import json
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from web.storable_text import is_storable, printable

DEPTH_MAX = 32
KEY_CHARACTERS_MAX = 80


class Unreadable(ValueError):
    """Any refusal of what was sent before its meaning is considered."""

    code: ClassVar[str] = "input.unreadable"
    text: ClassVar[Mapping[str, str]] = {
        "en": "What was sent cannot be read.",
        "zh": "无法读取所发送的内容。",
    }
    rule: ClassVar[Mapping[str, str]] = {"en": "", "zh": ""}
    source: ClassVar[str] = ""
    fix: ClassVar[Mapping[str, str]] = {"en": "Correct it.", "zh": "请更正。"}

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(self.text["en"].format(**facts))


class RepeatedKey(Unreadable):
    """An object names a key twice, so that nobody can say which value is meant."""

    code: ClassVar[str] = "input.repeated_key"
    text: ClassVar[Mapping[str, str]] = {
        "en": "The key {field} is given twice.",
        "zh": "键 {field} 重复出现。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Keep the value that is meant.",
        "zh": "请只保留所需的值。",
    }


class NestedTooDeeply(Unreadable):
    """Lists and objects within each other beyond any honest use."""

    code: ClassVar[str] = "input.nested_too_deeply"
    text: ClassVar[Mapping[str, str]] = {
        "en": "The JSON is nested more than {levels} levels deep.",
        "zh": "JSON 嵌套超过 {levels} 层。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Give the fields as the documentation shows them.",
        "zh": "请按文档所示的结构提供字段。",
    }

    def __init__(self) -> None:
        super().__init__(levels=DEPTH_MAX)


class UnstorableText(Unreadable):
    """Text with a control character or half a character."""

    code: ClassVar[str] = "input.unstorable_text"
    text: ClassVar[Mapping[str, str]] = {
        "en": "The text contains a control character or an incomplete character: {value}",
        "zh": "文本含有控制字符或不完整的字符：{value}",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Remove it; only tabs and line breaks are allowed.",
        "zh": "请删除该字符；只允许制表符和换行。",
    }

    def __init__(self, field: str, value: str) -> None:
        shown = printable(value[:KEY_CHARACTERS_MAX])
        super().__init__(field=printable(field[:KEY_CHARACTERS_MAX]), value=shown)


def parse_json(text: str | bytes, parse_float: Callable[[str], Any] | None = None) -> Any:
    """Parse JSON from outside.

    Args:
        text: the document; bytes may be UTF-8, UTF-16 or UTF-32.
        parse_float: what makes a number with a point or exponent; default `float`.

    Raises:
        Unreadable: a key is given twice, it is nested too deeply, or text cannot be stored.
        ValueError: it is not JSON, not text, or an integer has thousands of digits.
    """
    try:
        parsed = json.loads(text, parse_float=parse_float, object_pairs_hook=_object)
    except RecursionError as error:
        raise NestedTooDeeply from error
    _check(parsed)
    return parsed


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        times = Counter(key for key, _ in pairs)
        twice = next(key for key, count in times.items() if count > 1)
        raise RepeatedKey(field=printable(twice[:KEY_CHARACTERS_MAX]))
    return found


def _path(field: str, key: str) -> str:
    """Return a field's place, never longer than is shown: keys may be as long as the document."""
    key = key[:KEY_CHARACTERS_MAX]
    return f"{field}.{key}"[:KEY_CHARACTERS_MAX] if field else key


def _check(parsed: Any) -> None:
    """Check depth and every text of a document, without recursion."""
    level: list[tuple[str, Any]] = [("", parsed)]
    for _ in range(DEPTH_MAX + 1):
        deeper: list[tuple[str, Any]] = []
        for field, value in level:
            if isinstance(value, str) and not is_storable(value):
                raise UnstorableText(field, value)
            if isinstance(value, dict):
                for key in value:
                    if not is_storable(key):
                        raise UnstorableText(key, key)
                deeper += [(_path(field, key), inner) for key, inner in value.items()]
            elif isinstance(value, list):
                deeper += [(field, inner) for inner in value]
        if not deeper:
            return
        level = deeper
    raise NestedTooDeeply
