"""What if: eight levers, a band of prices from twenty small runs, saved as a scenario."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import current_user

from simulations import METRICS
from web.access import public, signed_in
from web.catalogue import Job, User
from web.installation import installation
from web.languages import current_language
from web.pages.lab_csv import csv_answer
from web.signin import require_user
from web.simulations.bands import month_ends
from web.simulations.lab_jobs import UNFINISHED
from web.simulations.levers import Slider, sliders_of
from web.simulations.run_errors import UnknownMarket
from web.simulations.scenario_sources import (
    ScenarioSource,
    first_reference,
    scenario_choices,
    scenario_from,
    source_of,
)
from web.simulations.scenario_texts import save_with
from web.simulations.whatif import FIRMS, RUNS, ask, find_whatif

pages = Blueprint("lab_whatif", __name__, url_prefix="/lab/whatif")


@pages.get("")
@public
def index() -> str:
    """Show the levers of a scenario, at the positions in the address, and what came of them."""
    job = None
    if current_user.is_authenticated and request.args.get("job"):
        job = find_whatif(installation(), require_user(), request.args["job"])
    return _page(job)


@pages.post("")
@signed_in
def start() -> ResponseReturnValue:
    """Queue the runs for the levers as they are."""
    user = require_user()
    source, market, sliders = _asked(request.form)
    moved = tuple(slider.assignment for slider in sliders if slider.is_moved)
    job_id = ask(installation(), user, source, market, moved)
    if request.headers.get("HX-Request"):
        return _fragment(find_whatif(installation(), user, job_id))
    positions: dict[str, Any] = {
        slider.lever.id: f"{slider.value:f}" for slider in sliders if slider.is_moved
    }
    address = url_for(
        ".index", scenario=source.reference, market=market, job=job_id, _anchor="found", **positions
    )
    return redirect(address, 303)


@pages.get("/<job_id>")
@signed_in
def progress(job_id: str) -> str:
    """Answer the page's question what is known so far."""
    return _fragment(find_whatif(installation(), require_user(), job_id))


@pages.get("/<job_id>.csv")
@signed_in
def download(job_id: str) -> Response:
    """Send both bands by day."""
    job = find_whatif(installation(), require_user(), job_id)
    found = job.result
    columns = [f"{side}_{end}_cny" for side in ("base", "moved") for end in _ENDS]
    sides = [found.get(side, {}).get(end, []) for side in ("base", "moved") for end in _ENDS]
    rows = zip(found.get("days", []), *sides, strict=True)
    return csv_answer(f"whatif-{job.id[:8]}", ["date", *columns], rows)


@pages.post("/save")
@signed_in
def save() -> ResponseReturnValue:
    """Keep the scenario with the levers as they are among the reader's own."""
    user = require_user()
    source, _market, sliders = _asked(request.form)
    moved = [slider.assignment for slider in sliders if slider.is_moved]
    number = save_with(installation(), user, source, moved)
    flash(_("The scenario was saved as version 1."), "success")
    return redirect(url_for("lab_scenarios.edit", number=number), 303)


_ENDS = ("low", "middle", "high")


def _asked(sent: Mapping[str, str]) -> tuple[ScenarioSource, str, list[Slider]]:
    """Return the scenario, the market and the levers that an address or a form names."""
    source = source_of(installation(), sent.get("scenario") or first_reference())
    scenario = scenario_from(source)
    market = sent.get("market") or next(iter(scenario.markets))
    if market not in scenario.markets:
        raise UnknownMarket(market=market[:64], known=", ".join(scenario.markets))
    return source, market, sliders_of(scenario, market, sent)


def _page(job: Job | None) -> str:
    if request.args.get("scenario", "").startswith("own:"):
        require_user()
    source, market, sliders = _asked(request.args)
    return render_template(
        "lab/whatif.html",
        source=source,
        market=market,
        markets=list(scenario_from(source).markets),
        sliders=sliders,
        choices=scenario_choices(installation(), _reader(), current_language()),
        firms=FIRMS,
        runs=RUNS,
        **_shown(job),
    )


def _fragment(job: Job) -> str:
    return render_template("lab/_whatif.html", **_shown(job))


def _shown(job: Job | None) -> dict[str, Any]:
    """Return what the result's template needs."""
    found = dict(job.result) if job is not None else {}
    days = found.get("days", [])
    return {
        "job": job,
        "found": found,
        "is_moved": bool(job is not None and job.parameters.get("assignments")),
        "months": [(place, days[place][:7]) for place in month_ends(days)],
        "is_unfinished": job is not None and job.state in UNFINISHED,
        "metrics": METRICS,
    }


def _reader() -> User | None:
    """Return who is signed in, if anybody is."""
    return require_user() if current_user.is_authenticated else None
