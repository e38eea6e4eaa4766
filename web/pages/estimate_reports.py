"""Reports of estimates: choose language and sections, see the first page, take PDF and workbook."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import Blueprint, Response, render_template, request, url_for
from flask_babel import lazy_gettext
from pydantic import ValidationError

from methodologies import Methodology, Result, estimate, estimate_again, find
from registry.worlds import MARKET_ZONE, reading
from web.access import public, signed_in
from web.acting import public_world
from web.errors import InvalidInputError, validated
from web.estimate_reports.choices import TITLE_CHARACTERS_MAX, ReportChoice
from web.estimate_reports.files import ReportFile, ReportFiles
from web.estimates.links import inputs_of
from web.estimates.saved import own_estimate
from web.factors.library import current_library
from web.languages import current_language

pages = Blueprint("estimate_reports", __name__, url_prefix="/estimate")

SECTION_TITLES: Final = {
    "inputs": lazy_gettext("Inputs"),
    "equations": lazy_gettext("Every equation"),
    "factors": lazy_gettext("Factors used"),
    "assumptions": lazy_gettext("Assumed coefficients"),
    "warnings": lazy_gettext("Notes of the calculation"),
}
MIME_TYPES: Final = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "png": "image/png",
}


@dataclass(frozen=True, slots=True)
class _Subject:
    """What is reported: a fresh result, or a saved one."""

    methodology: Methodology
    result: Result
    files: ReportFiles
    query: ReportChoice
    address: Callable[[str], str]
    back: str
    number: str = ""


@pages.get("/<methodology_id>/report")
@public
def builder(methodology_id: str) -> str:
    """Let the reader choose what the report of a fresh result holds."""
    return _builder(_fresh(methodology_id))


@pages.get("/<methodology_id>/report.pdf")
@public
def pdf(methodology_id: str) -> Response:
    """Give the report of a fresh result as PDF."""
    return _pdf(_fresh(methodology_id))


@pages.get("/<methodology_id>/report.xlsx")
@public
def workbook(methodology_id: str) -> Response:
    """Give a fresh result as a workbook."""
    return _workbook(_fresh(methodology_id))


@pages.get("/<methodology_id>/report.png")
@public
def preview(methodology_id: str) -> Response:
    """Show the first page of a fresh result's report."""
    return _preview(_fresh(methodology_id))


@pages.get("/saved/<number>/report")
@signed_in
def saved(number: str) -> str:
    """Let the reader choose what the report of a saved estimate holds."""
    return _builder(_kept(number))


@pages.get("/saved/<number>/report.pdf")
@signed_in
def saved_pdf(number: str) -> Response:
    """Give the report of a saved estimate as PDF."""
    return _pdf(_kept(number))


@pages.get("/saved/<number>/report.xlsx")
@signed_in
def saved_workbook(number: str) -> Response:
    """Give a saved estimate as a workbook."""
    return _workbook(_kept(number))


@pages.get("/saved/<number>/report.png")
@signed_in
def saved_preview(number: str) -> Response:
    """Show the first page of a saved estimate's report."""
    return _preview(_kept(number))


def _fresh(methodology_id: str) -> _Subject:
    """Calculate the inputs of the address, on today's date."""
    methodology = find(methodology_id)
    inputs, query = request.args.get("inputs", ""), _query()
    with reading(public_world()) as session:
        day = session.clock.today()
    given = inputs_of(methodology, inputs)
    try:
        result = estimate(methodology_id, given, factors=current_library())
    except ValidationError as error:
        raise InvalidInputError(error) from error
    options = query.options(day, current_language())
    here: dict[str, Any] = {"methodology_id": methodology_id, "inputs": inputs}
    return _Subject(
        methodology=methodology,
        result=result,
        files=ReportFiles(methodology, result, options),
        query=query,
        address=lambda endpoint: url_for(f".{endpoint}", **here, **_chosen(query)),
        back=url_for("estimates.result", **here),
    )


def _kept(number: str) -> _Subject:
    """Calculate a saved estimate again with its own factors, on the day it was saved."""
    query = _query()
    with reading(public_world()) as session:
        found = own_estimate(session, number)
    recorded: Mapping[str, Any] = json.loads(found.result_json)
    result = estimate_again(recorded, current_library())
    methodology = find(result.methodology_id, result.version)
    day = found.created_at.astimezone(MARKET_ZONE).date()
    options = query.options(day, current_language(), found.title, found.number)
    return _Subject(
        methodology=methodology,
        result=result,
        files=ReportFiles(methodology, result, options),
        query=query,
        address=lambda endpoint: url_for(
            f".saved_{endpoint}", number=found.number, **_chosen(query)
        ),
        back=url_for("saved_estimates.show", number=found.number),
        number=found.number,
    )


def _builder(subject: _Subject) -> str:
    options = subject.files.options
    return render_template(
        "estimate_reports/builder.html",
        subject=subject,
        methodology=subject.methodology,
        inputs=request.args.get("inputs", ""),
        options=options,
        section_titles=SECTION_TITLES,
        title_characters_max=TITLE_CHARACTERS_MAX,
        files=subject.files,
    )


def _pdf(subject: _Subject) -> Response:
    return _file(subject, subject.files.pdf, "pdf")


def _workbook(subject: _Subject) -> Response:
    return _file(subject, subject.files.workbook, "xlsx")


def _preview(subject: _Subject) -> Response:
    return Response(subject.files.preview.content, mimetype=MIME_TYPES["png"])


def _file(subject: _Subject, file: ReportFile, form: str) -> Response:
    language = subject.files.options.language
    name = "-".join(filter(None, (subject.methodology.id, subject.number, "report", language)))
    answer = Response(file.content, mimetype=MIME_TYPES[form])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name.lower()}.{form}"'
    return answer


def _query() -> ReportChoice:
    given = {name: value for name, value in request.args.items() if name != "section"}
    return validated(ReportChoice, {**given, "section": request.args.getlist("section")})


def _chosen(query: ReportChoice) -> dict[str, Any]:
    """Return the reader's choice as arguments of an address."""
    chosen = {"chosen": "true", "section": query.section} if query.chosen else {}
    return {
        "lang": query.lang or current_language(),
        **({"title": query.title} if query.title else {}),
        **chosen,
    }
