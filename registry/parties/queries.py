"""Parties as the public sees them."""

from collections.abc import Collection

from sqlmodel import col, select

from registry.parties.models import Party
from registry.parties.views import PartyView
from registry.worlds.database import WorldSession


def list_parties(
    session: WorldSession, *, ids: Collection[int | None] | None = None, kind: str | None = None
) -> list[PartyView]:
    """Return parties, by id.

    Args:
        session: any session.
        ids: only these.
        kind: only of this kind.
    """
    query = select(Party).order_by(col(Party.id))
    if ids is not None:
        query = query.where(col(Party.id).in_([id_ for id_ in ids if id_ is not None]))
    if kind is not None:
        query = query.where(Party.kind == kind)
    return [
        PartyView(
            id=party.id or 0,
            name_zh=party.name_zh,
            name_en=party.name_en,
            kind=party.kind,
            fictitious=party.fictitious,
        )
        for party in session.exec(query)
    ]


def parties_by_id(session: WorldSession, ids: Collection[int | None]) -> dict[int, PartyView]:
    """Return the parties with these ids, by id; None among them is passed over."""
    return {party.id: party for party in list_parties(session, ids=set(ids))}
