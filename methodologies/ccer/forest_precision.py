"""From plots to a precision and to what it costs: the equations of plots, applied."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Generic, NamedTuple

from methodologies.ccer.forest_refusals import MorePlotsNeeded
from methodologies.ccer.forest_sampling import (
    degrees_of_freedom,
    plots_needed,
    relative_error,
    standard_error,
    stratified_mean,
    stratum_mean,
    stratum_variance,
    stratum_weight,
    t_quantile,
    weighted_deviation,
    whole_area,
)
from methodologies.engine.factors import FactorLibrary
from methodologies.engine.trace import Calculation, N, Quantity, plain

BANDS = ("band_1", "band_2", "band_3")


class PlotStratum(NamedTuple, Generic[N]):
    """The plots of one stratum, carried by a calculation."""

    mean: N
    variance: N
    plots: N
    degrees: N


class Precision(NamedTuple, Generic[N]):
    """What the plots of a project say of its mean."""

    mean: N
    standard_error: N
    relative_error: N
    deviation: N
    level: N
    degrees: list[N]
    weights: list[N]
    variances: list[N]


def stratum_of_plots(
    calculation: Calculation[N], number: int, stocks: Sequence[Decimal]
) -> PlotStratum[N]:
    """Apply S1 to S3 to the plots of one stratum.

    Args:
        calculation: exact or sampling.
        number: of the stratum, from 1.
        stocks: one value for each plot, in t/ha; at least two.
    """
    carried = [
        calculation.given(f"c_{number},{plot}", stock, "plots.stock_t_ha")
        for plot, stock in enumerate(stocks, start=1)
    ]
    plots = calculation.given(f"n_{number}", Decimal(len(stocks)), "plots")
    degrees = calculation.step(degrees_of_freedom, plots, symbol=f"ν_{number}")
    mean = calculation.step(stratum_mean, carried, plots, symbol=f"c_{number}")
    variance = calculation.step(stratum_variance, carried, mean, degrees, symbol=f"s²_{number}")
    return PlotStratum(mean, variance, plots, degrees)


def sampling_precision(
    calculation: Calculation[N],
    areas: Sequence[N],
    strata: Sequence[PlotStratum[N]],
    factors: FactorLibrary,
    t_stated: Decimal | None = None,
) -> Precision[N]:
    """Apply S4 to S9.

    Args:
        calculation: exact or sampling.
        areas: of the strata; empty for simple random sampling.
        strata: their plots.
        factors: with the confidence level.
        t_stated: quantile read from a printed table, instead of the computed one.

    Returns:
        Means and errors in the unit of the plots, the relative error as a fraction.
    """
    weights = [
        calculation.step(stratum_weight, area, areas, symbol=f"w_{number}")
        for number, area in enumerate(areas, start=1)
    ] or [calculation.step(whole_area, symbol="w_1")]
    variances = [stratum.variance for stratum in strata]
    degrees = [stratum.degrees for stratum in strata]
    mean = calculation.step(stratified_mean, weights, [stratum.mean for stratum in strata])
    error = calculation.step(
        standard_error, weights, variances, [stratum.plots for stratum in strata]
    )
    level = calculation.factor("P", factors["forest_sampling"].get("confidence_level", "target"))
    quantile = (
        calculation.step(t_quantile, level, degrees)
        if t_stated is None
        else calculation.given("t", t_stated, "t_value")
    )
    relative = calculation.step(relative_error, quantile, error, mean)
    deviation = calculation.step(weighted_deviation, weights, variances)
    return Precision(mean, error, relative, deviation, level, degrees, weights, variances)


def plots_for_target(
    calculation: Calculation[N], precision: Precision[N], factors: FactorLibrary
) -> N:
    """Apply S10: how many plots meet the target, spread over the strata as suits best."""
    target = factors["forest_sampling"].get("relative_error_max", "target")
    return calculation.step(
        plots_needed,
        precision.mean,
        precision.deviation,
        calculation.factor("E", target),
        precision.level,
        precision.degrees,
    )


class DeductionBands(NamedTuple, Generic[N]):
    """The table of deductions: largest relative error and deduction of each band."""

    errors_max: list[N]
    deductions: list[N]


def deduction_bands(calculation: Calculation[N], factors: FactorLibrary) -> DeductionBands[N]:
    """Take the table of deductions into a calculation."""
    table = factors["forest_sampling"]
    numbered = list(enumerate(BANDS, start=1))
    return DeductionBands(
        [
            calculation.factor(f"u_{k},max", table.get("relative_error_max", band))
            for k, band in numbered
        ],
        [calculation.factor(f"DR_{k}", table.get("deduction", band)) for k, band in numbered],
    )


def is_beyond_bands(error: N, bands: DeductionBands[N]) -> bool:
    """Whether an exact error is beyond the last band; of samples nothing is said."""
    last = bands.errors_max[-1]
    if isinstance(error, Quantity) and isinstance(last, Quantity):
        return error.value > last.value
    return False


def refuse_beyond_bands(error: N, bands: DeductionBands[N]) -> None:
    """Ask for more plots if no deduction makes up for an error; samples are not refused.

    Raises:
        MorePlotsNeeded: the exact error is beyond the last band.
    """
    last = bands.errors_max[-1]
    if is_beyond_bands(error, bands):
        assert isinstance(error, Quantity)
        assert isinstance(last, Quantity)
        raise MorePlotsNeeded(
            field="plots", value=plain(100 * error.value), most=plain(100 * last.value)
        )
