"""Ensembles: designed with what they will cost, watched, their results and sensitivities."""

import json
from typing import Any, Final

from flask import Blueprint, Response, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext

from simulations import (
    METRICS,
    EnsemblePlan,
    SimulationError,
    read_ensemble,
)
from web.access import signed_in
from web.errors import UNPROCESSABLE
from web.installation import installation
from web.pages.lab_csv import csv_answer
from web.signin import require_user
from web.simulations.bands import FIVE_NUMBERS, month_ends, short
from web.simulations.design_form import Designed, design_form, read_design
from web.simulations.ensembles import (
    DOWNLOADS,
    PACE_FIRM_DAYS,
    Ensemble,
    begin_ensemble,
    failure_of,
    failures_of,
    file_of_ensemble,
    find_ensemble,
    folder_of,
    pace_of,
    recent_ensembles,
    resume_ensemble,
    summary_of,
)
from web.simulations.experiment_requests import file_experiments
from web.simulations.lab_jobs import may_steer, stop_job
from web.simulations.metric_words import metric_unit, metric_words
from web.simulations.refused_ensembles import UnknownEnsemble
from web.simulations.runs import RunRequest
from web.simulations.scenario_sources import (
    ScenarioSource,
    first_reference,
    shipped_scenarios,
    source_of,
)
from web.simulations.start_form import begin_run

BOXES_SHOWN: Final = 20
pages = Blueprint("lab_ensembles", __name__, url_prefix="/lab/e")
KINDS: Final = {
    "cases": lazy_gettext("named cases"),
    "grid": lazy_gettext("grid"),
    "latin_hypercube": lazy_gettext("Latin hypercube"),
    "sobol": "Sobol",
    "morris": "Morris",
}


@pages.app_context_processor
def _texts() -> dict[str, object]:
    return {
        "design_kinds": KINDS,
        "metric_words": metric_words,
        "metric_unit": metric_unit,
        "short": short,
    }


@pages.get("/new")
@signed_in
def new() -> str:
    """Design an ensemble of a scenario, or choose an experiment that its file has."""
    require_user()
    source = _source(request.args.get("from", ""))
    return _design_page(source, Designed(design_form(source)))


@pages.post("/estimate")
@signed_in
def estimate() -> str:
    """Tell what a design would cost, or what is wrong with it, while it is being made."""
    require_user()
    designed = read_design(_source(request.form.get("from", "")), request.form, probe=True)
    return render_template(
        "lab/_cost.html", designed=designed, **_cost(designed.plan, designed.cases)
    )


@pages.post("")
@signed_in
def start() -> ResponseReturnValue:
    """Queue an ensemble as designed, or an experiment of the file."""
    user = require_user()
    source = _source(request.form.get("from", ""))
    plan: EnsemblePlan | None
    if "experiment" in request.form:
        known = {plan.name: plan for plan in _experiments(source)}
        plan = known.get(request.form["experiment"])
        if plan is None:
            raise UnknownEnsemble(ensemble_id=request.form["experiment"][:64])
    else:
        designed = read_design(source, request.form)
        plan = designed.plan
        if plan is None or "check" in request.form:
            status = UNPROCESSABLE if plan is None else 200
            return _design_page(source, designed), status
    ensemble_id = begin_ensemble(installation(), user, plan, source.reference)
    return redirect(url_for(".show", ensemble_id=ensemble_id), 303)


@pages.get("/<ensemble_id>")
@signed_in
def show(ensemble_id: str) -> str:
    """Show how far an ensemble has come or, when it is done, its results."""
    found = find_ensemble(installation(), ensemble_id)
    settings = installation().settings
    summary = summary_of(settings, found)
    shared = {
        **_shared(found),
        "failures": failures_of(settings, found) if found.job.result.get("failed") else [],
    }
    if not summary:
        return render_template("lab/ensemble_progress.html", **shared)
    fan = _chosen_fan(summary)
    return render_template(
        "lab/ensemble.html",
        **shared,
        summary=summary,
        fan=fan,
        box=_chosen_box(summary),
        months=[(place, fan["days"][place][:7]) for place in month_ends(fan["days"])]
        if fan
        else [],
        downloads=DOWNLOADS,
    )


