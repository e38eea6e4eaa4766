"""Inputs of an estimate as the command line takes them: one JSON object, of an honest size."""

import json
import sys
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar

from web.strict_json import Unreadable, parse_json

INPUT_BYTES_MAX = 1_000_000


class UnreadableInputs(Exception):
    """An input that is not a JSON object, or is beyond any honest size."""

    code: ClassVar[str] = "input.unreadable"
    text: ClassVar[Mapping[str, str]] = {
        "en": "The input is not a JSON object, larger than {limit} bytes, or has endless digits.",
        "zh": "输入不是 JSON 对象，或超过 {limit} 字节，或数字过长。",
    }
    rule: ClassVar[Mapping[str, str]] = {"en": "", "zh": ""}
    source: ClassVar[str] = ""
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Give one JSON object with the fields of the methodology.",
        "zh": "请提供一个 JSON 对象，只含该方法学的字段。",
    }

    def __init__(self, limit: int = INPUT_BYTES_MAX) -> None:
        self.facts: dict[str, object] = {"limit": limit}
        super().__init__(self.text["en"].format(**self.facts))


def read_inputs(source: str, bytes_max: int = INPUT_BYTES_MAX) -> dict[str, Any]:
    """Read a JSON object from a file, or from standard input for `-`; decimals stay exact.

    Args:
        source: the file's path.
        bytes_max: a larger one is refused.

    Raises:
        UnreadableInputs: it is no JSON object, too large, or has endless digits.
        OSError: the file cannot be read.
    """
    if source == "-":
        raw = sys.stdin.buffer.read(bytes_max + 1)
    else:
        with Path(source).open("rb") as file:
            raw = file.read(bytes_max + 1)
    if len(raw) > bytes_max:
        raise UnreadableInputs(bytes_max)
    text = raw.decode("utf-8-sig")
    try:
        given = parse_json(text, parse_float=Decimal)
    except (json.JSONDecodeError, Unreadable):
        raise
    except ValueError as error:
        raise UnreadableInputs(bytes_max) from error
    if not isinstance(given, dict):
        raise UnreadableInputs(bytes_max)
    return given
