"""What must always hold of people and of waiting, as queries for the audit: I8 and I14."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from registry.control.profiles import OPEN, control_profile
from registry.control.waiting import is_open
from registry.rules.amendments import rule_book, working_calendar
from registry.worlds.clock import market_date
from registry.worlds.database import WorldSession
from registry.worlds.driver import fetch

_SAME_PERSON = (
    "SELECT number FROM proposal WHERE lower(approver) = lower(proposer)"
    " OR (state = 'executed' AND second_person AND approver IS NULL) ORDER BY id"
)
_DECIDED = (
    "SELECT p.number, p.party_id, p.proposer, e.actor, e.recorded_at FROM proposal p"
    " JOIN proposal_event e ON e.proposal_id = p.id AND e.state = 'approved'"
    " WHERE p.party_id IS NOT NULL AND p.second_person ORDER BY p.id"
)
_MANDATE = (
    "SELECT right_, granted_at, revoked_at, valid_from, valid_to FROM mandate"
    " WHERE user_email = ? AND party_id = ?"
)
_EARLY = (
    "SELECT number FROM proposal WHERE executed_at IS NOT NULL AND execute_at IS NOT NULL"
    " AND executed_at < execute_at ORDER BY id"
)
_WAITED = (
    "SELECT number, executed_at FROM proposal"
    " WHERE state = 'executed' AND execute_at IS NOT NULL ORDER BY id"
)
_PROFILES = "SELECT name, recorded_at FROM control_profile ORDER BY id"


class Breach(NamedTuple):
    """A proposal that breaks a rule, and how."""

    proposal: str
    detail: str


def same_person_breaches(session: WorldSession) -> Iterator[Breach]:
    """Yield proposals that nobody else approved (I8)."""
    for (number,) in fetch(session, _SAME_PERSON):
        yield Breach(number, "initiator and approver are not two people")


def mandate_breaches(session: WorldSession) -> Iterator[Breach]:
    """Yield proposals decided by people whose mandate did not hold at that instant (I8)."""
    for number, party_id, proposer, approver, stored in fetch(session, _DECIDED):
        instant = _instant(stored)
        for email, rights in (
            (proposer, {"initiate", "both"}),
            (approver, {"approve", "both"}),
        ):
            if not _held(session, email, party_id, rights, instant):
                yield Breach(number, f"{email} had no mandate when it was approved")


def waiting_breaches(session: WorldSession) -> Iterator[Breach]:
    """Yield proposals carried out before their time or outside the hours (I14)."""
    for (number,) in fetch(session, _EARLY):
        yield Breach(number, "carried out before it was due")
    rules, calendar = rule_book(session), working_calendar(session)
    applied = [(name, _instant(at)) for name, at in fetch(session, _PROFILES)]
    for number, stored in fetch(session, _WAITED):
        instant = _instant(stored)
        name = next((name for name, at in reversed(applied) if at <= instant), OPEN)
        profile = control_profile(rules, name, market_date(instant))
        if not is_open(instant, profile, calendar):
            yield Breach(number, "carried out outside the hours")


def _held(
    session: WorldSession, email: str, party_id: int, rights: set[str], instant: datetime
) -> bool:
    day = market_date(instant).isoformat()
    return any(
        right in rights
        and (granted is None or _instant(granted) <= instant)
        and (revoked is None or _instant(revoked) >= instant)
        and (first is None or str(first) <= day)
        and (last is None or str(last) >= day)
        for right, granted, revoked, first, last in fetch(
            session, _MANDATE, (email.lower(), party_id)
        )
    )


def _instant(stored: datetime | str) -> datetime:
    instant = datetime.fromisoformat(stored) if isinstance(stored, str) else stored
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant
