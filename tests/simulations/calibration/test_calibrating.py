import json
from functools import cache
from pathlib import Path

import pytest

from simulations import EnsembleCancelled, load_scenario
from simulations.calibration import (
    CalibrationReport,
    UnknownTargets,
    calibrate,
    load_calibration,
    preset_text,
    targets_of,
)

TINY = Path(__file__).parent / "tiny.yaml"
SMALL = Path(__file__).parent.parent / "small.yaml"
WIDTH = "agents.behaviours.quote_width"


@cache
def report(jobs: int = 1) -> CalibrationReport:
    plan = load_calibration(str(TINY))
    return calibrate(plan, targets_of(plan), jobs=jobs)


def test_the_report_tells_every_target_before_and_after() -> None:
    data = json.loads(json.dumps(report().as_dict()))
    assert data["schema"] == "tanlab/calibration-report@1"
    assert [row["use"] for row in data["targets"]].count("fitted") == 8
    held_out = data["targets"][-1]
    assert held_out["metric"] == "national.price_mean_cny@2025-01-01/2025-03-31"
    assert held_out["after"]["value"] > 0
    (parameter,) = data["parameters"]
    assert (parameter["key"], parameter["before"]) == (WIDTH, 0.015)


def test_the_values_accepted_are_those_with_the_least_distance() -> None:
    found = report()
    assert found.accepted == found.plan.parameters.settings(found.trace.points[found.trace.best])
    assert found.trace.distances[found.trace.best] <= found.trace.distances[0]
    assert len(found.trace.points) == 10


def test_two_processes_find_the_same() -> None:
    assert report(2).as_dict() == report().as_dict()


def test_the_accepted_values_are_a_preset_that_a_scenario_extends(tmp_path: Path) -> None:
    (tmp_path / "fitted.yaml").write_text(preset_text(report()))
    (tmp_path / "mine.yaml").write_text(f"extends: [{SMALL}, fitted.yaml]\n")
    scenario = load_scenario(str(tmp_path / "mine.yaml"))
    assert scenario.agents.behaviours.quote_width == report().accepted[WIDTH]
    settings = {each.path: each for each in load_scenario(str(tmp_path / "mine.yaml")).settings}
    assert settings[WIDTH].confidence == "derived"
    assert "fitted to CEA (8 targets, diagonal weights" in settings[WIDTH].source


def test_a_calibration_can_be_stopped() -> None:
    plan = load_calibration(str(TINY))
    with pytest.raises(EnsembleCancelled):
        calibrate(plan, targets_of(plan), should_cancel=lambda: True)


def test_targets_that_nobody_published_are_refused() -> None:
    with pytest.raises(UnknownTargets):
        targets_of(load_calibration(str(TINY)), "XYZ")


def test_a_users_prices_are_targets_with_their_covariance(tmp_path: Path) -> None:
    rows = [
        f"2022-{1 + i // 28:02d}-{1 + i % 28:02d},{60 + (i * 7 % 11) + (i * 3 % 5)}"
        for i in range(300)
    ]
    (tmp_path / "prices.csv").write_text("date,close\n" + "\n".join(rows) + "\n")
    targets = targets_of(load_calibration(str(TINY)), str(tmp_path / "prices.csv"))
    assert targets.weighting == "covariance"
    assert targets.rows[0].source.startswith("prices of national, 2022-01-01")
