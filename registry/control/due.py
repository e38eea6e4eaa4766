"""What control wants done by the clock: proposals whose time has come, and those that expired."""

from collections.abc import Iterator

from sqlmodel import col, select

from registry.control.commands import CarryOutProposal, ExpireProposal
from registry.control.demands import profile_in_force
from registry.control.models import ProposalRow
from registry.control.proposal_records import ProposalState
from registry.control.waiting import is_open
from registry.rules.amendments import working_calendar
from registry.worlds.commands import Command
from registry.worlds.database import WorldSession


def due_commands(session: WorldSession) -> Iterator[Command]:
    """Yield proposals to carry out and proposals to end, by number."""
    now, today = session.clock.now(), session.clock.today()
    waiting = select(ProposalRow.number).order_by(col(ProposalRow.number))
    ready = session.exec(
        waiting.where(
            ProposalRow.state == ProposalState.APPROVED, col(ProposalRow.execute_at) <= now
        )
    ).all()
    if ready and is_open(now, profile_in_force(session), working_calendar(session)):
        for number in ready:
            yield CarryOutProposal(client_id=f"due:{number}", proposal=number)
    late = waiting.where(
        ProposalRow.state == ProposalState.PROPOSED, ProposalRow.expires_on < today
    )
    for number in session.exec(late).all():
        yield ExpireProposal(client_id=f"expiry:{number}", proposal=number)
