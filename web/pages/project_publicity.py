"""A project in public: its documents, the comments of anybody, and the developer's answers."""

import io
from typing import Any

from flask import Blueprint, flash, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.projects import (
    AnswerComment,
    AttachDocument,
    CommentOnProject,
    commented_project,
    download,
)
from registry.worlds import RegistryError, Role, UnknownProject, reading
from web.access import for_roles, public
from web.acting import public_world
from web.carrying_out import carry_out_command
from web.errors import status_of
from web.languages import current_language
from web.pages.projects import project_page_of
from web.projects.seen_projects import filing_party_id, see
from web.projects.uploads import (
    carry_out_comment,
    carry_out_document,
    digest_of,
    origin,
    take_uploads,
    uploaded,
)
from web.refusals import refusal
from web.signin import require_user

pages = Blueprint("project_publicity", __name__, url_prefix="/registry")

BYTES_OF_NO_TYPE = "application/octet-stream"


@pages.url_value_preprocessor
def _take_uploads(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    take_uploads("project_publicity.file_document")


@pages.get("/documents/<number>")
@public
def show_document(number: str) -> ResponseReturnValue:
    """Give a document to whoever may see its project, as a file that no browser opens itself."""
    with reading(public_world()) as session:
        found = download(session, number)
        see(session, found.project)
    answer = send_file(
        io.BytesIO(found.content),
        mimetype=BYTES_OF_NO_TYPE,
        as_attachment=True,
        download_name=found.name,
        etag=found.digest,
        max_age=0,
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


@pages.post("/projects/<number>/documents")
@for_roles(Role.DEVELOPER, Role.VERIFIER)
def file_document(number: str) -> ResponseReturnValue:
    """File a document with a project."""
    require_user()
    with reading(public_world()) as session:
        seen = see(session, number)
    name, content = uploaded()
    kind, _space, of_report = request.form.get("document_kind", "").partition(" ")
    command = AttachDocument(
        client_id=request.form.get("client_id", ""),
        project=number,
        party_id=filing_party_id(seen, kind),
        document_kind=kind,
        name=name,
        digest=digest_of(content),
        report=of_report,
    )
    try:
        carry_out_document(command, content)
    except RegistryError as error:
        return project_page_of(number, refusal(error, current_language())), status_of(error)
    flash(_("The document is filed."), "success")
    return redirect(url_for("projects.show", number=number, _anchor="documents"), 303)


@pages.post("/projects/<number>/comments")
@public
def comment(number: str) -> ResponseReturnValue:
    """Take a comment from anybody while a design or report is published."""
    fields = {
        name: request.form.get(name, "").strip()
        for name in ("author", "organisation", "text", "contact", "record")
    }
    record = fields.pop("record")
    contact = fields.pop("contact")
    command = CommentOnProject(
        client_id=request.form.get("client_id", ""),
        project=number,
        report="" if record == number else record,
        origin=origin(),
        **fields,
    )
    try:
        carry_out_comment(command, contact)
    except UnknownProject:
        raise
    except RegistryError as error:
        shown = project_page_of(
            number, refusal(error, current_language()), {**fields, "contact": contact}
        )
        return shown, status_of(error)
    flash(_("Thank you. The comment is published below."), "success")
    return redirect(url_for("projects.show", number=number, _anchor="comments"), 303)


@pages.post("/comments/<number>/answers")
@for_roles(Role.DEVELOPER)
def answer(number: str) -> ResponseReturnValue:
    """Answer a comment in the developer's name."""
    require_user()
    with reading(public_world()) as session:
        project = commented_project(session, number)
    command = AnswerComment(
        client_id=request.form.get("client_id", ""),
        comment=number,
        text=request.form.get("text", "").strip(),
    )
    try:
        carry_out_command(command)
    except RegistryError as error:
        if not project:
            raise
        return project_page_of(project, refusal(error, current_language())), status_of(error)
    flash(_("The answer is published."), "success")
    return redirect(url_for("projects.show", number=project, _anchor="comments"), 303)
