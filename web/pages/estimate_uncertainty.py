"""How far a result may lie from its figure: what is uncertain, the interval, what matters most."""

import json

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from pydantic import ValidationError
from werkzeug.exceptions import NotFound

from methodologies import (
    MethodologyError,
    Uncertainty,
    UncertaintyInputs,
    find,
    form_fields,
)
from web.access import public
from web.errors import UNPROCESSABLE, InvalidInputError
from web.estimates.charts import histogram, shares, significant
from web.estimates.links import inputs_of, packed, shortened, unpacked
from web.estimates.uncertainties import (
    MATTER_MOST,
    Calculated,
    calculate,
    plain_question,
    spread,
)
from web.factors.library import current_library
from web.forms import Choice, Form, UnfitValueError, blank_form, read_form
from web.languages import current_language
from web.refusals import refusal

pages = Blueprint("estimate_uncertainty", __name__, url_prefix="/estimate")

SYMBOLS_OFFERED_MAX = 200
"""Of more numbers the symbols are typed: each of sixty rows would offer all of them again."""

SYMBOL_CELLS = frozenset({"symbol", "first", "second"})


@pages.get("/<methodology_id>/uncertainty")
@public
def show(methodology_id: str) -> ResponseReturnValue:
    """Show the spread of the result for the inputs of the address."""
    calculated = _calculated(methodology_id)
    given = unpacked(request.args["question"]) if "question" in request.args else None
    form = _form(calculated, given or calculated.suggestion)
    try:
        asked = UncertaintyInputs.model_validate(given or calculated.suggestion)
        found = spread(calculated, asked)
    except (ValidationError, MethodologyError) as error:
        form.refuse(refusal(error, current_language()))
        return _page(calculated, form), UNPROCESSABLE
    return _page(calculated, form, found, is_suggestion=given is None)


@pages.post("/<methodology_id>/uncertainty")
@public
def ask(methodology_id: str) -> ResponseReturnValue:
    """Sample by what was typed, or show what must be corrected."""
    calculated = _calculated(methodology_id)
    submitted = read_form(_form(calculated), UncertaintyInputs, request.form, current_language())
    form = submitted.form
    if "add_row" in request.form:
        form.clear_refusals()
        form.add_row(request.form["add_row"])
        return _page(calculated, form)
    if submitted.value is None:
        return _page(calculated, form), UNPROCESSABLE
    try:
        spread(calculated, submitted.value)
    except MethodologyError as error:
        form.refuse(refusal(error, current_language()))
        return _page(calculated, form), UNPROCESSABLE
    question = packed(plain_question(submitted.value))
    inputs = shortened(calculated.methodology, request.args.get("inputs", ""), question)
    return redirect(
        url_for(".show", methodology_id=methodology_id, inputs=inputs, question=question), 303
    )


def _calculated(methodology_id: str) -> Calculated:
    given = inputs_of(find(methodology_id), request.args.get("inputs", ""))
    try:
        return calculate(methodology_id, given, current_library())
    except ValidationError as error:
        raise InvalidInputError(error) from error


def _form(calculated: Calculated, initial: dict[str, object] | None = None) -> Form:
    """Make the form, in which symbols are chosen among those of the calculation, if not many."""
    fields = form_fields(UncertaintyInputs)
    language = current_language()
    try:
        form = blank_form(
            UncertaintyInputs,
            language,
            initial,
            group_labels={field.group: field.group_label for field in fields},
            order=[field.name for field in fields],
        )
    except UnfitValueError as error:
        raise NotFound from error
    if len(calculated.numbers) > SYMBOLS_OFFERED_MAX:
        return form
    choices = [
        Choice(number.symbol, f"{number.symbol} · {number.origin[language]}"[:120])
        for number in calculated.numbers
    ]
    for table in form.fields:
        for cell in (*table.columns, *(cell for row in table.rows for cell in row)):
            if cell.name.rpartition(".")[2] in SYMBOL_CELLS:
                cell.kind, cell.choices = "choice", choices
    return form


def _page(
    calculated: Calculated,
    form: Form,
    found: Uncertainty | None = None,
    *,
    is_suggestion: bool = False,
) -> str:
    charts = {}
    if found is not None:
        unit = found.unit.replace("CO2", "CO₂")
        axis = f"{calculated.methodology.principal.title[current_language()]}, {unit}"
        charts = {
            "histogram": json.dumps(histogram(found, value=axis, samples=_("Samples"))),
            "shares": json.dumps(shares(found, share=_("Share of variance, %"))),
        }
    return render_template(
        "estimates/uncertainty.html",
        methodology=calculated.methodology,
        result=calculated.result.to_dict(),
        numbers=calculated.numbers,
        inputs=request.args.get("inputs", ""),
        form=form,
        found=found,
        charts=charts,
        is_suggestion=is_suggestion,
        matter_most=MATTER_MOST,
        significant=significant,
    )
