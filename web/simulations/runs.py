"""Simulation runs of signed-in people: started, watched, stopped; pages and JSON call this module.

A run is a job whose parameters are scenario, seed and overrides, and a folder that `write_run`
filled. Everybody who is signed in sees the runs; only the owner or an administrator stops one.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlmodel import Session, col, select

from simulations import (
    RunFiles,
    Scenario,
    UnknownScenario,
    list_scenarios,
    load_scenario,
    parse_scenario,
    read_run,
    run,
    save_figures,
    write_run,
)
from web.catalogue import Job, JobState, User
from web.installation import Installation
from web.jobs import JobRun, job_kind
from web.refusals import LANGUAGES
from web.registry.unit_inputs import WholeNumber
from web.settings import Settings
from web.simulations.overrides import LINE_CHARACTERS_MAX, LINES_MAX
from web.simulations.reporting import REPORT_SECONDS
from web.simulations.run_errors import (
    NotYourRun,
    RunEnded,
    RunNotDone,
    RunTooLarge,
    TooManyRuns,
    UnknownBuiltin,
    UnknownRun,
    UnknownRunFile,
)

KIND: Final = "simulation"
FIGURES: Final = "figures"
MANIFEST: Final = "manifest.json"
SEED_MAX: Final = 2**63 - 1
UNFINISHED: Final = (JobState.QUEUED, JobState.RUNNING)
ADMINISTRATOR: Final = "administrator"
LAST_STEPS: Final = 1 + len(LANGUAGES)
"""Steps after the last trading day: writing the tables, then the figures of each language."""

Line = Annotated[str, StringConstraints(max_length=LINE_CHARACTERS_MAX)]


class RunRequest(BaseModel):
    """What determines a run."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    scenario: str = Field(
        max_length=64, description="Id of a built-in scenario, or `own:12@3` for a saved one."
    )
    seed: WholeNumber = Field(ge=0, le=SEED_MAX, description="Seed of all random streams.")
    overrides: tuple[Line, ...] = Field(
        (), max_length=LINES_MAX, description="Assignments `key=value`, laid over the scenario."
    )


class RunParameters(RunRequest):
    """What the job of a run is given: a saved scenario travels as its text."""

    text: str = ""

    def scenario_of(self) -> Scenario:
        """Return the scenario to run.

        Raises:
            ScenarioInvalid: the overrides do not fit it.
        """
        if self.text:
            return parse_scenario(self.text, "scenario.yaml", self.overrides)
        return builtin_scenario(self.scenario, self.overrides)


@dataclass(frozen=True, slots=True)
class Run:
    """A run as its page shows it."""

    job: Job
    request: RunParameters
    owner: str

    @property
    def id(self) -> str:
        """Return the run's number, that of its job."""
        return self.job.id

    @property
    def is_finished(self) -> bool:
        """Tell whether nothing will change any more."""
        return self.job.state not in UNFINISHED

    @property
    def is_done(self) -> bool:
        """Tell whether there are results."""
        return self.job.state == JobState.DONE

    @property
    def is_stopping(self) -> bool:
        """Tell whether somebody asked the run to stop, and it has not yet."""
        return self.job.cancel_requested and not self.is_finished


def builtin_scenario(scenario_id: str, overrides: Sequence[str] = ()) -> Scenario:
    """Return a shipped scenario; never a file of the server.

    Raises:
        UnknownBuiltin: there is none of this name.
        ScenarioInvalid: the overrides do not fit it.
    """
    try:
        return load_scenario(f"builtin:{scenario_id}", overrides)
    except UnknownScenario as error:
        known = ", ".join(info.id for info in list_scenarios())
        raise UnknownBuiltin(name=scenario_id, known=known) from error


def start_run(installation: Installation, user: User, request: RunRequest, text: str = "") -> str:
    """Queue a run and return its number.

    Args:
        installation: where.
        user: who asks.
        request: scenario, seed and overrides.
        text: YAML of a saved scenario; empty for one that is shipped.

    Raises:
        UnknownBuiltin: there is no such scenario.
        ScenarioInvalid: the overrides do not fit it.
        RunTooLarge: it is too large for the server.
        TooManyRuns: the user's earlier runs have not ended yet.
    """
    parameters = RunParameters(**request.model_dump(), text=text)
    check_size(parameters.scenario_of(), installation.settings)
    check_room(installation, user, KIND)
    return installation.jobs.start(KIND, parameters.model_dump(mode="json"), user.id)


def check_room(installation: Installation, user: User, kind: str) -> None:
    """Refuse another job of a kind while too many of the user's have not ended.

    Raises:
        TooManyRuns: the user's earlier ones have not ended yet.
    """
    installation.jobs.fail_lost()
    unfinished_max = installation.settings.runs_unfinished_max
    with installation.catalogue.reading() as session:
        mine = select(Job.id).where(
            Job.kind == kind, Job.user_id == user.id, col(Job.state).in_(UNFINISHED)
        )
        unfinished = len(session.exec(mine).all())
    if unfinished >= unfinished_max:
        raise TooManyRuns(unfinished=unfinished, unfinished_max=unfinished_max)


