"""The public directory: projects, certificates and unit types, filtered, sorted and paged.

All of it happens in the database, so that the first page is as quick with a million records.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import func, literal_column
from sqlmodel import col, or_, select

from registry.ledger.certificate_queries import certificate_has, certificate_views
from registry.ledger.models import Certificate, UnitType
from registry.ledger.queries import totals_query, totals_views
from registry.ledger.views import CertificateView, UnitTotals
from registry.projects.models import Project
from registry.projects.queries import project_has, project_views
from registry.projects.views import ProjectView
from registry.worlds.database import WorldSession

Row = TypeVar("Row")
PAGE_ROWS_MAX = 100
TEXT_CHARACTERS_MAX = 100

PROJECT_ORDERS: Mapping[str, Any] = {
    "number": Project.number,
    "name": Project.name,
    "state": Project.state,
    "started": Project.created_at,
}
CERTIFICATE_ORDERS: Mapping[str, Any] = {
    "number": Certificate.number,
    "quantity": Certificate.quantity,
    "date": Certificate.recorded_at,
    "beneficiary": Certificate.beneficiary,
}
UNIT_TYPE_ORDERS: Mapping[str, Any] = {
    "code": UnitType.code,
    "vintage": UnitType.vintage,
    **{
        name: literal_column(name)
        for name in ("issued", "held", "surrendered", "retired", "cancelled")
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What of a directory is wanted.

    Args:
        text: only records with this in one of their names.
        only: only records of this state (projects), use (certificates) or kind (unit types).
        order: name of the column that sorts; anything unknown: the directory's own order.
        descending: largest or newest first.
        page: from 1.
        rows: rows of a page, 1 to 100.
    """

    text: str = ""
    only: str = ""
    order: str = ""
    descending: bool = False
    page: int = 1
    rows: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(Generic[Row]):
    """One page of a directory, and how many rows all pages have."""

    rows: tuple[Row, ...]
    total: int
    page: int
    pages: int


def unit_kinds(session: WorldSession) -> list[str]:
    """Return the kinds of which the world has a unit type."""
    return sorted(session.exec(select(UnitType.kind).distinct()).all())


def project_directory(session: WorldSession, sought: Sought) -> Found[ProjectView]:
    """Return a page of the projects; by default the newest first."""
    query = select(Project)
    if sought.text.strip():
        query = query.where(project_has(_text(sought)))
    if sought.only:
        query = query.where(Project.state == sought.only)
    total, page = _extent(session, query, sought)
    query = _cut(query, sought, page, PROJECT_ORDERS, col(Project.id))
    return _found(project_views(session, session.exec(query).all()), sought, total, page)


def certificate_directory(session: WorldSession, sought: Sought) -> Found[CertificateView]:
    """Return a page of the certificates; by default the newest first."""
    query = select(Certificate)
    if sought.text.strip():
        query = query.where(certificate_has(_text(sought)))
    if sought.only:
        query = query.where(Certificate.use == sought.only)
    total, page = _extent(session, query, sought)
    query = _cut(query, sought, page, CERTIFICATE_ORDERS, col(Certificate.id))
    return _found(certificate_views(session, session.exec(query).all()), sought, total, page)


def unit_type_directory(session: WorldSession, sought: Sought) -> Found[UnitTotals]:
    """Return a page of the unit types with their public totals; by default by code."""
    query = totals_query()
    if sought.text.strip():
        names = (UnitType.code, UnitType.name_zh, UnitType.name_en)
        text = _text(sought)
        query = query.where(or_(*(col(name).icontains(text, autoescape=True) for name in names)))
    if sought.only:
        query = query.where(UnitType.kind == sought.only)
    total, page = _extent(session, query, sought)
    order = sought if sought.order in UNIT_TYPE_ORDERS else Sought(order="code", rows=sought.rows)
    query = _cut(query, order, page, UNIT_TYPE_ORDERS, col(UnitType.id))
    return _found(totals_views(session, query), sought, total, page)


def _text(sought: Sought) -> str:
    return sought.text.strip()[:TEXT_CHARACTERS_MAX]


def _size(sought: Sought) -> int:
    return max(1, min(sought.rows, PAGE_ROWS_MAX))


def _extent(session: WorldSession, query: Any, sought: Sought) -> tuple[int, int]:
    """Return how many rows there are, and the nearest page that exists."""
    total = session.exec(select(func.count()).select_from(query.subquery())).one()
    pages = max(1, -(-total // _size(sought)))
    return total, max(1, min(sought.page, pages))


def _cut(query: Any, sought: Sought, page: int, orders: Mapping[str, Any], id_: Any) -> Any:
    """Sort by the wanted column, then by id, and keep one page."""
    size = _size(sought)
    column = orders.get(sought.order)
    if column is None:
        query = query.order_by(id_.desc())
    elif sought.descending:
        query = query.order_by(column.desc(), id_.desc())
    else:
        query = query.order_by(column, id_)
    return query.offset((page - 1) * size).limit(size)


def _found(rows: list[Row], sought: Sought, total: int, page: int) -> Found[Row]:
    pages = max(1, -(-total // _size(sought)))
    return Found(rows=tuple(rows), total=total, page=page, pages=pages)
