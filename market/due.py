"""What is due in registry and market by the world's clock, and carrying it out."""

from typing import Final

from market.auctions import due as auctions
from market.blocks import expiring as blocks
from market.clearing import due as clearing
from market.data import due as data
from market.derivatives import due as series_due
from market.financing import due as financing
from market.services import HANDLERS
from market.surveillance import inspecting as surveillance
from registry import due as registry
from registry.due import DueCommands
from registry.worlds import Command, Outcome, WorldSession

DUE: tuple[DueCommands, ...] = (
    *registry.DUE,
    clearing.due_commands,
    auctions.due_commands,
    blocks.due_commands,
    data.due_commands,
    surveillance.due_commands,
    financing.due_commands,
    series_due.due_commands,
)
"""What each area wants done by now; an area of the market adds its `due_commands` here."""

__all__: Final = ["DUE", "carry_out_due", "due_commands"]


def due_commands(session: WorldSession) -> list[Command]:
    """Return every command that is due now, in the order in which they will be carried out."""
    return registry.due_commands(session, DUE)


def carry_out_due(session: WorldSession) -> list[Outcome]:
    """Carry out everything that is due; one that is refused does not hold up the others."""
    return registry.carry_out_due(session, HANDLERS, DUE)
