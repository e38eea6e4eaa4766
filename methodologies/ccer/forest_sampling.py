"""Forest plots: mean, standard error, relative error, its deduction, and the plots it takes.

The rules are those of AR-CM-001, the domestic predecessor of CCER-14-001: a two-sided t-interval
of stratified random sampling. Sampling is taken to be without finite population correction.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Generic, NamedTuple

import numpy as np

from methodologies.ccer.forest_refusals import TooFewPlots
from methodologies.ccer.forest_statistics import PLOTS_PER_STRATUM_MIN, t_factor
from methodologies.engine.factors import FactorLibrary, FactorTable
from methodologies.engine.trace import (
    Calculation,
    N,
    Number,
    Quantity,
    equation,
    total,
)

STRUCTURE = "结构重构，编号未见 · structure, numbering not seen"
BANDS = ("band_1", "band_2", "band_3")


def square_root(radicand: Number) -> Number:
    """Return the square root, of a quantity with its text."""
    if isinstance(radicand, Quantity):
        return Quantity(
            radicand.value.sqrt(),
            f"√({radicand.text})",
            f"√({radicand.formula})",
            indexed=radicand.indexed,
        )
    return radicand.sqrt() if isinstance(radicand, Decimal) else np.sqrt(radicand)


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
    "s²_i",
    "t2/ha2",
    meaning={"zh": "碳层样本方差", "en": "sample variance of the stratum"},
    operands=("c_i,p", "c_i", "n_i"),
    each=("c_i,p",),
    source=STRUCTURE,
)
def stratum_variance(stocks: Sequence[Number], mean: Number, plots: Number) -> Number:
    """Squared deviations of the plots p from their mean, over n − 1."""
    return total((stock - mean) * (stock - mean) for stock in stocks) / (plots - 1)


@equation(
    "S3",
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
    "S3",
    "w_i",
    "1",
    meaning={"zh": "碳层面积权重（不分层）", "en": "weight of the one stratum"},
    source=STRUCTURE,
)
def whole_area() -> int:
    """Simple random sampling: one stratum with all the area."""
    return 1


@equation(
    "S4",
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
    "S5",
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
    "S6",
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
    "S7",
    "DR",
    "1",
    meaning={"zh": "不确定性扣减率", "en": "deduction for uncertainty"},
    operands=("u", "u_k,max", "DR_k"),
    source="AR-CM-001，是否沿用未核实 · not confirmed for CCER-14-001",
)
def deduction_rate(
    error: Number, errors_max: Sequence[Number], deductions: Sequence[Number]
) -> Number:
    """Deduction of the first band k that holds the error; beyond the last nothing is left."""
    bands = list(zip(errors_max, deductions, strict=True))
    if isinstance(error, Quantity):
        found = next((rate for most, rate in bands if error.value <= most.value), Quantity.of(1))
        return Quantity(found.value, f"DR({error.text})", "DR_k: u ≤ u_k,max")
    if isinstance(error, Decimal):
        return next((rate for most, rate in bands if error <= most), Decimal(1))
    left = np.ones_like(error)
    for most, rate in reversed(bands):
        left = np.where(error <= most, rate, left)
    return left


@equation(
    "S8",
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


class PlotStratum(NamedTuple, Generic[N]):
    """The plots of one stratum, carried by a calculation."""

    mean: N
    variance: N
    plots: N
    size: int


class Precision(NamedTuple, Generic[N]):
    """What the plots of a project say of its mean."""

    mean: N
    standard_error: N
    relative_error: N
    weights: list[N]
    strata: list[PlotStratum[N]]


def stratum_of_plots(
    calculation: Calculation[N], number: int, stocks: Sequence[Decimal]
) -> PlotStratum[N]:
    """Apply S1 and S2 to the plots of one stratum.

    Args:
        calculation: exact or sampling.
        number: of the stratum, from 1.
        stocks: one value for each plot, in t/ha.

    Raises:
        TooFewPlots: a variance needs two plots.
    """
    count = len(stocks)
    if count < PLOTS_PER_STRATUM_MIN:
        raise TooFewPlots(field="plots", value=count, stratum=number)
    carried = [
        calculation.given(f"c_{number},{plot}", stock, "plots")
        for plot, stock in enumerate(stocks, start=1)
    ]
    plots = calculation.given(f"n_{number}", Decimal(count), "plots")
    mean = calculation.step(stratum_mean, carried, plots, symbol=f"c_{number}")
    variance = calculation.step(stratum_variance, carried, mean, plots, symbol=f"s²_{number}")
    return PlotStratum(mean, variance, plots, count)


def sampling_precision(
    calculation: Calculation[N],
    areas: Sequence[N],
    strata: Sequence[PlotStratum[N]],
    factors: FactorLibrary,
    t_stated: Decimal | None = None,
) -> Precision[N]:
    """Apply S3 to S6.

    Args:
        calculation: exact or sampling.
        areas: of the strata; empty for simple random sampling.
        strata: their plots.
        factors: with the confidence level.
        t_stated: quantile read from a printed table, instead of the computed one.

    Returns:
        Mean and standard error in the unit of the plots, the relative error as a fraction.
    """
    weights = [
        calculation.step(stratum_weight, area, areas, symbol=f"w_{number}")
        for number, area in enumerate(areas, start=1)
    ] or [calculation.step(whole_area, symbol="w_1")]
    mean = calculation.step(stratified_mean, weights, [stratum.mean for stratum in strata])
    error = calculation.step(
        standard_error,
        weights,
        [stratum.variance for stratum in strata],
        [stratum.plots for stratum in strata],
    )
    degrees = sum(stratum.size for stratum in strata) - len(strata)
    level = factors["forest_sampling"].get("confidence_level", "target")
    quantile = (
        calculation.factor("t", t_factor(level, degrees))
        if t_stated is None
        else calculation.given("t", t_stated, "t_value")
    )
    relative = calculation.step(relative_error, quantile, error, mean)
    return Precision(mean, error, relative, weights, list(strata))


def uncertainty_deduction(calculation: Calculation[N], error: N, factors: FactorLibrary) -> N:
    """Apply S7: the fraction of a change in stock that its sampling error costs."""
    table = factors["forest_sampling"]
    return calculation.step(
        deduction_rate,
        error,
        [
            calculation.factor(f"u_{k},max", table.get("relative_error_max", band))
            for k, band in enumerate(BANDS, start=1)
        ],
        [
            calculation.factor(f"DR_{k}", table.get("deduction", band))
            for k, band in enumerate(BANDS, start=1)
        ],
    )


def largest_error(table: FactorTable) -> Decimal:
    """Return the relative error beyond which more plots are asked for."""
    return table.get("relative_error_max", BANDS[-1]).value
