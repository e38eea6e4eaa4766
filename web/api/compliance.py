"""`/compliance`: the public report, an entity's year and the allocation calculator."""

from datetime import date
from typing import Any

from flask import Blueprint, request
from pydantic import BaseModel, ConfigDict

from registry.compliance import entity_year
from registry.worlds import reading
from web.access import public
from web.acting import public_world
from web.api.specification import answers, specification
from web.compliance.calculator import calculate
from web.compliance.inputs import IndustryForm, PowerForm
from web.compliance.report import ComplianceQuery, reported, wanted_day, wanted_year

api = Blueprint("compliance", __name__)


class _Shape(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class ComplianceRowShape(_Shape):
    """An entity and year; quantities in t, null while not determined."""

    number: str
    name_zh: str
    name_en: str
    fictitious: bool
    scheme: str
    sector: str
    year: int
    emissions_t: int | None
    allocation_t: int | None
    obligation_t: int | None
    surrendered_t: int
    short_at_deadline_t: int
    missing_t: int
    due_on: date | None
    status: str


class ComplianceReport(BaseModel):
    """A page of the report."""

    year: int
    as_of: date
    rows: list[ComplianceRowShape]
    total: int
    page: int
    pages: int


class EventShape(_Shape):
    """One thing that happened to an entity's year; `detail` holds figures and steps."""

    kind: str
    month: int | None
    quantity: int | None
    unit_type: str
    amount_fen: int | None
    due_on: date | None
    reference: str
    note: str
    detail: dict[str, Any]
    business_date: date


class DateShape(_Shape):
    """A date of the year's calendar; null while nobody has set the parameter."""

    key: str
    day: date | None
    source: str
    confidence: str


class EntityYearShape(BaseModel):
    """An entity's year as of a day."""

    number: str
    name_zh: str
    name_en: str
    scheme: str
    sector: str
    year: int
    as_of: date
    status: str
    emissions_t: int | None
    allocation_t: int | None
    obligation_t: int | None
    surrendered_t: int
    short_at_deadline_t: int
    missing_t: int
    due_on: date | None
    credit_limit_t: int | None
    nonlocal_limit_t: int | None
    carry_over_left_t: int | None
    dates: list[DateShape]
    events: list[EventShape]


class StepShape(BaseModel):
    """One line of a calculation; `values` are pairs of symbol and value."""

    name: dict[str, str]
    formula: str
    values: list[tuple[str, str]]
    result: str
    unit: str
    source: str
    confidence: str


class AllocationShape(BaseModel):
    """What a unit would get, and how it was calculated."""

    year: int
    allocation_t: int
    obligation_t: int
    is_draft: bool
    steps: list[StepShape]


@api.get("/compliance")
@specification.validate(
    query=ComplianceQuery, resp=answers(ComplianceReport, 422), tags=["compliance"]
)
@public
def report() -> ComplianceReport:
    """List the entities of a year: verified, allocated, obligation, surrendered, status."""
    with reading(public_world()) as session:
        shown = reported(session, request.args)
    return ComplianceReport(
        year=shown.year,
        as_of=shown.day,
        rows=[ComplianceRowShape.model_validate(row) for row in shown.found.rows],
        total=shown.found.total,
        page=shown.found.page,
        pages=shown.found.pages,
    )


@api.get("/compliance/entities/<number>")
@specification.validate(resp=answers(EntityYearShape, 404, 422), tags=["compliance"])
@public
def show_entity(number: str) -> EntityYearShape:
    """Show an entity's year with its events and the steps of its allocation."""
    with reading(public_world()) as session:
        day = wanted_day(session)
        shown = entity_year(session, number, wanted_year(), day=day)
    at = shown.position
    return EntityYearShape(
        number=shown.entity.number,
        name_zh=shown.entity.party.name_zh,
        name_en=shown.entity.party.name_en,
        scheme=shown.entity.scheme,
        sector=shown.entity.sector,
        year=shown.year,
        as_of=day,
        status=shown.status.value,
        emissions_t=at.emissions_t,
        allocation_t=at.allocation_t,
        obligation_t=at.obligation_t,
        surrendered_t=at.surrendered_t,
        short_at_deadline_t=shown.short_at_deadline_t,
        missing_t=at.missing_t,
        due_on=at.due_on,
        credit_limit_t=shown.credit_limit_t,
        nonlocal_limit_t=shown.nonlocal_limit_t,
        carry_over_left_t=shown.carry_over_left_t,
        dates=[DateShape.model_validate(each) for each in shown.dates],
        events=[EventShape.model_validate(each) for each in shown.events],
    )


@api.post("/compliance/allocation/power")
@specification.validate(json=PowerForm, resp=answers(AllocationShape, 422), tags=["compliance"])
@public
def power(json: PowerForm) -> AllocationShape:
    """Calculate what a power unit would get in a year."""
    with reading(public_world()) as session:
        return AllocationShape.model_validate(calculate(session, json))


@api.post("/compliance/allocation/industry")
@specification.validate(json=IndustryForm, resp=answers(AllocationShape, 422), tags=["compliance"])
@public
def industry(json: IndustryForm) -> AllocationShape:
    """Calculate what a steel, cement or aluminium line would get in a year."""
    with reading(public_world()) as session:
        return AllocationShape.model_validate(calculate(session, json))
