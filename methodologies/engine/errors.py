"""Why a methodology refuses to calculate.

MethodologyError
├── UnknownRecord
│   └── UnknownMethodology
│       └── AnnouncedOnly        known by name, without a calculator
├── NotApplicable                the project is outside the scope of the methodology
└── InconsistentInputs           fields that are fine alone and wrong together
    ├── NoFactor
    ├── NotAnAssumption          a published coefficient is replaced
    ├── NotCalculable            a division by zero, or a number beyond any bound
    └── FiguresDiffer            a recorded answer does not follow from its inputs

Their heirs stand beside the rules they belong to, in `refusals` of each area.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar


def both(zh: str, en: str) -> Mapping[str, str]:
    """Say the same in Chinese and English."""
    return MappingProxyType({"zh": zh, "en": en})


NO_RULE = both("", "")


class MethodologyError(Exception):
    """Any refusal by a methodology; `facts` fill the texts."""

    code: ClassVar[str] = "methodologies.error"
    text: ClassVar[Mapping[str, str]] = both("无法计算。", "The calculation is refused.")
    rule: ClassVar[Mapping[str, str]] = NO_RULE
    source: ClassVar[str] = ""
    fix: ClassVar[Mapping[str, str]] = NO_RULE

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        english = {n: f["en"] if isinstance(f, Mapping) else f for n, f in facts.items()}
        super().__init__(self.text["en"].format(**english))


class UnknownRecord(MethodologyError):
    """Something that is not in the catalogue."""


class UnknownMethodology(UnknownRecord):
    """No methodology has this id and version."""

    code = "methodologies.unknown_methodology"
    text = both("没有方法学“{value}”。", "There is no methodology “{value}”.")
    fix = both("可选：{known}。", "Choose one of: {known}.")


class AnnouncedOnly(UnknownMethodology):
    """A methodology that is known by name and cannot be calculated here."""

    code = "methodologies.announced_only"
    text = both(
        "“{title}”（{value}）：{stage}，尚不能计算。",
        "“{title}” ({value}) cannot be calculated here: {stage}.",
    )
    rule = both(
        "没有读到官方公式的方法学只列名称。",
        "A methodology whose equations were not seen is listed by name only.",
    )
    fix = both("可选：{known}。", "Choose one of: {known}.")


class NotApplicable(MethodologyError):
    """The project is outside the scope of the methodology."""


class InconsistentInputs(MethodologyError):
    """Fields that are fine alone and wrong together."""


class NoFactor(InconsistentInputs):
    """No factor is published for the year or any earlier one."""

    code = "methodologies.no_factor"
    text = both(
        "{region}没有 {value} 年及更早的因子。",
        "{region} has no factor for {value} or any earlier year.",
    )
    rule = both(
        "采用第 y 年的因子；尚未公布的，采用 y 年之前最近年份的因子。",
        "Factors of year y; if not yet published, of the latest published year before y.",
    )
    fix = both(
        "最早可用年度为 {earliest_year}。", "The earliest year on record is {earliest_year}."
    )


class FactorAbsent(InconsistentInputs):
    """A factor that an equation asks for was removed from its table."""

    code = "methodologies.factor_absent"
    text = both(
        "因子表 {table} 中没有{region}的 {value}。", "The table {table} has no {value} of {region}."
    )
    rule = both("公式所用的因子须在因子表中。", "A factor of an equation stands in its table.")
    fix = both(
        "请管理员重新导入该因子并注明来源。",
        "Ask an administrator to import the factor again, with its source.",
    )


class NotAnAssumption(InconsistentInputs):
    """A published coefficient that a user wants to replace."""

    code = "methodologies.not_an_assumption"
    text = both(
        "系数“{value}”来自已公布的文本，不能替换。",
        "The coefficient “{value}” stands in a published text and cannot be replaced.",
    )
    rule = both(
        "只有假设的系数（可信度低）可以替换。", "Only assumed coefficients can be replaced."
    )
    fix = both("删除该行；现有来源：{source}。", "Remove the row; its source is {source}.")


class NotCalculable(InconsistentInputs):
    """A division by zero, or a number beyond any bound."""

    code = "methodologies.not_calculable"
    text = both(
        "按这些数据无法计算：除数为 0 或数值过大。", "These data divide by zero or overflow."
    )
    fix = both("检查填 0 的字段和替换的系数。", "Check fields of 0 and replaced coefficients.")


class FiguresDiffer(InconsistentInputs):
    """A recorded answer whose figures do not follow from its inputs."""

    code = "methodologies.figures_differ"
    text = both(
        "记录的结果为 {value}，重新计算为 {again}。",
        "The record says {value}; calculated again it is {again}.",
    )
    rule = both(
        "报告只用可由其输入与因子重新算出的结果。",
        "A report is made of figures that follow from their inputs and factors.",
    )
    fix = both(
        "使用未经改动的结果文件，或重新估算。", "Use the unchanged answer, or estimate again."
    )