@pages.get("/<ensemble_id>/progress")
@signed_in
def progress(ensemble_id: str) -> ResponseReturnValue:
    """Answer the page's question how far it has come; reload the page when it has ended."""
    found = find_ensemble(installation(), ensemble_id)
    if found.is_finished:
        return "", 200, {"HX-Refresh": "true"}
    return render_template("lab/_ensemble_progress.html", **_shared(found))


@pages.post("/<ensemble_id>/cancel")
@signed_in
def cancel(ensemble_id: str) -> ResponseReturnValue:
    """Ask an ensemble to stop."""
    found = find_ensemble(installation(), ensemble_id)
    stop_job(installation(), require_user(), found)
    return redirect(url_for(".show", ensemble_id=ensemble_id), 303)


@pages.post("/<ensemble_id>/resume")
@signed_in
def resume(ensemble_id: str) -> ResponseReturnValue:
    """Go on with an ensemble: what is missing or failed is carried out."""
    found = find_ensemble(installation(), ensemble_id)
    resume_ensemble(installation(), require_user(), found)
    return redirect(url_for(".show", ensemble_id=ensemble_id), 303)


@pages.post("/<ensemble_id>/failures/<int:case>-<int:replication>/run")
@signed_in
def rerun(ensemble_id: str, case: int, replication: int) -> ResponseReturnValue:
    """Run one failure alone, with its seed and settings."""
    user = require_user()
    found = find_ensemble(installation(), ensemble_id)
    facts = failure_of(installation().settings, found, case, replication)
    settings = facts["settings"].items()
    asked = RunRequest(
        scenario=found.origin,
        seed=facts["seed"],
        overrides=tuple(
            f"{key}={json.dumps(value, ensure_ascii=False)}" for key, value in settings
        ),
    )
    run_id = begin_run(installation(), user, asked)
    return redirect(url_for("lab.show_run", run_id=run_id), 303)


@pages.get("/<ensemble_id>/sensitivity")
@signed_in
def sensitivity(ensemble_id: str) -> str:
    """Show which factors matter for a metric, with intervals."""
    found = find_ensemble(installation(), ensemble_id)
    summary = summary_of(installation().settings, found)
    indices = summary.get("sensitivity") or {}
    metrics = list(indices.get("metrics", ()))
    asked = request.args.get("metric", "")
    metric = asked if asked in metrics else next(iter(metrics), "")
    return render_template(
        "lab/sensitivity.html",
        **_shared(found),
        summary=summary,
        indices=indices,
        metric=metric,
        columns=_COLUMNS.get(indices.get("method", ""), ()),
    )


@pages.get("/<ensemble_id>/sensitivity.csv")
@signed_in
def sensitivity_csv(ensemble_id: str) -> Response:
    """Send every index of every metric."""
    found = find_ensemble(installation(), ensemble_id)
    indices = summary_of(installation().settings, found).get("sensitivity") or {}
    keys = [key for pair in _COLUMNS.get(indices.get("method", ""), ()) for key in pair if key]
    rows = [
        [name, row["factor"], *(row[key] for key in keys)]
        for name, metric in indices.get("metrics", {}).items()
        for row in metric["factors"]
    ]
    return csv_answer(f"sensitivity-{found.id[:8]}", ["metric", "factor", *keys], rows)


@pages.get("/<ensemble_id>/fan.csv")
@signed_in
def fan_csv(ensemble_id: str) -> Response:
    """Send the band of prices of a case and market by day."""
    found = find_ensemble(installation(), ensemble_id)
    fan = _chosen_fan(summary_of(installation().settings, found)) or {"days": [], "band": {}}
    ends = [fan["band"].get(end, []) for end in ("low", "middle", "high")]
    header = ["date", "low_cny", "median_cny", "high_cny"]
    return csv_answer(
        f"fan-{found.id[:8]}", header, [list(row) for row in zip(fan["days"], *ends, strict=True)]
    )


