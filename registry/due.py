"""What is due by the world's clock: each area names commands, and here they are carried out."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from registry.compliance import due as compliance
from registry.control import due as control
from registry.green_certificates import due as green_certificates
from registry.services import HANDLERS
from registry.worlds.actors import Actor, Role
from registry.worlds.commands import Command
from registry.worlds.database import WorldSession
from registry.worlds.errors import RegistryError
from registry.worlds.executor import Handlers, Outcome, carry_out_command

DueCommands = Callable[[WorldSession], Iterator[Command]]

DUE: tuple[DueCommands, ...] = (
    control.due_commands,
    compliance.due_commands,
    green_certificates.due_commands,
)
"""What each area wants done by now, with deterministic client ids, such as ``expiry:GEC-2024-03``.

A command that was carried out before answers again what it answered then, so an area may name it
as long as it likes; it should stop, for the sake of speed.
"""

CLOCK: Final = Actor("clock", frozenset({Role.OPERATOR}), system=True)


def due_commands(session: WorldSession, areas: Sequence[DueCommands] = DUE) -> list[Command]:
    """Return every command that is due now, in the order in which they will be carried out."""
    return [command for area in areas for command in area(session)]


def carry_out_due(
    session: WorldSession,
    handlers: Handlers = HANDLERS,
    areas: Sequence[DueCommands] = DUE,
) -> list[Outcome]:
    """Carry out everything that is due; one that is refused does not hold up the others.

    Args:
        session: the unit of work.
        handlers: what can be done; `market` adds its own.
        areas: what names the commands; `market` adds its own.

    Returns:
        What each answered that had not been carried out before; of one that was refused `refused`
        (its code) and `sentence`. A refused one leaves no trace and is tried again next time.
    """
    outcomes = [
        _carried_out(session, command, handlers) for command in due_commands(session, areas)
    ]
    return [outcome for outcome in outcomes if not outcome.replayed]


def _carried_out(session: WorldSession, command: Command, handlers: Handlers) -> Outcome:
    try:
        with session.begin_nested():
            outcome = carry_out_command(session, command, CLOCK, handlers)
    except RegistryError as error:
        refused = {"refused": error.code, "sentence": str(error)}
        return Outcome({"kind": command.kind, "client_id": command.client_id, **refused})
    data = {"kind": command.kind, "client_id": command.client_id, **outcome.data}
    return Outcome(data, outcome.replayed)
