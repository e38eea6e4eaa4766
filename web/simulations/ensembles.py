"""Ensembles of signed-in people: designed, carried out by a worker, stopped, gone on with.

An ensemble is a job whose parameters hold the whole plan, and a folder that `run_ensemble` fills.
"""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from simulations import (
    EnsemblePlan,
    EnsembleProgress,
    StoredOtherwise,
    is_ensemble,
    plan_of,
    read_ensemble,
    run_ensemble,
)
from web.catalogue import User
from web.installation import Installation
from web.jobs import JobRun, job_kind
from web.settings import Settings
from web.simulations.ensemble_summary import summarise
from web.simulations.lab_jobs import (
    LabJob,
    check_room,
    find_job,
    recent_jobs,
    require_steering,
)
from web.simulations.refused_ensembles import (
    EnsembleRunning,
    EnsembleTooLarge,
    UnknownEnsemble,
    UnknownFailure,
)
from web.simulations.reporting import Reporter, scheduled
from web.simulations.run_errors import UnknownRunFile

KIND: Final = "ensemble"
SUMMARY: Final = "summary.json"
FAILURES: Final = "failures"
FAILURES_SHOWN: Final = 50
PACE_FIRM_DAYS: Final = 150_000.0
"""Firm-days a second assumed while no ensemble has been finished here."""

DOWNLOADS: Final = ("manifest.json", "plan.json", "runs.parquet", "design.parquet")


@dataclass(frozen=True, slots=True)
class Ensemble(LabJob):
    """An ensemble as its page shows it; one that is done may have failures beside its results."""

    @property
    def plan(self) -> EnsemblePlan:
        """Return what is carried out."""
        return plan_of(self.job.parameters["plan"])

    @property
    def replications(self) -> int:
        """Return how many runs each case has."""
        return int(self.job.parameters["plan"]["definition"]["replications"])

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
    cases = plan.case_count
    firm_days = plan.scenario.firm_days * cases * plan.experiment.replications
    firm_days_max = installation.settings.ensemble_firm_days_max
    if firm_days > firm_days_max:
        raise EnsembleTooLarge(firm_days=firm_days, firm_days_max=firm_days_max)
    check_room(installation, user, KIND)
    files = dict(plan.scenario.files)
    parameters = {"plan": plan.canonical(), "files": files, "origin": origin, "cases": cases}
    return installation.jobs.start(KIND, parameters, user.id)


def find_ensemble(installation: Installation, ensemble_id: str) -> Ensemble:
    """Return an ensemble as it is now.

    Raises:
        UnknownEnsemble: there is none of this number.
    """
    found = find_job(installation, KIND, Ensemble, ensemble_id)
    if found is None:
        raise UnknownEnsemble(ensemble_id=ensemble_id[:64])
    return found


def recent_ensembles(installation: Installation, shown_max: int = 10) -> list[Ensemble]:
    """Return the latest ensembles of everybody, the newest first."""
    return recent_jobs(installation, KIND, Ensemble, shown_max)


def resume_ensemble(installation: Installation, user: User, ensemble: Ensemble) -> None:
    """Queue an ensemble again: only runs that are missing or failed are carried out.

    Raises:
        NotYourRun: the user neither started it nor is an administrator.
        TooManyRuns: the user's other ensembles have not ended yet.
        EnsembleRunning: it has not ended.
    """
    require_steering(user, ensemble)
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
    plan.scenario.put_together_from(job.parameters.get("files", {}))
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

    with scheduled(job.settings) as executor:
        manifest = run_ensemble(
            plan,
            folder,
            executor=executor,
            on_progress=tell,
            should_cancel=reporter.stop_asked,
        )
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
            with suppress(StoredOtherwise):  # an older one of another form tells no pace
                return float(rate) * ensemble.plan.scenario.firm_days
    return None
