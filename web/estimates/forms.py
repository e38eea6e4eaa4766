"""The form of a methodology: blank, with inputs, or with what somebody typed before."""

from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from methodologies import Methodology
from web.forms import Form, Submission, blank_form, read_form
from web.refusals import Language


def estimate_form(
    methodology: Methodology, language: Language, initial: Mapping[str, Any] | None = None
) -> Form:
    """Return the form, blank or with inputs to start with.

    Raises:
        UnfitValueError: `initial` holds something else than rows for a table.
    """
    fields = methodology.fields
    return blank_form(
        methodology.Inputs,
        language,
        initial,
        group_labels={field.group: field.group_label for field in fields},
        order=[field.name for field in fields],
    )


def read_estimate(
    methodology: Methodology, language: Language, typed: Mapping[str, str]
) -> Submission[Any]:
    """Read what was typed; the form keeps it, with refusals if it is not valid.

    Args:
        methodology: whose form was filled.
        language: of the refusals.
        typed: texts by name; cells of rows as `fuels.0.amount`.
    """
    submitted = typed if isinstance(typed, MultiDict) else MultiDict(typed)
    return read_form(estimate_form(methodology, language), methodology.Inputs, submitted, language)


def form_as_typed(methodology: Methodology, language: Language, typed: Mapping[str, str]) -> Form:
    """Return the form as it was typed, without judging it."""
    form = read_estimate(methodology, language, typed).form
    form.clear_refusals()
    return form


def typed_values(form: Form) -> dict[str, str]:
    """Return what stands in a form, by name, as a draft keeps it."""
    return {name: shown.value for name, shown in form.named.items() if shown.value}
