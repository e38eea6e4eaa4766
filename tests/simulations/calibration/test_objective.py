import math

import numpy as np
import pytest

from simulations.calibration.objective import FAR, UNDEFINED_DEVIATION, Objective, mean_of_runs
from simulations.calibration.targets import Target, Targets


def target(metric: str, value: float, error: float | None = 1.0) -> Target:
    use = "fitted" if error else "emergent"
    return Target(metric, value, None, None, error, use, "a test", "assumption")


def objective(covariance: list[list[float]]) -> Objective:
    rows = (target("m.a", 1.0), target("m.b", 2.0))
    return Objective(Targets(rows, np.array(covariance), "covariance"))


def test_with_a_diagonal_covariance_the_distance_is_the_mean_squared_deviation() -> None:
    found = objective([[4.0, 0.0], [0.0, 1.0]]).distance({"m.a": 5.0, "m.b": 5.0})
    assert found == pytest.approx((2.0**2 + 3.0**2) / 2, rel=1e-9)


def test_a_deviation_along_the_correlation_counts_less_than_one_across_it() -> None:
    both = objective([[1.0, 0.9], [0.9, 1.0]])
    along = both.distance({"m.a": 2.0, "m.b": 3.0})
    across = both.distance({"m.a": 2.0, "m.b": 1.0})
    assert along == pytest.approx(1 / 1.9, rel=2e-3)
    assert across == pytest.approx(1 / 0.1, rel=2e-2)


def test_statistics_that_move_as_one_still_have_a_distance() -> None:
    assert math.isfinite(objective([[1.0, 1.0], [1.0, 1.0]]).distance({"m.a": 2.0, "m.b": 1.0}))


def test_a_wild_deviation_is_damped_but_keeps_its_direction() -> None:
    of = objective([[1.0, 0.0], [0.0, 1.0]])
    near, far = (of.deviations({"m.a": 1.0 - gap, "m.b": 2.0})[0] for gap in (50.0, 500.0))
    assert far < near < -FAR
    assert far > -FAR - 10.0


def test_an_undefined_statistic_is_farther_than_any_that_the_search_meets() -> None:
    of = objective([[1.0, 0.0], [0.0, 1.0]])
    assert of.deviations({"m.a": math.nan, "m.b": 2.0}).tolist() == [UNDEFINED_DEVIATION, 0.0]


def test_the_mean_over_runs_leaves_out_runs_without_the_statistic() -> None:
    runs = [{"m.a": 1.0, "m.b": None}, {"m.a": 2.0, "m.b": None}, {"m.a": None, "m.b": None}]
    means = mean_of_runs(runs, ("m.a", "m.b"))
    assert means["m.a"] == 1.5
    assert math.isnan(means["m.b"])
