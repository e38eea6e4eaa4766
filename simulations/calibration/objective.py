"""How far simulated statistics lie from their targets: a weighted distance.

Source:
    D. McFadden, A method of simulated moments for estimation of discrete response models,
    Econometrica 57 (1989) 995-1026: the quadratic form of the deviations, weighted by the inverse
    of the covariance of the observed statistics.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from simulations.calibration.targets import Targets

FAR: Final = 10.0
"""Standard errors beyond which a deviation grows by its logarithm only."""

UNDEFINED_DEVIATION: Final = 20.0
"""Deviation of a statistic that is undefined in every run, in standard errors."""

_RIDGE: Final = 1e-3
Vector = NDArray[np.float64]


class Objective:
    """The distance to a set of targets.

    Args:
        targets: At least one of them fitted.
    """

    def __init__(self, targets: Targets) -> None:
        self.targets = targets
        self._errors = np.sqrt(np.diag(targets.covariance))
        self._weights = inverse(correlation_of(targets.covariance))

    def deviations(self, found: Mapping[str, float]) -> Vector:
        """Return (simulated − target) / standard error of the fitted targets, large ones damped.

        Damping keeps one wild statistic from hiding all others while still telling the search
        which way is better.
        """
        gaps = [found[row.metric] - row.value for row in self.targets.fitted]
        scaled = np.array(gaps) / self._errors
        excess = np.maximum(np.abs(scaled) - FAR, 0.0)
        near = np.minimum(np.abs(scaled), FAR)
        damped = np.sign(scaled) * (near + np.log1p(excess))
        return np.where(np.isnan(scaled), UNDEFINED_DEVIATION, damped)

    def distance(self, found: Mapping[str, float]) -> float:
        """Return the mean weighted square of the deviations; 0 is a perfect fit.

        With a diagonal covariance it is the mean squared deviation in standard errors.
        """
        deviations = self.deviations(found)
        return float(deviations @ self._weights @ deviations) / len(deviations)


def correlation_of(covariance: Vector) -> Vector:
    """Return the correlation matrix of a covariance matrix with positive variances."""
    errors = np.sqrt(np.diag(covariance))
    return np.asarray(covariance / np.outer(errors, errors))


def inverse(correlation: Vector) -> Vector:
    """Return the inverse of a correlation matrix, with a ridge so that it always has one."""
    size = len(correlation)
    inverted = np.linalg.inv((1 - _RIDGE) * correlation + _RIDGE * np.eye(size))
    return np.asarray(inverted)


def mean_of_runs(
    runs: Sequence[Mapping[str, float | None]], metrics: Sequence[str]
) -> dict[str, float]:
    """Return the mean of every metric over the runs in which it is defined; NaN if in none."""
    means = {}
    for metric in metrics:
        values = [value for run in runs if (value := run.get(metric)) is not None]
        means[metric] = math.fsum(values) / len(values) if values else math.nan
    return means
