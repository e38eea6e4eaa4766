"""Simulation runs of signed-in people: started, watched, stopped; pages and JSON call this module.

A run is a job whose parameters are scenario, seed and overrides, and a folder that `write_run`
filled.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from simulations import (
    RunFiles,
    Scenario,
    parse_scenario,
    read_run,
    run,
    save_figures,
    write_run,
)
from web.catalogue import User
from web.installation import Installation
from web.jobs import JobRun, job_kind
from web.refusals import LANGUAGES
from web.registry.unit_inputs import WholeNumber
from web.settings import Settings
from web.simulations.lab_jobs import LabJob, check_room, find_job, recent_jobs
from web.simulations.overrides import LINE_CHARACTERS_MAX, LINES_MAX
from web.simulations.reporting import Pace
from web.simulations.run_errors import RunNotDone, RunTooLarge, UnknownRun, UnknownRunFile
from web.simulations.scenario_sources import scenario_from, shipped_source

KIND: Final = "simulation"
FIGURES: Final = "figures"
MANIFEST: Final = "manifest.json"
SEED_MAX: Final = 2**63 - 1
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
        return scenario_from(shipped_source(self.scenario), self.overrides)


@dataclass(frozen=True, slots=True)
class Run(LabJob):
    """A run as its page shows it."""

    @property
    def request(self) -> RunParameters:
        """Return what it was given."""
        return RunParameters.model_validate(self.job.parameters)


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


def check_size(scenario: Scenario, settings: Settings) -> None:
    """Refuse a scenario with more firms and days than the server runs.

    Raises:
        RunTooLarge: it is too large.
    """
    if scenario.firm_days > settings.run_firm_days_max:
        raise RunTooLarge(
            firms=f"{scenario.firm_count:,}",
            days=f"{scenario.horizon.days:,}",
            firm_days_max=f"{settings.run_firm_days_max:,}",
        )


def find_run(installation: Installation, run_id: str) -> Run:
    """Return a run as it is now.

    Raises:
        UnknownRun: there is none.
    """
    found = find_job(installation, KIND, Run, run_id)
    if found is None:
        raise UnknownRun(run_id=run_id[:64])
    return found


def recent_runs(installation: Installation, runs_max: int = 20) -> list[Run]:
    """Return the latest runs of everybody, the newest first."""
    return recent_jobs(installation, KIND, Run, runs_max)


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

    def __init__(self, job: JobRun) -> None:
        self._job = job
        self._pace = Pace()
        self._done = 0
        self._total = 0

    def day(self, done_days: int, total_days: int) -> None:
        """Take note of a trading day.

        Raises:
            JobCancelledError: the run shall stop.
        """
        self._done, self._total = done_days, total_days + LAST_STEPS
        if self._pace.is_due():
            self._job.progress(self._done, self._total, "simulate")

    def step(self, message: str) -> None:
        """Begin one of the steps after the last trading day, or with no message end them."""
        self._job.progress(self._done, self._total, message)
        self._done = min(self._done + 1, self._total)
