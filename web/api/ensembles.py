"""`/simulations/ensembles`: many runs of one design, by the same services as the lab's pages."""

from datetime import datetime
from typing import Any

from flask import Blueprint, make_response, url_for
from flask import Response as Answer
from pydantic import BaseModel
from spectree import Response

from simulations import ScenarioInvalid
from web.access import signed_in
from web.api.lab_jobs import ACCEPTED, JobAnswer, job_values, refused_overrides
from web.api.specification import ErrorAnswer, answers, specification
from web.errors import UNPROCESSABLE, answer
from web.installation import installation
from web.signin import require_user
from web.simulations.ensembles import (
    DOWNLOADS,
    Ensemble,
    begin_ensemble,
    failures_of,
    find_ensemble,
    recent_ensembles,
    resume_ensemble,
    summary_of,
)
from web.simulations.experiment_requests import (
    EnsembleRequest,
    experiment_refusal,
    field_of,
    is_of_experiment,
    requested_plan,
)
from web.simulations.lab_jobs import stop_job
from web.simulations.run_errors import RunNotDone, UnknownMarket

api = Blueprint("ensembles", __name__, url_prefix="/simulations/ensembles")
TAGS = ["simulations"]
TABLES = ("runs", "sensitivity", "fan")
"""Tables that the page sends as CSV."""


class EnsembleAnswer(JobAnswer):
    """An ensemble and how far it has come."""

    scenario: str
    experiment: str
    cases: int
    replications: int
    failed: int
    runs_per_second: float | None
    finish_at: datetime | None


class EnsembleList(BaseModel):
    """The latest ensembles, the newest first."""

    ensembles: list[EnsembleAnswer]


class EnsembleResults(BaseModel):
    """What an ensemble found: metrics by case, moments, sensitivity; and its files."""

    id: str
    manifest: dict[str, Any]
    metrics: list[str]
    cases: list[dict[str, Any]]
    moments: dict[str, Any]
    sensitivity: dict[str, Any]
    fans: list[dict[str, Any]]
    files: dict[str, str]


class FanQuery(BaseModel):
    """Which case and which market of the ensemble."""

    case: int = 0
    market: str = ""


class FanAnswer(BaseModel):
    """The band of closes over the runs of a case, CNY/t: 5 %, median and 95 % of each day shown."""

    id: str
    case: int
    market: str
    days: list[str]
    low_cny: list[float]
    median_cny: list[float]
    high_cny: list[float]


class FailureAnswer(BaseModel):
    """A run that failed."""

    case: int
    replication: int
    seed: int
    settings: dict[str, Any]
    error: str
    traceback: str


class FailureList(BaseModel):
    """The first fifty runs that failed, by case and replication."""

    id: str
    failures: list[FailureAnswer]


@api.get("")
@specification.validate(resp=answers(EnsembleList, 401), tags=TAGS)
@signed_in
def list_ensembles() -> EnsembleList:
    """List the latest ensembles."""
    require_user()
    return EnsembleList(ensembles=[_shown(found) for found in recent_ensembles(installation())])


@api.post("")
@specification.validate(
    resp=Response(
        HTTP_202=EnsembleAnswer,
        **{f"HTTP_{status}": ErrorAnswer for status in (400, 401, 404, 409, 413, 415, 422)},
    ),
    tags=TAGS,
)
@signed_in
def start_ensemble(json: EnsembleRequest) -> Answer:
    """Queue an experiment of a scenario's file, or one defined in the request."""
    user = require_user()
    try:
        plan, origin = requested_plan(installation(), json)
    except ScenarioInvalid as error:
        if not is_of_experiment(error):
            return refused_overrides(error, json.scenario, json.overrides)
        shown = experiment_refusal(error, lambda problem: field_of(problem, json.experiment))
        return make_response(answer(shown, UNPROCESSABLE))
    ensemble_id = begin_ensemble(installation(), user, plan, origin)
    return _accepted(ensemble_id)


@api.get("/<ensemble_id>")
@specification.validate(resp=answers(EnsembleAnswer, 401, 404), tags=TAGS)
@signed_in
def show_ensemble(ensemble_id: str) -> EnsembleAnswer:
    """Show how far an ensemble has come."""
    require_user()
    return _shown(find_ensemble(installation(), ensemble_id))


