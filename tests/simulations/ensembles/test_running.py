import multiprocessing
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from simulations import (
    EnsembleCancelled,
    EnsembleDiffers,
    EnsembleProgress,
    NotAnEnsemble,
    OutputNotEmpty,
    ResultsChanged,
    read_ensemble,
    run,
    run_ensemble,
)
from simulations.ensembles import Outcome, metrics_of, running, tasks
from simulations.ensembles.directories import EnsembleDirectory
from simulations.ensembles.varying import varied
from simulations.runs.results import parquet_bytes
from tests.simulations.ensembles.plans import bytes_of, plan


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    directory = tmp_path_factory.mktemp("ensemble") / "out"
    return directory, run_ensemble(plan("two_policies"), directory)


def test_every_run_is_what_the_same_scenario_and_seed_give_alone(
    finished: tuple[Path, dict[str, Any]],
) -> None:
    ensemble = read_ensemble(finished[0])
    rows = ensemble.runs().to_pylist()
    assert [(row["name"], row["replication"]) for row in rows] == [
        (name, r) for name in ("base", "no_blocks") for r in range(3)
    ]
    last = rows[-1]
    alone = run(
        varied(ensemble.plan.scenario.canonical(), ensemble.plan.cases()[1].settings), last["seed"]
    )
    assert {key: last[key] for key in metrics_of(alone)} == metrics_of(alone)
    daily = ensemble.table("daily").to_pylist()
    kept = [row for row in daily if (row["case"], row["replication"]) == (1, 2)]
    assert [row["close_cny"] for row in kept] == alone.daily["close_cny"].to_pylist()
    assert {row["seed"] for row in kept} == {last["seed"]}


def test_cases_share_the_seeds_of_their_replications(
    finished: tuple[Path, dict[str, Any]],
) -> None:
    rows = read_ensemble(finished[0]).runs().to_pylist()
    assert [row["seed"] for row in rows[:3]] == [row["seed"] for row in rows[3:]]
    assert len({row["seed"] for row in rows}) == 3


def test_any_executor_gives_the_same_bytes(
    finished: tuple[Path, dict[str, Any]], tmp_path: Path
) -> None:
    with ThreadPoolExecutor(3) as threads:
        by_threads = run_ensemble(plan("two_policies"), tmp_path / "threads", executor=threads)
    by_processes = run_ensemble(plan("two_policies"), tmp_path / "processes", jobs=2)
    assert bytes_of(by_threads) == bytes_of(by_processes) == bytes_of(finished[1])


def test_a_killed_process_loses_nothing(
    finished: tuple[Path, dict[str, Any]], tmp_path: Path
) -> None:
    killed: list[int] = []

    def kill_once(now: EnsembleProgress) -> None:
        if now.done and not killed:
            child = multiprocessing.active_children()[0]
            assert child.pid is not None
            killed.append(child.pid)
            os.kill(child.pid, signal.SIGKILL)

    manifest = run_ensemble(plan("two_policies"), tmp_path / "out", jobs=2, on_progress=kill_once)
    assert killed
    assert bytes_of(manifest) == bytes_of(finished[1])


def test_a_cancelled_ensemble_resumes_with_what_is_missing(
    finished: tuple[Path, dict[str, Any]], tmp_path: Path
) -> None:
    seen: list[EnsembleProgress] = []

    def stop() -> bool:
        return len(seen) > 4

    with pytest.raises(EnsembleCancelled) as refused:
        run_ensemble(plan("two_policies"), tmp_path, on_progress=seen.append, should_cancel=stop)
    done = seen[-1].done
    assert 4 <= done < 6
    assert refused.value.facts == {"done": done, "total": 6}
    with pytest.raises(NotAnEnsemble):
        read_ensemble(tmp_path)
    again: list[EnsembleProgress] = []
    manifest = run_ensemble(plan("two_policies"), tmp_path, on_progress=again.append)
    assert [now.done for now in again] == list(range(done, 7))
    assert again[0].seconds_left is None
    assert again[-1].seconds_left == 0
    assert bytes_of(manifest) == bytes_of(finished[1])
    assert run_ensemble(plan("two_policies"), tmp_path) == manifest


def test_the_expected_finish_does_not_count_the_start_of_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter((9.0, 9.0, 10.0))  # the first run ended and was told; so was the second
    monkeypatch.setattr(running.time, "monotonic", lambda: next(clock))
    told: list[EnsembleProgress] = []
    watch = running._Watch(EnsembleDirectory(tmp_path, plan("two_policies")), 6, told.append)
    watch.pace.least_seconds = 1.0
    watch.take(Outcome(0, 0, 1))
    assert (told[-1].runs_per_second, told[-1].seconds_left) == (0.0, None)
    watch.take(Outcome(0, 1, 2))
    assert (told[-1].runs_per_second, told[-1].seconds_left) == (1.0, 4.0)


def test_the_expected_finish_is_unknown_until_all_who_work_at_once_have_ended_a_run(
    tmp_path: Path,
) -> None:
    told: list[EnsembleProgress] = []
    watch = running._Watch(EnsembleDirectory(tmp_path, plan("two_policies")), 4, told.append)
    watch.at_once, watch.pace.least_seconds = 3, 1.0
    for replication in range(4):
        watch.take(Outcome(0, replication, replication, error="Failed"))
    assert [now.seconds_left is None for now in told] == [True, True, False, False]
    assert told[-1].seconds_left == 0


def test_an_ensemble_of_one_run_has_a_rate_when_it_has_ended(tmp_path: Path) -> None:
    told: list[EnsembleProgress] = []
    watch = running._Watch(EnsembleDirectory(tmp_path, plan("two_policies")), 1, told.append)
    watch.pace.least_seconds = 1.0
    watch.take(Outcome(0, 0, 1))
    assert told[-1].runs_per_second > 0
    assert told[-1].seconds_left == 0


def test_a_failed_run_is_kept_with_seed_and_traceback_and_rerun_alone(
    finished: tuple[Path, dict[str, Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seeds = plan("two_policies").seeds()
    ran: list[int] = []

    def failing(scenario: Any, seed: int, **options: Any) -> Any:
        ran.append(seed)
        if seed == seeds[1] and not scenario.markets["national"].trading.block.enabled:
            raise ZeroDivisionError("planted")
        return run(scenario, seed, **options)

    monkeypatch.setattr(tasks, "run", failing)
    manifest = run_ensemble(plan("two_policies"), tmp_path)
    assert (manifest["runs"], manifest["failed"], len(ran)) == (6, 1, 6)
    ensemble = read_ensemble(tmp_path)
    (failure,) = ensemble.failures()
    assert manifest["failures"] == [failure]
    assert (failure["case"], failure["replication"], failure["seed"]) == (1, 1, seeds[1])
    assert 'raise ZeroDivisionError("planted")' in failure["traceback"]
    errors = ensemble.runs()["error"].to_pylist()
    assert errors == ["", "", "", "", "ZeroDivisionError", ""]
    assert set(ensemble.table("daily")["replication"].to_pylist()) == {0, 1, 2}

    monkeypatch.setattr(tasks, "run", run)
    again: list[EnsembleProgress] = []
    mended = run_ensemble(plan("two_policies"), tmp_path, on_progress=again.append)
    assert [now.done for now in again] == [5, 6]
    assert bytes_of(mended) == bytes_of(finished[1])
    assert read_ensemble(tmp_path).failures() == []
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "cases",
        "daily",
        "design.parquet",
        "events",
        "firms",
        "manifest.json",
        "plan.json",
        "runs.parquet",
        "timings.json",
    ]


def test_another_plan_or_foreign_files_are_left_alone(
    finished: tuple[Path, dict[str, Any]], tmp_path: Path
) -> None:
    with pytest.raises(EnsembleDiffers, match="scenario"):
        run_ensemble(plan("two_policies", "agents.behaviours.hoarding=0.5"), finished[0])
    with pytest.raises(EnsembleDiffers, match="definition, experiment"):
        run_ensemble(plan("grid"), finished[0])
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(OutputNotEmpty):
        run_ensemble(plan("two_policies"), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    assert bytes_of(read_ensemble(finished[0]).manifest) == bytes_of(finished[1])


def test_a_changed_partition_is_noticed(tmp_path: Path) -> None:
    run_ensemble(plan("two_policies"), tmp_path)
    path = tmp_path / "daily" / "case=0" / "part-0.parquet"
    path.write_bytes(parquet_bytes(read_ensemble(tmp_path).table("daily").slice(0, 1)))
    with pytest.raises(ResultsChanged):
        read_ensemble(tmp_path)
