import pytest

from simulations import ScenarioInvalid
from web.catalogue import Job, JobState, User
from web.installation import Installation
from web.simulations.lab_jobs import may_steer, stop_job
from web.simulations.run_errors import (
    NotYourRun,
    RunEnded,
    RunNotDone,
    RunTooLarge,
    TooManyRuns,
    UnknownRun,
)
from web.simulations.runs import (
    RunParameters,
    RunRequest,
    files_of,
    find_run,
    recent_runs,
    results,
    start_run,
)

FEW_FIRMS = (
    "agents.firms.power.count=10",
    "agents.firms.steel.count=1",
    "agents.firms.cement.count=1",
    "agents.firms.aluminium.count=1",
)
REQUEST = RunRequest(scenario="cn-national-2024", seed=1, overrides=FEW_FIRMS)


@pytest.fixture
def installed(installed_anywhere: Installation) -> Installation:
    """An installation on each kind of database."""
    return installed_anywhere


@pytest.fixture
def user(installed: Installation) -> User:
    """Somebody known to the installation."""
    return known(installed, "a@example.org", "Ada")


def known(installed: Installation, email: str, name: str) -> User:
    """Add a user."""
    with installed.catalogue.unit_of_work() as session:
        added = User(email=email, name=name)
        session.add(added)
        session.flush()
        assert added.roles == []
    return added


def test_a_run_waits_runs_and_leaves_files_on_either_database(
    installed: Installation, user: User
) -> None:
    run_id = start_run(installed, user, REQUEST)
    waiting = find_run(installed, run_id)
    assert (waiting.job.state, waiting.owner) == ("queued", "Ada")
    assert waiting.request == RunParameters(**REQUEST.model_dump())
    with pytest.raises(RunNotDone):
        results(installed, waiting)
    installed.jobs.drain()
    done = find_run(installed, run_id)
    assert done.is_done
    assert done.job.steps_done == done.job.steps_total > 200
    manifest = results(installed, done).manifest
    assert (manifest["seed"], manifest["scenario"]) == (1, "cn-national-2024")
    assert set(manifest["files"]) < set(files_of(installed, done))
    assert [found.id for found in recent_runs(installed)] == [run_id]


def test_unfinished_runs_are_limited_for_each_person_and_dead_ones_do_not_count(
    installed: Installation, user: User
) -> None:
    started = [start_run(installed, user, REQUEST) for _ in range(3)]
    with pytest.raises(TooManyRuns):
        start_run(installed, user, REQUEST)
    with installed.jobs.changing(started[0]) as job:
        job.state, job.seen_at = JobState.RUNNING, job.created_at.replace(year=2020)
    start_run(installed, user, REQUEST)
    assert find_run(installed, started[0]).job.error["en"]["code"] == "jobs.worker_lost"


def test_only_the_owner_stops_a_run_and_only_once(installed: Installation, user: User) -> None:
    stranger = known(installed, "b@example.org", "Bo")
    run_id = start_run(installed, user, REQUEST)
    assert may_steer(user, find_run(installed, run_id))
    with pytest.raises(NotYourRun):
        stop_job(installed, stranger, find_run(installed, run_id))
    stop_job(installed, user, find_run(installed, run_id))
    with pytest.raises(RunEnded):
        stop_job(installed, user, find_run(installed, run_id))


def test_nothing_is_queued_for_a_wrong_or_too_large_request(
    installed: Installation, user: User
) -> None:
    with pytest.raises(ScenarioInvalid):
        start_run(installed, user, REQUEST.model_copy(update={"overrides": ("x=1",)}))
    huge = ("agents.firms.power.count=100000",)
    with pytest.raises(RunTooLarge):
        start_run(installed, user, REQUEST.model_copy(update={"overrides": huge}))
    assert recent_runs(installed) == []


def test_a_job_of_another_kind_is_no_run(installed: Installation) -> None:
    with installed.catalogue.unit_of_work() as session:
        session.add(Job(id="other", kind="other"))
    with pytest.raises(UnknownRun):
        find_run(installed, "other")
