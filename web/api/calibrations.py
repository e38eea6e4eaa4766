"""`/simulations/calibrations`: what can be fitted, fits and reports, as on the lab's pages."""

from typing import Any

from flask import Blueprint, make_response, url_for
from flask import Response as Answer
from pydantic import BaseModel, ConfigDict, Field
from spectree import Response

from simulations import CalibrationPlan
from web.access import public, signed_in
from web.api.lab_jobs import ACCEPTED, JobAnswer, job_values
from web.api.methodologies import Titles
from web.api.specification import ErrorAnswer, answers, specification
from web.installation import installation
from web.signin import require_user
from web.simulations.calibrations import (
    Calibration,
    begin_calibration,
    find_calibration,
    recent_calibrations,
    runs_of,
    shipped_calibrations,
)
from web.simulations.lab_jobs import stop_job
from web.simulations.run_errors import RunNotDone

api = Blueprint("calibrations", __name__, url_prefix="/simulations/calibrations")
TAGS = ["simulations"]


class FreeParameter(BaseModel):
    """A key of the scenario that may change, between two values."""

    key: str
    low: float
    high: float
    scale: str


class PlanAnswer(BaseModel):
    """A calibration that is shipped."""

    name: str
    title: Titles
    scenario: str
    market: str
    targets: str
    runs: int
    free: list[FreeParameter]


class PlanList(BaseModel):
    """The calibrations that are shipped."""

    plans: list[PlanAnswer]


class CalibrationRequest(BaseModel):
    """Which calibration."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(max_length=64, description="Name of a shipped calibration.")


class CalibrationAnswer(JobAnswer):
    """A calibration and how far it has come; the least distance found so far."""

    name: str
    distance: float | None


class CalibrationList(BaseModel):
    """The latest calibrations, the newest first."""

    calibrations: list[CalibrationAnswer]


class CalibrationResults(BaseModel):
    """The report before and after, and the accepted values as a preset's YAML."""

    id: str
    report: dict[str, Any]
    preset: str


@api.get("/plans")
@specification.validate(resp=answers(PlanList), tags=TAGS)
@public
def list_plans() -> PlanList:
    """List what can be calibrated, with parameters and number of runs."""
    return PlanList(plans=[_plan(name, plan) for name, plan in shipped_calibrations().items()])


@api.get("")
@specification.validate(resp=answers(CalibrationList, 401), tags=TAGS)
@signed_in
def list_calibrations() -> CalibrationList:
    """List the latest calibrations."""
    require_user()
    latest = recent_calibrations(installation())
    return CalibrationList(calibrations=[_shown(found) for found in latest])


@api.post("")
@specification.validate(
    resp=Response(
        HTTP_202=CalibrationAnswer,
        **{f"HTTP_{status}": ErrorAnswer for status in (400, 401, 404, 409, 413, 415, 422)},
    ),
    tags=TAGS,
)
@signed_in
def start_calibration(json: CalibrationRequest) -> Answer:
    """Queue a shipped calibration."""
    calibration_id = begin_calibration(installation(), require_user(), json.name)
    queued = _shown(find_calibration(installation(), calibration_id)).model_dump(mode="json")
    address = url_for(".show_calibration", calibration_id=calibration_id)
    return make_response(queued, ACCEPTED, {"Location": address})


@api.get("/<calibration_id>")
@specification.validate(resp=answers(CalibrationAnswer, 401, 404), tags=TAGS)
@signed_in
def show_calibration(calibration_id: str) -> CalibrationAnswer:
    """Show how far a calibration has come."""
    require_user()
    return _shown(find_calibration(installation(), calibration_id))


@api.post("/<calibration_id>/cancel")
@specification.validate(resp=answers(CalibrationAnswer, 400, 401, 403, 404, 409), tags=TAGS)
@signed_in
def cancel_calibration(calibration_id: str) -> CalibrationAnswer:
    """Ask a calibration to stop; nothing of it is kept."""
    stop_job(installation(), require_user(), find_calibration(installation(), calibration_id))
    return _shown(find_calibration(installation(), calibration_id))


@api.get("/<calibration_id>/results")
@specification.validate(resp=answers(CalibrationResults, 401, 404, 409), tags=TAGS)
@signed_in
def show_calibration_results(calibration_id: str) -> CalibrationResults:
    """Show the report before and after, and the accepted values as a preset."""
    require_user()
    found = find_calibration(installation(), calibration_id)
    if not found.report:
        raise RunNotDone(state=found.job.state)
    return CalibrationResults(id=found.id, report=found.report, preset=found.job.result["preset"])


def _plan(name: str, plan: CalibrationPlan) -> PlanAnswer:
    file = plan.file
    return PlanAnswer(
        name=name,
        title=Titles(zh=file.title.zh, en=file.title.en),
        scenario=plan.scenario.id,
        market=file.market,
        targets=file.targets,
        runs=runs_of(plan),
        free=[
            FreeParameter(key=key, **bounds.model_dump(include={"low", "high", "scale"}))
            for key, bounds in file.free.items()
        ],
    )


def _shown(found: Calibration) -> CalibrationAnswer:
    page = url_for("lab_calibration.show", calibration_id=found.id)
    more = {"name": found.name, "distance": found.job.result.get("distance")}
    return CalibrationAnswer.model_validate(job_values(found, page) | more)
