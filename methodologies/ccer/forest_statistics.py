"""Quantiles of Student's t, and how many plots a precision takes."""

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from math import ceil

import numpy as np
from scipy.special import ndtri, stdtrit

from methodologies.engine.errors import NotCalculable
from methodologies.engine.trace import FloatArray

PLOTS_PER_STRATUM_MIN = 2
T_DIGITS = 15
LEVEL_MAX = 0.9999
SHARE_DIGITS = 20
T_CACHED = 4096
RELATIVE_DEVIATION_MAX = 1e6
PLOTS_SEARCHED_MAX = 1_000_000


@lru_cache(maxsize=T_CACHED)
def student_t(level: Decimal, degrees: int) -> Decimal:
    """Return the two-sided t quantile to 15 digits, so that every platform gives the same.

    Args:
        level: of confidence, for example 0.90; none above 0.9999 is looked for.
        degrees: of freedom, plots less strata.

    Raises:
        NotCalculable: the level is not a fraction.
    """
    if not 0 < level <= 1:
        raise NotCalculable(field="replaced_factors")
    quantile = float(stdtrit(degrees, (1 + min(float(level), LEVEL_MAX)) / 2))
    return Decimal(f"{quantile:.{T_DIGITS}g}")


def fewest_plots(
    relative_deviation: FloatArray | float, strata: int, level: FloatArray | float
) -> FloatArray:
    """Return the fewest plots whose t-interval is as narrow as wanted.

    Args:
        relative_deviation: weighted standard deviation over the half width wanted; more than a
            million counts as a million.
        strata: their number.
        level: of confidence; none above 0.9999 is looked for.

    Returns:
        Plots in all, whole numbers, at least two in each stratum.
    """
    square = np.fmin(RELATIVE_DEVIATION_MAX, np.abs(relative_deviation)) ** 2
    share = (1 + np.minimum(level, LEVEL_MAX)) / 2
    # The normal quantile is below every t quantile, so the search starts no later than it ends.
    by_normal = square * ndtri(share) ** 2
    plots = np.maximum(PLOTS_PER_STRATUM_MIN * strata, np.floor(by_normal))
    searched = by_normal <= PLOTS_SEARCHED_MAX
    while np.any(short := searched & (stdtrit(plots - strata, share) ** 2 * square > plots)):
        plots = plots + short
    return np.asarray(np.where(searched, plots, np.ceil(by_normal)), dtype=np.float64)


def plots_by_stratum(
    plots: int, weights: Sequence[Decimal], variances: Sequence[Decimal]
) -> list[int]:
    """Spread plots over the strata as suits best, in proportion to weight times deviation.

    Returns:
        Plots of each stratum, rounded up and at least two; with them the target is met.
    """
    shares = [weight * variance.sqrt() for weight, variance in zip(weights, variances, strict=True)]
    whole = sum(shares)
    if not whole:
        return [PLOTS_PER_STRATUM_MIN] * len(shares)
    exact = [round(plots * (share / whole), SHARE_DIGITS) for share in shares]
    return [max(PLOTS_PER_STRATUM_MIN, ceil(count)) for count in exact]
