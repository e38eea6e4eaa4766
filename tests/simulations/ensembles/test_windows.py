"""Metrics of part of a run, and of two markets."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from simulations.ensembles import read_metric
from simulations.ensembles.windows import (
    PAIR_NUMBERS,
    WINDOW_NUMBERS,
    read_window_metric,
    window_value,
)
from simulations.moments import DailySeries

DAYS = np.arange("2024-09-02", "2024-10-14", dtype="datetime64[D]")
COUNT = len(DAYS)
NUMBERS = np.arange(COUNT, dtype=np.float64)
HUBEI = DailySeries(
    "hubei", DAYS, 40.0 + NUMBERS, 41.0 + NUMBERS, 39.0 + NUMBERS, 10.0 + NUMBERS, 0.0 * NUMBERS
)
WAVES = 50.0 * np.exp(0.02 * np.sin(NUMBERS))
NATIONAL = replace(HUBEI, market="national", close=WAVES)
SERIES = {"hubei": HUBEI, "national": NATIONAL}


def value(text: str) -> float | None:
    metric = read_window_metric(text)
    assert metric is not None, text
    return window_value(metric, SERIES)


def test_a_window_takes_both_of_its_ends() -> None:
    assert value("hubei.volume_t@2024-09-02/2024-09-04") == 10 + 11 + 12
    assert value("hubei.price_mean_cny@2024-09-02/2024-09-04") == 41.0
    assert value("hubei.price_last_cny@2024-09-02/2024-09-04") == 42.0
    assert value("hubei.price_change_pct@2024-09-02/2024-09-04") == pytest.approx(5.0)


def test_two_markets_are_compared_over_the_same_days() -> None:
    gap = value("hubei~national.price_gap_cny@2024-09-02/2024-09-02")
    assert gap == 40.0 - 50.0
    assert value("national~national.weekly_correlation") == pytest.approx(1.0)
    mirrored = replace(NATIONAL, close=2_500.0 / WAVES)
    metric = read_window_metric("national~hubei.weekly_correlation")
    assert metric is not None
    opposite = {"national": NATIONAL, "hubei": mirrored}
    assert window_value(metric, opposite) == pytest.approx(-1.0)


def test_a_number_without_a_value_is_none_rather_than_a_guess() -> None:
    assert value("hubei.block_share@2025-01-01/2025-01-31") is None


@pytest.mark.parametrize(
    "text",
    [
        "hubei.volume_t",
        "hubei.volume_t@2024-09-04/2024-09-02",
        "hubei.volume_t@2024-02-30/2024-03-02",
        "hubei.volumes_t@2024-09-02/2024-09-04",
        "hubei~national.volume_t",
        "hubei.weekly_correlation@2024-09-02/2024-09-04",
        "hubei.volume_t@2024-09-02",
        "",
    ],
)
def test_what_is_no_metric_of_a_window_is_not_read_as_one(text: str) -> None:
    assert read_window_metric(text) is None


def test_every_number_of_a_window_or_pair_has_a_name_and_a_unit() -> None:
    for name in WINDOW_NUMBERS:
        asked = read_metric(f"hubei.{name}@2024-09-02/2024-09-04")
        assert asked is not None
        assert (asked.metric.id, asked.markets) == (name, ("hubei",))
        assert asked.window == (date(2024, 9, 2), date(2024, 9, 4))
    for name in PAIR_NUMBERS:
        pair = read_metric(f"national~hubei.{name}")
        assert pair is not None
        assert (pair.metric.id, pair.window) == (name, None)
    assert read_metric("hubei.weather") is None
