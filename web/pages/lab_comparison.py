"""Two runs, or cases of ensembles, laid over each other; two scenarios run to that end."""

from typing import Any, Final

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from simulations import METRICS
from web.access import signed_in
from web.installation import installation
from web.pages.lab_csv import csv_answer
from web.signin import require_user
from web.simulations.bands import month_ends
from web.simulations.compared_results import find_result, open_result
from web.simulations.ensembles import Ensemble, recent_ensembles
from web.simulations.run_comparison import Overlay, laid_over, rows_of
from web.simulations.runs import recent_runs
from web.simulations.start_form import begin_pair

pages = Blueprint("lab_comparison", __name__, url_prefix="/lab/compare")
CASES_OFFERED: Final = 8
_COLUMNS: Final = ("low_cny", "median_cny", "high_cny")


@pages.get("")
@signed_in
def show() -> str:
    """Choose two results; show what their scenarios differ in, both prices, both figures."""
    require_user()
    chosen = _chosen()
    page: dict[str, Any] = {
        "chosen": chosen,
        "runs": [run for run in recent_runs(installation()) if run.is_done],
        "cases": _cases_offered(),
    }
    if not all(chosen):
        return render_template("lab/comparison.html", **page, sides=[], overlay=None)
    found = [find_result(installation(), reference) for reference in chosen]
    if not all(one.is_finished for one in found):
        return render_template("lab/comparison.html", **page, sides=found, overlay=None)
    sides = [open_result(installation(), reference) for reference in chosen]
    overlay = laid_over(sides[0], sides[1], request.args.get("market", ""))
    return render_template(
        "lab/comparison.html",
        **page,
        sides=sides,
        overlay=overlay,
        fan=_fan(overlay),
        same_seeds=sides[0].seeds == sides[1].seeds,
        months=[(place, overlay.days[place][:7]) for place in month_ends(overlay.days)],
        metrics=METRICS,
    )


@pages.get("/state")
@signed_in
def state() -> ResponseReturnValue:
    """Answer the page's question whether both have ended; reload it when they have."""
    require_user()
    found = [find_result(installation(), reference) for reference in _chosen()]
    if all(one.is_finished for one in found):
        return "", 200, {"HX-Refresh": "true"}
    return render_template("lab/_comparison_state.html", sides=found, chosen=_chosen())


@pages.post("")
@signed_in
def start() -> ResponseReturnValue:
    """Run two scenarios with the same seed, to be laid over each other."""
    user = require_user()
    first, second = (request.form.get(end, "") for end in ("a", "b"))
    runs = begin_pair(installation(), user, first, second)
    return redirect(url_for(".show", a=runs[0], b=runs[1]), 303)


@pages.get("/prices.csv")
@signed_in
def download() -> Response:
    """Send the prices of both by day, CNY/t."""
    require_user()
    sides = [open_result(installation(), reference) for reference in _chosen()]
    overlay = laid_over(sides[0], sides[1], request.args.get("market", ""))
    columns = [f"{side}_{column}" for side in ("first", "second") for column in _COLUMNS]
    name = "-".join(["compare", *(side.found.id[:8] for side in sides)])
    return csv_answer(name, ["date", *columns, "median_difference_cny"], rows_of(overlay))


def _chosen() -> list[str]:
    return [request.args.get(end, "")[:80] for end in ("a", "b")]


def _cases_offered() -> list[tuple[Ensemble, int, str]]:
    """Return the first cases of ensembles that are done: ensemble, number and name of the case."""
    return [
        (ensemble, case.number, case.name)
        for ensemble in recent_ensembles(installation())
        if ensemble.is_done
        for case in ensemble.plan.cases()[:CASES_OFFERED]
    ]


def _fan(overlay: Overlay) -> dict[str, Any]:
    """Return what the chart draws; the band of a single run is a line."""
    return {"days": overlay.days, "base": overlay.bands[0], "moved": overlay.bands[1]}
