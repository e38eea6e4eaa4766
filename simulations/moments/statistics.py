"""Statistics of one daily series: pure functions of arrays, NaN where a statistic is undefined.

Source:
    B. Hill, A simple general approach to inference about the tail of a distribution,
    Annals of Statistics 3 (1975); autocorrelations as in Box and Jenkins (divided by n).
"""

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

Series = NDArray[np.float64]
UNDEFINED: Final = math.nan


def log_returns(prices: Series) -> Series:
    """Return ln(p_t / p_{t−1}), one fewer than there are prices.

    Args:
        prices: Positive prices in the order of days, CNY/t.
    """
    return np.diff(np.log(prices))


def standard_deviation(values: Series) -> float:
    """Return the sample standard deviation (divided by n − 1)."""
    return float(np.std(values, ddof=1)) if values.size > 1 else UNDEFINED


def excess_kurtosis(values: Series) -> float:
    """Return m4 / m2² − 3 of the moments about the mean (divided by n); 0 for a normal law."""
    deviations = _deviations(values)
    variance = float(np.mean(deviations**2)) if deviations.size else 0.0
    if not variance:
        return UNDEFINED
    return float(np.mean(deviations**4)) / variance**2 - 3.0


def hill(values: Series, tail_share: float) -> float:
    """Return Hill's estimate of the tail exponent of |values|.

    Args:
        values: Returns of either sign.
        tail_share: Share of the largest |values| that counts as the tail, between 0 and 1.

    Returns:
        k / Σ ln(x_i / x_{k+1}) over the k = ⌊share × n⌋ largest; smaller means a fatter tail.
    """
    count = int(tail_share * values.size)
    if count < 1 or count >= values.size:
        return UNDEFINED
    ordered = np.sort(np.abs(values))[::-1]
    if ordered[count] <= 0:
        return UNDEFINED
    total = float(np.sum(np.log(ordered[:count] / ordered[count])))
    return count / total if total else UNDEFINED


def autocorrelation(values: Series, lag: int) -> float:
    """Return the autocorrelation at a lag in days, both sums divided by n."""
    if values.size <= lag:
        return UNDEFINED
    deviations = _deviations(values)
    whole = float(deviations @ deviations)
    return float(deviations[lag:] @ deviations[:-lag]) / whole if whole else UNDEFINED


def correlation(left: Series, right: Series) -> float:
    """Return Pearson's correlation of two series of one length."""
    if left.size < 2:  # noqa: PLR2004 - one pair has no correlation
        return UNDEFINED
    one, other = _deviations(left), _deviations(right)
    scale = math.sqrt(float(one @ one) * float(other @ other))
    return float(one @ other) / scale if scale else UNDEFINED


def zero_share(values: Series) -> float:
    """Return the share of values that are exactly zero."""
    return float(np.mean(values == 0)) if values.size else UNDEFINED


def share_beyond(values: Series, bound: float) -> float:
    """Return the share of values whose size exceeds the bound."""
    return float(np.mean(np.abs(values) > bound)) if values.size else UNDEFINED


def gini(values: Series) -> float:
    """Return the Gini coefficient of values that are not negative; 0 when all are equal."""
    total = float(np.sum(values))
    if not total:
        return UNDEFINED
    ranks = np.arange(1, values.size + 1)
    return float(2 * (ranks @ np.sort(values)) / (values.size * total)) - 1 - 1 / values.size


def top_share(values: Series, share: float) -> float:
    """Return what part of the sum the largest values hold.

    Args:
        values: Quantities that are not negative.
        share: Share of the values that count as the largest; their number is rounded up.
    """
    total = float(np.sum(values))
    if not total:
        return UNDEFINED
    # The small subtraction keeps 0.1 × 250 at 25 in binary arithmetic.
    count = math.ceil(share * values.size - 1e-9)
    return float(np.sum(np.sort(values)[::-1][:count])) / total


def quantile(values: Series, share: float) -> float:
    """Return a quantile of the defined values, linear between order statistics."""
    defined = values[~np.isnan(values)]
    return float(np.quantile(defined, share)) if defined.size else UNDEFINED


def mean(values: Series) -> float:
    """Return the mean of the defined values."""
    defined = values[~np.isnan(values)]
    return float(np.mean(defined)) if defined.size else UNDEFINED


def _deviations(values: Series) -> Series:
    """Return the distances from the mean; exactly zero for equal values."""
    if values.size and float(np.ptp(values)) == 0.0:
        return np.zeros_like(values)
    return values - np.mean(values) if values.size else values
