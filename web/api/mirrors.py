"""`/registry/mirrors`, `/registry/quotas`: units of other registries, and limits of issuance."""

from datetime import date

from flask import Blueprint, request
from pydantic import BaseModel

from registry.ledger import list_quotas
from registry.mirrors import MirrorView, find_mirror, list_mirrors
from registry.worlds import WorldSession, reading
from web.access import public
from web.acting import public_world
from web.api.specification import answers, specification
from web.registry.viewing import shown_number
from web.tables.listings import ROWS, ListingQuery, listing

api = Blueprint("mirrors", __name__)


class StepShape(BaseModel):
    """A confirmed step."""

    step: str
    day: date
    evidence: str


class MirrorShape(BaseModel):
    """A run of foreign units and what mirrors it; the account's number is masked for the public."""

    number: str
    origin: str
    series: str
    first: int
    last: int
    state: str
    unit_type: str
    account: str
    serial_first: int | None
    serial_last: int | None
    steps: list[StepShape]


class MirrorList(BaseModel):
    """A page of mirrors, the newest first."""

    rows: list[MirrorShape]
    total: int
    page: int
    pages: int


class QuotaShape(BaseModel):
    """A quota; `limit` null: none."""

    units: str
    purpose: str
    limit: int | None
    pending: int
    consumed: int


class QuotaList(BaseModel):
    """Every quota."""

    rows: list[QuotaShape]


@api.get("/registry/mirrors")
@specification.validate(query=ListingQuery, resp=answers(MirrorList, 422), tags=["registry"])
@public
def mirrors() -> MirrorList:
    """List units of other registries that are mirrored here."""
    page = listing(request.args).query.page
    with reading(public_world()) as session:
        rows, total = list_mirrors(session, (page - 1) * ROWS, ROWS)
        shapes = [_shape(session, each) for each in rows]
    return MirrorList(
        rows=shapes,
        total=total,
        page=page,
        pages=max(1, -(-total // ROWS)),
    )


@api.get("/registry/mirrors/<number>")
@specification.validate(resp=answers(MirrorShape, 404), tags=["registry"])
@public
def show_mirror(number: str) -> MirrorShape:
    """Show a run of foreign units."""
    with reading(public_world()) as session:
        return _shape(session, find_mirror(session, number))


@api.get("/registry/quotas")
@specification.validate(resp=answers(QuotaList), tags=["registry"])
@public
def quotas() -> QuotaList:
    """List quotas of issuance."""
    with reading(public_world()) as session:
        levels = list_quotas(session)
    return QuotaList(
        rows=[QuotaShape.model_validate(each, from_attributes=True) for each in levels]
    )


def _shape(session: WorldSession, mirror: MirrorView) -> MirrorShape:
    first, last = mirror.serials or (None, None)
    return MirrorShape(
        number=mirror.number,
        origin=mirror.units.origin,
        series=mirror.units.series,
        first=mirror.units.first,
        last=mirror.units.last,
        state=mirror.state,
        unit_type=mirror.unit_type,
        account=shown_number(session, mirror.account, mirror.party_id),
        serial_first=first,
        serial_last=last,
        steps=[StepShape.model_validate(step, from_attributes=True) for step in mirror.steps],
    )
