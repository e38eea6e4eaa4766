"""Proposals in the database: finding, locking, and noting each step."""

from collections.abc import Mapping
from enum import StrEnum

from sqlmodel import select

from registry.control.models import ProposalEvent, ProposalRow
from registry.control.refused_control import ProposalDecided, UnknownProposal
from registry.ledger.models import ReservationRow
from registry.ledger.posting import reserve, void
from registry.ledger.reservations import ReservationState
from registry.ledger.unit_types import find_unit_type
from registry.parties.parties import find_account
from registry.worlds.commands import Command
from registry.worlds.database import WorldSession
from registry.worlds.errors import words

NOTE_CHARACTERS_MAX = 200
"""Longest note or reason of a step."""


class ProposalState(StrEnum):
    """How far a proposal has come."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    EXECUTED = "executed"
    FAILED = "failed"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


STATE_NAMES: Mapping[str, Mapping[str, str]] = {
    ProposalState.PROPOSED: words("waiting for approval", "待批准"),
    ProposalState.APPROVED: words("approved, waiting for its time", "已批准，待执行"),
    ProposalState.EXECUTED: words("carried out", "已执行"),
    ProposalState.FAILED: words("refused when carried out", "执行被拒绝"),
    ProposalState.REJECTED: words("rejected", "已否决"),
    ProposalState.WITHDRAWN: words("withdrawn", "已撤回"),
    ProposalState.EXPIRED: words("expired", "已过期"),
}

OPEN_STATES = (ProposalState.PROPOSED, ProposalState.APPROVED)


def find_proposal(session: WorldSession, number: str) -> ProposalRow:
    """Return a proposal, locked until the unit of work ends.

    Raises:
        UnknownProposal: there is none with this number.
    """
    query = select(ProposalRow).where(ProposalRow.number == str(number)[:16])
    if not session.is_sqlite:
        query = query.with_for_update()
    row = session.exec(query.execution_options(populate_existing=True)).first()
    if row is None:
        raise UnknownProposal(proposal=str(number)[:40], field="proposal")
    return row


def check_state(row: ProposalRow, *states: ProposalState) -> None:
    """Refuse a proposal that is in none of the states.

    Raises:
        ProposalDecided: it is in another one.
    """
    if row.state not in states:
        raise ProposalDecided(proposal=row.number, state=STATE_NAMES[row.state])


def step(
    session: WorldSession, row: ProposalRow, state: ProposalState, actor: str, note: str = ""
) -> None:
    """Bring a proposal into a state and write down who did it."""
    row.state = state.value
    session.add(row)
    session.flush()
    assert row.id is not None
    session.add(
        ProposalEvent(
            proposal_id=row.id,
            state=state.value,
            actor=actor,
            note=note,
            recorded_at=session.clock.now(),
            business_date=session.clock.today(),
        )
    )
    session.flush()


def set_aside(session: WorldSession, row: ProposalRow, command: Command) -> None:
    """Reserve what a waiting transfer will move.

    Raises:
        InsufficientUnits, AccountNotOpen, UnitsFinal, UnknownUnitType: it cannot be reserved.
    """
    account = find_account(session, getattr(command, "from_account", ""), "from_account")
    unit_type = find_unit_type(session, getattr(command, "unit_type", ""))
    quantity = getattr(command, "quantity", 0)
    memo = f"proposal:{row.number}"
    row.reservation_id = reserve(session, account.id, unit_type.id, quantity, memo).id


def release(session: WorldSession, row: ProposalRow) -> None:
    """Give back what was set aside for a proposal."""
    if row.reservation_id is None:
        return
    found = session.get(ReservationRow, row.reservation_id, populate_existing=True)
    assert found is not None
    if found.state == ReservationState.OPEN:
        void(session, row.reservation_id)
