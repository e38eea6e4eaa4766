"""Reading proposals, limits and trusted lists."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import col, select

from registry.control.execution import outcome_of
from registry.control.models import ProposalEvent, ProposalRow
from registry.control.proposal_records import ProposalState
from registry.control.refused_control import UnknownProposal
from registry.parties.queries import parties_by_id
from registry.parties.views import PartyView
from registry.worlds.actors import Actor, Role
from registry.worlds.database import WorldSession

ROWS_MAX = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalStep:
    """One step of a proposal."""

    state: str
    actor: str
    note: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalView:
    """A proposal as the people of its party, its role and the regulator see it."""

    number: str
    kind: str
    state: str
    content: Mapping[str, Any]
    proposer: str
    approver: str | None
    party: PartyView | None
    role: str | None
    second_person: bool
    expires_on: date
    execute_at: datetime | None
    note: str
    outcome: Mapping[str, Any]
    recorded_at: datetime
    executed_at: datetime | None
    steps: Sequence[ProposalStep] = ()


def list_proposals(
    session: WorldSession, actor: Actor, *, states: Sequence[ProposalState] = ()
) -> list[ProposalView]:
    """Return the proposals an actor may see, the newest first, at most 200.

    Args:
        session: any session.
        actor: operators, administrators and regulators see those of their role or all.
        states: only those in one of these; none: in any.
    """
    query = select(ProposalRow).order_by(col(ProposalRow.id).desc()).limit(ROWS_MAX)
    if not _sees_all(actor):
        query = query.where(
            col(ProposalRow.party_id).in_(sorted(actor.seen_ids))
            | col(ProposalRow.role).in_(sorted(actor.roles))
        )
    if states:
        query = query.where(col(ProposalRow.state).in_(list(states)))
    rows = session.exec(query).all()
    parties = parties_by_id(session, {row.party_id for row in rows})
    return [_view(row, parties) for row in rows]


def show_proposal(session: WorldSession, number: str, actor: Actor) -> ProposalView:
    """Return a proposal with its steps.

    Raises:
        UnknownProposal: there is none, or the actor may not see it.
    """
    row = session.exec(select(ProposalRow).where(ProposalRow.number == number[:16])).first()
    if row is None or not may_see(row, actor):
        raise UnknownProposal(proposal=number[:40])
    steps = session.exec(
        select(ProposalEvent)
        .where(ProposalEvent.proposal_id == row.id)
        .order_by(col(ProposalEvent.id))
    )
    return _view(
        row,
        parties_by_id(session, {row.party_id}),
        [
            ProposalStep(
                state=each.state, actor=each.actor, note=each.note, recorded_at=each.recorded_at
            )
            for each in steps
        ],
    )


def may_see(row: ProposalRow, actor: Actor) -> bool:
    """Tell whether an actor may look at a proposal."""
    return _sees_all(actor) or row.party_id in actor.seen_ids or row.role in actor.roles


def may_approve(view: ProposalView, actor: Actor) -> bool:
    """Tell whether an actor may approve or reject a proposal now, as far as rights go."""
    if view.state != ProposalState.PROPOSED or view.proposer.lower() == actor.name.lower():
        return False
    if view.role is not None:
        return view.role in actor.roles
    assert view.party is not None
    return view.party.id in actor.approving_ids


def may_withdraw(view: ProposalView, actor: Actor) -> bool:
    """Tell whether an actor may take a proposal back, as far as rights go."""
    if view.state not in {ProposalState.PROPOSED, ProposalState.APPROVED}:
        return False
    if view.proposer.lower() == actor.name.lower():
        return True
    if view.role is not None:
        return view.role in actor.roles
    assert view.party is not None
    return view.party.id in actor.party_ids | actor.approving_ids


def _sees_all(actor: Actor) -> bool:
    return not actor.roles.isdisjoint({Role.REGULATOR, Role.ADMINISTRATOR})


def _view(
    row: ProposalRow, parties: Mapping[int, PartyView], steps: Sequence[ProposalStep] = ()
) -> ProposalView:
    content = json.loads(row.body)
    content.pop("kind")
    return ProposalView(
        number=row.number,
        kind=row.kind,
        state=row.state,
        content=content,
        proposer=row.proposer,
        approver=row.approver,
        party=None if row.party_id is None else parties[row.party_id],
        role=row.role,
        second_person=row.second_person,
        expires_on=row.expires_on,
        execute_at=row.execute_at,
        note=row.note,
        outcome=outcome_of(row),
        recorded_at=row.recorded_at,
        executed_at=row.executed_at,
        steps=steps,
    )
