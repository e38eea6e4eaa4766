"""Forest plots: mean, standard error, relative error, its deduction, and the plots it takes.

The rules are those of AR-CM-001, the domestic predecessor of CCER-14-001: a two-sided t-interval
of stratified random sampling. Sampling is taken to be without finite population correction.
"""

from collections.abc import Sequence
from decimal import Decimal

import numpy as np
from scipy.special import stdtrit

from methodologies.ccer.forest_cells import plots_cell, t_cell
from methodologies.ccer.forest_statistics import fewest_plots, student_t
from methodologies.engine.cells import Cell, Constant, called, joined
from methodologies.engine.functions import square_root
from methodologies.engine.trace import (
    Number,
    Quantity,
    equation,
    plain,
    total,
)

STRUCTURE = "结构重构，编号未见 · structure, numbering not seen"


@equation(
    "S1",
    "c_i",
    "t/ha",
    meaning={"zh": "碳层平均值", "en": "mean of the stratum"},
    operands=("c_i,p", "n_i"),
    each=("c_i,p",),
    source=STRUCTURE,
)
def stratum_mean(stocks: Sequence[Number], plots: Number) -> Number:
    """Mean of the plots p of a stratum."""
    return total(stocks) / plots


@equation(
    "S2",
    "ν_i",
    "1",
    meaning={"zh": "自由度", "en": "degrees of freedom"},
    operands=("n_i",),
    source=STRUCTURE,
)
def degrees_of_freedom(plots: Number) -> Number:
    """Plots of a stratum less one; together, plots less strata."""
    return plots - 1


@equation(
    "S3",
    "s²_i",
    "t2/ha2",
    meaning={"zh": "碳层样本方差", "en": "sample variance of the stratum"},
    operands=("c_i,p", "c_i", "ν_i"),
    each=("c_i,p",),
    source=STRUCTURE,
)
def stratum_variance(stocks: Sequence[Number], mean: Number, degrees: Number) -> Number:
    """Squared deviations of the plots p from their mean, over the degrees of freedom."""
    return total((stock - mean) * (stock - mean) for stock in stocks) / degrees


@equation(
    "S4",
    "w_i",
    "1",
    meaning={"zh": "碳层面积权重", "en": "weight of the stratum"},
    operands=("A_i", "A_j"),
    each=("A_j",),
    source=STRUCTURE,
)
def stratum_weight(area: Number, areas: Sequence[Number]) -> Number:
    """Share of a stratum in the whole area."""
    return area / total(areas)


@equation(
    "S4",
    "w_i",
    "1",
    meaning={"zh": "碳层面积权重（不分层）", "en": "weight of the one stratum"},
    source=STRUCTURE,
)
def whole_area() -> int:
    """Simple random sampling: one stratum with all the area."""
    return 1


@equation(
    "S5",
    "c",
    "t/ha",
    meaning={"zh": "总体平均值", "en": "mean of the project area"},
    operands=("w_i", "c_i"),
    each=("w_i", "c_i"),
    source=STRUCTURE,
)
def stratified_mean(weights: Sequence[Number], means: Sequence[Number]) -> Number:
    """Mean of the strata, weighted by area."""
    return total(weight * mean for weight, mean in zip(weights, means, strict=True))


@equation(
    "S6",
    "SE",
    "t/ha",
    meaning={"zh": "标准误", "en": "standard error"},
    operands=("w_i", "s²_i", "n_i"),
    each=("w_i", "s²_i", "n_i"),
    source=STRUCTURE,
)
def standard_error(
    weights: Sequence[Number], variances: Sequence[Number], plots: Sequence[Number]
) -> Number:
    """Standard error of the stratified mean."""
    return square_root(
        total(
            weight * weight * variance / count
            for weight, variance, count in zip(weights, variances, plots, strict=True)
        )
    )


