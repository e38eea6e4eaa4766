"""Proposals: one person asks, another approves, and then the same executor carries it out.

proposed → approved → executed | failed; proposed → rejected | withdrawn | expired;
approved, while it waits for its time → withdrawn.
"""

from collections.abc import Mapping

from registry.control.commands import (
    ApproveProposal,
    CarryOutProposal,
    ExpireProposal,
    Propose,
    RejectProposal,
    WithdrawProposal,
)
from registry.control.demands import (
    Demands,
    check_second_factor,
    demands,
    profile_in_force,
    waiting_until,
)
from registry.control.execution import Catalogue, carry_out_proposed, rehearse, wait
from registry.control.models import ProposalRow
from registry.control.proposal_records import (
    NOTE_CHARACTERS_MAX,
    OPEN_STATES,
    ProposalState,
    check_state,
    find_proposal,
    release,
    step,
)
from registry.control.refused_control import (
    MayNotApprove,
    MustWait,
    NothingToPropose,
    OwnProposal,
    ProposalDecided,
)
from registry.control.stored_commands import read_command
from registry.control.waiting import is_open
from registry.rules.amendments import working_calendar
from registry.worlds.actors import DISPOSING, Actor, Role
from registry.worlds.clock import MARKET_ZONE
from registry.worlds.commands import body, digest
from registry.worlds.database import WorldSession
from registry.worlds.errors import NotRepresentative
from registry.worlds.numbering import next_yearly
from registry.worlds.texts import check_text
from registry.worlds.transaction_types import Approval, TransactionType

Answer = dict[str, object]


def propose(
    session: WorldSession, command: Propose, actor: Actor, *, catalogue: Catalogue
) -> Answer:
    """Keep a command until another person approves it, or until its time comes.

    The command is rehearsed first: what the registry would refuse today is refused at once.

    Raises:
        NothingToPropose, CommandUnreadable: the content is no command that can be proposed.
        RoleMissing, SecondFactorNeeded: the actor may not ask for it.
        TransferLimitExceeded, DailyLimitExceeded: it moves too much.
        RegistryError: what the proposed command itself is refused for.
        NotRepresentative: nobody could approve it, as it is for no party of the actor's.
    """
    type_ = catalogue.types.get(command.proposes)
    if type_ is None or (type_.approval is Approval.NEVER and not type_.delayed):
        raise NothingToPropose(kind=str(command.proposes)[:32], field="proposes")
    asked = read_command(type_.command, command.content, command.client_id)
    actor.check_role(*sorted(type_.roles))
    profile = profile_in_force(session)
    check_second_factor(session, type_, profile, actor)
    demanded = demands(session, type_, asked, actor, profile)
    note = command.note and check_text(command.note, "note", NOTE_CHARACTERS_MAX)
    rehearse(session, type_, asked, actor)
    if demanded.party_id is None and demanded.role is None:
        raise NotRepresentative(actor=actor.name, party=type_.name)
    today = session.clock.today()
    days = profile.proposal_working_days
    content = body(asked)
    row = ProposalRow(
        number=next_yearly(session, "P"),
        client_id=command.client_id,
        kind=type_.command.kind,
        body=content,
        body_hash=digest(content),
        proposer=actor.name,
        roles=",".join(sorted(actor.roles)),
        party_id=demanded.party_id,
        role=demanded.role,
        state=ProposalState.PROPOSED.value,
        second_person=_another_decides(demanded),
        expires_on=working_calendar(session).add_working_days(today, days),
        note=note,
        recorded_at=session.clock.now(),
    )
    step(session, row, ProposalState.PROPOSED, actor.name, note)
    if not row.second_person:
        assert demanded.due is not None
        wait(session, row, asked, demanded.due, actor.name)
    return _answer(row)


def approve(
    session: WorldSession, command: ApproveProposal, actor: Actor, *, catalogue: Catalogue
) -> Answer:
    """Approve a proposal; it is carried out at once, or set aside until its time.

    Raises:
        UnknownProposal, ProposalDecided: there is nothing to approve.
        OwnProposal, MayNotApprove, SecondFactorNeeded: not by this actor.
        ProposerWithoutMandate, RoleLost: who proposed it may not act any more.
    """
    row = _undecided(session, command.proposal)
    type_ = catalogue.types[row.kind]
    _check_may_decide(row, type_, actor)
    profile = profile_in_force(session)
    check_second_factor(session, type_, profile, actor)
    proposer = catalogue.proposer(session, row)
    asked = read_command(type_.command, row.body, row.client_id)
    row.approver = actor.name
    due = waiting_until(session, type_, asked, profile)
    if due is not None:
        wait(session, row, asked, due, actor.name)
    else:
        step(session, row, ProposalState.APPROVED, actor.name)
        carry_out_proposed(session, row, asked, proposer, catalogue)
    return _answer(row)


