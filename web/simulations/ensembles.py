"""Ensembles of signed-in people: designed, carried out by a worker, stopped, gone on with.

An ensemble is a job whose parameters hold the whole plan, and a folder that `run_ensemble` fills.
Everybody who is signed in sees it; only the owner or an administrator stops it or goes on.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from sqlmodel import col, select

from simulations import (
    EnsembleCancelled,
    EnsemblePlan,
    EnsembleProgress,
    connect,
    is_ensemble,
    plan_of,
    read_ensemble,
    run_ensemble,
)
from web.catalogue import Job, JobState, User
from web.installation import Installation
from web.jobs import JobCancelledError, JobRun, job_kind
from web.settings import Settings
from web.simulations.ensemble_summary import summarise
from web.simulations.refused_ensembles import (
    EnsembleRunning,
    EnsembleTooLarge,
    UnknownEnsemble,
    UnknownFailure,
)
from web.simulations.reporting import Reporter
from web.simulations.run_errors import NotYourRun, RunEnded, UnknownRunFile
from web.simulations.runs import ADMINISTRATOR, UNFINISHED, check_room

KIND: Final = "ensemble"
SUMMARY: Final = "summary.json"
FAILURES: Final = "failures"
FAILURES_SHOWN: Final = 50
PACE_FIRM_DAYS: Final = 150_000.0
"""Firm-days a second assumed while no ensemble has been finished here."""

DOWNLOADS: Final = ("manifest.json", "plan.json", "runs.parquet", "design.parquet")


@dataclass(frozen=True, slots=True)
class Ensemble:
    """An ensemble as its page shows it."""

    job: Job
    owner: str

    @property
    def id(self) -> str:
        """Return its number, that of its job."""
        return self.job.id

    @property
    def plan(self) -> EnsemblePlan:
        """Return what is carried out."""
        return plan_of(self.job.parameters["plan"])

    @property
    def cases(self) -> int:
        """Return how many cases it has."""
        return int(self.job.parameters["cases"])

    @property
    def origin(self) -> str:
        """Return the reference of the scenario that it varies."""
        return str(self.job.parameters["origin"])

    @property
    def name(self) -> str:
        """Return the experiment's name."""
        return str(self.job.parameters["plan"]["experiment"])

    @property
    def is_finished(self) -> bool:
        """Tell whether nothing will change any more."""
        return self.job.state not in UNFINISHED

    @property
    def is_done(self) -> bool:
        """Tell whether there are results, perhaps with failures."""
        return self.job.state == JobState.DONE

    @property
    def is_stopping(self) -> bool:
        """Tell whether somebody asked it to stop, and it has not yet."""
        return self.job.cancel_requested and not self.is_finished

    @property
    def finish_at(self) -> datetime | None:
        """Return when it will have ended, by the rate so far."""
        left = self.job.result.get("seconds_left")
        seen = self.job.seen_at
        if left is None or seen is None or self.is_finished:
            return None
        return datetime.fromtimestamp(seen.timestamp() + left, UTC)


def begin_ensemble(installation: Installation, user: User, plan: EnsemblePlan, origin: str) -> str:
    """Queue an ensemble and return its number.

    Args:
        installation: where.
        user: who asks.
        plan: what is carried out, checked.
        origin: reference of the scenario that it varies.

    Raises:
        EnsembleTooLarge: more firms, days and runs than the server accepts.
        TooManyRuns: the user's earlier ensembles have not ended yet.
    """
    cases = len(plan.cases())
    firm_days = firm_days_of(plan, cases * plan.experiment.replications)
    firm_days_max = installation.settings.ensemble_firm_days_max
    if firm_days > firm_days_max:
        raise EnsembleTooLarge(firm_days=firm_days, firm_days_max=firm_days_max)
    check_room(installation, user, KIND)
    parameters = {"plan": plan.canonical(), "origin": origin, "cases": cases}
    return installation.jobs.start(KIND, parameters, user.id)


def firm_days_of(plan: EnsemblePlan, runs: int) -> int:
    """Return firms times days of so many runs, the measure of how much work they are."""
    scenario = plan.scenario
    firms = sum(group.count for group in scenario.agents.firms.values())
    days = (scenario.horizon.end - scenario.horizon.start).days + 1
    return firms * days * runs


def find_ensemble(installation: Installation, ensemble_id: str) -> Ensemble:
    """Return an ensemble as it is now.

    Raises:
        UnknownEnsemble: there is none of this number.
    """
    installation.jobs.fail_lost()
    with installation.catalogue.reading() as session:
        job = session.get(Job, ensemble_id)
        if job is None or job.kind != KIND:
            raise UnknownEnsemble(ensemble_id=ensemble_id[:64])
        owner = session.get(User, job.user_id) if job.user_id is not None else None
    return Ensemble(job, (owner.name or owner.email) if owner else "")


