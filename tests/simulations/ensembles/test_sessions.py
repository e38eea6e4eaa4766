import threading
from pathlib import Path

import pytest

from simulations import (
    EnsembleBusy,
    EnsembleCancelled,
    EnsembleProgress,
    NotAnEnsemble,
    ensemble_status,
    planned_ensemble,
    run_ensemble,
)
from simulations.ensembles.locks import is_locked, locked
from tests.simulations.ensembles.plans import bytes_of, plan


def test_a_stopped_ensemble_tells_how_far_it_is_and_goes_on_from_its_own_plan(
    tmp_path: Path,
) -> None:
    with pytest.raises(NotAnEnsemble, match=r"plan\.json"):
        ensemble_status(tmp_path)
    seen: list[EnsembleProgress] = []
    with pytest.raises(EnsembleCancelled):
        run_ensemble(
            plan("two_policies"),
            tmp_path,
            on_progress=seen.append,
            should_cancel=lambda: len(seen) > 2,
        )
    stopped = ensemble_status(tmp_path)
    assert (stopped.scenario, stopped.experiment) == (
        plan("two_policies").scenario.id,
        "two_policies",
    )
    assert (stopped.cases, stopped.replications, stopped.total) == (2, 3, 6)
    assert stopped.done == seen[-1].done < 6
    assert not stopped.finished
    assert not stopped.running
    manifest = run_ensemble(planned_ensemble(tmp_path), tmp_path)
    finished = ensemble_status(tmp_path)
    assert (finished.done, finished.failed, finished.finished) == (6, 0, True)
    assert finished.timings == manifest["timings"]


def test_timings_tell_each_session_and_are_in_no_hash(tmp_path: Path) -> None:
    first = run_ensemble(plan("two_policies"), tmp_path / "here")
    second = run_ensemble(plan("two_policies"), tmp_path / "processes", jobs=2)
    assert bytes_of(first) == bytes_of(second)
    assert "timings.json" not in first["files"]
    assert first["failures"] == []
    names = [each["timings"]["sessions"][0]["workers"] for each in (first, second)]
    assert names == ["here", "2 processes"]
    (session,) = first["timings"]["sessions"]
    assert session["runs"] == first["timings"]["runs"] == 6
    assert 0 < session["run_seconds"] <= session["seconds"] + 1
    again = run_ensemble(plan("two_policies"), tmp_path / "here")
    assert again == first


def test_two_processes_do_not_write_one_directory(tmp_path: Path) -> None:
    directory = tmp_path / "out"
    held, finish = threading.Event(), threading.Event()

    def hold() -> None:
        with locked(directory):
            held.set()
            finish.wait(60)

    other = threading.Thread(target=hold)
    other.start()
    try:
        assert held.wait(60)
        assert is_locked(directory)
        with pytest.raises(EnsembleBusy):
            run_ensemble(plan("two_policies"), directory)
        assert list(directory.iterdir()) == []
    finally:
        finish.set()
        other.join()
    assert not is_locked(directory)
    assert run_ensemble(plan("two_policies"), directory)["failed"] == 0


def test_a_lock_is_free_when_what_held_it_raised(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), locked(tmp_path):
        raise ZeroDivisionError
    assert not is_locked(tmp_path)