@api.post("/<ensemble_id>/cancel")
@specification.validate(resp=answers(EnsembleAnswer, 400, 401, 403, 404, 409), tags=TAGS)
@signed_in
def cancel_ensemble(ensemble_id: str) -> EnsembleAnswer:
    """Ask an ensemble to stop; runs that have ended are kept."""
    stop_job(installation(), require_user(), find_ensemble(installation(), ensemble_id))
    return _shown(find_ensemble(installation(), ensemble_id))


@api.post("/<ensemble_id>/resume")
@specification.validate(
    resp=Response(
        HTTP_202=EnsembleAnswer,
        **{f"HTTP_{status}": ErrorAnswer for status in (400, 401, 403, 404, 409)},
    ),
    tags=TAGS,
)
@signed_in
def go_on(ensemble_id: str) -> Answer:
    """Go on with an ensemble: what is missing or failed is carried out."""
    user = require_user()
    resume_ensemble(installation(), user, find_ensemble(installation(), ensemble_id))
    return _accepted(ensemble_id)


@api.get("/<ensemble_id>/results")
@specification.validate(resp=answers(EnsembleResults, 401, 404, 409), tags=TAGS)
@signed_in
def show_ensemble_results(ensemble_id: str) -> EnsembleResults:
    """Show metrics by case, moments beside published bands, indices, and the files."""
    require_user()
    found = find_ensemble(installation(), ensemble_id)
    summary = _summary(found)
    files = {
        name: url_for("lab_ensembles.download", ensemble_id=found.id, name=name)
        for name in DOWNLOADS
    } | {
        f"{name}.csv": url_for(f"lab_ensembles.{name}_csv", ensemble_id=found.id) for name in TABLES
    }
    known = ("manifest", "metrics", "cases", "moments", "sensitivity")
    fans = [{"case": fan["case"], "market": fan["market"]} for fan in summary["fans"]]
    return EnsembleResults(
        id=found.id, fans=fans, files=files, **{name: summary[name] for name in known}
    )


@api.get("/<ensemble_id>/fan")
@specification.validate(resp=answers(FanAnswer, 401, 404, 409), tags=TAGS)
@signed_in
def show_fan(ensemble_id: str, query: FanQuery) -> FanAnswer:
    """Show the band of closes over the runs of a case."""
    require_user()
    found = find_ensemble(installation(), ensemble_id)
    fans = [fan for fan in _summary(found)["fans"] if fan["case"] == query.case]
    chosen = next((fan for fan in fans if query.market in {"", fan["market"]}), None)
    if chosen is None:
        known = ", ".join(str(fan["market"]) for fan in fans) or "–"
        raise UnknownMarket(market=query.market[:64], known=known)
    band = chosen["band"]
    return FanAnswer(
        id=found.id,
        case=query.case,
        market=chosen["market"],
        days=chosen["days"],
        low_cny=band["low"],
        median_cny=band["middle"],
        high_cny=band["high"],
    )


@api.get("/<ensemble_id>/failures")
@specification.validate(resp=answers(FailureList, 401, 404), tags=TAGS)
@signed_in
def show_failures(ensemble_id: str) -> FailureList:
    """Show the runs that failed so far, each with seed, settings and traceback."""
    require_user()
    found = find_ensemble(installation(), ensemble_id)
    failures = failures_of(installation().settings, found)
    return FailureList.model_validate({"id": found.id, "failures": failures})


def _summary(found: Ensemble) -> dict[str, Any]:
    """Return what an ensemble found.

    Raises:
        RunNotDone: it has found nothing yet, or never will.
    """
    summary = summary_of(installation().settings, found)
    if not summary:
        raise RunNotDone(state=found.job.state)
    return summary


def _accepted(ensemble_id: str) -> Answer:
    queued = _shown(find_ensemble(installation(), ensemble_id)).model_dump(mode="json")
    address = url_for(".show_ensemble", ensemble_id=ensemble_id)
    return make_response(queued, ACCEPTED, {"Location": address})


def _shown(found: Ensemble) -> EnsembleAnswer:
    result = found.job.result
    page = url_for("lab_ensembles.show", ensemble_id=found.id)
    return EnsembleAnswer.model_validate(
        job_values(found, page)
        | {
            "scenario": found.origin,
            "experiment": found.name,
            "cases": found.cases,
            "replications": found.replications,
            "failed": result.get("failed", 0),
            "runs_per_second": result.get("runs_per_second"),
            "finish_at": found.finish_at,
        }
    )
