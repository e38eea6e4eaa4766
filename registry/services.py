"""Everything that can be done in a registry: the transaction types of all areas, and how to ask."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from registry.audit import transaction_types as audit
from registry.carbon_inclusion import transaction_types as carbon_inclusion
from registry.compliance import transaction_types as compliance
from registry.control import transaction_types as control
from registry.control.door import guarded, pass_door, refusals_of_the_door
from registry.control.proposal_types import types_over
from registry.factors import transaction_types as factors
from registry.green_certificates import transaction_types as green_certificates
from registry.green_certificates.moving import CertificateRules
from registry.ledger import transaction_types as ledger
from registry.ledger.commands import Transfer
from registry.ledger.door import UNIT_RULES
from registry.ledger.transfers import transfer_many
from registry.ledger.units import UnitKind
from registry.mirrors import transaction_types as mirrors
from registry.parties import transaction_types as parties
from registry.projects import transaction_types as projects
from registry.reporting import transaction_types as reporting
from registry.rules import transaction_types as rules
from registry.worlds.actors import Actor
from registry.worlds.commands import Command
from registry.worlds.database import WorldSession
from registry.worlds.errors import RegistryError
from registry.worlds.executor import Handler, Handlers, Outcome, carry_out_batch, carry_out_command
from registry.worlds.transaction_types import TransactionType

Watcher = Callable[[TransactionType, RegistryError], None]

WATCHERS: list[Watcher] = []
"""Called with every refusal of a command and its type; tests compare them with the type's list."""

_AREAS: tuple[TransactionType, ...] = (
    *parties.TRANSACTION_TYPES,
    *ledger.TRANSACTION_TYPES,
    *green_certificates.TRANSACTION_TYPES,
    *projects.TRANSACTION_TYPES,
    *compliance.TRANSACTION_TYPES,
    *rules.TRANSACTION_TYPES,
    *factors.TRANSACTION_TYPES,
    *mirrors.TRANSACTION_TYPES,
    *carbon_inclusion.TRANSACTION_TYPES,
    *reporting.TRANSACTION_TYPES,
    *audit.TRANSACTION_TYPES,
)


def behind_the_door(type_: TransactionType) -> TransactionType:
    """Return a type whose handler lets nothing pass that control holds back."""
    checks = (*refusals_of_the_door(type_), *type_.checks)
    return replace(type_, handler=_watched(replace(type_, checks=checks)), checks=checks)


def _watched(type_: TransactionType) -> Handler:
    handler = guarded(type_)

    def handle(session: WorldSession, command: Command, actor: Actor) -> Mapping[str, object]:
        try:
            return handler(session, command, actor)
        except RegistryError as error:
            for watcher in WATCHERS:
                watcher(type_, error)
            raise

    return handle


TRANSACTION_TYPES: tuple[TransactionType, ...] = tuple(
    behind_the_door(type_) for type_ in (*_AREAS, *control.TRANSACTION_TYPES, *types_over(_AREAS))
)
"""Every type, with what control may refuse before its own checks."""

UNIT_RULES[UnitKind.CERTIFICATE] = CertificateRules()

HANDLERS: Handlers = {type_.command: type_.handler for type_ in TRANSACTION_TYPES}
_UNGUARDED: Handlers = {
    type_.command: type_.handler
    for type_ in (*_AREAS, *control.TRANSACTION_TYPES, *types_over(_AREAS))
}
_TRANSFER = next(type_ for type_ in _AREAS if type_.command is Transfer)


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
    return carry_out_batch(session, transfers, actor, _transfer_many)


def rehearse(session: WorldSession, command: Command, actor: Actor) -> Mapping[str, object]:
    """Return what a command would answer if nobody else had to agree; roll the session back then.

    Raises:
        RegistryError: it would be refused.
    """
    return _UNGUARDED[type(command)](session, command, actor)


def _transfer_many(
    session: WorldSession, transfers: Sequence[Transfer], actor: Actor
) -> Sequence[Mapping[str, object]]:
    pass_door(session, _TRANSFER, transfers, actor)
    return transfer_many(session, transfers, actor)
