"""Factors as people type them, one a line, and what is wrong with each line."""

import json
import math
from typing import Any, Final

from web.refusals import Language, Refusal

COMMENT: Final = "#"
CODE: Final = "ensembles.factors"

_FORM: Final = {
    "en": "Line {line}: a factor is written key = low, high, or for a grid key = value, value, such"
    " as agents.behaviours.hoarding = 0, 1.",
    "zh": "第 {line} 行：因子写作“键 = 下限, 上限”，网格写作“键 = 取值, 取值”，"
    "例如 agents.behaviours.hoarding = 0, 1。",
}
_TWICE: Final = {
    "en": "Line {line}: “{key}” has a line already.",
    "zh": "第 {line} 行：“{key}”已出现过。",
}
_ENDLESS: Final = {
    "en": "Line {line}: {value} is no finite number.",
    "zh": "第 {line} 行：{value} 不是有限的数值。",
}


def lines_of(text: str) -> list[tuple[int, str]]:
    """Return the lines that say something with their numbers, from 1; comments are left out."""
    stripped = ((number, line.strip()) for number, line in enumerate(text.splitlines(), start=1))
    return [(number, line) for number, line in stripped if line and not line.startswith(COMMENT)]


def read_factors(text: str, language: Language) -> tuple[dict[str, list[Any]], list[Refusal]]:
    """Read factors, `key = value, value` a line.

    Args:
        text: as typed; values may stand in brackets and be divided by Chinese commas.
        language: of the sentences about what is wrong.

    Returns:
        The values by key, and a refusal for each line that is none.
    """
    factors: dict[str, list[Any]] = {}
    wrong: list[Refusal] = []
    for number, line in lines_of(text):
        key, _, typed = (part.strip() for part in line.partition("="))
        inside = typed.removeprefix("[").removesuffix("]").replace("，", ",")
        values = [_value(part.strip()) for part in inside.split(",") if part.strip()]
        endless = [each for each in values if isinstance(each, float) and not math.isfinite(each)]
        if not key or not values:
            sentence = _FORM[language].format(line=number)
        elif key in factors:
            sentence = _TWICE[language].format(line=number, key=key)
        elif endless:
            sentence = _ENDLESS[language].format(line=number, value=typed)
        else:
            factors[key] = values
            continue
        wrong.append(Refusal(code=CODE, field="factors", value=line, sentence=sentence))
    return factors, wrong


def _value(text: str) -> Any:
    """Return a number or plain value; what is neither is text."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
