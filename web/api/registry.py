"""`/registry`, `/certificates`, `/serials`: what everybody may read."""

from typing import Any

from flask import Blueprint, request
from pydantic import BaseModel, Field

from registry.ledger import certificate
from registry.projects import certificate_overrides
from registry.reporting import (
    Found,
    certificate_directory,
    project_directory,
    serial_lives,
    unit_type_directory,
)
from registry.worlds import reading
from web.access import public
from web.acting import public_world
from web.api.registry_shapes import (
    CertificateDetailShape,
    CertificateShape,
    ProjectShape,
    SerialLivesShape,
    UnitTotalsShape,
)
from web.api.specification import answers, specification
from web.errors import validated
from web.registry.viewing import viewer
from web.tables.listings import ListingQuery, listing

api = Blueprint("registry", __name__)


class ProjectList(BaseModel):
    """A page of projects."""

    rows: list[ProjectShape]
    total: int
    page: int
    pages: int


class CertificateList(BaseModel):
    """A page of certificates."""

    rows: list[CertificateShape]
    total: int
    page: int
    pages: int


class SerialQuery(BaseModel):
    """Where a page of lives begins."""

    start: int | None = Field(None, ge=1, le=10**15, description="Serial of the page's first unit.")


class UnitTypeList(BaseModel):
    """A page of unit types with their public totals."""

    rows: list[UnitTotalsShape]
    total: int
    page: int
    pages: int


@api.get("/registry/unit-types")
@specification.validate(query=ListingQuery, resp=answers(UnitTypeList, 422), tags=["registry"])
@public
def list_unit_types() -> UnitTypeList:
    """Search unit types; totals are sums over the ledger."""
    with reading(public_world()) as session:
        found = unit_type_directory(session, listing(request.args).sought)
    return UnitTypeList.model_validate(_plain(found), from_attributes=True)


@api.get("/registry/projects")
@specification.validate(query=ListingQuery, resp=answers(ProjectList, 422), tags=["registry"])
@public
def list_projects() -> ProjectList:
    """Search projects."""
    with reading(public_world()) as session:
        found = project_directory(session, listing(request.args).sought)
    return ProjectList.model_validate(_plain(found), from_attributes=True)


@api.get("/certificates")
@specification.validate(query=ListingQuery, resp=answers(CertificateList, 422), tags=["registry"])
@public
def list_certificates() -> CertificateList:
    """Search certificates."""
    with reading(public_world()) as session:
        found = certificate_directory(session, listing(request.args).sought)
    return CertificateList.model_validate(_plain(found), from_attributes=True)


@api.get("/certificates/<number>")
@specification.validate(resp=answers(CertificateDetailShape, 404), tags=["registry"])
@public
def show_certificate(number: str) -> CertificateDetailShape:
    """Show the record of a surrender or retirement."""
    with reading(public_world()) as session:
        found = CertificateShape.model_validate(certificate(session, number))
        overrides = certificate_overrides(session, number)
    return CertificateDetailShape.model_validate(
        {**found.model_dump(), "overrides": [each._asdict() for each in overrides]}
    )


@api.get("/serials/<serial>")
@specification.validate(
    query=SerialQuery, resp=answers(SerialLivesShape, 404, 422), tags=["registry"]
)
@public
@public
def show_serial(serial: str) -> SerialLivesShape:
    """Show the lives of a unit or a range of units."""
    start = validated(SerialQuery, dict(request.args.items())).start
    with reading(public_world()) as session:
        lives = serial_lives(session, serial, viewer(session), start=start)
    return SerialLivesShape.model_validate(lives)


def _plain(found: Found[Any]) -> dict[str, Any]:
    return {
        "rows": list(found.rows),
        "total": found.total,
        "page": found.page,
        "pages": found.pages,
    }
