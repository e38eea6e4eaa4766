"""The page of a methodology's form: fields, factors beside them, state of the draft, remarks."""

from typing import Any

from flask import render_template

from methodologies import STATUS_TEXTS, Methodology, MethodologyError, Result
from web.estimates.draft_state import DraftState
from web.estimates.forms import typed_values
from web.estimates.shown_factors import (
    REPLACED,
    assumed_factors,
    factor_places,
    factors_beside,
)
from web.factors.library import current_library
from web.factors.words import CONFIDENCE_TEXTS
from web.forms import Form, FormField, Submission
from web.languages import current_language
from web.refusals import Refusal, refusal

MISSING = "input.missing"
TRIED_VALUES_MAX = 500
"""A larger form is calculated only when it is sent: two thousand plots take a second."""


def form_page(
    methodology: Methodology,
    submitted: Submission[Any],
    draft: DraftState,
    judged: bool = False,
    **more: object,
) -> str:
    """Render the form.

    Args:
        methodology: whose form it is.
        submitted: what stands in it, with its value if it is valid.
        draft: which draft the page goes on with.
        judged: show what is wrong; otherwise the reader has not asked for an answer yet.
        more: what else the template needs.
    """
    context = form_context(methodology, submitted, draft)
    if not judged:
        submitted.form.clear_refusals()
    return render_template("estimates/form.html", **context, **more)


def form_context(
    methodology: Methodology, submitted: Submission[Any], draft: DraftState
) -> dict[str, Any]:
    """Return what the form and its fragments show."""
    factors = current_library()
    typed = typed_values(submitted.form)
    is_tried = len(typed) <= TRIED_VALUES_MAX
    calculated, refused = _tried(methodology, submitted.value if is_tried else None)
    return {
        "methodology": methodology,
        "form": submitted.form,
        "draft": draft,
        "factor_places": factor_places(methodology, factors),
        "factors": factors_beside(methodology, typed, factors),
        "assumed": assumed_factors(methodology, calculated, factors),
        "calculated": calculated,
        "remarks": _remarks(submitted.form, refused),
        "status_texts": STATUS_TEXTS,
        "confidence_texts": CONFIDENCE_TEXTS,
        "missing": sum(part.code == MISSING for _, part in submitted.form.summary),
    }


def replace_factor(form: Form, symbol: str) -> None:
    """Add a row that replaces an assumed coefficient, and go on at its value.

    Args:
        form: with a table of replaced coefficients; without one nothing happens.
        symbol: of the coefficient; one that is replaced already is gone on with.
    """
    table = next((shown for shown in form.fields if shown.name == REPLACED), None)
    if table is None:
        return
    row = next((row for row in table.rows if row[0].value == symbol), None)
    if row is None:
        rows_before = len(table.rows)
        form.add_row(REPLACED)
        if len(table.rows) == rows_before:
            return
        row = table.rows[-1]
    for cell in row:
        cell.focus = cell.name.endswith(".value")
    row[0].value = symbol


def _tried(methodology: Methodology, inputs: Any | None) -> tuple[Result | None, Refusal | None]:
    """Calculate what is complete, so that remarks come before the reader asks for the answer."""
    if inputs is None:
        return None, None
    try:
        return methodology.calculate(inputs, current_library()), None
    except MethodologyError as error:
        return None, refusal(error, current_language())


def _remarks(form: Form, refused: Refusal | None) -> list[tuple[FormField | None, Refusal]]:
    """Return what is wrong with what was typed; what is still empty is no mistake."""
    if refused is not None:
        return [(form.named.get(refused.field), refused)]
    return [(field, part) for field, part in form.summary if part.code != MISSING]
