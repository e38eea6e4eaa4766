"""How a proposed command is carried out: rehearsed, set aside until its time, and at last done."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from registry.control.models import ProposalRow
from registry.control.proposal_records import ProposalState, release, set_aside, step
from registry.control.refused_control import ProposerWithoutMandate, RoleLost
from registry.parties.mandates import actor_of
from registry.worlds.actors import Actor, Role
from registry.worlds.commands import Command, canonical_json
from registry.worlds.database import WorldSession
from registry.worlds.errors import RegistryError
from registry.worlds.executor import Handlers, carry_out_command
from registry.worlds.transaction_types import TransactionType


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The transaction types that can be proposed, and who carries them out.

    Args:
        types: by the kind of their command.
        handlers: without control: what a proposal asks for was approved.
    """

    types: Mapping[str, TransactionType]
    handlers: Handlers

    def proposer(self, session: WorldSession, row: ProposalRow) -> Actor:
        """Return who proposed, as the actor the person is now.

        Raises:
            ProposerWithoutMandate: the person lost the mandate meanwhile.
            RoleLost: the person lost the role meanwhile.
        """
        roles = frozenset(Role(name) for name in row.roles.split(",") if name)
        actor = actor_of(session, row.proposer, self._still_held(session, row, row.proposer, roles))
        if row.party_id is not None and row.party_id not in actor.party_ids:
            raise ProposerWithoutMandate(actor=row.proposer, proposal=row.number)
        return actor

    def check_approver(self, session: WorldSession, row: ProposalRow) -> None:
        """Refuse what somebody approved who lost the role meanwhile.

        Raises:
            RoleLost: so it is.
        """
        if row.approver is not None:
            self._still_held(session, row, row.approver, frozenset(Role))

    def _still_held(
        self, session: WorldSession, row: ProposalRow, name: str, held: frozenset[Role]
    ) -> frozenset[Role]:
        """Return which roles a person still has; names that do not sign in keep what they had."""
        present = session.world.roles_of and session.world.roles_of(name)
        still = held if present is None else held & present
        needed = {Role(row.role)} if row.role is not None else self.types[row.kind].roles
        if still.isdisjoint(needed):
            raise RoleLost(actor=name, proposal=row.number)
        return still


class _Rehearsed(Exception):
    """Ends a rehearsal."""


def rehearse(session: WorldSession, type_: TransactionType, command: Command, actor: Actor) -> None:
    """Carry a command out and undo it again.

    Raises:
        RegistryError: it would be refused.
    """
    try:
        with session.begin_nested():
            type_.handler(session, command, actor)
            session.flush()
            raise _Rehearsed
    except _Rehearsed:
        return


def wait(
    session: WorldSession, row: ProposalRow, command: Command, due: datetime, actor: str
) -> None:
    """Let an approved proposal wait for its time, with its units set aside.

    Units that are not there any more end the proposal as failed.
    """
    with _failing(session, row):
        row.execute_at = due
        set_aside(session, row, command)
        step(session, row, ProposalState.APPROVED, actor)


def carry_out_proposed(
    session: WorldSession,
    row: ProposalRow,
    command: Command,
    proposer: Actor | None,
    catalogue: Catalogue,
) -> None:
    """Carry out what was approved, as the one who proposed it; a refusal ends it as failed.

    Args:
        session: the unit of work.
        row: the proposal.
        command: what it asks.
        proposer: who proposed it; None: find out, and fail if the mandate is gone.
        catalogue: of transaction types.
    """
    asked = replace(command, client_id=f"proposal:{row.number}")
    with _failing(session, row):
        actor = proposer or catalogue.proposer(session, row)
        catalogue.check_approver(session, row)
        release(session, row)
        by_control = replace(actor, system=True)  # the id is control's, whoever proposed it
        outcome = carry_out_command(session, asked, by_control, catalogue.handlers)
        row.outcome = canonical_json(outcome.data)
        row.executed_at = session.clock.now()
        step(session, row, ProposalState.EXECUTED, actor.name)


@contextmanager
def _failing(session: WorldSession, row: ProposalRow) -> Iterator[None]:
    """End a proposal as failed, with nothing kept of what was begun, if something is refused."""
    session.flush()
    try:
        with session.begin_nested():
            yield
    except RegistryError as error:
        session.refresh(row)
        release(session, row)
        row.outcome = canonical_json(_refused(error))
        step(session, row, ProposalState.FAILED, row.proposer, error.code)


def outcome_of(row: ProposalRow) -> Mapping[str, object]:
    """Return what a proposal answered, empty until it was carried out."""
    found: Mapping[str, object] = json.loads(row.outcome) if row.outcome else {}
    return found


def _refused(error: RegistryError) -> dict[str, object]:
    """Return a refusal as plain values in both languages."""

    def sentence(language: str) -> str:
        facts = {
            name: fact[language] if isinstance(fact, Mapping) else fact
            for name, fact in error.facts.items()
        }
        return error.text[language].format(**facts)

    return {
        "refused": error.code,
        "number": error.number,
        "sentence": {"en": sentence("en"), "zh": sentence("zh")},
    }
