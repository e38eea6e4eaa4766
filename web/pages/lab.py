"""The lab: scenarios with every value's source, runs in the background, their results."""

from typing import Annotated, Any, Final

from flask import Blueprint, Response, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext
from flask_security import current_user
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from simulations import ScenarioInvalid, explain_scenario, list_scenarios
from web.access import public, signed_in
from web.catalogue import JobState
from web.errors import UNPROCESSABLE
from web.forms import Form, blank_form, read_form
from web.installation import installation
from web.languages import current_language
from web.refusals import Refusal, refusal
from web.signin import require_user
from web.simulations.overrides import (
    LINE_CHARACTERS_MAX,
    LINES_MAX,
    known_keys,
    overrides_refusal,
    read_overrides,
)
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
    SEED_MAX,
    Run,
    RunRequest,
    builtin_scenario,
    file_of,
    files_of,
    find_run,
    may_stop,
    recent_runs,
    results,
    start_run,
    stop_run,
)
from web.simulations.scenario_view import (
    CONFIDENCE_HELP,
    CONFIDENCE_TEXTS,
    grouped_settings,
    scenario_text,
)

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
OVERRIDES_CHARACTERS_MAX: Final = LINES_MAX * (LINE_CHARACTERS_MAX + 2)


class RunForm(BaseModel):
    """What the start form asks."""

    model_config = ConfigDict(extra="ignore")

    seed: Annotated[
        int,
        Field(
            ge=0,
            le=SEED_MAX,
            json_schema_extra={
                "label": {"zh": "随机种子", "en": "Seed"},
                "help": {
                    "zh": "同一情景、同一种子得到逐字节相同的结果。",
                    "en": "The same scenario and seed give the same bytes.",
                },
            },
        ),
    ]
    overrides: Annotated[
        str,
        Field(
            max_length=OVERRIDES_CHARACTERS_MAX,
            json_schema_extra={"label": {"zh": "覆盖项", "en": "Overrides"}},
        ),
    ] = ""


@pages.context_processor
def _texts() -> dict[str, object]:
    return {
        "state_texts": STATE_TEXTS,
        "step_texts": STEP_TEXTS,
        "confidence_texts": CONFIDENCE_TEXTS,
        "confidence_help": CONFIDENCE_HELP,
    }


@pages.get("")
@public
def index() -> str:
    """List the scenarios and, for those who are signed in, the latest runs."""
    runs = recent_runs(installation()) if current_user.is_authenticated else []
    return render_template("lab/index.html", scenarios=list_scenarios(), runs=runs)


@pages.get("/scenarios/<scenario_id>")
@public
def show_scenario(scenario_id: str) -> str:
    """Show a scenario and the form that starts a run, filled in from the address."""
    builtin_scenario(scenario_id)
    given = {name: request.args[name] for name in ("seed", "overrides") if name in request.args}
    return _scenario_page(scenario_id, _form(scenario_id, given))


@pages.get("/scenarios/<scenario_id>.yaml")
@public
def download_scenario(scenario_id: str) -> Response:
    """Send the scenario's file as it is shipped."""
    builtin_scenario(scenario_id)
    response = Response(scenario_text(scenario_id), mimetype="application/yaml")
    response.headers["Content-Disposition"] = f'attachment; filename="{scenario_id}.yaml"'
    return response


@pages.post("/scenarios/<scenario_id>/runs")
@signed_in
def start(scenario_id: str) -> ResponseReturnValue:
    """Queue a run, or show what must be corrected."""
    user = require_user()
    builtin_scenario(scenario_id)
    spoken = current_language()
    submitted = read_form(_form(scenario_id, {}), RunForm, request.form, spoken)
    form = submitted.form
    if submitted.value is None:
        return _scenario_page(scenario_id, form), UNPROCESSABLE
    typed = read_overrides(form.named["overrides"].value)
    try:
        asked = RunRequest(
            scenario=scenario_id,
            seed=submitted.value.seed,
            overrides=tuple(override.text for override in typed),
        )
        run_id = start_run(installation(), user, asked)
    except ScenarioInvalid as error:
        form.refuse(_at_field(overrides_refusal(error, typed, known_keys(scenario_id), spoken)))
        return _scenario_page(scenario_id, form), UNPROCESSABLE
    except ValidationError as error:
        form.refuse(_at_field(refusal(error, spoken)))
        return _scenario_page(scenario_id, form), UNPROCESSABLE
    return redirect(url_for(".show_run", run_id=run_id), 303)


@pages.get("/runs/<run_id>")
@signed_in
def show_run(run_id: str) -> str:
    """Show how far a run has come or, when it is done, its results."""
    user = require_user()
    found = find_run(installation(), run_id)
    shared = {
        "run": found,
        "may_stop": may_stop(user, found),
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
    stop_run(installation(), require_user(), run_id)
    return redirect(url_for(".show_run", run_id=run_id), 303)


@pages.get("/runs/<run_id>/files/<path:name>")
@signed_in
def download(run_id: str, name: str) -> Response:
    """Send one of the run's files."""
    require_user()
    found = find_run(installation(), run_id)
    path = file_of(installation(), found, name)
    return send_file(path, as_attachment=True, download_name=path.name)


def _form(scenario_id: str, given: dict[str, Any]) -> Form:
    initial = {"seed": str(builtin_scenario(scenario_id).seed)} | given
    form = blank_form(RunForm, current_language(), initial)
    form.named["seed"].minimum = form.named["seed"].maximum = ""
    return form


def _scenario_page(scenario_id: str, form: Form) -> str:
    info = next(found for found in list_scenarios() if found.id == scenario_id)
    return render_template(
        "lab/scenario.html",
        scenario=info,
        form=form,
        fields=form.named,
        groups=grouped_settings(explain_scenario(f"builtin:{scenario_id}"), current_language()),
        yaml=scenario_text(scenario_id),
        wrong_lines=[part for _, part in form.summary if part.field == "overrides"],
    )


def _at_field(shown: Refusal) -> Refusal:
    """Let every part about one of the assignments point to the field in which all are typed."""
    for part in shown.fields:
        if part.field.startswith("overrides."):
            part.field = "overrides"
    return shown


def _again(found: Run) -> str:
    """Return the address of the start form with this run's seed and overrides."""
    return url_for(
        ".show_scenario",
        scenario_id=found.request.scenario,
        seed=found.request.seed,
        overrides="\n".join(found.request.overrides) or None,
    )
