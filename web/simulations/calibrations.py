"""Calibrations that are shipped, carried out by a worker: report before and after, values kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from simulations import (
    CalibrationPlan,
    CalibrationProgress,
    calibrate,
    calibration_names,
    load_calibration,
    preset_text,
    targets_of,
)
from web.catalogue import User
from web.installation import Installation
from web.jobs import JobRun, job_kind
from web.simulations.lab_jobs import LabJob, check_room, find_job, recent_jobs
from web.simulations.refused_ensembles import UnknownCalibration
from web.simulations.reporting import Reporter, scheduled

KIND: Final = "calibration"


@dataclass(frozen=True, slots=True)
class Calibration(LabJob):
    """A calibration as its page shows it."""

    @property
    def name(self) -> str:
        """Return the name of the file that says what is calibrated."""
        return str(self.job.parameters["name"])

    @property
    def report(self) -> dict[str, Any]:
        """Return the report; empty while there is none."""
        found = self.job.result.get("report", {}) if self.is_done else {}
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


def work_of(plan: CalibrationPlan) -> int:
    """Return firms times days of all runs: the search in the sample, the report in the whole."""
    report_runs = 2 * plan.file.report_replications
    search_runs = runs_of(plan) - report_runs
    return plan.sample.firm_days * search_runs + plan.scenario.firm_days * report_runs


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
    found = find_job(installation, KIND, Calibration, calibration_id)
    if found is None:
        raise UnknownCalibration(name=calibration_id[:64])
    return found


def recent_calibrations(installation: Installation, shown_max: int = 10) -> list[Calibration]:
    """Return the latest calibrations of everybody, the newest first."""
    return recent_jobs(installation, KIND, Calibration, shown_max)


@job_kind(KIND)
def fit(job: JobRun) -> Mapping[str, Any]:
    """Carry out a calibration; the result holds its report and the preset's text."""
    plan = load_calibration(job.parameters["name"])
    total = runs_of(plan)
    reporter = Reporter(job)
    reporter.tell(0, total, {})

    def tell(progress: CalibrationProgress) -> None:
        reporter.tell(progress.runs, progress.total, {"distance": progress.distance})

    with scheduled(job.settings) as executor:
        report = calibrate(
            plan,
            targets_of(plan),
            executor=executor,
            on_progress=tell,
            should_cancel=reporter.stop_asked,
        )
    job.progress(total, total)
    return {"report": report.as_dict(), "preset": preset_text(report)}
