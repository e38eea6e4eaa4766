"""Clauses and remarks that the sectors share."""

from collections.abc import Mapping

from methodologies.engine.contract import Clause
from methodologies.engine.errors import both
from methodologies.engine.trace import Text
from methodologies.ets.refusals import InstallationOutsideGuide, YearBeforeMarket

RECONSTRUCTED = both(
    "指南原文未见：公式部分凭记忆，部分缺省值见于公开代码；每个参数的来源和可信度见因子表，"
    "公式编号为本模块所加。使用前请与发布的指南核对。",
    "The guide itself was not read: equations are partly recalled, defaults partly found in public "
    "code. The factor tables state source and confidence of each value; equation numbers are this "
    "module's. Check against the published guide before relying on it.",
)


ROUNDED_TO_TONNES = both(
    "结果不修约；用于履约时取整到 1 t（四舍五入）。规则原文未见，可信度低。",
    "Results are not rounded; for compliance they become whole tonnes, half up. The rule itself "
    "was not seen (confidence low).",
)


def installation(
    field: str, article: str, scope: Text, kinds: Mapping[str, Text], outside: set[str]
) -> Clause:
    """Return the clause on the kind of installation.

    Args:
        field: that asks for the kind.
        article: of the guide.
        scope: what it covers.
        kinds: labels of the choices.
        outside: those it does not cover.
    """
    return Clause(
        id="installation",
        article=article,
        text=scope,
        fields=(field,),
        holds=lambda inputs: getattr(inputs, field) not in outside,
        refusal=lambda inputs: InstallationOutsideGuide(
            field=field, value=kinds[getattr(inputs, field)], scope=scope, article=article
        ),
    )


def year_covered(first_year: int, article: str) -> Clause:
    """Return the clause on the first year of a sector in the national market."""
    return Clause(
        id="year_covered",
        article=article,
        text=both(
            f"自 {first_year} 年度起纳入全国碳市场。",
            f"The national market covers the sector from {first_year} on.",
        ),
        fields=("year",),
        holds=lambda inputs: bool(inputs.year >= first_year),
        refusal=lambda inputs: YearBeforeMarket(
            field="year", value=inputs.year, first_year=first_year, article=article
        ),
    )
