"""Many carbon inclusion records at once: a file is calculated and answered, nothing is stored."""

from collections.abc import Callable
from io import BytesIO
from typing import IO, Any

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from pydantic import ValidationError

from methodologies import Methodology, MethodologyError
from registry.worlds import RegistryError
from web.access import public
from web.errors import UNPROCESSABLE, InvalidInputError, status_of
from web.estimates.batch_form import (
    LABELS,
    example_record,
    file_headings,
    same_form,
    same_model,
    same_values,
)
from web.estimates.batches import (
    ROWS_MAX,
    Batch,
    evaluate_file,
    of_records,
    write_people,
    write_records,
)
from web.factors.library import current_library
from web.forms import Form, read_form
from web.languages import current_language
from web.projects.uploads import uploaded
from web.refusals import refusal
from web.tables.downloads import table_download

pages = Blueprint("estimate_batches", __name__, url_prefix="/estimate")

FILE_BYTES_MAX = 6 * 1024 * 1024
FORM_BYTES_MAX = FILE_BYTES_MAX + 256 * 1024
CSV_TYPE = "text/csv; charset=utf-8"
FILES: dict[str, Callable[[IO[bytes], Batch], None]] = {
    "records": write_records,
    "people": write_people,
}


@pages.url_value_preprocessor
def allow_a_file(_endpoint: str | None, _values: dict[str, object] | None) -> None:
    """Let a request of this blueprint carry a file, before anything reads its body."""
    request.max_content_length = FORM_BYTES_MAX


@pages.get("/<methodology_id>/batch")
@public
def form(methodology_id: str) -> str:
    """Ask for a file of records, and for what is the same in all of them."""
    methodology = of_records(methodology_id)
    return _page(methodology, same_form(methodology))


@pages.post("/<methodology_id>/batch")
@public
def calculate(methodology_id: str) -> ResponseReturnValue:
    """Calculate the records of a file: show the totals, or send the figures as a file."""
    methodology = of_records(methodology_id)
    model: Any = same_model(methodology)
    submitted = read_form(same_form(methodology), model, request.form, current_language())
    if "add_row" in request.form:
        submitted.form.clear_refusals()
        submitted.form.add_row(request.form["add_row"])
        return _page(methodology, submitted.form)
    if submitted.value is None:
        return _page(methodology, submitted.form), UNPROCESSABLE
    _, content = uploaded()
    try:
        batch = evaluate_file(
            methodology,
            content,
            same_values(submitted.value),
            rows_max=ROWS_MAX,
            bytes_max=FILE_BYTES_MAX,
            factors=current_library(),
        )
    except (RegistryError, MethodologyError) as error:
        shown = refusal(error, current_language())
        return _page(methodology, submitted.form, refused=shown), status_of(error)
    except ValidationError as error:
        raise InvalidInputError(error) from error
    wanted = request.form.get("do", "")
    if wanted in FILES:
        return _file(methodology, wanted, batch)
    return _page(methodology, submitted.form, batch=batch)


@pages.get("/<methodology_id>/batch/example.csv")
@public
def example(methodology_id: str) -> Response:
    """Give a file with the right headings and one record."""
    methodology = of_records(methodology_id)
    name = f"{methodology.id}-records"
    return table_download(
        name, "csv", file_headings(methodology), iter([example_record(methodology)])
    )


def _file(methodology: Methodology, wanted: str, batch: Batch) -> Response:
    target = BytesIO()
    FILES[wanted](target, batch)
    answer = Response(target.getvalue(), content_type=CSV_TYPE)
    name = f"{methodology.id}-{wanted}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _page(methodology: Methodology, shown: Form, **more: Any) -> str:
    batch: Batch | None = more.get("batch")
    return render_template(
        "estimates/batch.html",
        methodology=methodology,
        form=shown,
        labels=LABELS,
        rows_max=ROWS_MAX,
        errors=batch.errors(current_language()) if batch else [],
        **{"batch": None, "refused": None, **more},
    )
