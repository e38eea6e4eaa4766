"""The world of a run in memory: the rule code of registry and market without a database."""

from simulations.memory.commands import NegotiateTrade
from simulations.memory.venue import CASH, Venue, national_rules
from simulations.memory.world import FIRST_ACCOUNT, MemoryWorld, Trade

__all__ = [
    "CASH",
    "FIRST_ACCOUNT",
    "MemoryWorld",
    "NegotiateTrade",
    "Trade",
    "Venue",
    "national_rules",
]
