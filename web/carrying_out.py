"""Carries out what a signed-in person asks in the public world, or rehearses it.

What another person must approve, or what must wait, becomes a proposal instead; what takes a
second factor leads to the page that asks for it.
"""

from collections.abc import Mapping, Sequence
from typing import Any, cast
from uuid import uuid4

from flask import request

from market.listed import MarketCommand
from market.services import execute
from market.venue import roll_markets
from registry.control import MustWait, Propose, SecondFactorNeeded, SecondPersonNeeded
from registry.services import HANDLERS
from registry.services import rehearse as rehearse_in
from registry.worlds import Command, Outcome, WorldSession, body, carry_out, unit_of_work
from web.acting import asking, public_world


class ProposedInsteadError(Exception):
    """The command was not carried out: it is proposed now.

    Args:
        proposal: number of the proposal.
        state: of the proposal.
        why: what kept the command from being carried out at once.
    """

    def __init__(self, proposal: str, state: str, why: SecondPersonNeeded | MustWait) -> None:
        super().__init__(proposal)
        self.proposal = proposal
        self.state = state
        self.why = why


class StepUpError(Exception):
    """The command takes a second factor first."""

    def __init__(self, why: SecondFactorNeeded) -> None:
        super().__init__(str(why))
        self.why = why


def carry_out_command(command: Command | MarketCommand) -> Outcome:
    """Carry out a command as the signed-in person, once for each client id.

    Raises:
        SignInRequiredError: nobody is signed in.
        ProposedInsteadError: it waits for another person, or for its time.
        StepUpError: it takes a second factor.
        RegistryError: it is refused; nothing is kept.
    """

    def work(session: WorldSession) -> Outcome:
        return execute(session, command, asking(session))

    try:
        return carry_out(public_world(), work)
    except (SecondPersonNeeded, MustWait) as why:
        if not isinstance(command, Command) or isinstance(command, Propose):
            raise
        _propose(command, why)
        raise AssertionError from None
    except SecondFactorNeeded as why:
        raise StepUpError(why) from None


def carry_out_all(commands: Sequence[Command]) -> list[Outcome]:
    """Carry out commands as the signed-in person in one unit of work: all of them or none.

    Raises:
        SignInRequiredError: nobody is signed in.
        StepUpError: one takes a second factor.
        RegistryError: one is refused; nothing is kept.
    """

    def work(session: WorldSession) -> list[Outcome]:
        actor = asking(session)
        return [execute(session, command, actor) for command in commands]

    try:
        return carry_out(public_world(), work)
    except SecondFactorNeeded as why:
        raise StepUpError(why) from None


def rehearse(command: Command | MarketCommand) -> Mapping[str, Any]:
    """Return what a command would answer once everybody agreed, and leave no trace of it.

    Raises:
        SignInRequiredError: nobody is signed in.
        RegistryError: it would be refused.
    """
    try:
        with unit_of_work(public_world()) as session:
            actor = asking(session)
            if type(command) not in HANDLERS:
                raise _Rehearsed(execute(session, command, actor).data)
            roll_markets(session)
            raise _Rehearsed(rehearse_in(session, cast(Command, command), actor))
    except _Rehearsed as done:
        return done.data


def _propose(command: Command, why: SecondPersonNeeded | MustWait) -> None:
    """Propose a command that must not be carried out at once.

    Raises:
        ProposedInsteadError: always, when it is proposed.
        RegistryError: the proposal is refused.
    """
    proposal = Propose(client_id=command.client_id, proposes=command.kind, content=body(command))

    def work(session: WorldSession) -> Outcome:
        return execute(session, proposal, asking(session))

    try:
        done = carry_out(public_world(), work).data
    except SecondFactorNeeded as missing:
        raise StepUpError(missing) from None
    raise ProposedInsteadError(done["proposal"], done["state"], why)


class _Rehearsed(Exception):
    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__()
        self.data = data


def sent_client_id() -> str:
    """Return the client id that a page's form sent, cut where it is too long; else a new one."""
    return request.form.get("client_id", "")[:65] or uuid4().hex
