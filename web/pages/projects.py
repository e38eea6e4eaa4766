"""Projects: the public page of each, and the steps that developer, verifier and operator take."""

from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from methodologies import MethodologyError
from registry.projects import (
    DOCUMENT_NAMES,
    ONE_DAY,
    AttachDocument,
    DocumentKind,
    ProjectState,
    ReportView,
    issuable_units,
    list_reports,
    needs_override,
    report,
)
from registry.worlds import Command, RegistryError, Role, UnknownProject, reading
from web.access import for_roles, public
from web.acting import public_world
from web.carrying_out import carry_out_command
from web.errors import UNPROCESSABLE, status_of, validated
from web.formats import number as shown_number
from web.forms import Choice, Form, blank_form, read_form
from web.languages import current_language
from web.projects.filing import FilingRefused, check_filing
from web.projects.inputs import (
    DesignForm,
    FileForm,
    StepForm,
    design_command,
    design_so_far,
    file_command,
    project_step_command,
    report_step_command,
)
from web.projects.seen_projects import Seen, body_id, see
from web.projects.steps import status_line, validating_body, verifying_body
from web.projects.uploads import carry_out_document, digest_of, take_uploads, uploaded
from web.refusals import Refusal, refusal
from web.signin import require_user

pages = Blueprint("projects", __name__, url_prefix="/registry")

STEPS = "any(publish, validate, apply, register, return, reject, withdraw)"
REPORT_STEPS = "any(verify, claim, issue, revise, reject, withdraw)"


