"""Names and words of the form as a workbook: sheets are named alike in both languages."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from web.refusals import LANGUAGES, Language

INPUTS: Final = "inputs"
CHOICES: Final = "choices"
METHODOLOGY: Final = "methodology"
VERSION: Final = "version"
FIRST_DAY: Final = date(2000, 1, 1)
LAST_DAY: Final = date(2100, 12, 31)

HEADINGS: Final[tuple[tuple[str, Mapping[Language, str]], ...]] = (
    ("name", {"zh": "字段", "en": "Field"}),
    ("label", {"zh": "名称", "en": "Label"}),
    ("value", {"zh": "数值", "en": "Value"}),
    ("unit", {"zh": "单位", "en": "Unit"}),
    ("allowed", {"zh": "范围", "en": "Allowed"}),
    ("help", {"zh": "说明", "en": "Help"}),
    ("source", {"zh": "来源", "en": "Source"}),
)
"""Columns of the sheet `inputs`, in order."""

WORDS: Final[Mapping[str, Mapping[Language, str]]] = {
    "methodology": {"zh": "方法学", "en": "Methodology"},
    "version": {"zh": "版本", "en": "Version"},
    "see_sheet": {
        "zh": "见工作表 {sheet}，最多 {rows} 行",
        "en": "sheet {sheet}, up to {rows} rows",
    },
    "how": {
        "zh": "只填写有底色的单元格；带 * 的必填。公式不计算，请填数值。请勿更改工作表名和字段名。",
        "en": (
            "Fill in the shaded cells only; * is required. Formulas are not evaluated: state "
            "values. Keep the names of sheets and fields."
        ),
    },
    "choice_value": {"zh": "取值", "en": "Value"},
    "choose": {"zh": "请从列表中选择。", "en": "Choose from the list."},
    "between": {
        "zh": "须在 {minimum} 与 {maximum} 之间，单位：{unit}。",
        "en": "A number from {minimum} to {maximum}; unit: {unit}.",
    },
    "day": {"zh": "日期，2000-01-01 至 2100-12-31。", "en": "A day, 2000-01-01 to 2100-12-31."},
}


def heading(name: str, language: Language) -> str:
    """Return a column's heading on the sheet `inputs`."""
    return dict(HEADINGS)[name][language]


def is_heading(name: str, text: str) -> bool:
    """Tell whether a text is a column's heading, in any language."""
    return text in {heading(name, language) for language in LANGUAGES}
