"""What a simulated market is compared with: published statistics, a user's prices, price levels."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from simulations.moments import (
    BootstrapPlan,
    Compliance,
    DailySeries,
    Published,
    PublishedRow,
    Source,
    bootstrap_of,
    market_moments,
)

Use = Literal["fitted", "emergent", "held_out"]
Matrix = NDArray[np.float64]
FITTED: Final = (
    "sd_pct",
    "excess_kurtosis",
    "hill_5_pct",
    "acf_r_1",
    "acf_abs_r_1",
    "acf_abs_r_5",
    "zero_return_pct",
    "moves_over_5_pct",
)
"""The statistics of a user's prices that are fitted."""

_Z_OF_90_PCT: Final = 1.6448536269514722


@dataclass(frozen=True, slots=True)
class Target:
    """One number that the simulation should reach.

    Args:
        metric: The metric of a run, such as ``national.sd_pct``.
        value: What was found in the real market, in the metric's unit.
        low: Lower end of the band in which the simulated value is accepted; None when open.
        high: Upper end of it; None when open.
        standard_error: By which a distance is divided; None for what is not fitted.
        use: Fitted, or only reported: ``emergent`` follows by itself, ``held_out`` was kept back.
        source: Who found it.
        confidence: How far it can be relied on.
    """

    metric: str
    value: float
    low: float | None
    high: float | None
    standard_error: float | None
    use: Use
    source: str
    confidence: str

    def inside(self, value: float) -> bool | None:
        """Tell whether a value lies in the band; None without a band or a value."""
        if math.isnan(value) or (self.low is None and self.high is None):
            return None
        above = self.low is None or value >= self.low
        return above and (self.high is None or value <= self.high)


@dataclass(frozen=True, slots=True, eq=False)
class Targets:
    """Every target, the fitted ones first, and the weights of the fitted ones.

    Args:
        rows: The targets.
        covariance: Covariance of the fitted targets, in their order.
        weighting: ``covariance``, or ``diagonal`` where only standard errors are known.
    """

    rows: tuple[Target, ...]
    covariance: Matrix
    weighting: Literal["covariance", "diagonal"]

    @property
    def fitted(self) -> tuple[Target, ...]:
        """Return the targets that the search aims at."""
        return tuple(row for row in self.rows if row.use == "fitted")

    @property
    def metrics(self) -> tuple[str, ...]:
        """Return the metrics of all rows, each once."""
        return tuple(dict.fromkeys(row.metric for row in self.rows))


def level_band(value: float, standard_error: float) -> tuple[float, float]:
    """Return the 90 % band of a level with a normal error."""
    return value - _Z_OF_90_PCT * standard_error, value + _Z_OF_90_PCT * standard_error


def published_targets(
    market: str, published: Published, code: str, levels: Sequence[Target] = ()
) -> Targets:
    """Return the published rows of a real market as targets, with a diagonal covariance.

    Rows that are fitted need a bootstrap band, whose width is their standard error; statistics
    published for several periods are taken for the first that is fitted.

    Args:
        market: Name of the market in the scenario.
        published: The published bands.
        code: The real market's key among them.
        levels: Price levels, fitted or held out.
    """
    shown = [row for row in published.series[code].rows if row.use != "shown"]
    rows = [_of_row(market, row, published.sources[row.source]) for row in shown]
    return _diagonal([*rows, *levels])


def _of_row(market: str, row: PublishedRow, source: Source) -> Target:
    error = row.standard_error if row.use == "fitted" else None
    return Target(
        metric=f"{market}.{row.moment}",
        value=row.value,
        low=row.low,
        high=row.high,
        standard_error=error,
        use="fitted" if error else "emergent",
        source=f"{source.text}, {row.period}",
        confidence=source.confidence,
    )


def price_targets(
    market: str,
    days: DailySeries,
    moments: Sequence[str],
    plan: BootstrapPlan,
    levels: Sequence[Target] = (),
) -> Targets:
    """Return statistics of a user's prices as targets, with their bootstrap covariance.

    Args:
        market: Name of the market in the scenario.
        days: The real market's days.
        moments: The statistics to fit; one that is undefined or never varies is left out.
        plan: How the days are drawn again.
        levels: Price levels; those that are fitted are uncorrelated with the statistics.
    """
    found = market_moments(days, Compliance(), plan)
    drawn = bootstrap_of(days, plan)
    chosen = [moment for moment in found.moments if moment.id in moments]
    defined = [moment for moment in chosen if moment.low < moment.high]
    covariance = drawn.covariance([moment.id for moment in defined])
    rows = [
        Target(
            metric=f"{market}.{moment.id}",
            value=moment.value,
            low=moment.low,
            high=moment.high,
            standard_error=math.sqrt(covariance[i, i]),
            use="fitted",
            source=f"prices of {days.market}, {found.first_day} to {found.last_day}",
            confidence="derived",
        )
        for i, moment in enumerate(defined)
    ]
    diagonal = _diagonal([*rows, *levels])
    if not rows or np.isnan(covariance).any():
        return diagonal
    whole = diagonal.covariance.copy()
    whole[: len(rows), : len(rows)] = covariance
    return Targets(diagonal.rows, whole, "covariance")


def _diagonal(rows: Sequence[Target]) -> Targets:
    ordered = sorted(rows, key=lambda row: row.use != "fitted")
    errors = [row.standard_error or math.nan for row in ordered if row.use == "fitted"]
    return Targets(tuple(ordered), np.diag(np.square(errors)), "diagonal")
