"""Compliance: the public report, an entity's year, the allocation calculator."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from registry.compliance import (
    KIND_NAMES,
    STATUS_NAMES,
    ComplianceRow,
    Status,
    balance_values,
    entity_year,
)
from registry.rules import CONFIDENCE_NAMES, scheme_profile, scheme_profiles
from registry.worlds import RegistryError, reading
from web.access import current_roles, public
from web.acting import public_world
from web.compliance.calculator import calculate
from web.compliance.inputs import IndustryForm, PowerForm
from web.compliance.report import every_row, reported, wanted_day, wanted_year
from web.compliance.steps import own_steps, own_undoable
from web.compliance.words import (
    CLASS_NAMES,
    COOLING_NAMES,
    SECTOR_NAMES,
    SPECIAL_NAMES,
)
from web.errors import UNPROCESSABLE, status_of
from web.formats import number as shown_number
from web.forms import Form, blank_form, read_form
from web.languages import current_language
from web.refusals import refusal
from web.tables.downloads import table_download

pages = Blueprint("compliance", __name__, url_prefix="/registry/compliance")

CALCULATORS = {"power": PowerForm, "industry": IndustryForm}
EXAMPLES: dict[str, dict[str, object]] = {
    "power": {
        "year": 2024,
        "unit_class": "coal_large",
        "output_mwh": "2000000",
        "heat_gj": "1000000",
        "load_factor": "0.60",
        "emissions_t": "1800000",
    },
    "industry": {"year": 2025, "sector": "cement", "emissions_t": "1000000", "intensity": "0.90"},
}
HEADINGS = (
    "entity",
    "name_zh",
    "name_en",
    "scheme",
    "sector",
    "year",
    "verified_t",
    "allocated_t",
    "obligation_t",
    "surrendered_t",
    "short_at_deadline_t",
    "missing_t",
    "due_on",
    "status",
    "fictitious",
)


@pages.context_processor
def names() -> dict[str, Any]:
    """Give the templates their words."""
    return {
        "class_names": CLASS_NAMES,
        "confidence_names": CONFIDENCE_NAMES,
        "own_roles": current_roles(),
        "cooling_names": COOLING_NAMES,
        "event_names": KIND_NAMES,
        "scheme_name": lambda code: scheme_profile(code).name,
        "sector_names": SECTOR_NAMES,
        "shown_value": _shown_value,
        "status_names": STATUS_NAMES,
    }


@pages.get("")
@public
def index() -> str:
    """Show every entity of a year: verified, allocated, obligation, surrendered, status."""
    with reading(public_world()) as session:
        shown = reported(session, request.args)
        balances = balance_values(session)
    return render_template(
        "compliance/index.html",
        listing=shown.listing,
        links=shown.listing,
        found=shown.found,
        years=shown.years,
        year=shown.year,
        day=shown.day,
        scheme=shown.query.scheme,
        markets=[each for each in scheme_profiles().values() if each.kind == "allowance"],
        statuses=list(Status),
        balances=balances,
        kept=shown.kept,
    )


@pages.get("/report.csv")
@public
def report_file() -> Response:
    """Send the whole report of a year as CSV."""
    with reading(public_world()) as session:
        shown = reported(session, request.args)
        rows = [_file_row(row) for row in every_row(session, shown)]
    name = f"compliance-{shown.year}-{shown.day}"
    return table_download(name, "csv", list(HEADINGS), iter(rows))


@pages.get("/entities/<number>")
@public
def entity(number: str) -> str:
    """Show an entity's year as a timeline, with the calculation of its allowances."""
    with reading(public_world()) as session:
        day = wanted_day(session)
        shown = entity_year(session, number, wanted_year(), day=day)
        steps = own_steps(session, shown)
        undoable = own_undoable(session, shown)
        today = session.clock.today()
    return render_template(
        "compliance/entity.html",
        shown=shown,
        day=day,
        today=today,
        steps=steps,
        undoable=undoable,
    )


@pages.get("/allocation")
@public
def allocation() -> ResponseReturnValue:
    """Calculate what a unit or line would get in a year, step by step."""
    kind = request.args.get("kind", "power")
    kind = kind if kind in CALCULATORS else "power"
    model: type[Any] = CALCULATORS[kind]
    language = current_language()
    if "emissions_t" not in request.args:
        form = blank_form(model, language, EXAMPLES[kind])
        return render_template("compliance/allocation.html", form=form, kind=kind, found=None)
    submitted = read_form(blank_form(model, language), model, request.args, language)
    if submitted.value is None:
        return _calculator(kind, submitted.form), UNPROCESSABLE
    try:
        with reading(public_world()) as session:
            found = calculate(session, submitted.value)
    except RegistryError as error:
        submitted.form.refuse(refusal(error, language))
        return _calculator(kind, submitted.form), status_of(error)
    return _calculator(kind, submitted.form, found)


def _calculator(kind: str, form: Form, found: dict[str, Any] | None = None) -> str:
    return render_template("compliance/allocation.html", form=form, kind=kind, found=found)


def _file_row(row: ComplianceRow) -> list[Any]:
    figures = (row.emissions_t, row.allocation_t, row.obligation_t)
    return [
        row.number,
        row.name_zh,
        row.name_en,
        row.scheme,
        row.sector,
        row.year,
        *("" if figure is None else figure for figure in figures),
        row.surrendered_t,
        row.short_at_deadline_t,
        row.missing_t,
        row.due_on.isoformat() if row.due_on else "",
        row.status.value,
        "yes" if row.fictitious else "no",
    ]


def _shown_value(symbol: str, value: str) -> str:
    """Return a value of a step as people read it: numbers grouped, kinds by their names."""
    names: Mapping[str, Mapping[str, str]] = {}
    if symbol == "cooling":
        names = COOLING_NAMES
    if symbol == "kind":
        names = SPECIAL_NAMES
    return names[value][current_language()] if value in names else shown_number(value)
