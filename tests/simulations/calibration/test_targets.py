from datetime import date, timedelta

import numpy as np
import pytest

from simulations.calibration.targets import (
    FITTED,
    Target,
    level_band,
    price_targets,
    published_targets,
)
from simulations.moments import BootstrapPlan, DailySeries, published_bands

PLAN = BootstrapPlan(replications=60, mean_block_days=5, coverage=0.9, seed=1)


def level(use: str) -> Target:
    error = 5.0 if use == "fitted" else None
    return Target("national.x", 80.0, *level_band(80.0, 5.0), error, use, "a test", "published")


def days(market: str = "mine", count: int = 400) -> DailySeries:
    random = np.random.default_rng(3)
    close = 60 * np.exp(np.cumsum(random.standard_t(3, count) * 0.01))
    first = date(2022, 1, 4)
    dates = np.array([first + timedelta(days=i) for i in range(count)], "datetime64[D]")
    unknown = np.full(count, np.nan)
    return DailySeries(market, dates, close, unknown, unknown, unknown, unknown)


def test_the_standard_error_of_a_published_row_is_its_band_over_that_of_a_normal() -> None:
    rows = {row.metric: row for row in published_targets("national", published_bands(), "CEA").rows}
    sd = rows["national.sd_pct"]
    assert sd.standard_error == pytest.approx((1.99 - 1.49) / (2 * 1.6449), rel=1e-4)
    assert (sd.inside(1.75), sd.inside(2.0)) == (True, False)


def test_what_must_follow_by_itself_is_a_target_without_weight() -> None:
    targets = published_targets("national", published_bands(), "CEA")
    emergent = {row.metric for row in targets.rows if row.use == "emergent"}
    assert "national.block_share_pct" in emergent
    assert {row.metric for row in targets.fitted} == {f"national.{name}" for name in FITTED}
    assert targets.weighting == "diagonal"


def test_a_level_held_out_is_reported_and_not_fitted() -> None:
    levels = [level("held_out"), level("fitted")]
    targets = published_targets("national", published_bands(), "CEA", levels)
    assert len(targets.fitted) == len(FITTED) + 1
    assert targets.covariance[-1, -1] == 25.0
    assert [row.use for row in targets.rows[len(targets.fitted) :]].count("held_out") == 1


def test_a_users_prices_give_targets_with_their_covariance() -> None:
    targets = price_targets("national", days(), FITTED, PLAN, [level("fitted")])
    count = len(targets.fitted) - 1
    assert targets.weighting == "covariance"
    assert targets.fitted[0].metric == "national.sd_pct"
    assert np.allclose(targets.covariance, targets.covariance.T)
    assert targets.covariance[0, 1] != 0
    assert targets.covariance[:count, count].tolist() == [0.0] * count


def test_too_few_days_leave_nothing_but_the_levels() -> None:
    targets = price_targets("national", days(count=2), FITTED, PLAN, [level("fitted")])
    assert [row.metric for row in targets.fitted] == ["national.x"]