def reject(
    session: WorldSession, command: RejectProposal, actor: Actor, *, catalogue: Catalogue
) -> Answer:
    """Reject a proposal, with a reason.

    Raises:
        UnknownProposal, ProposalDecided, OwnProposal, MayNotApprove, TextInvalid: it cannot be.
    """
    row = _undecided(session, command.proposal)
    _check_may_decide(row, catalogue.types[row.kind], actor)
    reason = check_text(command.reason, "reason", NOTE_CHARACTERS_MAX)
    row.approver = actor.name
    step(session, row, ProposalState.REJECTED, actor.name, reason)
    return _answer(row)


def withdraw(
    session: WorldSession, command: WithdrawProposal, actor: Actor, *, catalogue: Catalogue
) -> Answer:
    """Take a proposal back; one that waits for its time is stopped by any representative.

    Raises:
        UnknownProposal, ProposalDecided, MayNotApprove, TextInvalid: it cannot be.
    """
    row = find_proposal(session, command.proposal)
    check_state(row, *OPEN_STATES)
    if row.execute_at is not None and session.clock.now() >= row.execute_at:
        raise ProposalDecided(proposal=row.number, state=_DUE)
    reason = check_text(command.reason, "reason", NOTE_CHARACTERS_MAX)
    type_ = catalogue.types[row.kind]
    if not (_is_proposer(row, actor) or _stands_for(row, actor)) or type_.roles.isdisjoint(
        actor.roles
    ):
        raise MayNotApprove(actor=actor.name, proposal=row.number)
    release(session, row)
    step(session, row, ProposalState.WITHDRAWN, actor.name, reason)
    return _answer(row)


def carry_out_due_proposal(
    session: WorldSession, command: CarryOutProposal, actor: Actor, *, catalogue: Catalogue
) -> Answer:
    """Carry out an approved proposal whose time has come.

    Raises:
        RoleMissing: the actor is neither the clock nor an operator.
        UnknownProposal, ProposalDecided: it waits for nothing.
        MustWait: its time has not come, or the hours do not allow it.
    """
    actor.check_role(Role.OPERATOR)
    row = find_proposal(session, command.proposal)
    check_state(row, ProposalState.APPROVED)
    type_ = catalogue.types[row.kind]
    assert row.execute_at is not None
    now = session.clock.now()
    profile = profile_in_force(session)
    if now < row.execute_at or not is_open(now, profile, working_calendar(session)):
        due = row.execute_at.astimezone(MARKET_ZONE)
        raise MustWait(kind=type_.name, due=f"{due:%Y-%m-%d %H:%M}")
    asked = read_command(type_.command, row.body, row.client_id)
    carry_out_proposed(session, row, asked, None, catalogue)
    return _answer(row)


def expire(
    session: WorldSession, command: ExpireProposal, actor: Actor, *, catalogue: Catalogue
) -> Answer:
    """End a proposal that nobody decided in time.

    Raises:
        RoleMissing: the actor is neither the clock nor an operator.
        UnknownProposal, ProposalDecided: it waits for nobody.
        MustWait: it has not expired yet.
    """
    actor.check_role(Role.OPERATOR)
    row = find_proposal(session, command.proposal)
    check_state(row, ProposalState.PROPOSED)
    if session.clock.today() <= row.expires_on:
        raise MustWait(kind=catalogue.types[row.kind].name, due=row.expires_on.isoformat())
    step(session, row, ProposalState.EXPIRED, actor.name)
    return _answer(row)


_DUE: Mapping[str, str] = {"en": "due", "zh": "到期执行"}


def _undecided(session: WorldSession, number: str) -> ProposalRow:
    """Return a proposal that waits for a second person."""
    row = find_proposal(session, number)
    check_state(row, ProposalState.PROPOSED)
    if session.clock.today() > row.expires_on:
        raise ProposalDecided(proposal=row.number, state={"en": "expired", "zh": "过期"})
    return row


def _another_decides(demanded: Demands) -> bool:
    """Tell whether a second person decides: where one must, and where nothing else waits."""
    return demanded.second_person or demanded.due is None


def _check_may_decide(row: ProposalRow, type_: TransactionType, actor: Actor) -> None:
    if _is_proposer(row, actor):
        raise OwnProposal(actor=actor.name, proposal=row.number)
    if row.role is not None:
        may = row.role in actor.roles and row.role not in DISPOSING
    else:
        may = row.party_id in actor.approving_ids and not type_.roles.isdisjoint(actor.roles)
    if not may:
        raise MayNotApprove(actor=actor.name, proposal=row.number)


def _is_proposer(row: ProposalRow, actor: Actor) -> bool:
    return actor.name.lower() == row.proposer.lower()


def _stands_for(row: ProposalRow, actor: Actor) -> bool:
    if row.role is not None:
        return row.role in actor.roles
    return row.party_id in actor.party_ids | actor.approving_ids


def _answer(row: ProposalRow) -> Answer:
    answer: Answer = {"proposal": row.number, "state": row.state, "proposes": row.kind}
    if row.execute_at is not None:
        answer["execute_at"] = row.execute_at.isoformat()
    if row.outcome is not None:
        answer["outcome"] = row.outcome
    return answer