def find_run(installation: Installation, run_id: str) -> Run:
    """Return a run as it is now.

    Raises:
        UnknownRun: there is none.
    """
    installation.jobs.fail_lost()
    with installation.catalogue.reading() as session:
        job = session.get(Job, run_id)
        if job is None or job.kind != KIND:
            raise UnknownRun(run_id=run_id[:64])
        return _runs(session, [job])[0]


def recent_runs(installation: Installation, runs_max: int = 20) -> list[Run]:
    """Return the latest runs of everybody, the newest first."""
    installation.jobs.fail_lost()
    latest = select(Job).where(Job.kind == KIND).order_by(col(Job.created_at).desc())
    with installation.catalogue.reading() as session:
        return _runs(session, session.exec(latest.limit(runs_max)).all())


def may_stop(user: User, run: Run) -> bool:
    """Tell whether the user may stop the run."""
    return user.id == run.job.user_id or user.has_role(ADMINISTRATOR)


def stop_run(installation: Installation, user: User, run_id: str) -> None:
    """Ask a run to stop; it does within a trading day.

    Raises:
        UnknownRun: there is none.
        NotYourRun: the user neither started it nor is an administrator.
        RunEnded: it has already ended.
    """
    found = find_run(installation, run_id)
    if not may_stop(user, found):
        raise NotYourRun()
    if found.is_finished:
        raise RunEnded()
    installation.jobs.cancel(run_id)


def results(installation: Installation, found: Run) -> RunFiles:
    """Open a run's results, every file checked against the manifest.

    Raises:
        RunNotDone: it has none.
        NotARun: its folder is gone or incomplete.
        ResultsChanged: a file differs from the manifest.
    """
    if not found.is_done:
        raise RunNotDone(state=found.job.state)
    return read_run(folder(installation.settings, found.id))


def files_of(installation: Installation, found: Run) -> dict[str, Path]:
    """Return a run's files by the names under which they are downloaded: results, then figures.

    Raises:
        RunNotDone: it has none.
        NotARun: its folder is gone or incomplete.
        ResultsChanged: a file differs from the manifest.
    """
    opened = results(installation, found)
    names = [MANIFEST, *sorted(opened.manifest["files"])]
    figures = sorted((opened.directory / FIGURES).glob("*.*"))
    return {name: opened.directory / name for name in names} | {
        f"{FIGURES}/{figure.name}": figure for figure in figures
    }


def file_of(installation: Installation, found: Run, name: str) -> Path:
    """Return one of a run's files.

    Raises:
        UnknownRunFile: the run has no file of this name.
    """
    files = files_of(installation, found)
    if name not in files:
        raise UnknownRunFile(file=name[:80])
    return files[name]


def folder(settings: Settings, run_id: str) -> Path:
    """Return where a run is written; workers on other machines must share this folder."""
    return settings.instance.absolute() / "runs" / run_id


@job_kind(KIND)
def simulate(job: JobRun) -> Mapping[str, Any]:
    """Run a scenario, write its tables and its figures in both languages."""
    request = RunParameters.model_validate(job.parameters)
    scenario = request.scenario_of()
    report = _Report(job)
    result = run(scenario, request.seed, on_progress=report.day)
    directory = folder(job.settings, job.job_id)
    report.step("write")
    manifest = write_run(result, directory)
    for language in LANGUAGES:
        report.step("draw")
        save_figures(directory, directory / FIGURES, language)
    report.step("")
    return {"scenario_digest": manifest["scenario_digest"], "files": len(manifest["files"])}


class _Report:
    """Reports a run's progress a few times a second, not on each trading day."""

    def __init__(self, job: JobRun, clock: Callable[[], float] = time.monotonic) -> None:
        self._job = job
        self._clock = clock
        self._next = 0.0
        self._done = 0
        self._total = 0

    def day(self, done_days: int, total_days: int) -> None:
        """Take note of a trading day.

        Raises:
            JobCancelledError: the run shall stop.
        """
        self._done, self._total = done_days, total_days + LAST_STEPS
        if self._clock() >= self._next:
            self._job.progress(self._done, self._total, "simulate")
            self._next = self._clock() + REPORT_SECONDS

    def step(self, message: str) -> None:
        """Begin one of the steps after the last trading day, or with no message end them."""
        self._job.progress(self._done, self._total, message)
        self._done = min(self._done + 1, self._total)


def check_size(scenario: Scenario, settings: Settings) -> None:
    """Refuse a scenario with more firms and days than the server runs.

    Raises:
        RunTooLarge: it is too large.
    """
    firms = sum(group.count for group in scenario.agents.firms.values())
    days = (scenario.horizon.end - scenario.horizon.start).days + 1
    if firms * days > settings.run_firm_days_max:
        raise RunTooLarge(
            firms=f"{firms:,}", days=f"{days:,}", firm_days_max=f"{settings.run_firm_days_max:,}"
        )


def _runs(session: Session, jobs: Sequence[Job]) -> list[Run]:
    owners = {job.user_id for job in jobs if job.user_id is not None}
    users = session.exec(select(User).where(col(User.id).in_(owners))).all()
    names = {user.id: user.name or user.email for user in users}
    return [
        Run(job, RunParameters.model_validate(job.parameters), names.get(job.user_id, ""))
        for job in jobs
    ]
