"""Estimates: form, result with its trace."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext
from pydantic import ValidationError
from werkzeug.exceptions import NotFound

from methodologies import (
    STATUS_TEXTS,
    Methodology,
    MethodologyError,
    estimate,
    find,
)
from web.access import public
from web.errors import UNPROCESSABLE, InvalidInputError
from web.estimates.links import packed, unpacked
from web.factors.library import current_library
from web.forms import Form, UnfitValueError, blank_form, read_form
from web.languages import current_language
from web.refusals import refusal

pages = Blueprint("estimates", __name__, url_prefix="/estimate")

CONFIDENCE_TEXTS = {
    "high": lazy_gettext("high"),
    "medium": lazy_gettext("medium"),
    "low": lazy_gettext("low"),
}


@pages.context_processor
def _texts() -> dict[str, object]:
    return {"status_texts": STATUS_TEXTS, "confidence_texts": CONFIDENCE_TEXTS}


@pages.get("/<methodology_id>/new")
@public
def new(methodology_id: str) -> str:
    """Show a methodology's form, empty or with the inputs of the address."""
    methodology = find(methodology_id)
    given = unpacked(request.args["inputs"]) if "inputs" in request.args else None
    try:
        form = _form(methodology, given)
    except UnfitValueError as error:
        raise NotFound from error
    return _form_page(methodology, form)


@pages.post("/<methodology_id>/new")
@public
def calculate(methodology_id: str) -> ResponseReturnValue:
    """Calculate what was typed, or show what must be corrected."""
    methodology = find(methodology_id)
    submitted = read_form(_form(methodology), methodology.Inputs, request.form, current_language())
    form = submitted.form
    if "add_row" in request.form:
        form.clear_refusals()
        form.add_row(request.form["add_row"])
        return _form_page(methodology, form)
    if submitted.value is None:
        return _form_page(methodology, form), UNPROCESSABLE
    try:
        calculated = methodology.calculate(submitted.value, current_library())
    except MethodologyError as error:
        form.refuse(refusal(error, current_language()))
        return _form_page(methodology, form), UNPROCESSABLE
    inputs = packed(calculated.to_dict()["inputs"])
    return redirect(url_for(".result", methodology_id=methodology_id, inputs=inputs), 303)


@pages.get("/<methodology_id>/result")
@public
def result(methodology_id: str) -> str:
    """Show the result for the inputs of the address."""
    methodology = find(methodology_id)
    inputs = request.args.get("inputs", "")
    try:
        calculated = estimate(methodology_id, unpacked(inputs), factors=current_library())
    except ValidationError as error:
        raise InvalidInputError(error) from error
    return render_template(
        "estimates/result.html",
        methodology=methodology,
        result=calculated.to_dict(),
        inputs=inputs,
    )


def _form(methodology: Methodology, initial: dict[str, Any] | None = None) -> Form:
    fields = methodology.fields
    return blank_form(
        methodology.Inputs,
        current_language(),
        initial,
        group_labels={field.group: field.group_label for field in fields},
        order=[field.name for field in fields],
    )


def _form_page(methodology: Methodology, form: Form) -> str:
    return render_template("estimates/form.html", methodology=methodology, form=form)