@equation(
    "S7",
    "t",
    "1",
    meaning={"zh": "t 分布双侧分位数", "en": "two-sided quantile of Student's t"},
    operands=("P", "ν_i"),
    each=("ν_i",),
    source=STRUCTURE,
)
def t_quantile(level: Number, degrees: Sequence[Number]) -> Number:
    """Quantile for the confidence level and the degrees of freedom of all strata."""
    whole = total(degrees)
    if isinstance(level, Quantity):
        return Quantity(
            student_t(level.value, int(whole.value)),
            f"t({level.text}, {whole.text})",
            f"t({level.formula}, {whole.formula})",
            t_cell(level.cell, whole.cell),
        )
    if isinstance(level, Decimal):
        return student_t(level, int(whole))
    return stdtrit(whole, (1 + level) / 2)


@equation(
    "S8",
    "u",
    "1",
    meaning={"zh": "抽样相对误差", "en": "relative sampling error"},
    operands=("t", "SE", "c"),
    source=STRUCTURE,
)
def relative_error(quantile: Number, error: Number, mean: Number) -> Number:
    """Half width of the t-interval over the mean."""
    return quantile * error / mean


@equation(
    "S9",
    "s̄",
    "t/ha",
    meaning={"zh": "加权标准差", "en": "weighted standard deviation"},
    operands=("w_i", "s²_i"),
    each=("w_i", "s²_i"),
    source=STRUCTURE,
)
def weighted_deviation(weights: Sequence[Number], variances: Sequence[Number]) -> Number:
    """Standard deviation that counts when plots are spread over the strata as suits best."""
    return total(
        weight * square_root(variance) for weight, variance in zip(weights, variances, strict=True)
    )


@equation(
    "S10",
    "n",
    "1",
    meaning={"zh": "达到精度目标所需样地数", "en": "plots that meet the target"},
    operands=("c", "s̄", "E", "P", "ν_i"),
    each=("ν_i",),
    source="目标精度，凭记忆 · target precision, from memory",
)
def plots_needed(
    mean: Number,
    deviation: Number,
    error_max: Number,
    level: Number,
    degrees: Sequence[Number],
) -> Number:
    """Fewest plots n in the M strata for which t(P, n − M) × s̄/√n ≤ E × c."""
    strata = len(degrees)
    if isinstance(mean, Quantity):
        relative = deviation.value / (error_max.value * mean.value)
        plots = int(fewest_plots(float(relative), strata, float(level.value)))
        return Quantity(
            Decimal(plots),
            f"n({plain(relative)})",
            "min n: t(P, n − M) s̄/√n ≤ E c",
            plots_cell((deviation / (error_max * mean)).cell, strata, level.cell),
        )
    if isinstance(mean, Decimal):
        relative = deviation / (error_max * mean)
        return Decimal(int(fewest_plots(float(relative), strata, float(level))))
    return fewest_plots(deviation / (error_max * mean), strata, level)


@equation(
    "S11",
    "DR",
    "1",
    meaning={"zh": "不确定性扣减率", "en": "deduction for uncertainty"},
    operands=("u", "u_k,max", "DR_k"),
    each=("u_k,max", "DR_k"),
    source="AR-CM-001，是否沿用未核实 · AR-CM-001; not confirmed for CCER-14-001",
)
def deduction_rate(
    error: Number, errors_max: Sequence[Number], deductions: Sequence[Number]
) -> Number:
    """Deduction of the first band k that holds the error; beyond the last nothing is left."""
    bands = list(zip(errors_max, deductions, strict=True))
    if isinstance(error, Quantity):
        found = next((rate for most, rate in bands if error.value <= most.value), Quantity.of(1))
        cell: Cell = Constant(Decimal(1))
        for most, rate in reversed(bands):
            cell = called("IF", joined("<=", error.cell, most.cell), rate.cell, cell)
        return Quantity(found.value, f"DR({error.text})", "DR_k: u ≤ u_k,max", cell)
    if isinstance(error, Decimal):
        return next((rate for most, rate in bands if error <= most), Decimal(1))
    left = np.ones_like(error)
    for most, rate in reversed(bands):
        left = np.where(error <= most, rate, left)
    return left
