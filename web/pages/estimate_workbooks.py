"""The form of an estimate as a workbook: downloaded blank or filled, uploaded as a dry run."""

import base64
import binascii
from contextlib import ExitStack
from io import SEEK_END, BytesIO

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from methodologies import Methodology, MethodologyError, find
from registry.reporting import FileUnreadable
from registry.worlds import RegistryError, words
from web.access import public
from web.errors import UNPROCESSABLE, status_of
from web.estimate_workbooks.reading import WorkbookReading, read_form_workbook
from web.estimate_workbooks.refused import WorkbookError
from web.estimate_workbooks.writing import write_form
from web.estimates.draft_owners import keeping_draft_owner
from web.estimates.draft_state import own_draft
from web.estimates.drafts import TITLE_CHARACTERS_MAX, Typing, keep, new_token
from web.estimates.forms import estimate_form, form_as_typed
from web.estimates.links import packed, unpacked
from web.estimates.refused_drafts import DraftError, UnknownDraft
from web.factors.library import current_library
from web.forms import Form, UnfitValueError
from web.installation import installation
from web.languages import current_language
from web.refusals import Refusal, refusal
from web.storable_text import printable
from web.tables.downloads import MIME_TYPES, as_file

pages = Blueprint("estimate_workbooks", __name__, url_prefix="/estimate")

PAGE_BYTES_MAX = 600_000
NAME_CHARACTERS_MAX = 100
CELLS_SHOWN_MAX = 200
ADDRESS_CHARACTERS_MAX = 7_000
"""Longer inputs fit no address; they go on as a draft."""


@pages.get("/<methodology_id>/form.xlsx")
@public
def download(methodology_id: str) -> Response:
    """Send the form as a workbook: blank, with the inputs of the address, or with a draft."""
    methodology = find(methodology_id)
    target = BytesIO()
    write_form(target, methodology, _started_form(methodology), current_language())
    name = f"{methodology.id}-{methodology.version}.xlsx"
    size = target.seek(0, SEEK_END)
    target.seek(0)
    return as_file(target, size, name, MIME_TYPES["xlsx"], ExitStack())


@pages.get("/<methodology_id>/upload")
@public
def upload(methodology_id: str) -> str:
    """Ask for a filled workbook."""
    return _page(find(methodology_id))


@pages.post("/<methodology_id>/upload")
@public
def send(methodology_id: str) -> ResponseReturnValue:
    """Show what would be read from a workbook; when asked for, go on with it."""
    methodology = find(methodology_id)
    language = current_language()
    try:
        name, content = _file()
        reading = read_form_workbook(content, language, methodology, current_library())
    except (RegistryError, WorkbookError, MethodologyError) as error:
        return _page(methodology, refused=refusal(error, language)), status_of(error)
    if reading.result is None:
        return _page(methodology, reading, name=name), UNPROCESSABLE
    if request.form.get("then") == "draft":
        return _kept(methodology, reading, name, content)
    return _page(methodology, reading, name=name, content=content)


def _kept(
    methodology: Methodology, reading: WorkbookReading, name: str, content: bytes
) -> ResponseReturnValue:
    """Keep what was read as a draft; sent twice, it is still one draft."""
    language = current_language()
    typing = Typing(request.form.get("draft", ""), methodology.id, reading.typed)
    title = name.removesuffix(".xlsx") or methodology.title[language]
    try:
        with installation().catalogue.unit_of_work() as session:
            kept = keep(session, keeping_draft_owner(), typing, title[:TITLE_CHARACTERS_MAX]).id
    except DraftError as error:
        told = refusal(error, language)
        page = _page(methodology, reading, refused=told, name=name, content=content)
        return page, status_of(error)
    return redirect(url_for("estimates.new", methodology_id=methodology.id, draft=kept), 303)


def _started_form(methodology: Methodology) -> Form:
    language = current_language()
    if "inputs" in request.args:
        try:
            return estimate_form(methodology, language, unpacked(request.args["inputs"]))
        except UnfitValueError as error:
            raise NotFound from error
    if "draft" in request.args:
        kept = own_draft(request.args["draft"])
        if kept.methodology_id != methodology.id:
            raise UnknownDraft(value=printable(kept.id))
        return form_as_typed(methodology, language, kept.typed)
    return estimate_form(methodology, language)


def _file() -> tuple[str, bytes]:
    """Return name and content of the workbook: sent now, or sent back from the dry run.

    Raises:
        FileUnreadable: there is none, or it is too large for a page.
    """
    sent = request.files.get("file")
    if sent is not None and sent.filename:
        name, content = sent.filename, sent.stream.read(PAGE_BYTES_MAX + 1)
        sent.close()
    else:
        name = request.form.get("file_name", "")
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
                f"超过 {PAGE_BYTES_MAX} 字节，请使用命令行",
            ),
            field="file",
        )
    return printable(name)[:NAME_CHARACTERS_MAX], content


def _page(
    methodology: Methodology,
    reading: WorkbookReading | None = None,
    *,
    refused: Refusal | None = None,
    name: str = "",
    content: bytes = b"",
) -> str:
    if reading is not None and reading.refused:
        refused = refusal(reading.error, current_language())
    inputs = packed(reading.inputs) if reading else ""
    return render_template(
        "estimate_workbooks/upload.html",
        methodology=methodology,
        reading=reading,
        refused=refused,
        file_name=name,
        content=base64.b64encode(content).decode(),
        draft=new_token() if content else "",
        inputs=inputs if len(inputs) <= ADDRESS_CHARACTERS_MAX else "",
        bytes_max=PAGE_BYTES_MAX,
        shown_max=CELLS_SHOWN_MAX,
    )
