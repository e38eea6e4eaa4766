"""Mandates: who acts for a party, with which right, from when to when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, select

from registry.parties.commands import GrantMandate, RevokeMandate
from registry.parties.models import Mandate, Party
from registry.parties.parties import find_party
from registry.parties.refused_mandates import MandateDaysDisordered, RightUnknown, UnknownMandate
from registry.worlds.actors import Actor, Right, Role
from registry.worlds.columns import day_read
from registry.worlds.database import WorldSession
from registry.worlds.driver import fetch
from registry.worlds.texts import check_text

GRANTING = (Role.OPERATOR, Role.ADMINISTRATOR)
EMAIL_CHARACTERS_MAX = 254
_HELD = (
    "SELECT party_id, right_, valid_from, valid_to FROM mandate"
    " WHERE user_email = ? AND revoked_at IS NULL"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateView:
    """A mandate as administrators see it."""

    user_email: str
    party_id: int
    party_zh: str
    party_en: str
    right: str
    valid_from: date | None
    valid_to: date | None
    granted_by: str
    granted_at: datetime | None
    revoked_by: str | None
    revoked_at: datetime | None


def actor_of(
    session: WorldSession,
    user_email: str,
    roles: frozenset[Role],
    second_factor_at: datetime | None = None,
) -> Actor:
    """Return the actor a signed-in user is in this world now, by the mandates valid today.

    Args:
        session: any session.
        user_email: who signed in.
        roles: the user's roles.
        second_factor_at: when the user last gave a second factor.
    """
    today = session.clock.today()
    held: dict[str, set[int]] = {right.value: set() for right in Right}
    for party_id, right, first, last in fetch(session, _HELD, (user_email.lower(),)):
        if day_read(first or today) <= today <= day_read(last or today):
            held[right].add(party_id)
    both = held[Right.BOTH]
    return Actor(
        user_email,
        roles,
        party_ids=frozenset(held[Right.INITIATE] | both),
        proposing_ids=frozenset(held[Right.INITIATE]),
        approving_ids=frozenset(held[Right.APPROVE] | both),
        reading_ids=frozenset(held[Right.READ]),
        second_factor_at=second_factor_at,
    )


def grant_mandate(  # noqa: PLR0913, PLR0917  the record has this many columns
    session: WorldSession,
    user_email: str,
    party_id: int,
    right: Right = Right.BOTH,
    valid_from: date | None = None,
    valid_to: date | None = None,
    granted_by: str = "",
) -> Mandate:
    """Let a user act for a party; a mandate the user has there is revoked."""
    email = check_text(user_email, "user_email", EMAIL_CHARACTERS_MAX).lower()
    now = session.clock.now()
    held = _open(session, email, party_id)
    if held is not None:
        held.revoked_by, held.revoked_at = granted_by, now
        session.add(held)
        session.flush()
    mandate = Mandate(
        user_email=email,
        party_id=party_id,
        right_=right.value,
        valid_from=valid_from,
        valid_to=valid_to,
        granted_by=granted_by,
        granted_at=now,
    )
    session.add(mandate)
    session.flush()
    session.note("mandate", {"party_id": party_id, "right": right.value, "user": email})
    return mandate


def carry_out_grant(
    session: WorldSession, command: GrantMandate, actor: Actor
) -> dict[str, object]:
    """Grant a mandate.

    Raises:
        RoleMissing: the actor is neither operator nor administrator.
        TextInvalid, UnknownParty, RightUnknown, MandateDaysDisordered: a value cannot be used.
    """
    actor.check_role(*GRANTING)
    find_party(session, command.party_id)
    try:
        right = Right(str(command.right))
    except ValueError:
        raise RightUnknown(value=str(command.right)[:40], field="right") from None
    today = session.clock.today()
    first, last = command.valid_from, command.valid_to
    if last is not None and last < max(first or today, today):
        raise MandateDaysDisordered(period=f"{first or today} – {last}", field="valid_to")
    mandate = grant_mandate(
        session, command.user_email, command.party_id, right, first, last, granted_by=actor.name
    )
    return {"user_email": mandate.user_email, "party_id": mandate.party_id, "right": right.value}


def carry_out_revocation(
    session: WorldSession, command: RevokeMandate, actor: Actor
) -> dict[str, object]:
    """Revoke a mandate, from now on.

    Raises:
        RoleMissing: the actor is neither operator nor administrator.
        UnknownMandate: the user has none for the party.
    """
    actor.check_role(*GRANTING)
    email = str(command.user_email).lower()
    mandate = _open(session, email, command.party_id)
    if mandate is None:
        raise UnknownMandate(user=email[:80], party=command.party_id, field="user_email")
    mandate.revoked_by, mandate.revoked_at = actor.name, session.clock.now()
    session.add(mandate)
    session.flush()
    return {"user_email": email, "party_id": command.party_id, "right": mandate.right_}


def list_mandates(
    session: WorldSession, *, party_id: int | None = None, ended: bool = False
) -> Sequence[MandateView]:
    """Return mandates, by user and party.

    Args:
        session: any session.
        party_id: only of this party.
        ended: also those that were revoked.
    """
    query = (
        select(Mandate, Party)
        .where(Mandate.party_id == Party.id)
        .order_by(col(Mandate.user_email), col(Mandate.party_id), col(Mandate.id))
    )
    if party_id is not None:
        query = query.where(Mandate.party_id == party_id)
    if not ended:
        query = query.where(col(Mandate.revoked_at).is_(None))
    return [
        MandateView(
            user_email=held.user_email,
            party_id=held.party_id,
            party_zh=party.name_zh,
            party_en=party.name_en,
            right=held.right_,
            valid_from=held.valid_from,
            valid_to=held.valid_to,
            granted_by=held.granted_by,
            granted_at=held.granted_at,
            revoked_by=held.revoked_by,
            revoked_at=held.revoked_at,
        )
        for held, party in session.exec(query)
    ]


def _open(session: WorldSession, email: str, party_id: int) -> Mandate | None:
    return session.exec(
        select(Mandate).where(
            Mandate.user_email == email,
            Mandate.party_id == party_id,
            col(Mandate.revoked_at).is_(None),
        )
    ).first()
