"""The world of a run in memory: the rule code of registry and market without a database."""

from simulations.memory.accounts import CASH, FIRST_ACCOUNT
from simulations.memory.commands import AwardUnits, NegotiateTrade
from simulations.memory.holdings import Holding
from simulations.memory.tape import Tape
from simulations.memory.venue import Venue, fee_rate, national_rules
from simulations.memory.world import MemoryWorld

__all__ = [
    "CASH",
    "FIRST_ACCOUNT",
    "AwardUnits",
    "Holding",
    "MemoryWorld",
    "NegotiateTrade",
    "Tape",
    "Venue",
    "fee_rate",
    "national_rules",
]
