"""Calibrations that are shipped, carried out by a worker: report before and after, values kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlmodel import col, select

from simulations import (
    CalibrationPlan,
    CalibrationProgress,
    EnsembleCancelled,
    calibrate,
    calibration_names,
    connect,
    load_calibration,
    preset_text,
    targets_of,
)
from web.catalogue import Job, JobState, User
from web.installation import Installation
from web.jobs import JobCancelledError, JobRun, job_kind
from web.simulations.refused_ensembles import UnknownCalibration
from web.simulations.reporting import Reporter
from web.simulations.run_errors import NotYourRun, RunEnded
from web.simulations.runs import ADMINISTRATOR, UNFINISHED, check_room

KIND: Final = "calibration"


@dataclass(frozen=True, slots=True)
class Calibration:
    """A calibration as its page shows it."""

    job: Job
    owner: str

    @property
    def id(self) -> str:
        """Return its number, that of its job."""
        return self.job.id

    @property
    def name(self) -> str:
        """Return the name of the file that says what is calibrated."""
        return str(self.job.parameters["name"])

    @property
    def is_finished(self) -> bool:
        """Tell whether nothing will change any more."""
        return self.job.state not in UNFINISHED

    @property
    def is_stopping(self) -> bool:
        """Tell whether somebody asked it to stop, and it has not yet."""
        return self.job.cancel_requested and not self.is_finished

    @property
    def report(self) -> dict[str, Any]:
        """Return the report; empty while there is none."""
        found = self.job.result.get("report", {}) if self.job.state == JobState.DONE else {}
        return dict(found)

    @property
    def accepted(self) -> list[str]:
        """Return the accepted values as `key=value`."""
        return [f"{row['key']}={row['after']!r}" for row in self.report.get("parameters", ())]


def shipped_calibrations() -> dict[str, CalibrationPlan]:
    """Return what can be calibrated, by name."""
    return {name: load_calibration(name) for name in calibration_names()}


def runs_of(plan: CalibrationPlan) -> int:
    """Return how many runs a calibration takes, those of its report included."""
    terms = plan.file.search
    searched = (terms.generations + 1) * terms.population * terms.replications
    return searched + 2 * plan.file.report_replications


def firm_days_of(plan: CalibrationPlan) -> int:
    """Return firms times days of all runs: the search in the sample, the report in the whole."""
    report_runs = 2 * plan.file.report_replications
    scenarios = ((plan.sample, runs_of(plan) - report_runs), (plan.scenario, report_runs))
    total = 0
    for scenario, runs in scenarios:
        firms = sum(group.count for group in scenario.agents.firms.values())
        total += firms * ((scenario.horizon.end - scenario.horizon.start).days + 1) * runs
    return total


def begin_calibration(installation: Installation, user: User, name: str) -> str:
    """Queue a calibration and return its number.

    Raises:
        UnknownCalibration: nothing is shipped under the name.
        TooManyRuns: the user's earlier calibrations have not ended yet.
    """
    if name not in calibration_names():
        raise UnknownCalibration(name=name[:64])
    check_room(installation, user, KIND)
    return installation.jobs.start(KIND, {"name": name}, user.id)


def find_calibration(installation: Installation, calibration_id: str) -> Calibration:
    """Return a calibration as it is now.

    Raises:
        UnknownCalibration: there is none of this number.
    """
    installation.jobs.fail_lost()
    with installation.catalogue.reading() as session:
        job = session.get(Job, calibration_id)
        if job is None or job.kind != KIND:
            raise UnknownCalibration(name=calibration_id[:64])
        owner = session.get(User, job.user_id) if job.user_id is not None else None
    return Calibration(job, (owner.name or owner.email) if owner else "")


def recent_calibrations(installation: Installation, shown_max: int = 10) -> list[Calibration]:
    """Return the latest calibrations of everybody, the newest first."""
    latest = select(Job).where(Job.kind == KIND).order_by(col(Job.created_at).desc())
    with installation.catalogue.reading() as session:
        jobs = session.exec(latest.limit(shown_max)).all()
    return [Calibration(job, "") for job in jobs]


def may_stop_calibration(user: User, calibration: Calibration) -> bool:
    """Tell whether the user may stop a calibration."""
    return user.id == calibration.job.user_id or user.has_role(ADMINISTRATOR)


def stop_calibration(installation: Installation, user: User, calibration: Calibration) -> None:
    """Ask a calibration to stop; nothing of it is kept.

    Raises:
        NotYourRun: the user neither started it nor is an administrator.
        RunEnded: it has already ended.
    """
    if not may_stop_calibration(user, calibration):
        raise NotYourRun()
    if calibration.is_finished:
        raise RunEnded()
    installation.jobs.cancel(calibration.id)


@job_kind(KIND)
def fit(job: JobRun) -> Mapping[str, Any]:
    """Carry out a calibration; the result holds its report and the preset's text."""
    plan = load_calibration(job.parameters["name"])
    total = runs_of(plan)
    reporter = Reporter(job)
    reporter.tell(0, total, {})
    executor = connect(job.settings.scheduler) if job.settings.scheduler else None

    def tell(progress: CalibrationProgress) -> None:
        reporter.tell(progress.runs, progress.total, {"distance": progress.distance})

    try:
        report = calibrate(
            plan,
            targets_of(plan),
            executor=executor,
            on_progress=tell,
            should_cancel=reporter.stop_asked,
        )
    except EnsembleCancelled:
        raise JobCancelledError from None
    finally:
        if executor is not None:
            executor.close()
    job.progress(total, total)
    return {"report": report.as_dict(), "preset": preset_text(report)}
