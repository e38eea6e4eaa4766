"""How an uncertain number is spread, and how several move together.

Each distribution turns shares between 0 and 1 into values, so that any sampling of the unit cube
serves; numbers that move together are joined by a Gaussian copula, block by block.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import numpy as np
from scipy.special import ndtr, ndtri

from methodologies.engine.errors import InconsistentInputs, both
from methodologies.engine.trace import FloatArray

SHARE_MIN = 1e-12
EIGENVALUE_MIN = -1e-9


class CorrelationImpossible(InconsistentInputs):
    """Coefficients that no set of numbers can have together."""

    code = "methodologies.correlation_impossible"
    text = both(
        "{value} 之间的相关系数互相矛盾。",
        "The correlations among {value} contradict each other.",
    )
    rule = both(
        "相关系数矩阵须为半正定。", "A matrix of correlation coefficients is positive semidefinite."
    )
    fix = both("减小系数的绝对值，或去掉其中一项。", "Lower the coefficients or remove one.")


class SpreadNotOrdered(InconsistentInputs):
    """Bounds and mode of a distribution in a wrong order, or without width."""

    code = "methodologies.spread_not_ordered"
    text = both("分布的范围不合理：{value}。", "These numbers do not make a distribution: {value}.")
    rule = both("下限 ≤ 众数 ≤ 上限，标准差不为负。", "low ≤ mode ≤ high; no negative spread.")
    fix = both("改正下限、众数或上限。", "Correct low, mode or high.")


class Distribution(Protocol):
    """The spread of one uncertain number."""

    def values(self, shares: FloatArray) -> FloatArray:
        """Return the quantiles at shares between 0 and 1."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Normal:
    """A normal distribution, cut off below `least` and above `most`."""

    mean: float
    standard_deviation: float
    least: float = 0.0
    most: float = np.inf

    def __post_init__(self) -> None:
        """Refuse a negative spread and a mean outside the bounds."""
        _check_ordered(0.0, self.standard_deviation)
        _check_ordered(self.least, self.mean, self.most)

    def values(self, shares: FloatArray) -> FloatArray:
        """Return the quantiles of the truncated distribution."""
        if self.standard_deviation == 0:
            return np.full_like(shares, self.mean)
        below, above = ndtr(
            (np.array([self.least, self.most]) - self.mean) / self.standard_deviation
        )
        inside = below + shares * (above - below)
        found = self.mean + self.standard_deviation * ndtri(_open(inside))
        return np.clip(found, self.least, self.most)


@dataclass(frozen=True, slots=True, kw_only=True)
class LogNormal:
    """A lognormal distribution given by its own mean and standard deviation."""

    mean: float
    standard_deviation: float

    def __post_init__(self) -> None:
        """Refuse a negative spread; the mean is positive unless nothing is spread."""
        _check_ordered(0.0, self.standard_deviation)
        _check_ordered(0.0, self.mean)

    def values(self, shares: FloatArray) -> FloatArray:
        """Return the quantiles; all are positive."""
        if self.standard_deviation == 0 or self.mean == 0:
            return np.full_like(shares, self.mean)
        variance = np.log1p((self.standard_deviation / self.mean) ** 2)
        centre = np.log(self.mean) - variance / 2
        return np.asarray(np.exp(centre + np.sqrt(variance) * ndtri(_open(shares))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Uniform:
    """Any value between two bounds is as likely as any other."""

    low: float
    high: float

    def __post_init__(self) -> None:
        """Refuse bounds in the wrong order."""
        _check_ordered(self.low, self.high)

    def values(self, shares: FloatArray) -> FloatArray:
        """Return the quantiles."""
        return self.low + shares * (self.high - self.low)


@dataclass(frozen=True, slots=True, kw_only=True)
class Triangular:
    """Two bounds, and a most likely value between them."""

    low: float
    mode: float
    high: float

    def __post_init__(self) -> None:
        """Refuse a mode outside the bounds."""
        _check_ordered(self.low, self.mode, self.high)

    def values(self, shares: FloatArray) -> FloatArray:
        """Return the quantiles."""
        width = self.high - self.low
        if width == 0:
            return np.full_like(shares, self.mode)
        peak = (self.mode - self.low) / width
        rising = self.low + np.sqrt(shares * width * (self.mode - self.low))
        falling = self.high - np.sqrt((1 - shares) * width * (self.high - self.mode))
        return np.where(shares < peak, rising, falling)


Correlations = Mapping[tuple[str, str], float]
"""Rank correlation of two symbols as the coefficient of the copula, −1 to 1."""


def blocks(symbols: Sequence[str], correlations: Correlations) -> list[tuple[str, ...]]:
    """Group the symbols that move together, in their order; most stand alone."""
    block_of = {symbol: {symbol} for symbol in symbols}
    for first, second in correlations:
        joined = block_of[first] | block_of[second]
        for symbol in joined:
            block_of[symbol] = joined
    found = [tuple(s for s in symbols if s in block_of[symbol]) for symbol in symbols]
    return list(dict.fromkeys(found))


def correlated(
    shares: FloatArray, symbols: Sequence[str], correlations: Correlations
) -> FloatArray:
    """Let independent shares move together by a Gaussian copula.

    Args:
        shares: between 0 and 1, a column for each symbol.
        symbols: of one block, in the order of the columns.
        correlations: coefficients of pairs; 0 where none is given.

    Returns:
        Shares between 0 and 1, each column still uniform.

    Raises:
        CorrelationImpossible: the coefficients contradict each other.
    """
    if len(symbols) == 1:
        return shares
    matrix = np.eye(len(symbols))
    for (first, second), coefficient in correlations.items():
        if first in symbols:
            i, j = symbols.index(first), symbols.index(second)
            matrix[i, j] = matrix[j, i] = coefficient
    eigenvalues, eigenvectors = np.linalg.eigh(matrix)
    if eigenvalues[0] < EIGENVALUE_MIN:
        raise CorrelationImpossible(field="correlations", value=", ".join(symbols))
    root = eigenvectors * np.sqrt(np.maximum(eigenvalues, 0))
    return np.asarray(ndtr(ndtri(_open(shares)) @ root.T), dtype=np.float64)


def _open(shares: FloatArray) -> FloatArray:
    return np.clip(shares, SHARE_MIN, 1 - SHARE_MIN)


def _check_ordered(*numbers: float) -> None:
    if any(after < before for before, after in pairwise(numbers)):
        shown = " ≤ ".join(f"{number:g}" for number in numbers)
        raise SpreadNotOrdered(field="spreads", value=shown)
