"""Many seeds judged together: bias, its standard error, and how often intervals cover the truth.

Each seed is one experiment. Its mean price has a nominal 95 % interval from means of batches of
days (P. Heidelberger & P. D. Welch (1981), Communications of the ACM 24(4), for batch means); a
simulator is believed when so many of the intervals cover the closed form as should.
"""

import math
from collections.abc import Sequence
from statistics import fmean, stdev
from typing import Any, Final

from simulations.checks.check import Check

SEEDS: Final = 200
BURN_IN_DAYS: Final = 20
BATCHES: Final = 6
BATCH_DAYS: Final = 7
DAYS: Final = BURN_IN_DAYS + BATCHES * BATCH_DAYS
COVERAGE_LEAST, COVERAGE_MOST = 0.91, 0.98
_T_975: Final = 2.570582
"""Student's t with five degrees of freedom, for six batches."""
_DIGITS: Final = 4


def settled(closes_cny: Sequence[float]) -> Sequence[float]:
    """Return the closes after the burn-in."""
    return closes_cny[-BATCHES * BATCH_DAYS :]


def mean_and_half(closes_cny: Sequence[float]) -> tuple[float, float]:
    """Return mean and half width of the 95 % interval of one experiment, CNY/t."""
    days = settled(closes_cny)
    means = [fmean(days[i : i + BATCH_DAYS]) for i in range(0, len(days), BATCH_DAYS)]
    return fmean(means), _T_975 * stdev(means) / math.sqrt(len(means))


def coverage(experiments: Sequence[Sequence[float]], truth_cny: float) -> float:
    """Return the share of experiments whose interval covers the truth."""
    intervals = [mean_and_half(closes_cny) for closes_cny in experiments]
    return fmean(abs(mean - truth_cny) <= half for mean, half in intervals)


def price_check(
    number: int,
    name: str,
    truth_cny: float,
    experiments: Sequence[Sequence[float]],
    tolerance_cny: float,
) -> Check:
    """Return a check of layer B: prices of many experiments against a closed form.

    Args:
        number: Number of the check.
        name: What is compared.
        truth_cny: The closed form, CNY/t.
        experiments: Daily closes of each experiment, CNY/t.
        tolerance_cny: Most that the mean of all may be off, CNY/t.
    """
    means = [mean_and_half(closes_cny)[0] for closes_cny in experiments]
    covered = coverage(experiments, truth_cny)
    found = fmean(means)
    ok = abs(found - truth_cny) <= tolerance_cny and COVERAGE_LEAST <= covered <= COVERAGE_MOST
    return Check(
        number,
        "B",
        name,
        truth_cny,
        round(found, _DIGITS),
        f"± {tolerance_cny:.4g}; 95 % intervals cover it in 91–98 % of seeds",
        ok,
        coverage=round(covered, _DIGITS),
        **_spread(means, truth_cny),
    )


def mean_check(
    number: int, name: str, truth: float, values: Sequence[float], tolerance: float
) -> Check:
    """Return a check of layer B: one number of each experiment, the mean against a closed form."""
    found = fmean(values)
    return Check(
        number,
        "B",
        name,
        truth,
        round(found, _DIGITS),
        f"± {tolerance:.4g}",
        abs(found - truth) <= tolerance,
        **_spread(values, truth),
    )


def bound_check(
    number: int, name: str, bound: float, values: Sequence[float], *, least: bool = False
) -> Check:
    """Return a check of layer B: no experiment beyond a bound.

    Args:
        number: Number of the check.
        name: What is compared.
        bound: The most that any experiment may have, or the least.
        values: One number of each experiment.
        least: Whether the bound is the least.
    """
    worst = min(values) if least else max(values)
    ok = worst >= bound if least else worst <= bound
    words = "no seed below" if least else "no seed above"
    return Check(number, "B", name, bound, round(worst, _DIGITS), words, ok, seeds=len(values))


def _spread(values: Sequence[float], truth: float) -> dict[str, Any]:
    return {
        "seeds": len(values),
        "bias": round(fmean(values) - truth, _DIGITS),
        "standard_error": round(stdev(values) / math.sqrt(len(values)), _DIGITS),
    }
