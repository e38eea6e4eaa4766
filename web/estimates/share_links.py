"""Share links: whoever has one reads the figures of an estimate or a comparison, and no more.

A link shows a copy of the figures, made when it was made; names and numbers of its maker are not
in it. The catalogue keeps the hash of its token only, so that nobody who reads the database can
open it, and forgets the figures when the link is revoked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any, Final

from sqlalchemy import ColumnElement, CursorResult
from sqlalchemy.orm import load_only
from sqlmodel import Session, col, delete, func, select

from web.catalogue import ShareLink
from web.estimates.comparisons import NUMBER_CHARACTERS, check_size
from web.estimates.refused_sharing import TooManyLinks, UnknownLink, UnknownOwnLink
from web.storable_text import printable

LINKS_MAX: Final = 50
TOKEN_BYTES: Final = 32
TOKEN_CHARACTERS_MAX: Final = 100
DAYS: Final = (7, 30, 90, 365)
DAYS_LISTED: Final = 90
"""How long a link stays in its maker's list after it ended."""


class Shared(StrEnum):
    """What a link shows."""

    ESTIMATE = "estimate"
    COMPARISON = "comparison"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLink:
    """A link to be made.

    Args:
        kind: what it shows.
        origin: number of the estimate or the comparison, seen by the maker only.
        title: 1 to 120 characters, seen by every reader.
        content: the figures.
        days: until it expires.
    """

    kind: Shared
    origin: str
    title: str
    content: Mapping[str, Any]
    days: int


def make_link(
    session: Session, user_id: int, wanted: NewLink, now: datetime
) -> tuple[ShareLink, str]:
    """Make a link; its token is returned once and never again.

    Args:
        session: on the catalogue.
        user_id: whose link it is.
        wanted: what it shows, to when.
        now: the time of the server.

    Returns:
        The link, and its token.

    Raises:
        TooManyLinks: fifty of the user's links are open.
        FiguresTooLarge: more than two million characters.
    """
    owned = select(func.count()).where(col(ShareLink.user_id) == user_id, _open(now))
    if session.exec(owned).one() >= LINKS_MAX:
        raise TooManyLinks(limit=LINKS_MAX)
    check_size(wanted.content)
    token = token_urlsafe(TOKEN_BYTES)
    made = ShareLink(
        token_sha256=_hashed(token),
        user_id=user_id,
        kind=wanted.kind,
        origin=wanted.origin,
        title=wanted.title,
        content=dict(wanted.content),
        created_at=now,
        expires_at=now + timedelta(days=wanted.days),
    )
    session.add(made)
    session.flush()
    return made, token


def open_link(session: Session, token: str, now: datetime) -> ShareLink:
    """Return what a token opens.

    Raises:
        UnknownLink: it opens nothing: never made, expired or revoked.
    """
    if len(token) > TOKEN_CHARACTERS_MAX:
        raise UnknownLink
    query = select(ShareLink).where(col(ShareLink.token_sha256) == _hashed(token), _open(now))
    found = session.exec(query).one_or_none()
    if found is None:
        raise UnknownLink
    return found


def links_of(session: Session, user_id: int) -> Sequence[ShareLink]:
    """List a user's links, the latest first, without their figures."""
    listed = (getattr(ShareLink, name) for name in ShareLink.model_fields if name != "content")
    query = select(ShareLink).where(col(ShareLink.user_id) == user_id)
    latest_first = query.order_by(col(ShareLink.created_at).desc(), col(ShareLink.id))
    return session.exec(latest_first.options(load_only(*listed))).all()


def revoke_link(session: Session, user_id: int, number: str, now: datetime) -> ShareLink:
    """Close a link for ever and forget its figures; twice is as good as once.

    Raises:
        UnknownOwnLink: the user made none of this number.
    """
    query = select(ShareLink).where(col(ShareLink.id) == number, col(ShareLink.user_id) == user_id)
    found = session.exec(query).one_or_none()
    if found is None:
        raise UnknownOwnLink(value=printable(number[:NUMBER_CHARACTERS]))
    found.revoked_at = found.revoked_at or now
    found.content = {}
    session.flush()
    return found


def forget_ended(session: Session, now: datetime) -> int:
    """Delete links that expired 90 days ago.

    Returns:
        How many were deleted.
    """
    done = session.execute(delete(ShareLink).where(_ended(now)))
    assert isinstance(done, CursorResult)
    return done.rowcount


def has_ended(session: Session, now: datetime) -> bool:
    """Tell whether links wait to be deleted."""
    ended = select(func.count()).select_from(ShareLink).where(_ended(now))
    return session.exec(ended).one() > 0


def is_open(link: ShareLink, now: datetime) -> bool:
    """Tell whether a link still shows its figures."""
    return link.revoked_at is None and now < link.expires_at


def _open(now: datetime) -> ColumnElement[bool]:
    return col(ShareLink.revoked_at).is_(None) & (col(ShareLink.expires_at) > now)


def _ended(now: datetime) -> ColumnElement[bool]:
    return col(ShareLink.expires_at) < now - timedelta(days=DAYS_LISTED)


def _hashed(token: str) -> str:
    return sha256(token.encode()).hexdigest()
