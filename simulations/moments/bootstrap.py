"""The stationary bootstrap: days drawn again in blocks of random length.

Source:
    D. Politis and J. Romano, The stationary bootstrap, Journal of the American Statistical
    Association 89 (1994) 1303–1313: blocks start anywhere, their length is geometric and the
    series is closed to a circle, so that what is drawn is stationary.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulations.moments.statistics import quantile


@dataclass(frozen=True, slots=True)
class BootstrapPlan:
    """How often and how days are drawn again.

    Args:
        replications: Number of series drawn.
        mean_block_days: Mean length of a block of days that stay together, at least 1.
        coverage: Share of the replications between the ends of a band, between 0 and 1.
        seed: Seed of the named stream from which days are drawn.
    """

    replications: int
    mean_block_days: float
    coverage: float
    seed: int


@dataclass(frozen=True, slots=True, eq=False)
class Replicates:
    """Statistics of every series drawn.

    Args:
        names: The statistics, one for each column.
        values: One row for each series drawn; NaN where a statistic is undefined.
    """

    names: tuple[str, ...]
    values: NDArray[np.float64]

    def band(self, name: str, coverage: float) -> tuple[float, float]:
        """Return the quantiles between which the share ``coverage`` of the replicates lies."""
        column = self.values[:, self.names.index(name)]
        tail = (1 - coverage) / 2
        return quantile(column, tail), quantile(column, 1 - tail)

    def covariance(self, names: Sequence[str]) -> NDArray[np.float64]:
        """Return the covariance of some statistics over the replicates in which all are defined.

        Its inverse weights the distances of simulated moments. It is NaN when fewer than two
        replicates have every statistic.
        """
        columns = self.values[:, [self.names.index(name) for name in names]]
        complete = columns[~np.isnan(columns).any(axis=1)]
        if complete.shape[0] < 2:  # noqa: PLR2004 - one replicate does not vary
            return np.full((len(names), len(names)), np.nan)
        return np.atleast_2d(np.cov(complete, rowvar=False))


def stationary_indices(
    count: int, mean_block_days: float, random: np.random.Generator
) -> NDArray[np.int64]:
    """Return the positions of one series drawn from ``count`` days.

    Args:
        count: Number of days, and of positions returned; at least 1.
        mean_block_days: Mean length of a block, at least 1.
        random: Where randomness comes from.
    """
    begins = random.random(count) < 1 / mean_block_days
    begins[0] = True
    starts = random.integers(0, count, count)
    places = np.arange(count)
    began = np.maximum.accumulate(np.where(begins, places, 0))
    return np.asarray((starts[began] + places - began) % count, dtype=np.int64)


def replicate(
    names: tuple[str, ...],
    count: int,
    of_indices: Callable[[NDArray[np.int64]], Sequence[float]],
    plan: BootstrapPlan,
    random: np.random.Generator,
) -> Replicates:
    """Return statistics of series drawn again.

    Args:
        names: The statistics.
        count: Number of days of the series.
        of_indices: Gives the statistics of the days at these positions, in the order of names.
        plan: How often and with which blocks.
        random: Where randomness comes from.
    """
    rows = [
        tuple(of_indices(stationary_indices(count, plan.mean_block_days, random)))
        for _ in range(plan.replications if count else 0)
    ]
    values = np.array(rows, dtype=np.float64).reshape(len(rows), len(names))
    return Replicates(names, values)
