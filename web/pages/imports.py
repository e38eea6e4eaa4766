"""Files that come in: chosen, rehearsed with every wrong cell named, then carried out as one."""

import base64
import binascii

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.reporting import IMPORT_KINDS, FileUnreadable, ImportKind, import_kind
from registry.worlds import RegistryError, reading, words
from web.access import signed_in
from web.acting import acting, public_world
from web.errors import UNPROCESSABLE, status_of
from web.formats import number as shown_number
from web.languages import current_language
from web.refusals import refusal
from web.tables.downloads import table_download
from web.tables.importing import (
    PREVIEW_ROWS,
    FileSent,
    ImportResult,
    import_file,
    issues_shown,
    refused_whole,
)
from web.tables.sheets_out import Row

pages = Blueprint("imports", __name__, url_prefix="/imports")

PAGE_BYTES_MAX = 600_000
PAGE_ROWS_MAX = 2_000


@pages.get("")
@signed_in
def index() -> str:
    """List the kinds of file that the person may send."""
    with reading(public_world()) as session:
        held = acting(session).roles
    kinds = [kind for kind in IMPORT_KINDS if not kind.roles.isdisjoint(held)]
    return render_template("imports/index.html", kinds=kinds)


@pages.get("/<name>")
@signed_in
def form(name: str) -> str:
    """Ask for a file."""
    kind = import_kind(name)
    _check_role(kind)
    return _page(kind)


@pages.get("/<name>/template.<form>")
@signed_in
def template(name: str, form: str) -> Response:
    """Send an empty table with the headings."""
    kind = import_kind(name)
    form = "xlsx" if form == "xlsx" else "csv"
    rows: list[Row] = []
    return table_download(kind.name, form, [each.name for each in kind.columns], rows, mark=True)


@pages.post("/<name>")
@signed_in
def send(name: str) -> ResponseReturnValue:
    """Rehearse a file; when it was confirmed, carry it out."""
    kind = import_kind(name)
    confirmed = request.form.get("confirmed") == "true"
    try:
        content = _content()
        result = import_file(
            public_world(),
            kind,
            FileSent(content, request.form.get("dataset", ""), request.form.get("source", "")),
            acting,
            dry_run=not confirmed,
            rows_max=PAGE_ROWS_MAX,
        )
    except RegistryError as error:
        shown = refusal(error, current_language())
        return _page(kind, refused=shown), status_of(error)
    if result.carried_out and confirmed:
        flash(
            _(
                "Carried out: %(done)s rows; %(replayed)s had been carried out before.",
                done=shown_number(result.done),
                replayed=shown_number(result.replayed),
            ),
            "success",
        )
        return redirect(url_for(".form", name=kind.name), 303)
    kept = base64.b64encode(content).decode()
    if not result.issues:
        return _page(kind, result=result, content=kept)
    told = refusal(refused_whole(result), current_language())
    return _page(kind, result=result, refused=told), UNPROCESSABLE


def _content() -> bytes:
    """Return the file: sent now, or sent back from the preview.

    Raises:
        FileUnreadable: there is none.
    """
    sent = request.files.get("file")
    if sent is not None and sent.filename:
        content = sent.stream.read(PAGE_BYTES_MAX + 1)
        sent.close()
    else:
        try:
            content = base64.b64decode(request.form.get("content", ""), validate=True)
        except (binascii.Error, ValueError):
            content = b""
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


def _check_role(kind: ImportKind) -> None:
    with reading(public_world()) as session:
        acting(session).check_role(*sorted(kind.roles))


def _page(
    kind: ImportKind,
    *,
    result: ImportResult | None = None,
    refused: object = None,
    content: str = "",
) -> str:
    return render_template(
        "imports/form.html",
        kind=kind,
        result=result,
        issues=issues_shown(result, current_language()) if result else [],
        preview=result.plan.table.rows[:PREVIEW_ROWS] if result else [],
        refused=refused,
        content=content,
        bytes_max=PAGE_BYTES_MAX,
        rows_max=PAGE_ROWS_MAX,
    )
