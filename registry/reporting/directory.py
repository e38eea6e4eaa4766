"""The public directory: projects, certificates and unit types, filtered, sorted and paged."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import literal_column
from sqlmodel import col, or_, select

from registry.ledger.certificate_queries import certificate_has, certificate_views
from registry.ledger.models import Certificate, Holding, UnitType
from registry.ledger.queries import BY_SCHEME, totals_query, totals_views
from registry.ledger.views import CertificateView, UnitTotals
from registry.parties.models import Account, Party
from registry.parties.queries import parties_by_id
from registry.parties.views import PartyView
from registry.projects.models import Project
from registry.projects.queries import is_visible, project_has, project_views
from registry.projects.views import ProjectView
from registry.worlds.database import WorldSession
from registry.worlds.paging import TEXT_CHARACTERS_MAX, Found, Sought, cut, extent

ENTITIES_MAX = 10

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
    "scheme": BY_SCHEME,
    "code": UnitType.code,
    "vintage": UnitType.vintage,
}
UNIT_TYPE_SUMS: Mapping[str, Any] = {
    name: literal_column(name)
    for name in ("issued", "held", "surrendered", "retired", "cancelled", "expired")
}


def unit_kinds(session: WorldSession) -> list[str]:
    """Return the kinds of which the world has a unit type."""
    return sorted(session.exec(select(UnitType.kind).distinct()).all())


def project_directory(session: WorldSession, sought: Sought) -> Found[ProjectView]:
    """Return a page of the published projects; by default the newest first."""
    query = select(Project).where(is_visible())
    if sought.wanted_text:
        query = query.where(project_has(sought.wanted_text))
    if sought.only:
        query = query.where(Project.state == sought.only)
    found = extent(session, query, sought)
    rows = session.exec(cut(query, sought, found, PROJECT_ORDERS, col(Project.id))).all()
    return found.found(project_views(session, rows))


def certificate_directory(session: WorldSession, sought: Sought) -> Found[CertificateView]:
    """Return a page of the certificates; by default the newest first."""
    query = select(Certificate)
    if sought.wanted_text:
        query = query.where(certificate_has(sought.wanted_text))
    if sought.only:
        query = query.where(Certificate.use == sought.only)
    found = extent(session, query, sought)
    rows = session.exec(cut(query, sought, found, CERTIFICATE_ORDERS, col(Certificate.id))).all()
    return found.found(certificate_views(session, rows))


def unit_type_directory(
    session: WorldSession, sought: Sought, *, held_only: bool = False
) -> Found[UnitTotals]:
    """Return a page of the unit types with their public totals.

    By default the national market's come first, then what it takes, then the pilots' allowances.
    Holdings are summed only for the types of the page, unless a sum itself is to sort.

    Args:
        session: any session.
        sought: what is wanted.
        held_only: leave out the types of which nobody holds a unit.
    """
    wanted = select(UnitType.id).where(UnitType.kind != "cash")
    if sought.wanted_text:
        names = (UnitType.code, UnitType.name_zh, UnitType.name_en)
        text = sought.wanted_text
        wanted = wanted.where(or_(*(col(name).icontains(text, autoescape=True) for name in names)))
    if sought.only:
        wanted = wanted.where(UnitType.kind == sought.only)
    if held_only:
        held = select(Holding.unit_type_id).join(Account, col(Account.id) == Holding.account_id)
        held = held.where(Account.kind == "holding", Holding.quantity > 0)
        wanted = wanted.where(col(UnitType.id).in_(held))
    found = extent(session, wanted, sought)
    if sought.order not in UNIT_TYPE_SUMS:
        wanted = cut(wanted, sought, found, UNIT_TYPE_ORDERS, col(UnitType.id), "scheme")
        wanted = select(wanted.subquery().c.id)
        page = totals_query().where(col(UnitType.id).in_(wanted))
        first = replace(sought, page=1)
    else:
        page, first = totals_query().where(col(UnitType.id).in_(wanted)), sought
    orders = {**UNIT_TYPE_ORDERS, **UNIT_TYPE_SUMS}
    at = found if first is sought else replace(found, page=1)
    page = cut(page, first, at, orders, col(UnitType.id), "scheme")
    return found.found(totals_views(session, page))


def entity_directory(session: WorldSession, text: str, rows: int = ENTITIES_MAX) -> list[PartyView]:
    """Return the parties with a text in their names, by name."""
    wanted = text.strip()[:TEXT_CHARACTERS_MAX]
    names = (Party.name_zh, Party.name_en)
    query = (
        select(Party.id)
        .where(or_(*(col(name).icontains(wanted, autoescape=True) for name in names)))
        .order_by(col(Party.name_zh))
        .limit(rows)
    )
    found = parties_by_id(session, ids := session.exec(query).all())
    return [found[id_] for id_ in ids if id_ is not None]
