"""Calibrations: what can be fitted to which targets, the report before and after, values kept."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from web.access import public, signed_in
from web.installation import installation
from web.signin import require_user
from web.simulations.calibrations import (
    begin_calibration,
    find_calibration,
    recent_calibrations,
    runs_of,
    shipped_calibrations,
    work_of,
)
from web.simulations.ensembles import PACE_FIRM_DAYS, pace_of, recent_ensembles
from web.simulations.lab_jobs import may_steer, stop_job
from web.simulations.run_errors import RunNotDone
from web.simulations.scenario_sources import shipped_source
from web.simulations.scenario_texts import save_with

pages = Blueprint("lab_calibration", __name__, url_prefix="/lab/calibrate")
USES = {
    "fitted": lazy_gettext("fitted"),
    "emergent": lazy_gettext("not fitted"),
    "held_out": lazy_gettext("held out"),
}


@pages.get("")
@public
def index() -> str:
    """List what can be calibrated, with its cost, and the latest calibrations."""
    pace = pace_of(recent_ensembles(installation())) or PACE_FIRM_DAYS
    plans = shipped_calibrations()
    return render_template(
        "lab/calibrations.html",
        plans=plans,
        runs={name: runs_of(plan) for name, plan in plans.items()},
        minutes={name: work_of(plan) / pace / 60 for name, plan in plans.items()},
        calibrations=recent_calibrations(installation()),
    )


@pages.post("")
@signed_in
def start() -> ResponseReturnValue:
    """Queue a calibration."""
    user = require_user()
    found = begin_calibration(installation(), user, request.form.get("name", ""))
    return redirect(url_for(".show", calibration_id=found), 303)


@pages.get("/<calibration_id>")
@signed_in
def show(calibration_id: str) -> str:
    """Show how far a calibration has come or, when it is done, its report."""
    found = find_calibration(installation(), calibration_id)
    return render_template(
        "lab/calibration.html",
        calibration=found,
        report=found.report,
        uses=USES,
        may_stop=may_steer(require_user(), found),
    )


@pages.get("/<calibration_id>/progress")
@signed_in
def progress(calibration_id: str) -> ResponseReturnValue:
    """Answer the page's question how far it has come; reload the page when it has ended."""
    found = find_calibration(installation(), calibration_id)
    if found.is_finished:
        return "", 200, {"HX-Refresh": "true"}
    return render_template("lab/_calibration_progress.html", calibration=found)


@pages.post("/<calibration_id>/cancel")
@signed_in
def cancel(calibration_id: str) -> ResponseReturnValue:
    """Ask a calibration to stop."""
    found = find_calibration(installation(), calibration_id)
    stop_job(installation(), require_user(), found)
    return redirect(url_for(".show", calibration_id=calibration_id), 303)


@pages.get("/<calibration_id>/preset.yaml")
@signed_in
def preset(calibration_id: str) -> Response:
    """Send the accepted values as a preset, with where they come from."""
    found = find_calibration(installation(), calibration_id)
    if not found.is_done:
        raise RunNotDone(state=found.job.state)
    response = Response(found.job.result["preset"], mimetype="application/yaml")
    name = f"{found.name}-{found.id[:8]}.yaml"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@pages.post("/<calibration_id>/accept")
@signed_in
def accept(calibration_id: str) -> ResponseReturnValue:
    """Keep the scenario with the accepted values among the reader's own."""
    user = require_user()
    found = find_calibration(installation(), calibration_id)
    if not found.report:
        raise RunNotDone(state=found.job.state)
    source = shipped_source(found.report["scenario"]["id"])
    number = save_with(installation(), user, source, found.accepted)
    flash(_("The scenario was saved as version 1."), "success")
    return redirect(url_for("lab_scenarios.edit", number=number), 303)
