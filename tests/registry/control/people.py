"""A company with people of every right, and a world with a control profile."""

from dataclasses import dataclass
from datetime import timedelta

from registry.control.commands import ApplyControlProfile, ApproveProposal, Propose
from registry.control.models import ControlProfileRow
from registry.ledger.commands import Purpose, Retire, Transfer
from registry.parties.mandates import actor_of, grant_mandate
from registry.services import execute
from registry.worlds import Actor, Outcome, Right, Role, WorldSession
from registry.worlds.commands import Command, body
from tests.strategies import Holder, client_id, holder

REPRESENTATIVE = frozenset({Role.REPRESENTATIVE})
ADMINISTRATOR = Actor("admin@example.org", frozenset({Role.ADMINISTRATOR}))
SECOND_ADMINISTRATOR = Actor("admin2@example.org", frozenset({Role.ADMINISTRATOR}))


@dataclass(frozen=True)
class Company:
    """An account holder; `initiator`, `approver`, `both` and `reader` are e-mail addresses."""

    holder: Holder
    initiator: str
    approver: str
    both: str
    reader: str

    @property
    def account(self) -> str:
        """The number of its account."""
        return self.holder.account


def company(session: WorldSession, name: str = "four-eyes") -> Company:
    """A company with a mandate of each right."""
    made = holder(session, name)
    people = [f"{right}.{name}@example.org" for right in ("initiator", "approver", "both", "read")]
    rights = (Right.INITIATE, Right.APPROVE, Right.BOTH, Right.READ)
    for email, right in zip(people, rights, strict=True):
        grant_mandate(session, email, made.party_id, right)
    return Company(made, *people)


def person(session: WorldSession, email: str, fresh: bool = True) -> Actor:
    """A representative as the actor it is now; `fresh`: with a second factor of a minute ago."""
    given = session.clock.now() - timedelta(minutes=1) if fresh else None
    return actor_of(session, email, REPRESENTATIVE, given)


def strict(session: WorldSession) -> None:
    """Put the strict profile in force, as an administrator did before this test."""
    execute(session, ApplyControlProfile(client_id=client_id(), profile="strict"), ADMINISTRATOR)


def opened(session: WorldSession) -> None:
    """Put the open profile back, behind the back of every rule."""
    session.add(ControlProfileRow(name="open", actor="test", recorded_at=session.clock.now()))
    session.flush()


def transfer(sender: str, receiver: str, quantity: int = 10) -> Transfer:
    """A transfer of allowances under a new client id."""
    return Transfer(
        client_id=client_id(),
        from_account=sender,
        to_account=receiver,
        unit_type="CEA-2024",
        quantity=quantity,
    )


def retirement(account: str, quantity: int = 10) -> Retire:
    """A retirement of allowances under a new client id."""
    return Retire(
        client_id=client_id(),
        account=account,
        unit_type="CEA-2024",
        quantity=quantity,
        beneficiary="示例受益人",
        purpose=Purpose.CARBON_NEUTRALITY,
    )


def propose(session: WorldSession, command: Command, actor: Actor) -> str:
    """The number of a proposal of a command."""
    return str(proposed(session, command, actor).data["proposal"])


def proposed(session: WorldSession, command: Command, actor: Actor) -> Outcome:
    """What the proposal of a command answers."""
    asked = Propose(client_id=client_id(), proposes=command.kind, content=body(command))
    return execute(session, asked, actor)


def approve(session: WorldSession, number: str, actor: Actor) -> Outcome:
    """What the approval of a proposal answers."""
    return execute(session, ApproveProposal(client_id=client_id(), proposal=number), actor)