def recent_ensembles(installation: Installation, shown_max: int = 10) -> list[Ensemble]:
    """Return the latest ensembles of everybody, the newest first."""
    latest = select(Job).where(Job.kind == KIND).order_by(col(Job.created_at).desc())
    with installation.catalogue.reading() as session:
        jobs = session.exec(latest.limit(shown_max)).all()
        users = {job.user_id for job in jobs if job.user_id is not None}
        known = session.exec(select(User).where(col(User.id).in_(users))).all()
    names = {user.id: user.name or user.email for user in known}
    return [Ensemble(job, names.get(job.user_id, "")) for job in jobs]


def may_steer(user: User, ensemble: Ensemble) -> bool:
    """Tell whether the user may stop an ensemble or go on with it."""
    return user.id == ensemble.job.user_id or user.has_role(ADMINISTRATOR)


def stop_ensemble(installation: Installation, user: User, ensemble: Ensemble) -> None:
    """Ask an ensemble to stop; it does within a trading day, and keeps what has finished.

    Raises:
        NotYourRun: the user neither started it nor is an administrator.
        RunEnded: it has already ended.
    """
    if not may_steer(user, ensemble):
        raise NotYourRun()
    if ensemble.is_finished:
        raise RunEnded()
    installation.jobs.cancel(ensemble.id)


def resume_ensemble(installation: Installation, user: User, ensemble: Ensemble) -> None:
    """Queue an ensemble again: only runs that are missing or failed are carried out.

    Raises:
        NotYourRun: the user neither started it nor is an administrator.
        TooManyRuns: the user's other ensembles have not ended yet.
        EnsembleRunning: it has not ended.
    """
    if not may_steer(user, ensemble):
        raise NotYourRun()
    if not ensemble.is_finished:
        raise EnsembleRunning()
    check_room(installation, user, KIND)
    if not installation.jobs.restart(ensemble.id):
        raise EnsembleRunning()


def failures_of(settings: Settings, ensemble: Ensemble) -> list[dict[str, Any]]:
    """Return what failed so far: case, replication, seed, settings, error and traceback."""
    folder = folder_of(settings, ensemble.id) / FAILURES
    read = [json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("*-*.json")]
    found = sorted(read, key=lambda facts: (facts["case"], facts["replication"]))
    return found[:FAILURES_SHOWN]


def failure_of(settings: Settings, ensemble: Ensemble, case: int, replication: int) -> Any:
    """Return one failure.

    Raises:
        UnknownFailure: that run has not failed.
    """
    for facts in failures_of(settings, ensemble):
        if (facts["case"], facts["replication"]) == (case, replication):
            return facts
    raise UnknownFailure(case=str(case), replication=str(replication))


def summary_of(settings: Settings, ensemble: Ensemble) -> dict[str, Any]:
    """Return what the result's page shows; empty while there is nothing."""
    path = folder_of(settings, ensemble.id).parent / SUMMARY
    if not ensemble.is_done or not path.exists():
        return {}
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def file_of_ensemble(settings: Settings, ensemble: Ensemble, name: str) -> Path:
    """Return one of the files offered for download.

    Raises:
        UnknownRunFile: the ensemble has no file of this name.
    """
    path = folder_of(settings, ensemble.id) / name
    if name not in DOWNLOADS or not ensemble.is_done or not path.exists():
        raise UnknownRunFile(file=name[:80])
    return path


def folder_of(settings: Settings, ensemble_id: str) -> Path:
    """Return where an ensemble is written; workers on other machines must share this folder."""
    return settings.instance.absolute() / "ensembles" / ensemble_id / "out"


@job_kind(KIND)
def carry_out(job: JobRun) -> Mapping[str, Any]:
    """Carry out an ensemble, or what is missing of it, and sum it up for its page."""
    plan = plan_of(job.parameters["plan"])
    folder = folder_of(job.settings, job.job_id)
    folder.parent.mkdir(parents=True, exist_ok=True)
    reporter = Reporter(job)
    rate = 0.0

    def tell(progress: EnsembleProgress) -> None:
        nonlocal rate
        rate = round(progress.runs_per_second, 4)
        found = {
            "failed": progress.failed,
            "runs_per_second": rate,
            "seconds_left": progress.seconds_left,
        }
        reporter.tell(progress.done, progress.total, found)

    executor = connect(job.settings.scheduler) if job.settings.scheduler else None
    try:
        manifest = run_ensemble(
            plan,
            folder,
            executor=executor,
            on_progress=tell,
            should_cancel=reporter.stop_asked,
        )
    except EnsembleCancelled:
        raise JobCancelledError from None
    finally:
        if executor is not None:
            executor.close()
    job.progress(manifest["runs"], manifest["runs"])
    summary = summarise(read_ensemble(folder))
    (folder.parent / SUMMARY).write_text(json.dumps(summary), encoding="utf-8")
    assert is_ensemble(folder)
    return {
        "failed": manifest["failed"],
        "results_digest": manifest["results_digest"],
        "runs_per_second": rate,
    }


def pace_of(ensembles: Sequence[Ensemble]) -> float | None:
    """Return how many firm-days a second the latest finished ensemble made here; None without."""
    for ensemble in ensembles:
        rate = ensemble.job.result.get("runs_per_second")
        if ensemble.is_done and rate:
            return float(rate) * firm_days_of(ensemble.plan, 1)
    return None
