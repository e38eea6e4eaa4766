import numpy as np
import pytest

from simulations.checks.replications import (
    DAYS,
    bound_check,
    coverage,
    mean_and_half,
    mean_check,
    price_check,
)


def experiments(mean: float, persistence: float = 0.0) -> list[list[float]]:
    """Return 200 experiments of normal closes with standard deviation 1."""
    numbers = np.random.default_rng(91)
    noise = numbers.standard_normal((200, DAYS))
    for day in range(1, DAYS):
        kept = persistence * noise[:, day - 1]
        noise[:, day] = kept + (1 - persistence**2) ** 0.5 * noise[:, day]
    closes: list[list[float]] = (mean + noise).tolist()
    return closes


def test_intervals_of_honest_prices_cover_the_truth_as_often_as_they_say() -> None:
    check = price_check(1, "honest", 30.0, experiments(30.0), 0.6)
    assert check.ok
    assert check.seeds == 200
    assert check.coverage is not None
    assert 0.91 <= check.coverage <= 0.98


def test_a_price_whose_mean_is_right_but_whose_days_move_together_is_refused() -> None:
    """Days that depend on each other for longer than a batch make intervals too narrow."""
    check = price_check(1, "persistent", 30.0, experiments(30.0, persistence=0.95), 0.6)
    assert abs(check.obtained - 30.0) < 0.6
    assert not check.ok


def test_a_small_bias_inside_the_tolerance_is_refused_by_its_coverage() -> None:
    biased = experiments(30.3)
    assert coverage(biased, 30.0) < 0.91
    assert not price_check(1, "biased", 30.0, biased, 0.6).ok


def test_only_days_after_the_burn_in_count() -> None:
    days = [1_000.0] * 20 + [30.0, 31.0] * 21
    mean, half = mean_and_half(days)
    assert mean == pytest.approx(30.5)
    assert half < 0.2


def test_bias_and_its_standard_error_are_those_of_the_seeds() -> None:
    check = mean_check(7, "numbers", 2.0, [1.0, 2.0, 3.0, 4.0], 0.6)
    assert (check.bias, check.standard_error, check.seeds) == (0.5, 0.6455, 4)
    assert check.ok
    assert not mean_check(7, "numbers", 2.0, [1.0, 2.0, 3.0, 4.0], 0.4).ok


def test_one_seed_beyond_a_bound_fails_it() -> None:
    assert bound_check(5, "most", 20.0, [19.0, 20.0]).ok
    assert not bound_check(5, "most", 20.0, [19.0, 20.01]).ok
    assert not bound_check(21, "least", 0.95, [0.99, 0.94], least=True).ok
