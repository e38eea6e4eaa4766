"""Several calendar years of one project: a vintage for each, and what they add up to."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from pydantic import ValidationError
from werkzeug.exceptions import NotFound

from methodologies import (
    Methodology,
    MethodologyError,
    YearsPlan,
    changeable,
    find,
    form_fields,
    years_plan,
)
from web.access import public
from web.errors import UNPROCESSABLE
from web.estimates.links import fits_address, inputs_of, packed, shortened, unpacked
from web.estimates.years import YearsCalculated, calculate_years, suggested_plan
from web.factors.library import current_library
from web.forms import Choice, Form, UnfitValueError, blank_form, read_form
from web.languages import current_language
from web.refusals import refusal

pages = Blueprint("estimate_years", __name__, url_prefix="/estimate")


@pages.get("/<methodology_id>/years")
@public
def show(methodology_id: str) -> ResponseReturnValue:
    """Show the vintages of the plan in the address, or of the years that the inputs speak of."""
    methodology = find(methodology_id)
    inputs = _inputs(methodology)
    given = unpacked(request.args["plan"]) if "plan" in request.args else None
    plan = suggested_plan(methodology, inputs) if given is None else given
    form = _form(methodology, plan)
    if not plan:
        return _page(methodology, form)
    try:
        asked = years_plan(methodology).model_validate(plan)
        found = calculate_years(methodology, inputs, asked, current_library())
    except (ValidationError, MethodologyError) as error:
        form.refuse(refusal(error, current_language()))
        return _page(methodology, form), UNPROCESSABLE
    return _page(methodology, form, found)


@pages.post("/<methodology_id>/years")
@public
def ask(methodology_id: str) -> ResponseReturnValue:
    """Calculate the years that were typed, or show what must be corrected."""
    methodology = find(methodology_id)
    inputs = _inputs(methodology)
    model = years_plan(methodology)
    submitted = read_form(_form(methodology), model, request.form, current_language())
    form = submitted.form
    if "add_row" in request.form:
        form.clear_refusals()
        form.add_row(request.form["add_row"])
        return _page(methodology, form)
    if submitted.value is None:
        return _page(methodology, form), UNPROCESSABLE
    try:
        calculate_years(methodology, inputs, submitted.value, current_library())
    except (ValidationError, MethodologyError) as error:
        form.refuse(refusal(error, current_language()))
        return _page(methodology, form), UNPROCESSABLE
    plan = packed(_plain(submitted.value))
    given = shortened(methodology, request.args.get("inputs", ""), plan)
    return redirect(url_for(".show", methodology_id=methodology_id, inputs=given, plan=plan), 303)


@pages.get("/<methodology_id>/years/table")
@public
def table(methodology_id: str) -> ResponseReturnValue:
    """Give the table of years alone, for the page of a result."""
    methodology = find(methodology_id)
    inputs = _inputs(methodology)
    plan = suggested_plan(methodology, inputs)
    found = None
    if plan:
        try:
            asked = years_plan(methodology).model_validate(plan)
            found = calculate_years(methodology, inputs, asked, current_library())
        except (ValidationError, MethodologyError):
            found = None  # the page of years says why; here only the figures are wanted
    return render_template("estimates/_years_table.html", **_shown(methodology, found))


def _inputs(methodology: Methodology) -> dict[str, Any]:
    return inputs_of(methodology, request.args.get("inputs", ""))


def _plain(plan: YearsPlan) -> dict[str, Any]:
    kept: dict[str, Any] = plan.model_dump(mode="json", exclude_unset=True, exclude_none=True)
    return kept


def _form(methodology: Methodology, initial: dict[str, Any] | None = None) -> Form:
    """Make the form, in which a field that differs is chosen by its name."""
    model = years_plan(methodology)
    fields = form_fields(model)
    try:
        form = blank_form(
            model,
            current_language(),
            initial,
            group_labels={field.group: field.group_label for field in fields},
            order=["first_year", "last_year", *({"months"} & set(model.model_fields)), "changes"],
        )
    except UnfitValueError as error:
        raise NotFound from error
    titles = {field.name: field.label[current_language()] for field in methodology.fields}
    choices = [Choice(name, titles[name]) for name in changeable(methodology)]
    for shown in form.fields:
        for cell in (*shown.columns, *(cell for row in shown.rows for cell in row)):
            if cell.name.rpartition(".")[2] == "field":
                cell.kind, cell.choices = "choice", choices
    return form


def _page(methodology: Methodology, form: Form, found: YearsCalculated | None = None) -> str:
    return render_template("estimates/years.html", form=form, **_shown(methodology, found))


def _shown(methodology: Methodology, found: YearsCalculated | None) -> dict[str, Any]:
    result = None if found is None else found.to_dict()
    vintages = result["vintages"] if result else []
    texts = [packed(vintage["inputs"]) for vintage in vintages]
    return {
        "methodology": methodology,
        "inputs": request.args.get("inputs", ""),
        "years": result,
        "addresses": [text if fits_address(text) else "" for text in texts],
        "result": {"methodology": {"status": methodology.status}},
    }
