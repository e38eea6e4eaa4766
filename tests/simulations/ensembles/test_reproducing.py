import json
from pathlib import Path
from typing import Any

import pytest

from simulations import (
    NotAnEnsemble,
    NotARun,
    ResultsChanged,
    ensemble_status,
    is_ensemble,
    load_scenario,
    read_ensemble,
    reproduce,
    run,
    run_ensemble,
    write_run,
)
from simulations.ensembles import tasks
from tests.simulations.ensembles.plans import TINY, plan
from tests.simulations.scenarios import small


def test_a_run_is_reproduced_from_its_directory_alone(tmp_path: Path) -> None:
    for name, scenario in (("small", small()), ("tiny", load_scenario(str(TINY)))):
        write_run(run(scenario, seed=3), tmp_path / name)
        report = reproduce(tmp_path / name)
        assert (report["ok"], report["differing"], report["versions"]) == (True, [], {})
        assert report["files"] == 6


def test_an_ensemble_is_reproduced_and_a_changed_engine_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_ensemble(plan("two_policies"), tmp_path)
    assert reproduce(tmp_path)["ok"]

    def changed(scenario: Any, seed: int, **options: Any) -> Any:
        return run(scenario, seed + 1, **options)

    monkeypatch.setattr(tasks, "run", changed)
    report = reproduce(tmp_path)
    assert not report["ok"]
    assert "daily/case=0/part-0.parquet" in report["differing"]
    assert "design.parquet" not in report["differing"]


def test_what_cannot_be_reproduced_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotARun):
        reproduce(tmp_path)
    run_ensemble(plan("two_policies"), tmp_path / "out")
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    manifest["files"]["plan.json"] = "sha256:0"
    (tmp_path / "out" / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(ResultsChanged):
        reproduce(tmp_path / "out")


def test_directories_may_be_given_as_text(tmp_path: Path) -> None:
    directory = str(tmp_path / "out")
    with pytest.raises(NotAnEnsemble, match=r"manifest\.json"):
        read_ensemble(directory)
    with pytest.raises(NotARun):
        reproduce(directory)
    assert not is_ensemble(directory)
    manifest = run_ensemble(plan("two_policies"), directory)
    assert read_ensemble(directory).manifest == manifest
    assert ensemble_status(directory).finished
    assert reproduce(directory)["ok"]
