import math
from datetime import date

import numpy as np
import pytest

from simulations.moments import BootstrapPlan, bootstrap_of, stationary_indices
from simulations.moments.bootstrap import replicate
from tests.simulations.moments.series import heavy_returns, market, weekdays


def test_blocks_have_the_mean_length_and_close_to_a_circle() -> None:
    random = np.random.default_rng(4)
    breaks = []
    for _ in range(300):
        found = stationary_indices(1000, 20, random)
        assert found.min() >= 0
        assert found.max() < 1000
        breaks.append(np.mean(np.diff(found) % 1000 != 1))
    assert np.mean(breaks) == pytest.approx(1 / 20, rel=0.03)


def test_every_day_is_drawn_equally_often() -> None:
    random = np.random.default_rng(9)
    drawn = np.concatenate([stationary_indices(50, 10, random) for _ in range(4000)])
    counts = np.bincount(drawn, minlength=50)
    assert counts.min() > 0.9 * 4000
    assert counts.max() < 1.1 * 4000


def test_the_spread_of_a_mean_is_that_of_independent_draws_with_blocks_of_one_day() -> None:
    values = heavy_returns(500)
    plan = BootstrapPlan(replications=3000, mean_block_days=1, coverage=0.9, seed=1)
    found = replicate(
        ("mean",), 500, lambda at: (values[at].mean(),), plan, np.random.default_rng(2)
    )
    expected = values.std() / math.sqrt(500)
    assert found.values.std() == pytest.approx(expected, rel=0.05)
    low, high = found.band("mean", 0.9)
    assert (high - low) / (2 * 1.645) == pytest.approx(expected, rel=0.08)


def test_blocks_widen_the_band_of_a_mean_that_persists() -> None:
    random = np.random.default_rng(3)
    steps = random.normal(size=2000)
    values = np.zeros(2000)
    for i in range(1, 2000):
        values[i] = 0.8 * values[i - 1] + steps[i]
    spread = {}
    for block in (1, 50):
        plan = BootstrapPlan(1000, block, 0.9, 1)
        found = replicate(
            ("mean",), 2000, lambda at: (values[at].mean(),), plan, np.random.default_rng(5)
        )
        spread[block] = found.values.std()
    # The long-run deviation of this process is three times that of independent draws.
    assert 2.2 < spread[50] / spread[1] < 3.4


def test_the_same_seed_gives_the_same_bands_and_the_covariance_fits_them() -> None:
    days = weekdays(date(2021, 1, 1), date(2022, 12, 31))
    prices = 50 * np.exp(np.cumsum(heavy_returns(len(days))))
    series = market(days, [1000.0] * len(days), close=list(prices))
    plan = BootstrapPlan(200, 20, 0.9, 11)
    one, other = bootstrap_of(series, plan), bootstrap_of(series, plan)
    assert np.array_equal(one.values, other.values, equal_nan=True)
    names = ("sd_pct", "acf_abs_r_1")
    covariance = one.covariance(names)
    assert covariance.shape == (2, 2)
    assert covariance[0, 0] == pytest.approx(np.var(one.values[:, 0], ddof=1))
    assert np.linalg.eigvalsh(covariance).min() > 0
    assert np.isnan(one.covariance(("sd_pct", "acf_log_volume_1"))).all()
