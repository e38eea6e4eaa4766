"""`/simulations`: scenarios, runs and their results, by the same services as the lab's pages."""

from typing import Any

from flask import Blueprint, make_response, url_for
from flask import Response as Answer
from pydantic import BaseModel
from spectree import Response

from simulations import ScenarioInvalid
from web.access import public, signed_in
from web.api.lab_jobs import ACCEPTED, JobAnswer, job_values, refused_overrides
from web.api.methodologies import Titles
from web.api.specification import ErrorAnswer, answers, specification
from web.installation import installation
from web.signin import require_user
from web.simulations.lab_jobs import stop_job
from web.simulations.run_view import chosen_market, daily
from web.simulations.runs import (
    Run,
    RunRequest,
    files_of,
    find_run,
    recent_runs,
    results,
)
from web.simulations.scenario_sources import (
    settings_from,
    shipped_scenarios,
    shipped_source,
)
from web.simulations.start_form import begin_run

api = Blueprint("simulations", __name__, url_prefix="/simulations")
TAGS = ["simulations"]


class ScenarioAnswer(BaseModel):
    """One built-in scenario."""

    id: str
    title: Titles
    about: Titles
    digest: str
    firms: int
    first_day: str
    last_day: str


class ScenarioList(BaseModel):
    """The built-in scenarios."""

    scenarios: list[ScenarioAnswer]


class SettingAnswer(BaseModel):
    """One value of a scenario with its source."""

    path: str
    value: Any
    unit: str
    source: str
    confidence: str
    origin: str


class ScenarioDetail(ScenarioAnswer):
    """A scenario with every value."""

    settings: list[SettingAnswer]


class RunAnswer(JobAnswer):
    """A run and how far it has come."""

    scenario: str
    seed: int
    overrides: list[str]


class RunList(BaseModel):
    """The latest runs, the newest first."""

    runs: list[RunAnswer]


class RunResults(BaseModel):
    """What a run produced, and its files."""

    id: str
    summary: dict[str, Any]
    manifest: dict[str, Any]
    files: dict[str, str]


class DayAnswer(BaseModel):
    """One trading day; money in CNY as decimal strings, volumes in t."""

    date: str
    instrument: str
    open_cny: str
    high_cny: str
    low_cny: str
    close_cny: str
    turnover_cny: str
    listed_volume_t: int
    block_volume_t: int
    auction_volume_t: int
    volume_t: int


class DailyAnswer(BaseModel):
    """A market's days, the rows of `daily.parquet`."""

    id: str
    market: str
    note: Titles
    days: list[DayAnswer]


class MarketQuery(BaseModel):
    """Which market of the run."""

    market: str = ""


@api.get("/scenarios")
@specification.validate(resp=answers(ScenarioList), tags=TAGS)
@public
def list_all_scenarios() -> ScenarioList:
    """List the built-in scenarios."""
    return ScenarioList.model_validate(
        {"scenarios": shipped_scenarios().values()}, from_attributes=True
    )


@api.get("/scenarios/<scenario_id>")
@specification.validate(resp=answers(ScenarioDetail, 404), tags=TAGS)
@public
def show_scenario(scenario_id: str) -> ScenarioDetail:
    """Show every value of a scenario with source and confidence."""
    source = shipped_source(scenario_id)
    info = shipped_scenarios()[scenario_id]
    return ScenarioDetail.model_validate(
        {
            **{name: getattr(info, name) for name in ScenarioAnswer.model_fields},
            "settings": settings_from(source),
        },
        from_attributes=True,
    )


@api.get("/runs")
@specification.validate(resp=answers(RunList, 401), tags=TAGS)
@signed_in
def list_runs() -> RunList:
    """List the latest runs."""
    require_user()
    return RunList(runs=[run_answer(found) for found in recent_runs(installation())])


@api.post("/runs")
@specification.validate(
    resp=Response(
        HTTP_202=RunAnswer,
        **{f"HTTP_{status}": ErrorAnswer for status in (400, 401, 404, 409, 413, 415, 422)},
    ),
    tags=TAGS,
)
@signed_in
def start(json: RunRequest) -> Answer:
    """Queue a run of a built-in or saved scenario."""
    user = require_user()
    try:
        run_id = begin_run(installation(), user, json)
    except ScenarioInvalid as error:
        return refused_overrides(error, json.scenario, json.overrides)
    queued = run_answer(find_run(installation(), run_id)).model_dump(mode="json")
    return make_response(queued, ACCEPTED, {"Location": url_for(".show_run", run_id=run_id)})


@api.get("/runs/<run_id>")
@specification.validate(resp=answers(RunAnswer, 401, 404), tags=TAGS)
@signed_in
def show_run(run_id: str) -> RunAnswer:
    """Show how far a run has come."""
    require_user()
    return run_answer(find_run(installation(), run_id))


@api.post("/runs/<run_id>/cancel")
@specification.validate(resp=answers(RunAnswer, 400, 401, 403, 404, 409), tags=TAGS)
@signed_in
def cancel(run_id: str) -> RunAnswer:
    """Ask a run to stop."""
    stop_job(installation(), require_user(), find_run(installation(), run_id))
    return run_answer(find_run(installation(), run_id))


@api.get("/runs/<run_id>/results")
@specification.validate(resp=answers(RunResults, 401, 404, 409), tags=TAGS)
@signed_in
def show_results(run_id: str) -> RunResults:
    """Show a run's summary, its manifest and where to download its files."""
    require_user()
    found = find_run(installation(), run_id)
    opened = results(installation(), found)
    return RunResults(
        id=run_id,
        summary=dict(opened.summary),
        manifest=dict(opened.manifest),
        files={
            name: url_for("lab.download", run_id=run_id, name=name)
            for name in files_of(installation(), found)
        },
    )


@api.get("/runs/<run_id>/daily")
@specification.validate(resp=answers(DailyAnswer, 401, 404, 409), tags=TAGS)
@signed_in
def show_daily(run_id: str, query: MarketQuery) -> DailyAnswer:
    """Show a market's days."""
    require_user()
    opened = results(installation(), find_run(installation(), run_id))
    market = chosen_market(opened, query.market)
    return DailyAnswer.model_validate(
        {
            "id": run_id,
            "market": market,
            "note": opened.summary["note"],
            "days": daily(opened, market),
        }
    )


def run_answer(found: Run) -> RunAnswer:
    """Return a run as it is answered."""
    asked = found.request.model_dump(mode="json", include={"scenario", "seed", "overrides"})
    page = url_for("lab.show_run", run_id=found.id)
    return RunAnswer.model_validate(job_values(found, page) | asked)
