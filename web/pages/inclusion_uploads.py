"""Uploads of platforms: a CSV file is checked row by row, then stored as a whole or not at all."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.carbon_inclusion import COLUMNS, Content, PlatformView, platform, user_codes
from registry.worlds import RegistryError, reading
from web.access import public, signed_in
from web.acting import public_world
from web.carbon_inclusion.files import FILE_BYTES_MAX, command_rows, file_rows, template_file
from web.carbon_inclusion.inputs import rows_command
from web.carbon_inclusion.people import reader
from web.carbon_inclusion.refusals import row_refusals
from web.carbon_inclusion.words import inclusion_words
from web.carrying_out import carry_out_command, rehearse
from web.errors import status_of
from web.formats import number as shown_number
from web.languages import current_language
from web.refusals import refusal
from web.strict_json import Unreadable

pages = Blueprint("inclusion_uploads", __name__, url_prefix="/registry/carbon-inclusion")

CONTENTS = "any(activities, consents, rewards)"
FORM_BYTES_MAX = FILE_BYTES_MAX + 64 * 1024
HEADER_LINES = 1
pages.context_processor(inclusion_words)


@pages.url_value_preprocessor
def allow_a_file(_endpoint: str | None, _values: dict[str, object] | None) -> None:
    """Let a request of this blueprint carry a file, before anything reads its body."""
    request.max_content_length = FORM_BYTES_MAX


@pages.get("/platforms/<number>/upload")
@signed_in
def form(number: str) -> str:
    """Ask for a file."""
    return _page(_own(number), Content.ACTIVITIES)


@pages.post("/platforms/<number>/upload")
@signed_in
def upload(number: str) -> ResponseReturnValue:
    """Check a file, or store it."""
    shown = _own(number)
    given = request.form.get("content", "")
    content = Content(given) if given in set(Content) else Content.ACTIVITIES
    only_check = request.form.get("do") != "store"
    file = request.files.get("file")
    data = file.stream.read(FILE_BYTES_MAX + 1) if file else b""
    try:
        with reading(public_world()) as session:
            code_of = user_codes(session, number)
        rows = command_rows(content, file_rows(content, data), code_of)
        command = rows_command(content, number, rows, request.form.get("client_id", ""))
        done = rehearse(command) if only_check else carry_out_command(command).data
    except (RegistryError, Unreadable) as error:
        refused = {
            "refused": refusal(error, current_language()),
            "rows": row_refusals(error, current_language(), HEADER_LINES),
        }
        return _page(shown, content, **refused), status_of(error)
    if only_check:
        return _page(shown, content, checked=done)
    flash(
        _(
            "Stored: %(stored)s of %(rows)s rows; %(known)s were known before.",
            stored=shown_number(done["stored"]),
            rows=shown_number(done["rows"]),
            known=shown_number(done["known"]),
        ),
        "success",
    )
    return redirect(url_for("carbon_inclusion.show_platform", number=number), 303)


@pages.get(f"/templates/<{CONTENTS}:content>.csv")
@public
def template(content: str) -> Response:
    """Give an empty file with the right columns."""
    answer = Response("\ufeff" + template_file(Content(content)), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{content}.csv"'
    return answer


def _own(number: str) -> PlatformView:
    """Return a platform that the reader reports for.

    Raises:
        UnknownPlatform: there is none with this number.
        NotRepresentative: it is another's.
    """
    with reading(public_world()) as session:
        shown = platform(session, number)
        name = {"zh": shown.party.name_zh, "en": shown.party.name_en}
        reader(session).check_represents(shown.party.id, name[current_language()])
    return shown


def _page(shown: PlatformView, content: Content, **more: object) -> str:
    return render_template(
        "carbon_inclusion/upload.html",
        platform=shown,
        content=content.value,
        columns={each.value: COLUMNS[each] for each in Content},
        **{"refused": None, "rows": [], "checked": None, **more},
    )
