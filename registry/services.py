"""Everything that can be done in a registry: the transaction types of all areas, and how to ask."""

from collections.abc import Sequence

from registry.carbon_inclusion import transaction_types as carbon_inclusion
from registry.compliance import transaction_types as compliance
from registry.ledger import transaction_types as ledger
from registry.ledger.commands import Transfer
from registry.ledger.transfers import transfer_many
from registry.projects import transaction_types as projects
from registry.rules import transaction_types as rules
from registry.worlds.actors import Actor
from registry.worlds.commands import Command
from registry.worlds.database import WorldSession
from registry.worlds.executor import Handlers, Outcome, carry_out_batch, carry_out_command
from registry.worlds.transaction_types import TransactionType

TRANSACTION_TYPES: tuple[TransactionType, ...] = (
    *ledger.TRANSACTION_TYPES,
    *projects.TRANSACTION_TYPES,
    *compliance.TRANSACTION_TYPES,
    *rules.TRANSACTION_TYPES,
    *carbon_inclusion.TRANSACTION_TYPES,
)

HANDLERS: Handlers = {type_.command: type_.handler for type_ in TRANSACTION_TYPES}


def execute(
    session: WorldSession, command: Command, actor: Actor, handlers: Handlers = HANDLERS
) -> Outcome:
    """Carry out a command, or return what it answered when it was carried out before.

    Args:
        session: the unit of work; committing it makes the command and its effects one.
        command: what to do.
        actor: who asks.
        handlers: what can be done; `market` adds its own.

    Raises:
        IdempotencyConflict: the client id belongs to another command.
        RegistryError: the service refuses; nothing is kept.
    """
    return carry_out_command(session, command, actor, handlers)


def execute_batch(
    session: WorldSession, transfers: Sequence[Transfer], actor: Actor
) -> list[Outcome]:
    """Carry out transfers together: in order, all or none.

    Raises:
        IdempotencyConflict: a client id belongs to another command, or comes twice.
        RegistryError: one is refused; nothing is kept.
    """
    return carry_out_batch(session, transfers, actor, transfer_many)
