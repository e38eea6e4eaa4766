"""Estimates: form, result with its trace."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from pydantic import ValidationError
from werkzeug.exceptions import NotFound

from methodologies import (
    STATUS_TEXTS,
    Methodology,
    MethodologyError,
    estimate,
    find,
    parse_inputs,
)
from web.access import public
from web.errors import UNPROCESSABLE, InvalidInputError, status_of
from web.estimates.draft_owners import draft_owner
from web.estimates.draft_state import fresh_state, keep_sent, own_draft, own_drafts, state_of
from web.estimates.expired_form import keep_typed
from web.estimates.form_page import form_page, replace_factor
from web.estimates.forms import estimate_form, read_estimate
from web.estimates.links import (
    draft_name,
    fits_address,
    inputs_of,
    kept_as_draft,
    linked_draft,
    packed,
    shortened,
    unpacked,
)
from web.estimates.refused_drafts import DraftError, UnknownDraft
from web.factors.library import current_library
from web.factors.words import CONFIDENCE_TEXTS
from web.forms import Form, Submission, UnfitValueError
from web.languages import current_language
from web.refusals import refusal
from web.storable_text import printable

pages = Blueprint("estimates", __name__, url_prefix="/estimate")
keep_typed(pages, "calculate")

SYMBOL_CHARACTERS_MAX = 200


@pages.context_processor
def _texts() -> dict[str, object]:
    return {"status_texts": STATUS_TEXTS, "confidence_texts": CONFIDENCE_TEXTS}


@pages.get("/<methodology_id>/new")
@public
def new(methodology_id: str) -> str:
    """Show a methodology's form: empty, with the inputs of the address, or with a draft."""
    methodology = find(methodology_id)
    language = current_language()
    drafts = own_drafts(methodology)
    named = request.args.get("draft", "")
    linked = linked_draft(methodology, request.args.get("inputs", ""))
    if linked is not None:
        submitted = read_estimate(methodology, language, linked.typed)
        state = state_of(linked) if draft_owner().owns(linked) else fresh_state()
        return form_page(methodology, submitted, state)
    if "inputs" in request.args:
        given = unpacked(request.args["inputs"])
        draft = next((draft for draft in drafts if draft.id == named), None)
        if draft is None or not _holds(methodology, draft.id, given):
            form = _form_with(methodology, given)
            return form_page(methodology, Submission(form, None), fresh_state())
    if named:
        kept = own_draft(named)
        if kept.methodology_id != methodology.id:
            raise UnknownDraft(value=printable(named[:40]))
        submitted = read_estimate(methodology, language, kept.typed)
        return form_page(methodology, submitted, state_of(kept))
    blank: Submission[Any] = Submission(estimate_form(methodology, language), None)
    return form_page(methodology, blank, fresh_state(), drafts=drafts)


@pages.post("/<methodology_id>/new")
@public
def calculate(methodology_id: str) -> ResponseReturnValue:
    """Calculate what was typed, or show what must be corrected; the draft keeps it either way."""
    methodology = find(methodology_id)
    submitted = read_estimate(methodology, current_language(), request.form)
    form = submitted.form
    draft = keep_sent(methodology, form, request.form)
    if "add_row" in request.form or "replace" in request.form:
        if "replace" in request.form:
            replace_factor(form, request.form["replace"][:SYMBOL_CHARACTERS_MAX])
        else:
            form.add_row(request.form["add_row"])
        return form_page(methodology, submitted, draft)
    if submitted.value is None:
        return form_page(methodology, submitted, draft, judged=True), UNPROCESSABLE
    try:
        calculated = methodology.calculate(submitted.value, current_library())
    except MethodologyError as error:
        form.refuse(refusal(error, current_language()))
        return form_page(methodology, submitted, draft, judged=True), UNPROCESSABLE
    kept = draft.draft_id if draft.saved_at else None
    inputs = packed(calculated.to_dict()["inputs"])
    if kept is not None and not fits_address(inputs):
        inputs = draft_name(kept)
    try:
        inputs = shortened(methodology, inputs)
    except DraftError as error:
        form.refuse(refusal(error, current_language()))
        return form_page(methodology, submitted, draft, judged=True), status_of(error)
    return redirect(
        url_for(".result", methodology_id=methodology_id, inputs=inputs, draft=kept), 303
    )


@pages.post("/<methodology_id>/begin")
@public
def begin(methodology_id: str) -> ResponseReturnValue:
    """Open the form with inputs too long for an address: they become a draft."""
    methodology = find(methodology_id)
    kept = kept_as_draft(methodology, unpacked(request.form.get("inputs", "")))
    return redirect(url_for(".new", methodology_id=methodology_id, inputs=kept), 303)


@pages.get("/<methodology_id>/result")
@public
def result(methodology_id: str) -> str:
    """Show the result for the inputs of the address."""
    methodology = find(methodology_id)
    inputs = request.args.get("inputs", "")
    given = inputs_of(methodology, inputs)
    try:
        calculated = estimate(methodology_id, given, factors=current_library())
    except ValidationError as error:
        raise InvalidInputError(error) from error
    shown = calculated.to_dict()
    return render_template(
        "estimates/result.html",
        methodology=methodology,
        result=shown,
        inputs=inputs,
        packed_inputs=packed(shown["inputs"]),
        draft=request.args.get("draft"),
    )


def _form_with(methodology: Methodology, given: dict[str, Any]) -> Form:
    try:
        return estimate_form(methodology, current_language(), given)
    except UnfitValueError as error:
        raise NotFound from error


def _holds(methodology: Methodology, draft_id: str, inputs: dict[str, Any]) -> bool:
    """Tell whether a draft still holds the inputs of an address, so that it can be gone on with."""
    kept = read_estimate(methodology, current_language(), own_draft(draft_id).typed).value
    try:
        return kept is not None and kept == parse_inputs(methodology.id, inputs)
    except ValidationError:
        return False
