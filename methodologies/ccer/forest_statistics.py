"""Quantiles of Student's t, and how many plots a precision takes."""

from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from math import ceil, floor

from scipy.special import ndtri, stdtrit

from methodologies.engine.factors import Factor, FactorTable
from methodologies.engine.trace import plain

PLOTS_PER_STRATUM_MIN = 2
T_DIGITS = 15


@cache
def student_t(confidence_level: Decimal, degrees: int) -> Decimal:
    """Return the two-sided t quantile to 15 digits, whatever the platform.

    Args:
        confidence_level: of the interval, for example 0.90.
        degrees: of freedom, plots less strata.
    """
    tail = float(1 - (1 - confidence_level) / 2)
    return Decimal(f"{float(stdtrit(degrees, tail)):.{T_DIGITS}g}")


def t_factor(level: Factor, degrees: int) -> Factor:
    """Describe a t quantile as a factor with its source."""
    return Factor(
        table=level.table,
        key="t",
        name={"zh": "t 分布双侧分位数", "en": "two-sided quantile of Student's t"},
        region=str(degrees),
        region_name={"zh": f"自由度 {degrees}", "en": f"{degrees} degrees of freedom"},
        year=0,
        value=student_t(level.value, degrees),
        unit="1",
        source=f"scipy.special.stdtrit, {plain(100 * level.value)} %",
        confidence="high",
    )


def plots_needed(mean: Decimal, deviation: Decimal, strata: int, target: FactorTable) -> int:
    """Return the fewest plots whose t-interval meets the target.

    Args:
        mean: of the project area.
        deviation: weighted standard deviation s̄ of S8, in the unit of the mean.
        strata: their number.
        target: table with confidence level and relative error.

    Returns:
        Plots in all, at least two in each stratum.
    """
    level = target.get("confidence_level", "target").value
    ratio = float(deviation / (target.get("relative_error_max", "target").value * mean)) ** 2
    normal = float(ndtri(float(1 - (1 - level) / 2)))
    plots = max(PLOTS_PER_STRATUM_MIN * strata, floor(ratio * normal**2))
    while float(student_t(level, plots - strata)) ** 2 * ratio > plots:
        plots += 1
    return plots


def plots_by_stratum(
    plots: int, weights: Sequence[Decimal], variances: Sequence[Decimal]
) -> list[int]:
    """Spread plots over the strata as suits best, by w_i × s_i.

    Returns:
        Plots of each stratum, rounded up and at least two; with them the target is met.
    """
    shares = [weight * variance.sqrt() for weight, variance in zip(weights, variances, strict=True)]
    whole = sum(shares)
    if not whole:
        return [PLOTS_PER_STRATUM_MIN] * len(shares)
    return [max(PLOTS_PER_STRATUM_MIN, ceil(plots * share / whole)) for share in shares]
