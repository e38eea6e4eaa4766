"""Importing factors: an administrator makes a dry run and proposes, a second one approves."""

import base64
import binascii

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from methodologies import AppliedFactors, MethodologyError
from registry.control import STATE_NAMES, show_proposal
from registry.factors import FactorsEmpty, factor_import, latest_import
from registry.reporting import FileUnreadable
from registry.worlds import RegistryError, Role, reading, words
from web.access import for_roles, public, signed_in
from web.acting import acting, public_world
from web.carrying_out import carry_out_command
from web.errors import UNPROCESSABLE, status_of
from web.factors.files import HEADINGS, ROWS_MAX, DryRun, dry_run
from web.factors.imported import imports_applied, read_content, world_library
from web.factors.inputs import ImportForm
from web.forms import Form, blank_form, read_form
from web.languages import current_language
from web.refusals import Refusal, refusal

pages = Blueprint("factor_imports", __name__, url_prefix="/factors")

PAGE_BYTES_MAX = 600_000
FILE_NAME_MAX = 200
ROWS_SHOWN_MAX = 200
IMPORT_KIND = "import_factors"


@pages.get("/imports")
@public
def index() -> str:
    """List what this world imported."""
    with reading(public_world()) as session:
        found = imports_applied(session)
    return render_template("factor_imports/index.html", imports=[each.made for each in found])


@pages.get("/imports/<number>")
@public
def show(number: str) -> str:
    """Show what one import changed."""
    with reading(public_world()) as session:
        made = factor_import(session, number)
        applied = next(each for each in imports_applied(session) if each.made.number == made.number)
    return render_template(
        "factor_imports/show.html",
        made=made,
        changes=applied.applied.changes,
        left_out=applied.applied.left_out,
        rows_max=ROWS_SHOWN_MAX,
    )


@pages.get("/import")
@for_roles(Role.ADMINISTRATOR)
def form() -> str:
    """Ask for a file and a reason."""
    return _page(_blank())


@pages.post("/import")
@for_roles(Role.ADMINISTRATOR)
def send() -> ResponseReturnValue:
    """Make a dry run of a file; when it was confirmed, propose the import."""
    submitted = read_form(_blank(), ImportForm, request.form, current_language())
    name, content = _file()
    try:
        with reading(public_world()) as session:
            whole = request.form.get("whole_tables") == "true"
            found = dry_run(session, name, _checked(content), whole_tables=whole)
    except (RegistryError, MethodologyError) as error:
        return _page(submitted.form, refused=refusal(error, current_language())), status_of(error)
    if submitted.value is None:
        return _page(submitted.form, found=found, content=content), UNPROCESSABLE
    if not found.importable:
        told = None if found.issues else refusal(FactorsEmpty(field="file"), current_language())
        return _page(submitted.form, found=found, refused=told), UNPROCESSABLE
    if request.form.get("confirmed") != found.mark:
        return _page(submitted.form, found=found, content=content)
    command = found.command(submitted.value.reason, request.form.get("client_id", ""))
    try:
        carry_out_command(command)
    except RegistryError as error:
        return _page(submitted.form, refused=refusal(error, current_language())), status_of(error)
    return redirect(url_for(".index"), 303)


@pages.get("/proposals/<number>")
@signed_in
def proposed(number: str) -> str:
    """Show what a proposed import would change in the tables as they are."""
    with reading(public_world()) as session:
        proposal = show_proposal(session, number, acting(session))
        if proposal.kind != IMPORT_KIND:
            raise NotFound
        tables = world_library(session)
        stale = proposal.content["follows"] != latest_import(session)
        applied: AppliedFactors = read_content(proposal.content["content"], tables)
    return render_template(
        "factor_imports/proposed.html",
        proposal=proposal,
        states=STATE_NAMES,
        changes=applied.changes,
        stale=stale and proposal.state == "proposed",
        rows_max=ROWS_SHOWN_MAX,
    )


def _file() -> tuple[str, bytes]:
    """Return name and content of the file: sent now, or sent back from the dry run."""
    sent = request.files.get("file")
    if sent is not None and sent.filename:
        content = sent.stream.read(PAGE_BYTES_MAX + 1)
        sent.close()
        return sent.filename[:FILE_NAME_MAX], content
    try:
        content = base64.b64decode(request.form.get("content", ""), validate=True)
    except (binascii.Error, ValueError):
        content = b""
    return request.form.get("file_name", "")[:FILE_NAME_MAX], content


def _checked(content: bytes) -> bytes:
    """Return a file's content.

    Raises:
        FileUnreadable: there is none, or it is too large for a page.
    """
    if not content:
        raise FileUnreadable(reason=words("none was sent", "未收到文件"), field="file")
    if len(content) > PAGE_BYTES_MAX:
        raise FileUnreadable(
            reason=words(
                f"it is larger than {PAGE_BYTES_MAX} bytes; use the command line",
                f"超过 {PAGE_BYTES_MAX} 字节，请使用命令行导入",
            ),
            field="file",
        )
    return content


def _blank() -> Form:
    return blank_form(ImportForm, current_language())


def _page(
    shown: Form,
    *,
    found: DryRun | None = None,
    content: bytes = b"",
    refused: Refusal | None = None,
) -> str:
    language = current_language()
    return render_template(
        "factor_imports/form.html",
        form=shown,
        found=found,
        issues=[each.shown(language) for each in found.issues[:ROWS_SHOWN_MAX]] if found else [],
        content=base64.b64encode(content).decode(),
        refused=refused,
        headings=HEADINGS,
        bytes_max=PAGE_BYTES_MAX,
        file_rows_max=ROWS_MAX,
        rows_max=ROWS_SHOWN_MAX,
    )