@pages.get("/<ensemble_id>/runs.csv")
@signed_in
def runs_csv(ensemble_id: str) -> Response:
    """Send one row for each run: case, replication, seed, error and every metric."""
    found = find_ensemble(installation(), ensemble_id)
    settings = installation().settings
    file_of_ensemble(settings, found, "runs.parquet")
    table = read_ensemble(folder_of(settings, found.id)).runs()
    rows = [[row[name] for name in table.column_names] for row in table.to_pylist()]
    return csv_answer(f"runs-{found.id[:8]}", table.column_names, rows)


@pages.get("/<ensemble_id>/files/<name>")
@signed_in
def download(ensemble_id: str, name: str) -> Response:
    """Send one of an ensemble's files."""
    found = find_ensemble(installation(), ensemble_id)
    path = file_of_ensemble(installation().settings, found, name)
    return send_file(path, as_attachment=True, download_name=path.name)


_COLUMNS: Final = {
    "sobol": (("S1", "S1_conf"), ("ST", "ST_conf")),
    "morris": (("mu_star", "mu_star_conf"), ("sigma", "")),
}


def _source(reference: str) -> ScenarioSource:
    return source_of(installation(), reference or first_reference())


def _experiments(source: ScenarioSource) -> list[EnsemblePlan]:
    """Return the experiments of a scenario's file; none where they do not fit it any more."""
    try:
        return file_experiments(source)
    except SimulationError:
        return []


def _design_page(source: ScenarioSource, designed: Designed) -> str:
    plans = [(plan, _cost(plan, plan.case_count)) for plan in _experiments(source)]
    return render_template(
        "lab/design.html",
        source=source,
        scenarios=shipped_scenarios().values(),
        experiments=plans,
        designed=designed,
        form=designed.form,
        fields=designed.form.named,
        metrics=METRICS,
        **_cost(designed.plan, designed.cases),
    )


def _cost(plan: EnsemblePlan | None, cases: int) -> dict[str, Any]:
    """Return how many runs a plan has and how long they take here."""
    if plan is None:
        return {"cost": None}
    pace = pace_of(recent_ensembles(installation()))
    runs = cases * plan.experiment.replications
    seconds = plan.scenario.firm_days * runs / (pace or PACE_FIRM_DAYS)
    return {
        "cost": {
            "cases": cases,
            "replications": plan.experiment.replications,
            "runs": runs,
            "minutes": max(seconds / 60, 0.1),
            "measured": pace is not None,
        }
    }


def _shared(found: Ensemble) -> dict[str, Any]:
    plan = found.plan
    return {
        "ensemble": found,
        "plan": plan,
        "case_count": found.cases,
        "may_steer": may_steer(require_user(), found),
    }


def _chosen_fan(summary: dict[str, Any]) -> dict[str, Any] | None:
    """Return the fan of the case and market in the address, else the first."""
    fans: list[dict[str, Any]] = summary.get("fans", [])
    asked = (request.args.get("case", ""), request.args.get("market", ""))
    chosen = (fan for fan in fans if (str(fan["case"]), fan["market"]) == asked)
    return next(chosen, fans[0] if fans else None)


def _chosen_box(summary: dict[str, Any]) -> dict[str, Any] | None:
    """Return the five numbers of each case for the metric in the address, else for the first."""
    cases: list[dict[str, Any]] = summary["cases"]
    metrics: list[str] = summary["metrics"]
    if not metrics or len(cases) > BOXES_SHOWN:
        return None
    asked = request.args.get("metric", "")
    metric = asked if asked in metrics else metrics[0]
    spreads = [(case["name"], case["values"].get(metric)) for case in cases]
    shown = [(name, spread) for name, spread in spreads if spread]
    values = [[spread[place] for place in FIVE_NUMBERS] for _name, spread in shown]
    return {"metric": metric, "names": [name for name, _spread in shown], "values": values}
