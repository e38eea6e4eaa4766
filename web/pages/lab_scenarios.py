"""Scenarios of one's own: an editor with errors at the line, versions, copies, differences."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import current_user
from pydantic import BaseModel, ConfigDict, Field

from simulations import Scenario, ScenarioInfo
from web.access import public, signed_in
from web.catalogue import SavedScenario, User
from web.errors import UNPROCESSABLE, status_of, validated
from web.forms import Form
from web.installation import installation
from web.languages import current_language
from web.refusals import Refusal, refusal
from web.signin import require_user
from web.simulations.refused_scenarios import ScenarioChanged
from web.simulations.saved_scenarios import (
    NUMBER_MAX,
    Edition,
    delete_scenario,
    find_saved,
    may_change,
    save_new,
    save_version,
    versions_of,
)
from web.simulations.scenario_sources import (
    ScenarioSource,
    first_reference,
    own,
    scenario_choices,
    scenario_from,
    settings_from,
    shipped_scenarios,
    source_of,
)
from web.simulations.scenario_texts import ReadText, read_text, text_to_begin_with
from web.simulations.scenario_view import grouped_settings
from web.simulations.start_form import start_form, start_from_form

pages = Blueprint("lab_scenarios", __name__, url_prefix="/lab")


class EditorForm(BaseModel):
    """What the editor sends."""

    model_config = ConfigDict(extra="ignore")

    text: str = ""
    note: str = Field("", max_length=200)
    from_: str = Field("", alias="from", max_length=64)
    made_from: int = Field(0, ge=0, le=NUMBER_MAX)


@pages.get("/s/new")
@signed_in
def new() -> str:
    """Begin a scenario with a copy of another one, or with a few lines that extend it."""
    require_user()
    asked = request.args.get("from", "") or first_reference()
    source = source_of(installation(), asked)
    text = text_to_begin_with(source, whole="whole" in request.args)
    return _editor(read_text(text, current_language()), forked_from=source.reference)


@pages.post("/s/check")
@signed_in
def check() -> str:
    """Tell what is wrong in a text, line by line, while it is being written."""
    require_user()
    given = validated(EditorForm, request.form.to_dict())
    read = read_text(given.text, current_language())
    return render_template("lab/_problems.html", read=read)


@pages.post("/s")
@signed_in
def create() -> ResponseReturnValue:
    """Keep a new scenario, or show what must be corrected."""
    user = require_user()
    given = validated(EditorForm, request.form.to_dict())
    read = read_text(given.text, current_language())
    if read.scenario is None or "check" in request.form:
        status = UNPROCESSABLE if read.scenario is None else 200
        return _editor(read, forked_from=given.from_), status
    with installation().catalogue.unit_of_work() as session:
        saved = save_new(session, user, Edition(read.text, read.scenario), given.from_)
        number = saved.id
    flash(_("The scenario was saved as version 1."), "success")
    return redirect(url_for(".show", number=number), 303)


@pages.get("/s/<int:number>")
@signed_in
def show(number: int) -> ResponseReturnValue:
    """Show a saved scenario with every value, its versions and the form that starts a run."""
    user = require_user()
    source = _source(number, request.args.get("version", ""))
    if read_text(source.text, current_language()).scenario is None:
        return redirect(url_for(".edit", number=number, version=source.version), 303)
    given = {name: request.args[name] for name in ("seed", "overrides") if name in request.args}
    return _scenario_page(user, source, start_form(source, given))


@pages.get("/s/<int:number>/edit")
@signed_in
def edit(number: int) -> str:
    """Open the editor on the latest version, or on an earlier one to bring it back."""
    require_user()
    with installation().catalogue.reading() as session:
        saved = find_saved(session, number)
    source = _source(number, request.args.get("version", ""))
    return _editor(read_text(source.text, current_language()), saved=saved)


@pages.post("/s/<int:number>")
@signed_in
def save(number: int) -> ResponseReturnValue:
    """Keep the next version, or show what must be corrected."""
    user = require_user()
    given = validated(EditorForm, request.form.to_dict())
    read = read_text(given.text, current_language())
    with installation().catalogue.reading() as session:
        saved = find_saved(session, number)
    if read.scenario is None or "check" in request.form:
        status = UNPROCESSABLE if read.scenario is None else 200
        return _editor(read, saved=saved, made_from=given.made_from), status
    edition = Edition(read.text, read.scenario, given.note)
    try:
        with installation().catalogue.unit_of_work() as session:
            saved = find_saved(session, number)
            version = save_version(session, user, saved, edition, given.made_from)
    except ScenarioChanged as error:
        shown = refusal(error, current_language())
        with installation().catalogue.reading() as session:
            saved = find_saved(session, number)
        return _editor(read, saved=saved, refused=shown), status_of(error)
    flash(_("The scenario was saved as version %(version)s.", version=version), "success")
    return redirect(url_for(".show", number=number), 303)


@pages.post("/s/<int:number>/runs")
@signed_in
def start(number: int) -> ResponseReturnValue:
    """Queue a run of one version, or show what must be corrected."""
    user = require_user()
    source = _source(number, request.form.get("version", ""))
    started = start_from_form(installation(), user, source, request.form)
    if not started.run_id:
        return _scenario_page(user, source, started.form), UNPROCESSABLE
    return redirect(url_for("lab.show_run", run_id=started.run_id), 303)


@pages.post("/s/<int:number>/delete")
@signed_in
def delete(number: int) -> ResponseReturnValue:
    """Delete a scenario with all its versions."""
    user = require_user()
    with installation().catalogue.unit_of_work() as session:
        delete_scenario(session, user, find_saved(session, number))
    flash(_("The scenario was deleted; runs of it keep their results."), "success")
    return redirect(url_for("lab.index"), 303)


@pages.get("/s/<int:number>/<int:version>.yaml")
@signed_in
def download(number: int, version: int) -> Response:
    """Send the text of one version."""
    require_user()
    source = source_of(installation(), own(number, version))
    response = Response(source.text, mimetype="application/yaml")
    response.headers["Content-Disposition"] = f'attachment; filename="{source.file_name}"'
    return response


@pages.get("/diff")
@public
def diff() -> str:
    """Show what differs between two scenarios; a saved one takes a sign-in."""
    first, second = (request.args.get(end, "") or first_reference() for end in ("a", "b"))
    if any(reference not in shipped_scenarios() for reference in (first, second)):
        require_user()
    sources = [source_of(installation(), reference) for reference in (first, second)]
    scenarios = [scenario_from(source) for source in sources]
    return render_template(
        "lab/diff.html",
        choices=scenario_choices(installation(), _reader(), current_language()),
        chosen=[first, second],
        sides=[_info(*side) for side in zip(sources, scenarios, strict=True)],
        differences=scenarios[0].diff(scenarios[1]),
    )


def _source(number: int, version: str) -> ScenarioSource:
    asked = f"@{version[:20]}" if version else ""
    return source_of(installation(), f"own:{number}{asked}")


def _editor(
    read: ReadText,
    saved: SavedScenario | None = None,
    forked_from: str = "",
    made_from: int = 0,
    refused: Refusal | None = None,
) -> str:
    return render_template(
        "lab/editor.html",
        read=read,
        saved=saved,
        forked_from=forked_from,
        made_from=made_from or (saved.latest_version if saved else 0),
        refused=refused,
        may_save=saved is None or may_change(require_user(), saved),
        scenarios=shipped_scenarios().values(),
    )


def _scenario_page(user: User, source: ScenarioSource, form: Form) -> str:
    with installation().catalogue.reading() as session:
        saved = find_saved(session, source.number)
        versions = versions_of(session, saved)
        author = session.get(User, saved.user_id)
    return render_template(
        "lab/scenario.html",
        scenario=_info(source, scenario_from(source)),
        form=form,
        fields=form.named,
        groups=grouped_settings(settings_from(source)),
        yaml=source.text,
        wrong_lines=[part for _at, part in form.summary if part.field == "overrides"],
        saved=saved,
        versions=versions,
        author=(author.name or author.email) if author else "",
        version=source.version,
        may_save=may_change(user, saved),
    )


def _info(source: ScenarioSource, scenario: Scenario) -> ScenarioInfo:
    """Return what a list of scenarios shows of one, by the reference under which it is found."""
    return ScenarioInfo(
        id=source.reference,
        title=scenario.title.model_dump(),
        about=scenario.about.model_dump(),
        digest=scenario.digest,
        firms=scenario.firm_count,
        first_day=scenario.horizon.start.isoformat(),
        last_day=scenario.horizon.end.isoformat(),
    )


def _reader() -> User | None:
    """Return who is signed in, if anybody is."""
    return require_user() if current_user.is_authenticated else None
