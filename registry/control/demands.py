"""What a command demands of people in this world, now: second factor, second person, waiting."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from registry.control.limits import check_limits
from registry.control.profiles import OPEN, ControlProfile, control_profile
from registry.control.refused_control import SecondFactorNeeded
from registry.control.trusted import is_trusted
from registry.control.waiting import due_instant
from registry.parties.parties import AccountFacts, find_account
from registry.rules.amendments import rule_book, working_calendar
from registry.worlds.actors import DISPOSING, Actor, Role
from registry.worlds.commands import Command
from registry.worlds.database import WorldSession
from registry.worlds.driver import fetch
from registry.worlds.errors import UnknownAccount
from registry.worlds.transaction_types import Approval, TransactionType

OFFICES: Final = (Role.ADMINISTRATOR, Role.OPERATOR)
"""Roles whose commands another holder of the role approves."""

_STATE = (
    "SELECT (SELECT name FROM control_profile ORDER BY id DESC LIMIT 1),"
    " EXISTS (SELECT 1 FROM account_limit)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Demands:
    """What must happen before a command is carried out.

    Args:
        party_id: whose approvers decide; None: holders of `role`.
        role: whose holders decide; None: approvers of the party. Both are None where the command
            names no party of the actor's own: it is refused, by nobody approved.
        second_person: another person must approve.
        due: not before this instant; None: at once.
    """

    party_id: int | None
    role: Role | None
    second_person: bool
    due: datetime | None


def state_of_control(session: WorldSession) -> tuple[str, bool]:
    """Return the name of the profile in force, and whether any account has limits of its own."""
    name, limited = fetch(session, _STATE)[0]
    return name or OPEN, bool(limited)


def profile_in_force(session: WorldSession) -> ControlProfile:
    """Return the control profile in force today."""
    name, _ = state_of_control(session)
    return control_profile(rule_book(session), name, session.clock.today())


def check_second_factor(
    session: WorldSession, type_: TransactionType, profile: ControlProfile, actor: Actor
) -> None:
    """Refuse a kind that takes a second factor without a fresh one.

    Raises:
        SecondFactorNeeded: there is none, or it is too old, or from the future.
    """
    wanted = type_.step_up and actor.wants_second_factor
    if not wanted and type_.command.kind not in profile.step_up:
        return
    given, now = actor.second_factor_at, session.clock.now()
    minutes = profile.second_factor_minutes
    if given is None or not now - timedelta(minutes=minutes) <= given <= now:
        raise SecondFactorNeeded(kind=type_.name, minutes=minutes)


def demands(
    session: WorldSession,
    type_: TransactionType,
    command: Command,
    actor: Actor,
    profile: ControlProfile,
    before: int = 0,
) -> Demands:
    """Return what a command demands.

    Args:
        session: any session.
        type_: of the command.
        command: what is asked.
        actor: who asks.
        profile: in force.
        before: units that the same account sends before it in the same batch.

    Raises:
        TransferLimitExceeded, DailyLimitExceeded: it moves too much.
    """
    party_id, role = _whose(session, type_, command, actor)
    by_profile = type_.approval is Approval.PROFILE and (
        type_.command.kind in profile.second_person
        or party_id in actor.proposing_ids
        or (party_id is None and role is None and bool(actor.proposing_ids))
    )
    due = waiting_until(session, type_, command, profile, before)
    return Demands(
        party_id=party_id,
        role=role,
        second_person=type_.approval is Approval.ALWAYS or by_profile,
        due=due,
    )


def acts_alone(session: WorldSession, kind: str, party_id: int | None, actor: Actor) -> bool:
    """Tell whether an actor may do for a party what cannot wait for another person's approval.

    A mandate that only initiates never may; where the profile names the kind, only one that also
    approves may.

    Args:
        session: any session.
        kind: of the command; it takes effect at once.
        party_id: for whom.
        actor: who asks; it represents the party.
    """
    if party_id in actor.proposing_ids:
        return False
    if party_id in actor.approving_ids or state_of_control(session)[0] == OPEN:
        return True
    return kind not in profile_in_force(session).second_person


def waiting_until(
    session: WorldSession,
    type_: TransactionType,
    command: Command,
    profile: ControlProfile,
    before: int | None = None,
) -> datetime | None:
    """Return the first instant at which a command may be carried out, None for now.

    Args:
        session: any session.
        type_: of the command.
        command: what is asked.
        profile: in force.
        before: units sent before it in the same batch; refuses what exceeds a limit. None does not
            look at limits.

    Raises:
        TransferLimitExceeded, DailyLimitExceeded: it moves too much.
    """
    if not type_.delayed:
        return None
    places = _sender_and_receiver(session, command)
    if places is None:
        return None
    sender, receiver = places
    if sender.party_id == receiver.party_id or is_trusted(session, sender.id, receiver.id):
        return None
    if before is not None:
        check_limits(session, sender, getattr(command, "quantity", 0), profile, before)
    now = session.clock.now()
    working_days = profile.transfer_delay_working_days
    due = due_instant(now, working_days, profile, working_calendar(session))
    return due if due > now else None


def _sender_and_receiver(
    session: WorldSession, command: Command
) -> tuple[AccountFacts, AccountFacts] | None:
    """Return the accounts of a transfer; None if one is unknown, which the handler refuses."""
    try:
        sender = find_account(session, getattr(command, "from_account", ""))
        return sender, find_account(session, getattr(command, "to_account", ""))
    except UnknownAccount:
        return None


def _whose(
    session: WorldSession, type_: TransactionType, command: Command, actor: Actor
) -> tuple[int | None, Role | None]:
    """Return the party a command is made for, or the role in which it is made."""
    held = sorted(type_.roles & actor.roles)
    for office in OFFICES:
        if office in held:
            return None, office
    for role in held:
        if role not in DISPOSING:
            return None, role
    party_id = _party_named(session, type_, command)
    return (party_id if party_id in actor.party_ids else None), None


def _party_named(session: WorldSession, type_: TransactionType, command: Command) -> int | None:
    if type_.party_of is not None:
        return type_.party_of(session, command)
    named: Mapping[str, object] = {
        name: getattr(command, name, None) for name in ("party_id", "account", "from_account")
    }
    if isinstance(named["party_id"], int):
        return named["party_id"]
    number = named["account"] or named["from_account"]
    if not isinstance(number, str):
        return None
    try:
        return find_account(session, number).party_id
    except UnknownAccount:
        return None
