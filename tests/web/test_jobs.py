import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Event
from typing import Any

import pytest
from huey.api import PostgresHuey, SqliteHuey
from sqlalchemy.exc import OperationalError

from methodologies import UnknownMethodology
from web import jobs as jobs_module
from web.catalogue import Job, JobState
from web.installation import Installation
from web.jobs import LOST_AFTER, JobRun, job_kind


@pytest.fixture
def installed(installed_anywhere: Installation) -> Installation:
    """An installation on each kind of database."""
    return installed_anywhere


def done(installed: Installation, kind: str, **parameters: object) -> Job:
    """Start a job, do it here, and return it as it ended."""
    job_id = installed.jobs.start(kind, parameters, None)
    installed.jobs.drain()
    job = installed.jobs.find(job_id)
    assert job is not None
    return job


@pytest.fixture(autouse=True)
def kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Kinds of jobs for these tests."""
    jobs_module._register_kinds()
    monkeypatch.setattr(jobs_module, "_handlers", dict(jobs_module._handlers))
    monkeypatch.setattr(jobs_module, "_lanes", dict(jobs_module._lanes))

    @job_kind("count")
    def count(run: JobRun) -> Mapping[str, Any]:
        for step in range(run.parameters["steps"]):
            run.progress(step, run.parameters["steps"], "counting")
        return {"counted": run.parameters["steps"]}

    @job_kind("refused")
    def refused(_run: JobRun) -> Mapping[str, Any]:
        raise UnknownMethodology(value="x", known="y")

    @job_kind("defect")
    def defect(_run: JobRun) -> Mapping[str, Any]:
        raise ZeroDivisionError("secret detail")

    @job_kind("cancelled")
    def cancelled(run: JobRun) -> Mapping[str, Any]:
        run.jobs.cancel(run.job_id)
        run.progress(1, 2)
        raise AssertionError("must have stopped")


def test_a_job_runs_and_leaves_its_result(installed: Installation) -> None:
    job = done(installed, "count", steps=3)
    assert (job.state, job.result, job.message) == (JobState.DONE, {"counted": 3}, "counting")
    assert job.started_at is not None
    assert job.finished_at is not None
    assert job.created_at <= job.started_at <= job.finished_at


def test_a_refused_job_says_why_in_both_languages(installed: Installation) -> None:
    job = done(installed, "refused")
    assert job.state == JobState.FAILED
    assert job.error["zh"]["code"] == job.error["en"]["code"] == "methodologies.unknown_methodology"
    assert job.error["zh"]["sentence"] != job.error["en"]["sentence"]


def test_a_defect_is_logged_and_not_shown(
    installed: Installation, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        job = done(installed, "defect")
    assert job.error["en"]["code"] == "http.500"
    assert "secret detail" not in str(job.error)
    assert "secret detail" in caplog.text


def test_a_running_job_stops_when_asked(installed: Installation) -> None:
    job = done(installed, "cancelled")
    assert job.state == JobState.CANCELLED


def test_the_queue_carries_ids_only_and_a_cancelled_job_does_not_begin(
    installed: Installation,
) -> None:
    job_id = installed.jobs.start("count", {"steps": 1, "secret": "parameter"}, None)
    [message] = installed.jobs.lanes["long"].queue.storage.enqueued_items()
    assert job_id.encode() in message
    assert b"parameter" not in message
    installed.jobs.cancel(job_id)
    installed.jobs.lanes["long"].drain()
    job = installed.jobs.find(job_id)
    assert job is not None
    assert (job.state, job.started_at) == (JobState.CANCELLED, None)


def test_a_job_runs_once_even_if_it_is_delivered_twice(installed: Installation) -> None:
    first = done(installed, "count", steps=1)
    installed.jobs.run(first.id)
    second = installed.jobs.find(first.id)
    assert second is not None
    assert first.finished_at == second.finished_at


def test_the_queue_lives_where_the_database_lives(
    installed: Installation, catalogue_url: str
) -> None:
    kind = PostgresHuey if catalogue_url.startswith("postgres") else SqliteHuey
    assert all(isinstance(lane.queue, kind) for lane in installed.jobs.lanes.values())


def test_what_a_reader_waits_for_never_waits_behind_long_work(installed: Installation) -> None:
    @job_kind("answer", lane="prompt")
    def answer(_run: JobRun) -> Mapping[str, Any]:
        return {}

    long = [installed.jobs.start("count", {"steps": 1}, None) for _ in range(3)]
    asked = installed.jobs.start("answer", {}, None)
    installed.jobs.lanes["prompt"].drain()
    states = {job_id: installed.jobs.find(job_id) for job_id in (*long, asked)}
    assert [job.state for job in states.values() if job] == ["queued"] * 3 + ["done"]
    again = installed.jobs.start("answer", {}, None)
    assert installed.jobs.lanes["prompt"].queue.dequeue() is not None
    installed.jobs.requeue()
    installed.jobs.lanes["prompt"].drain()
    found = installed.jobs.find(again)
    assert found is not None
    assert found.state == JobState.DONE


def test_the_what_if_page_has_workers_of_its_own() -> None:
    assert {kind: jobs_module._lane_of(kind) for kind in ("whatif", "ensemble")} == {
        "whatif": "prompt",
        "ensemble": "long",
    }


def test_there_is_no_job_of_an_unknown_id(installed: Installation) -> None:
    assert installed.jobs.find("nothing") is None


def test_a_job_whose_worker_died_is_marked_failed(installed: Installation) -> None:
    job_id = installed.jobs.start("count", {"steps": 1}, None)
    with installed.jobs.changing(job_id) as job:
        job.state = JobState.RUNNING
        job.seen_at = datetime.now(UTC) - 2 * LOST_AFTER
    installed.jobs.fail_lost()
    lost = installed.jobs.find(job_id)
    assert lost is not None
    assert lost.state == JobState.FAILED
    assert lost.error["zh"]["code"] == "jobs.worker_lost"


def test_one_database_error_does_not_end_the_signs_of_life(
    installed: Installation, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    job_id = installed.jobs.start("count", {"steps": 1}, None)
    changing = installed.jobs.changing
    beats = 0
    went_on = Event()

    @contextmanager
    def failing_once(job_id: str) -> Iterator[Job]:
        nonlocal beats
        beats += 1
        if beats == 1:
            raise OperationalError("UPDATE job", {}, Exception("database is locked"))
        with changing(job_id) as job:
            yield job
        went_on.set()

    monkeypatch.setattr(installed.jobs, "changing", failing_once)
    monkeypatch.setattr(jobs_module, "BEAT_SECONDS", 0.01)
    with caplog.at_level(logging.WARNING), installed.jobs._alive(job_id):
        assert went_on.wait(30)
    assert "missed a sign of life" in caplog.text
    job = installed.jobs.find(job_id)
    assert job is not None
    assert job.seen_at is not None


def test_a_waiting_job_is_put_back_into_the_queue(installed: Installation) -> None:
    job_id = installed.jobs.start("count", {"steps": 1}, None)
    assert installed.jobs.lanes["long"].queue.dequeue() is not None
    installed.jobs.requeue()
    installed.jobs.drain()
    job = installed.jobs.find(job_id)
    assert job is not None
    assert job.state == JobState.DONE
