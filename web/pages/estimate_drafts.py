"""Drafts of estimates: kept while a form is filled, found again, renamed, duplicated, deleted."""

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import current_user
from pydantic import BaseModel, ConfigDict, Field

from methodologies import find, list_methodologies
from web.access import public, signed_in
from web.errors import status_of, validated
from web.estimates.draft_owners import draft_owner, keeping_draft_owner, visitor_hash
from web.estimates.draft_state import DraftRequest, keep_sent
from web.estimates.drafts import (
    TITLE_CHARACTERS_MAX,
    USER_DAYS,
    VISITOR_DAYS,
    DraftOwner,
    adopt,
    draft_of,
    drafts_of,
    duplicate,
    remove,
    rename,
)
from web.estimates.expired_form import keep_typed
from web.estimates.form_page import form_context, form_page
from web.estimates.forms import read_estimate
from web.installation import installation
from web.languages import current_language
from web.signin import require_user

pages = Blueprint("estimate_drafts", __name__, url_prefix="/estimate")
keep_typed(pages, "save")


class TitleRequest(BaseModel):
    """What the form that renames a draft sends."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)

    title: str = Field(min_length=1, max_length=TITLE_CHARACTERS_MAX)


@pages.get("/drafts")
@public
def index() -> str:
    """List the drafts of the user, or of the visitor's browser."""
    known = visitor_hash() if current_user.is_authenticated else None
    with installation().catalogue.reading() as session:
        found = drafts_of(session, draft_owner())
        before_sign_in = drafts_of(session, DraftOwner(visitor_hash=known)) if known else []
    return render_template(
        "estimate_drafts/index.html",
        drafts=found,
        before_sign_in=before_sign_in,
        methodologies={methodology.id: methodology for methodology in list_methodologies()},
        days=USER_DAYS if current_user.is_authenticated else VISITOR_DAYS,
        title_characters_max=TITLE_CHARACTERS_MAX,
    )


@pages.post("/<methodology_id>/draft")
@public
def save(methodology_id: str) -> ResponseReturnValue:
    """Keep what was typed so far, valid or not; answers with a fragment, or the form again."""
    methodology = find(methodology_id)
    validated(DraftRequest, request.form.to_dict())
    submitted = read_estimate(methodology, current_language(), request.form)
    state = keep_sent(methodology, submitted.form, request.form)
    status = 200 if state.error is None else status_of(state.error)
    if request.headers.get("HX-Request"):
        context = form_context(methodology, submitted, state)
        answer = make_response(render_template("estimates/_draft_saved.html", **context), status)
        if state.error is None:
            answer.headers["HX-Replace-Url"] = _form_address(methodology_id, state.draft_id)
        return answer
    if state.error is not None:
        submitted.form.clear_refusals()
        return form_page(methodology, submitted, state), status
    group = request.form.get("go", "")
    anchor = f"group-{group}" if group.isascii() and group.isdigit() else None
    return redirect(_form_address(methodology_id, state.draft_id, anchor), 303)


@pages.post("/drafts/<draft_id>/title")
@public
def retitle(draft_id: str) -> ResponseReturnValue:
    """Give a draft another title."""
    given = validated(TitleRequest, request.form.to_dict())
    with installation().catalogue.unit_of_work() as session:
        rename(session, draft_owner(), draft_id, given.title)
    return redirect(url_for(".index"), 303)


@pages.post("/drafts/<draft_id>/variant")
@public
def vary(draft_id: str) -> ResponseReturnValue:
    """Begin a variant with what a draft holds, and open it."""
    with installation().catalogue.unit_of_work() as session:
        title = draft_of(session, draft_owner(), draft_id).title
        variant = duplicate(
            session, keeping_draft_owner(), draft_id, _("%(title)s, variant", title=title)
        )
        methodology_id = variant.methodology_id
    return redirect(_form_address(methodology_id, variant.id), 303)


@pages.post("/drafts/<draft_id>/delete")
@public
def delete(draft_id: str) -> ResponseReturnValue:
    """Delete a draft."""
    with installation().catalogue.unit_of_work() as session:
        remove(session, draft_owner(), draft_id)
    flash(_("The draft was deleted."), "success")
    return redirect(url_for(".index"), 303)


@pages.post("/drafts/adopt")
@signed_in
def take_over() -> ResponseReturnValue:
    """Put the drafts of the browser, from before the sign-in, under the user's name."""
    known = visitor_hash()
    user_id = require_user().id
    assert user_id is not None
    if known is not None:
        with installation().catalogue.unit_of_work() as session:
            adopt(session, user_id, known)
    return redirect(url_for(".index"), 303)


def _form_address(methodology_id: str, draft_id: str, anchor: str | None = None) -> str:
    return url_for("estimates.new", methodology_id=methodology_id, draft=draft_id, _anchor=anchor)
