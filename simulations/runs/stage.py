"""What the markets of one run share: days, world, random streams, records."""

from collections.abc import Generator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import simpy

from simulations.agents import FirmAgent
from simulations.memory import MemoryWorld
from simulations.runs.records import Records
from simulations.scenarios import Scenario
from simulations.streams import Streams

DAY_MINUTES = 1_440
OPEN, AFTERNOON, CLOSE = 570, 780, 900
"""Minutes after midnight at which a session opens, resumes and closes."""

Steps = Generator[simpy.Event, Any, None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What the markets of a run share.

    Args:
        scenario: The scenario.
        days: The trading days.
        world: Where commands are carried out.
        streams: The run's random streams.
        records: Where rows are noted.
        firms: Every firm of the run by its account.
        first_years: First emission year of each market.
    """

    scenario: Scenario
    days: tuple[date, ...]
    world: MemoryWorld
    streams: Streams
    records: Records
    firms: dict[int, FirmAgent] = field(default_factory=dict)
    first_years: dict[str, int] = field(default_factory=dict)

    def minute(self, day: int, minute: int) -> int:
        """Return the time of a minute of a trading day, in minutes from the first day."""
        return (self.days[day] - self.days[0]).days * DAY_MINUTES + minute
