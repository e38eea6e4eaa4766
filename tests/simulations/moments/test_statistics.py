import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy import stats

from simulations.moments import statistics
from tests.simulations.moments.series import heavy_returns

RETURNS = heavy_returns(917)
TONNES = arrays.arrays(np.float64, st.integers(1, 60), elements=st.integers(0, 10**7).map(float))


def test_moments_agree_with_scipy() -> None:
    assert statistics.standard_deviation(RETURNS) == pytest.approx(stats.tstd(RETURNS), rel=1e-12)
    assert statistics.excess_kurtosis(RETURNS) == pytest.approx(stats.kurtosis(RETURNS), rel=1e-12)


def test_hill_is_the_likeliest_exponent_of_a_pareto_tail() -> None:
    count = int(0.05 * RETURNS.size)
    ordered = np.sort(np.abs(RETURNS))[::-1]
    shape, _, _ = stats.pareto.fit(ordered[:count], floc=0, fscale=ordered[count])
    assert statistics.hill(RETURNS, 0.05) == pytest.approx(shape, rel=1e-9)


def test_hill_finds_the_exponent_of_a_known_law() -> None:
    sample = stats.pareto.rvs(2.5, size=200_000, random_state=3)
    assert statistics.hill(sample, 0.05) == pytest.approx(2.5, rel=0.03)


@pytest.mark.parametrize("lag", [1, 5, 20])
def test_autocorrelations_agree_with_a_fourier_transform(lag: int) -> None:
    sizes = np.abs(RETURNS)
    deviations = sizes - sizes.mean()
    spectrum = np.abs(np.fft.fft(deviations, 2 * sizes.size)) ** 2
    covariances = np.fft.ifft(spectrum).real
    expected = covariances[lag] / covariances[0]
    assert statistics.autocorrelation(sizes, lag) == pytest.approx(expected, abs=1e-12)


def test_correlation_agrees_with_pandas() -> None:
    left, right = RETURNS[:400], np.abs(RETURNS[100:500])
    expected = pd.Series(left).corr(pd.Series(right))
    assert statistics.correlation(left, right) == pytest.approx(expected, abs=1e-12)


def test_gini_is_half_the_relative_mean_difference() -> None:
    values = np.round(np.exp(heavy_returns(120, 5) * 40) * 1000)
    differences = np.abs(values[:, None] - values[None, :]).mean()
    expected = differences / (2 * values.mean())
    assert statistics.gini(values) == pytest.approx(expected, rel=1e-12)


def test_shares_count_what_they_name() -> None:
    returns = np.array([0.0, 0.05, -0.051, 0.2, 0.0])
    assert statistics.zero_share(returns) == 0.4
    assert statistics.share_beyond(returns, 0.05) == 0.4
    assert statistics.top_share(np.array([1.0] * 18 + [41.0, 41.0]), 0.1) == 0.82


@given(TONNES)
def test_gini_lies_between_equality_and_one_holder(values: np.ndarray) -> None:
    found = statistics.gini(values)
    if values.sum() == 0:
        assert math.isnan(found)
    else:
        assert -1e-12 <= found <= 1 - 1 / values.size + 1e-12


@given(TONNES, st.floats(0.01, 1))
def test_the_largest_hold_at_least_their_share(values: np.ndarray, share: float) -> None:
    found = statistics.top_share(values, share)
    assert math.isnan(found) or share - 1e-9 <= found <= 1 + 1e-12


@given(TONNES, st.floats(0.1, 1000))
def test_statistics_without_unit_do_not_see_a_change_of_unit(
    values: np.ndarray, factor: float
) -> None:
    for formula in (
        statistics.excess_kurtosis,
        statistics.gini,
        lambda numbers: statistics.hill(numbers, 0.1),
        lambda numbers: statistics.autocorrelation(numbers, 1),
    ):
        assert formula(factor * values) == pytest.approx(formula(values), rel=1e-6, nan_ok=True)


@pytest.mark.parametrize("count", [0, 1, 2, 300])
def test_a_constant_series_has_no_shape(count: int) -> None:
    same = np.full(count, 0.1)
    assert math.isnan(statistics.excess_kurtosis(same))
    assert math.isnan(statistics.autocorrelation(same, 1))
    assert math.isnan(statistics.correlation(same, same))
    assert math.isnan(statistics.hill(same, 0.05))
