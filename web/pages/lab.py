"""The lab: scenarios with every value's source, runs in the background, their results."""

from typing import Any, Final

from flask import Blueprint, Response, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext
from flask_security import current_user

from web.access import public, signed_in
from web.catalogue import JobState
from web.errors import UNPROCESSABLE
from web.forms import Form
from web.installation import installation
from web.languages import current_language
from web.signin import require_user
from web.simulations.ensembles import recent_ensembles
from web.simulations.lab_jobs import may_steer, stop_job
from web.simulations.questions import shipped_questions
from web.simulations.run_view import (
    as_cli,
    as_python,
    chosen_market,
    daily,
    key_figures,
    markets_of,
    months,
)
from web.simulations.runs import (
    Run,
    file_of,
    files_of,
    find_run,
    recent_runs,
    results,
)
from web.simulations.saved_scenarios import scenarios_of
from web.simulations.scenario_sources import (
    OWN,
    ScenarioSource,
    settings_from,
    shipped_scenarios,
    shipped_source,
)
from web.simulations.scenario_view import (
    CONFIDENCE_HELP,
    CONFIDENCE_TEXTS,
    grouped_settings,
    pieces_of,
)
from web.simulations.start_form import start_form, start_from_form
from web.simulations.units import unit_words

pages = Blueprint("lab", __name__, url_prefix="/lab")

STATE_TEXTS: Final = {
    JobState.QUEUED: lazy_gettext("waiting for a worker"),
    JobState.RUNNING: lazy_gettext("running"),
    JobState.DONE: lazy_gettext("finished"),
    JobState.FAILED: lazy_gettext("failed"),
    JobState.CANCELLED: lazy_gettext("stopped on request"),
}
STEP_TEXTS: Final = {
    "": "",
    "simulate": lazy_gettext("Simulating trading days"),
    "write": lazy_gettext("Writing the tables"),
    "draw": lazy_gettext("Drawing the figures"),
}


@pages.app_context_processor
def _texts() -> dict[str, object]:
    return {
        "state_texts": STATE_TEXTS,
        "step_texts": STEP_TEXTS,
        "confidence_texts": CONFIDENCE_TEXTS,
        "confidence_help": CONFIDENCE_HELP,
        "scenario_address": scenario_address,
        "pieces_of": pieces_of,
        "unit_words": unit_words,
    }


@pages.get("")
@public
def index() -> str:
    """List the scenarios and, for those who are signed in, their own and the latest runs."""
    runs, mine, ensembles = [], [], []
    asked = {one.plan.scenario.id for one in shipped_questions().values()}
    if current_user.is_authenticated:
        runs = recent_runs(installation())
        ensembles = recent_ensembles(installation())
        with installation().catalogue.reading() as session:
            mine = list(scenarios_of(session, require_user()))
    return render_template(
        "lab/index.html",
        questions=shipped_questions().values(),
        scenarios=[info for info in shipped_scenarios().values() if info.id not in asked],
        mine=mine,
        runs=runs,
        ensembles=ensembles,
    )


@pages.get("/scenarios/<scenario_id>")
@public
def show_scenario(scenario_id: str) -> str:
    """Show a scenario and the form that starts a run, filled in from the address."""
    source = shipped_source(scenario_id)
    given = {name: request.args[name] for name in ("seed", "overrides") if name in request.args}
    return _scenario_page(source, start_form(source, given))


@pages.get("/scenarios/<scenario_id>.yaml")
@public
def download_scenario(scenario_id: str) -> Response:
    """Send the scenario's file as it is shipped."""
    source = shipped_source(scenario_id)
    response = Response(source.text, mimetype="application/yaml")
    response.headers["Content-Disposition"] = f'attachment; filename="{source.file_name}"'
    return response


@pages.post("/scenarios/<scenario_id>/runs")
@signed_in
def start(scenario_id: str) -> ResponseReturnValue:
    """Queue a run, or show what must be corrected."""
    user = require_user()
    source = shipped_source(scenario_id)
    started = start_from_form(installation(), user, source, request.form)
    if not started.run_id:
        return _scenario_page(source, started.form), UNPROCESSABLE
    return redirect(url_for(".show_run", run_id=started.run_id), 303)


@pages.get("/runs/<run_id>")
@signed_in
def show_run(run_id: str) -> str:
    """Show how far a run has come or, when it is done, its results."""
    user = require_user()
    found = find_run(installation(), run_id)
    shared = {
        "run": found,
        "may_stop": may_steer(user, found),
        "cli": as_cli(found.request),
        "python": as_python(found.request),
        "again": _again(found),
    }
    if not found.is_done:
        return render_template("lab/progress.html", **shared)
    opened = results(installation(), found)
    market = chosen_market(opened, request.args.get("market", ""))
    days = daily(opened, market)
    return render_template(
        "lab/result.html",
        **shared,
        title=opened.summary["title"][current_language()],
        note=opened.summary["note"][current_language()],
        manifest=opened.manifest,
        files=files_of(installation(), found),
        market=market,
        markets=markets_of(opened),
        figures=key_figures(opened.summary["markets"][market]),
        months=months(days),
        trading_days=len(days),
    )


@pages.get("/runs/<run_id>/progress")
@signed_in
def progress(run_id: str) -> ResponseReturnValue:
    """Answer the page's question how far the run has come; reload it when the run has ended."""
    require_user()
    found = find_run(installation(), run_id)
    if found.is_finished:
        return "", 200, {"HX-Refresh": "true"}
    return render_template("lab/_progress.html", run=found)


@pages.post("/runs/<run_id>/cancel")
@signed_in
def cancel(run_id: str) -> ResponseReturnValue:
    """Ask the run to stop."""
    stop_job(installation(), require_user(), find_run(installation(), run_id))
    return redirect(url_for(".show_run", run_id=run_id), 303)


@pages.get("/runs/<run_id>/files/<path:name>")
@signed_in
def download(run_id: str, name: str) -> Response:
    """Send one of the run's files."""
    require_user()
    found = find_run(installation(), run_id)
    path = file_of(installation(), found, name)
    return send_file(path, as_attachment=True, download_name=path.name)


def _scenario_page(source: ScenarioSource, form: Form) -> str:
    return render_template(
        "lab/scenario.html",
        scenario=shipped_scenarios()[source.reference],
        form=form,
        fields=form.named,
        groups=grouped_settings(settings_from(source)),
        yaml=source.text,
        wrong_lines=[part for _, part in form.summary if part.field == "overrides"],
    )


def _again(found: Run) -> str:
    """Return the address of the start form with this run's seed and overrides."""
    filled: dict[str, Any] = {
        "seed": found.request.seed,
        "overrides": "\n".join(found.request.overrides) or None,
    }
    return scenario_address(found.request.scenario, **filled)


def scenario_address(reference: str, **filled: Any) -> str:
    """Return the address of a scenario's page, shipped or saved."""
    if not reference.startswith(OWN):
        return url_for("lab.show_scenario", scenario_id=reference, **filled)
    number, _, version = reference.removeprefix(OWN).partition("@")
    return url_for("lab_scenarios.show", number=number, version=version or None, **filled)
