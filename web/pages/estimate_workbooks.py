"""The form of an estimate as a workbook: downloaded blank or filled, uploaded as a dry run."""

import base64
import binascii
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from io import SEEK_END, BytesIO

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from methodologies import Methodology, MethodologyError, find
from registry.reporting import FileUnreadable
from registry.worlds import RegistryError, words
from web.access import public
from web.catalogue import EstimateDraft
from web.errors import UNPROCESSABLE, status_of, validated
from web.estimate_workbooks.changes import changed_names
from web.estimate_workbooks.reading import WorkbookReading, read_form_workbook
from web.estimate_workbooks.refused import WorkbookError
from web.estimate_workbooks.writing import write_form
from web.estimates.draft_owners import draft_owner, keeping_draft_owner
from web.estimates.draft_state import DraftRequest, fresh_state, own_draft, state_of
from web.estimates.drafts import TITLE_CHARACTERS_MAX, Typing, keep
from web.estimates.forms import estimate_form, form_as_typed, typed_values
from web.estimates.links import fits_address, linked_draft, packed, unpacked
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


@dataclass(frozen=True, slots=True)
class _Start:
    """What the form starts with: the draft or the inputs of the address, else nothing."""

    form: Form
    typed: Mapping[str, str]
    draft: EstimateDraft | None = None

    @property
    def query(self) -> dict[str, str]:
        """Return the part of the address that leads to the same start."""
        if self.draft is not None:
            return {"draft": self.draft.id}
        return {"inputs": request.args["inputs"]} if "inputs" in request.args else {}


@pages.get("/<methodology_id>/form.xlsx")
@public
def download(methodology_id: str) -> Response:
    """Send the form as a workbook: blank, with the inputs of the address, or with a draft."""
    methodology = find(methodology_id)
    target = BytesIO()
    write_form(target, methodology, _start(methodology).form, current_language())
    name = f"{methodology.id}-{methodology.version}.xlsx"
    size = target.seek(0, SEEK_END)
    target.seek(0)
    return as_file(target, size, name, MIME_TYPES["xlsx"], ExitStack())


@pages.get("/<methodology_id>/upload")
@public
def upload(methodology_id: str) -> str:
    """Ask for a filled workbook."""
    methodology = find(methodology_id)
    return _page(methodology, _start(methodology))


@pages.post("/<methodology_id>/upload")
@public
def send(methodology_id: str) -> ResponseReturnValue:
    """Show what would be read from a workbook; when asked for, keep it as a draft."""
    methodology = find(methodology_id)
    language, start = current_language(), _start(methodology)
    try:
        name, content = _file()
        reading = read_form_workbook(content, language, methodology, current_library())
    except (RegistryError, WorkbookError, MethodologyError) as error:
        return _page(methodology, start, refused=refusal(error, language)), status_of(error)
    if reading.result is None:
        return _page(methodology, start, reading), UNPROCESSABLE
    if request.form.get("then") != "draft":
        return _page(methodology, start, reading, sent=(name, content))
    try:
        kept = _keep(methodology, reading, name)
    except DraftError as error:
        told = refusal(error, language)
        page = _page(methodology, start, reading, refused=told, sent=(name, content))
        return page, status_of(error)
    return redirect(url_for("estimates.new", methodology_id=methodology.id, draft=kept), 303)


def _keep(methodology: Methodology, reading: WorkbookReading, name: str) -> str:
    """Keep what was read as a draft and return its number; sent twice, it is still one draft.

    A draft that the workbook was made from is overwritten, unless it was changed since.

    Raises:
        InvalidInputError: the page did not name the draft.
        DraftError: it cannot be kept.
    """
    named = validated(DraftRequest, request.form.to_dict())
    typing = Typing(named.draft, methodology.id, reading.typed, named.revision, named.page)
    title = name.removesuffix(".xlsx") or methodology.title[current_language()]
    with installation().catalogue.unit_of_work() as session:
        return keep(session, keeping_draft_owner(), typing, title[:TITLE_CHARACTERS_MAX]).id


def _start(methodology: Methodology) -> _Start:
    language = current_language()
    if "draft" in request.args:
        kept = own_draft(request.args["draft"])
        if kept.methodology_id != methodology.id:
            raise UnknownDraft(value=printable(kept.id))
        return _Start(form_as_typed(methodology, language, kept.typed), kept.typed, kept)
    linked = linked_draft(methodology, request.args.get("inputs", ""))
    if linked is not None:
        form = form_as_typed(methodology, language, linked.typed)
        return _Start(form, linked.typed, linked if draft_owner().owns(linked) else None)
    given = unpacked(request.args["inputs"]) if "inputs" in request.args else None
    try:
        form = estimate_form(methodology, language, given)
    except UnfitValueError as error:
        raise NotFound from error
    return _Start(form, typed_values(form))


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
    start: _Start,
    reading: WorkbookReading | None = None,
    *,
    refused: Refusal | None = None,
    sent: tuple[str, bytes] = ("", b""),
) -> str:
    if reading is not None and reading.refused:
        refused = refusal(reading.error, current_language())
    inputs = packed(reading.inputs) if reading else ""
    name, content = sent
    state = state_of(start.draft) if start.draft else fresh_state()
    return render_template(
        "estimate_workbooks/upload.html",
        methodology=methodology,
        start=start,
        reading=reading,
        compared=_compared(start, reading) if reading and start.query else None,
        refused=refused,
        file_name=name,
        content=base64.b64encode(content).decode(),
        state=state,
        inputs=inputs if fits_address(inputs) else "",
        bytes_max=PAGE_BYTES_MAX,
        shown_max=CELLS_SHOWN_MAX,
    )


def _compared(start: _Start, reading: WorkbookReading) -> dict[str, object]:
    """Return which accepted cells differ from what the form started with, and what went."""
    wrong = {cell.field for cell in reading.refused}
    changed = changed_names(start.typed, reading.typed)
    titles = {name: shown.title for name, shown in start.form.named.items()}
    gone = [name for name in start.typed if name in changed - set(reading.typed) - wrong]
    return {
        "changed": [cell for cell in reading.accepted if cell.field in changed],
        "unchanged": [cell for cell in reading.accepted if cell.field not in changed],
        "emptied": [titles.get(name, name) for name in gone],
    }
