"""Saved estimates: keep one under a party's name, list them, start a project from one."""

import json

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from pydantic import BaseModel, ConfigDict, Field

from methodologies import Methodology, find
from registry.projects import ReportView, list_reports
from registry.worlds import DISPOSING, RegistryError, Role, reading
from web.access import for_roles, signed_in
from web.acting import acting, public_world
from web.carrying_out import carry_out_command
from web.errors import UNPROCESSABLE, status_of, validated
from web.estimates.comparisons import comparisons_of
from web.estimates.links import fits_address, inputs_of, packed
from web.estimates.saved import KIND, calculated, own_estimate, saving, saving_party_id
from web.estimates.share_links import DAYS, Shared
from web.factors.words import CONFIDENCE_TEXTS
from web.forms import Form, blank_form, read_form
from web.installation import installation
from web.languages import current_language
from web.projects.filing import FilingRefused, check_start
from web.projects.inputs import StartForm, start_command
from web.projects.steps import PATH
from web.refusals import refusal
from web.signin import require_user_id

pages = Blueprint("saved_estimates", __name__, url_prefix="/estimate/saved")


ROWS = 50
PAGE_MAX = 10_000


class ListPage(BaseModel):
    """Which part of the list is shown."""

    page: int = Field(1, ge=1, le=PAGE_MAX)


class SaveRequest(BaseModel):
    """What the form under a fresh result sends."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)

    client_id: str = Field(max_length=64)
    methodology_id: str = Field(max_length=32)
    inputs: str = Field(max_length=400_000)
    title: str = Field(min_length=1, max_length=120)
    party_id: int = Field(0, ge=0, le=2**31)


@pages.get("")
@signed_in
def index() -> str:
    """List the estimates of the person's parties, and the comparisons the person saved."""
    page = validated(ListPage, request.args.to_dict()).page
    with reading(public_world()) as session:
        actor = acting(session)
        found = list_reports(
            session,
            kind=KIND,
            party_ids=sorted(actor.party_ids),
            limit=ROWS + 1,
            offset=(page - 1) * ROWS,
        )
    with installation().catalogue.reading() as catalogue:
        comparisons = comparisons_of(catalogue, require_user_id())
    return render_template(
        "saved_estimates/index.html",
        estimates=found[:ROWS],
        units={saved.number: _methodology(saved).principal.unit for saved in found},
        page=page,
        has_next=len(found) > ROWS,
        comparisons=comparisons,
    )


@pages.post("")
@for_roles(*DISPOSING)
def save() -> ResponseReturnValue:
    """Calculate again what was shown, and keep it."""
    given = validated(SaveRequest, request.form.to_dict())
    with reading(public_world()) as session:
        party_id = given.party_id or saving_party_id(session)
    inputs = inputs_of(find(given.methodology_id), given.inputs)
    result = calculated(given.methodology_id, inputs)
    command = saving(
        result,
        party_id=party_id,
        title=given.title,
        client_id=given.client_id,
    )
    outcome = carry_out_command(command)
    flash(_("Saved."), "success")
    return redirect(url_for(".show", number=outcome.data["report"]), 303)


@pages.get("/<number>")
@signed_in
def show(number: str) -> str:
    """Show a saved estimate as it was calculated."""
    saved = _own_estimate(number)
    result = json.loads(saved.result_json)
    inputs = packed(result["inputs"])
    return render_template(
        "saved_estimates/show.html",
        estimate=saved,
        result=result,
        methodology=_methodology(saved),
        inputs=inputs,
        fits_address=fits_address(inputs),
        confidence_texts=CONFIDENCE_TEXTS,
        days=DAYS,
        kind=Shared.ESTIMATE,
    )


@pages.get("/<number>/project")
@for_roles(Role.DEVELOPER)
def project_form(number: str) -> str:
    """Show the whole path of a project, and ask for its name."""
    saved = _own_estimate(number)
    return _project_page(saved, blank_form(StartForm, current_language(), {"name": saved.title}))


@pages.post("/<number>/project")
@for_roles(Role.DEVELOPER)
def start_project(number: str) -> ResponseReturnValue:
    """Start a project from a saved estimate; nothing of it is typed again."""
    saved = _own_estimate(number)
    blank = blank_form(StartForm, current_language())
    submitted = read_form(blank, StartForm, request.form, current_language())
    if submitted.value is None:
        return _project_page(saved, submitted.form), UNPROCESSABLE
    client_id = request.form.get("client_id", "")
    try:
        check_start(saved.number)
        outcome = carry_out_command(start_command(saved.number, submitted.value, client_id))
    except (RegistryError, FilingRefused) as error:
        submitted.form.refuse(refusal(error, current_language()))
        return _project_page(saved, submitted.form), status_of(error)
    return redirect(url_for("projects.show", number=outcome.data["project"]), 303)


def _own_estimate(number: str) -> ReportView:
    """Return an estimate of one of the person's parties."""
    with reading(public_world()) as session:
        return own_estimate(session, number)


def _methodology(saved: ReportView) -> Methodology:
    return find(saved.methodology_id, saved.methodology_version)


def _project_page(saved: ReportView, form: Form) -> str:
    return render_template("saved_estimates/project.html", estimate=saved, form=form, path=PATH)
