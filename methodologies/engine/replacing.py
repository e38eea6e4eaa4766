"""Assumed coefficients that a user may replace by a better number, with its source.

A methodology whose official equations were not read rests on rows of confidence `low`. Its inputs
inherit `ReplacingInputs` (besides the inputs they have anyway):

    class AfforestationInputs(ReplacingInputs, ProgrammeInputs):
        ...

Nothing else is needed: `Calculation.factor(symbol, factor)` takes the user's number, the trace
shows it with the user's source, and `Result.assumptions` lists every assumed coefficient with what
replaced it. The symbol in a row is the one the model gives to `Calculation.factor`. A symbol the
calculation does not use, a coefficient of higher confidence and one named twice are refused.
"""

from collections.abc import Mapping

from methodologies.engine.errors import InconsistentInputs, both
from methodologies.engine.factors import Replacement
from methodologies.engine.inputs import Amount, MethodologyInputs, Words, asked

REPLACED_ROWS_MAX = 100


class ReplacedFactor(MethodologyInputs):
    """One assumed coefficient and the number that takes its place."""

    symbol: Words = asked(
        "符号",
        "Symbol",
        group="factors",
        kind="text",
        help=both(
            "结果页“假设的系数”中列出的符号。", "As listed among the assumptions of a result."
        ),
    )
    value: Amount = asked(
        "替换值",
        "Value",
        group="factors",
        kind="decimal",
        unit="unit of the coefficient",
        help=both("单位与被替换的系数相同。", "In the unit of the coefficient it replaces."),
    )
    source: Words = asked(
        "来源",
        "Source",
        group="factors",
        kind="text",
        help=both(
            "文件、版本与页码，或检测报告编号。",
            "Document, version and page, or number of the test report.",
        ),
    )


class ReplacingInputs(MethodologyInputs):
    """Inputs of a methodology whose assumed coefficients can be replaced."""

    replaced_factors: tuple[ReplacedFactor, ...] = asked(
        "替换的系数",
        "Replaced coefficients",
        group="factors",
        kind="rows",
        default=(),
        rows_max=REPLACED_ROWS_MAX,
        help=both(
            "官方文本未读到的系数为假设值，可逐行替换并注明来源；没有则不填。",
            "Coefficients not read in the official text are assumed; replace any of them, "
            "one row each, with its source. Leave empty to keep them.",
        ),
    )


class ReplacedTwice(InconsistentInputs):
    """The same coefficient replaced in two rows."""

    code = "methodologies.replaced_twice"
    text = both("系数“{value}”被替换了两次。", "The coefficient “{value}” is replaced twice.")
    fix = both("只保留一行。", "Keep one row.")


class ReplacedNotUsed(InconsistentInputs):
    """A replaced coefficient that the calculation does not take from a table."""

    code = "methodologies.replaced_not_used"
    text = both(
        "本次计算没有使用系数“{value}”。", "This calculation does not use a coefficient “{value}”."
    )
    fix = both("可替换的系数：{known}。", "These can be replaced: {known}.")


def replacements(inputs: MethodologyInputs) -> Mapping[str, Replacement]:
    """Return the coefficients that the inputs replace, by symbol.

    Raises:
        ReplacedTwice: a symbol stands in two rows.
    """
    found: dict[str, Replacement] = {}
    for row in getattr(inputs, "replaced_factors", ()):
        if row.symbol in found:
            raise ReplacedTwice(field="replaced_factors", value=row.symbol)
        found[row.symbol] = Replacement(row.symbol, row.value, row.source)
    return found


def check_used(wanted: Mapping[str, Replacement], assumed: Mapping[str, object]) -> None:
    """Refuse a replacement whose symbol the calculation did not take.

    Args:
        wanted: what the inputs replace.
        assumed: the coefficients of low confidence that the calculation took.

    Raises:
        ReplacedNotUsed: a symbol is not among them.
    """
    for symbol in wanted:
        if symbol not in assumed:
            raise ReplacedNotUsed(
                field="replaced_factors", value=symbol, known=", ".join(assumed) or "–"
            )
