"""Who takes part in a run: populations drawn, what each remembers, when it looks at the market."""

from simulations.agents.allocation import UnitClass, allocation_t, benchmarks_of, power_unit
from simulations.agents.firms import FirmAgent, Situation, Wish, agree
from simulations.agents.population import YearPosition, draw_firms, year_position
from simulations.agents.wake_ups import WakeUp, wake_ups_of

__all__ = [
    "FirmAgent",
    "Situation",
    "UnitClass",
    "WakeUp",
    "Wish",
    "YearPosition",
    "agree",
    "allocation_t",
    "benchmarks_of",
    "draw_firms",
    "power_unit",
    "wake_ups_of",
    "year_position",
]