@pages.url_value_preprocessor
def _take_uploads(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    take_uploads("projects.file_report")


@pages.get("/projects/<number>")
@public
def show(number: str) -> str:
    """Show a project to whoever may see it, with the steps that the reader may take."""
    return project_page_of(number)


@pages.post(f"/projects/<number>/<{STEPS}:step>")
@for_roles(Role.DEVELOPER, Role.VERIFIER, Role.OPERATOR)
def take_step(number: str, step: Any) -> ResponseReturnValue:
    """Take a step of a project."""
    require_user()
    asked = validated(StepForm, _step_fields())
    with reading(public_world()) as session:
        seen = see(session, number)
    body = body_id(seen, validating_body)
    command = project_step_command(step, number, asked, body, request.form.get("client_id", ""))
    return _carried_out(number, command)


@pages.get("/projects/<number>/design")
@for_roles(Role.DEVELOPER)
def design_form(number: str) -> str:
    """Ask for the design facts of a draft."""
    seen = _own(number)
    project = seen.page.project
    meters = [{"meter": each.meter, "installation": each.installation} for each in seen.page.meters]
    form = blank_form(DesignForm, current_language(), design_so_far(project, meters))
    return _design_page(seen, form)


@pages.post("/projects/<number>/design")
@for_roles(Role.DEVELOPER)
def describe(number: str) -> ResponseReturnValue:
    """Keep the design facts of a draft, or show what must be corrected."""
    seen = _own(number)
    submitted = read_form(
        blank_form(DesignForm, current_language()), DesignForm, request.form, current_language()
    )
    if "add_row" in request.form:
        submitted.form.clear_refusals()
        submitted.form.add_row(request.form["add_row"])
        return _design_page(seen, submitted.form)
    if submitted.value is None:
        return _design_page(seen, submitted.form), UNPROCESSABLE
    command = design_command(number, submitted.value, request.form.get("client_id", ""))
    try:
        carry_out_command(command)
    except RegistryError as error:
        submitted.form.refuse(refusal(error, current_language()))
        return _design_page(seen, submitted.form), status_of(error)
    flash(_("Done."), "success")
    return redirect(url_for(".show", number=number), 303)


@pages.get("/reports/<number>")
@public
def show_report(number: str) -> ResponseReturnValue:
    """Show a monitoring report where it belongs: on its project's page."""
    with reading(public_world()) as session:
        found = report(session, number)
    if not found.project or found.kind != "monitoring":
        return redirect(url_for("saved_estimates.show", number=number), 303)
    return redirect(url_for(".show", number=found.project, _anchor=number), 303)


@pages.post(f"/reports/<number>/<{REPORT_STEPS}:step>")
@for_roles(Role.DEVELOPER, Role.VERIFIER, Role.OPERATOR)
def take_report_step(number: str, step: Any) -> ResponseReturnValue:
    """Take a step of a monitoring report."""
    require_user()
    asked = validated(StepForm, _step_fields())
    with reading(public_world()) as session:
        project = report(session, number).project
        seen = see(session, project)
    body = body_id(seen, verifying_body)
    command = report_step_command(step, number, asked, body, request.form.get("client_id", ""))
    return _carried_out(project, command)


@pages.get("/projects/<number>/reports/new")
@for_roles(Role.DEVELOPER)
def report_form(number: str) -> str:
    """Ask for the calculation, the period and the document of a monitoring report."""
    seen, saved, today = _reportable(number)
    year = {"period_from": date(today.year - 1, 1, 1), "period_to": date(today.year - 1, 12, 31)}
    return _report_page(seen, _report_form(saved, year))


@pages.post("/projects/<number>/reports/new")
@for_roles(Role.DEVELOPER)
def file_report(number: str) -> ResponseReturnValue:
    """File a monitoring report with its document, or show what must be corrected."""
    seen, saved, _today = _reportable(number)
    submitted = read_form(_report_form(saved), FileForm, request.form, current_language())
    if submitted.value is None:
        return _report_page(seen, submitted.form), UNPROCESSABLE
    try:
        check_filing(submitted.value)
        document = _filed_document(seen)
        command = file_command(number, submitted.value, request.form.get("client_id", ""), document)
        outcome = carry_out_command(command)
    except (FilingRefused, MethodologyError, RegistryError) as error:
        submitted.form.refuse(refusal(error, current_language()))
        return _report_page(seen, submitted.form), status_of(error)
    return redirect(url_for(".show", number=number, _anchor=outcome.data["report"]), 303)


def project_page_of(number: str, refused: Refusal | None = None, typed: Any = None) -> str:
    """Render a project's page, with what was refused and what was typed into its forms."""
    with reading(public_world()) as session:
        seen = see(session, number)
    return render_template(
        "projects/show.html",
        seen=seen,
        page=seen.page,
        project=seen.page.project,
        steps=status_line(seen.page),
        refused=refused,
        typed=typed or {},
        document_names=DOCUMENT_NAMES,
        one_day=ONE_DAY,
        issuable_units=issuable_units,
        needs_override=needs_override,
    )


def _filed_document(seen: Seen) -> str:
    """Keep the uploaded monitoring document; return its number, empty if there is none.

    Filed again after a refusal, the same file is the same document.
    """
    name, content = uploaded()
    if not name:
        return request.form.get("document", "")
    project, digest = seen.page.project, digest_of(content)
    for known in seen.page.documents:
        unused = known.kind == DocumentKind.MONITORING and not known.report
        if unused and known.digest == digest:
            return known.number
    command = AttachDocument(
        client_id=f"{request.form.get('client_id', '')[:40]}-document",
        project=project.number,
        party_id=project.developer.id,
        document_kind=DocumentKind.MONITORING,
        name=name,
        digest=digest,
    )
    return str(carry_out_document(command, content).data["document"])


def _own(number: str) -> Seen:
    """Return a draft of the person's own."""
    require_user()
    with reading(public_world()) as session:
        seen = see(session, number)
    developer = seen.page.project.developer
    name: Any = {"zh": developer.name_zh, "en": developer.name_en}
    seen.actor.check_represents(developer.id, name)
    if seen.page.project.state != ProjectState.DRAFT:
        raise UnknownProject(project=number)
    return seen


def _step_fields() -> dict[str, str]:
    return {name: request.form.get(name, "") for name in StepForm.model_fields}


def _carried_out(project: str, command: Command) -> ResponseReturnValue:
    try:
        carry_out_command(command)
    except RegistryError as error:
        refused = refusal(error, current_language())
        return project_page_of(project, refused), status_of(error)
    flash(_("Done."), "success")
    return redirect(url_for(".show", number=project), 303)


def _reportable(number: str) -> tuple[Seen, list[ReportView], date]:
    """Return a project of the person's own, and the estimates that can become its report."""
    require_user()
    with reading(public_world()) as session:
        seen = see(session, number)
        developer = seen.page.project.developer
        name: Any = {"zh": developer.name_zh, "en": developer.name_en}
        seen.actor.check_represents(developer.id, name)
        saved = list_reports(session, kind="estimate", party_ids=[developer.id])
        today = session.clock.today()
    project = seen.page.project
    fitting = [
        found
        for found in saved
        if found.methodology_id == project.methodology_id and found.project in {"", number}
    ]
    return seen, fitting, today


def _report_form(saved: list[ReportView], initial: dict[str, Any] | None = None) -> Form:
    form = blank_form(FileForm, current_language(), initial)
    form.named["estimate"].choices = [
        Choice(found.number, f"{found.number} · {found.title} · {shown_number(found.quantity)} t")
        for found in saved
    ]
    return form


def _report_page(seen: Seen, form: Form) -> str:
    waiting = [
        each
        for each in seen.page.documents
        if each.kind == DocumentKind.MONITORING and not each.report
    ]
    return render_template(
        "projects/report.html",
        seen=seen,
        project=seen.page.project,
        form=form,
        waiting=waiting,
        chosen=request.form.get("document", ""),
    )


def _design_page(seen: Seen, form: Form) -> str:
    return render_template("projects/design.html", seen=seen, project=seen.page.project, form=form)
