"""What a user says about uncertainty: which numbers vary, how far, and which move together."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from methodologies.engine.distributions import Distribution, LogNormal, Normal, Triangular, Uniform
from methodologies.engine.errors import InconsistentInputs, both
from methodologies.engine.inputs import Amount, Count, MethodologyInputs, Words, asked
from methodologies.engine.uncertainty import SAMPLES, SAMPLES_MAX, Question, SymbolNotUsed

SAMPLES_MIN = 1_000
SEED_MAX = 2_147_483_646
HALF_WIDTH_95 = 1.959963984540054
"""Standard deviations of a normal distribution on either side that hold 95 % of it."""

SHAPES = {
    "normal": both("正态分布", "normal"),
    "lognormal": both("对数正态分布", "lognormal"),
    "uniform": both("均匀分布", "uniform"),
    "triangular": both("三角分布", "triangular"),
}


class SpreadMissing(InconsistentInputs):
    """A distribution without what its shape needs."""

    code = "methodologies.spread_missing"
    text = both("“{value}”的分布缺少参数。", "The distribution of “{value}” lacks a parameter.")
    fix = both(
        "填写不确定度（%）；均匀和三角分布也可填写下限与上限。",
        "Give the uncertainty in %; a uniform or triangular one may have low and high instead.",
    )


class SymbolTwice(InconsistentInputs):
    """The same number in two rows."""

    code = "methodologies.symbol_twice"
    text = both("“{value}”出现两次。", "“{value}” is listed twice.")
    fix = both("只保留一行。", "Keep one row.")


class VariedNumber(MethodologyInputs):
    """One uncertain number."""

    symbol: Words = asked(
        "符号",
        "Symbol",
        group="spread",
        kind="text",
        help=both(
            "计算过程中的符号，例如 EG_export,y。", "As in the trace, for example EG_export,y."
        ),
    )
    shape: Literal["normal", "lognormal", "uniform", "triangular"] = asked(
        "分布", "Distribution", group="spread", kind="choice", choices=SHAPES, default="normal"
    )
    uncertainty_pct: Amount | None = asked(
        "不确定度",
        "Uncertainty",
        group="spread",
        kind="decimal",
        unit="%",
        at_most=1_000,
        default=None,
        help=both(
            "95 % 置信区间的半宽，占数值的百分比；均匀和三角分布为半宽。",
            "Half the 95 % interval as a share of the value; the half width if bounded.",
        ),
    )
    low: Amount | None = asked(
        "下限（数值的单位）",
        "Low, in the unit of the number",
        group="spread",
        kind="decimal",
        default=None,
    )
    high: Amount | None = asked(
        "上限（数值的单位）",
        "High, in the unit of the number",
        group="spread",
        kind="decimal",
        default=None,
    )


class MovingTogether(MethodologyInputs):
    """Two uncertain numbers that are not independent."""

    first: Words = asked("符号一", "First symbol", group="spread", kind="text")
    second: Words = asked("符号二", "Second symbol", group="spread", kind="text")
    correlation: Amount = asked(
        "相关系数",
        "Correlation",
        group="spread",
        kind="decimal",
        unit="1",
        at_least=-1,
        at_most=1,
        help=both("−1 至 1（高斯 copula）。", "From −1 to 1, of a Gaussian copula."),
    )


class UncertaintyInputs(MethodologyInputs):
    """A question about the uncertainty of a result."""

    spreads: tuple[VariedNumber, ...] = asked(
        "不确定的数", "Uncertain numbers", group="spread", kind="rows", rows_max=60
    )
    correlations: tuple[MovingTogether, ...] = asked(
        "相关性",
        "Correlations",
        group="spread",
        kind="rows",
        rows_max=60,
        default=(),
        help=both("不填即相互独立。", "Leave empty if all are independent."),
    )
    samples: Count = asked(
        "样本数",
        "Samples",
        group="spread",
        kind="integer",
        at_least=SAMPLES_MIN,
        at_most=SAMPLES_MAX,
        default=SAMPLES,
    )
    seed: Count = asked(
        "随机种子",
        "Seed",
        group="spread",
        kind="integer",
        at_least=0,
        at_most=SEED_MAX,
        default=1,
        help=both("相同种子给出相同结果。", "The same seed gives the same answer."),
    )

    def question(self, values: Mapping[str, Decimal]) -> Question:
        """Return the question in terms of the numbers of one calculation.

        Args:
            values: of every symbol, from `Methodology.symbols`.

        Raises:
            InconsistentInputs: a symbol is unknown or listed twice, or a spread is incomplete.
        """
        spreads: dict[str, Distribution] = {}
        for row in self.spreads:
            if row.symbol not in values:
                raise SymbolNotUsed(field="spreads", value=row.symbol, known=", ".join(values))
            if row.symbol in spreads:
                raise SymbolTwice(field="spreads", value=row.symbol)
            spreads[row.symbol] = _distribution(row, float(values[row.symbol]))
        return Question(
            spreads=spreads,
            correlations={(r.first, r.second): float(r.correlation) for r in self.correlations},
            samples=self.samples,
            seed=self.seed,
        )


def _distribution(row: VariedNumber, value: float) -> Distribution:
    bounded = row.shape in {"uniform", "triangular"}
    if row.uncertainty_pct is not None:
        half_width = abs(value) * float(row.uncertainty_pct) / 100
        low, high = value - half_width, value + half_width
        low = max(low, 0.0) if value >= 0 else low
    elif bounded and row.low is not None and row.high is not None:
        half_width, low, high = 0.0, float(row.low), float(row.high)
    else:
        raise SpreadMissing(field="spreads", value=row.symbol)
    if row.shape == "uniform":
        return Uniform(low=low, high=high)
    if row.shape == "triangular":
        return Triangular(low=low, mode=value, high=high)
    deviation = half_width / HALF_WIDTH_95
    if row.shape == "lognormal":
        return LogNormal(mean=value, standard_deviation=deviation)
    least = 0.0 if value >= 0 else float("-inf")
    return Normal(mean=value, standard_deviation=deviation, least=least)
