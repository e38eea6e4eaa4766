"""Which firm looks at the market when: dated wake-ups that crowd toward the deadline."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from simulations.agents.firms import FirmAgent
from simulations.behaviour import wake_up_chance
from simulations.scenarios import Cycle
from simulations.scenarios import WakeUp as Hazard
from simulations.streams import Streams

MORNING_SHARE = 0.5

WakeUp = tuple[float, int, bool]
"""Time of the day from 0 to 1, place of the firm in the list, whether it is a last call."""

HalfDays = tuple[list[WakeUp], list[WakeUp]]


def _even(_day: int) -> float:
    return 1.0


class WakeUps:
    """Who looks at the market when in a cycle: drawn at its start, put in order on each day.

    One number for each firm and day decides both whether and when. In the last days firms that
    are still short look every day: their last call.

    Args:
        cycle: The cycle.
        firms: The market's firms.
        hazard: Chances to look.
        streams: The run's random streams.
        activity: Factor on the chance by day of the run, as `Liveliness.activity` gives it.
    """

    __slots__ = ("_activity", "_cycle", "_day", "_halves", "_hazard", "_numbers")

    def __init__(
        self,
        cycle: Cycle,
        firms: Sequence[FirmAgent],
        hazard: Hazard,
        streams: Streams,
        activity: Callable[[int], float] = _even,
    ) -> None:
        count = cycle.deadline - cycle.first + 1
        purpose = f"wake-up-{cycle.number}"
        numbers = [streams.uniforms(purpose, firm.profile.firm_id, count) for firm in firms]
        self._numbers = np.array(numbers).reshape(len(firms), count).T.copy()
        self._cycle, self._hazard, self._activity = cycle, hazard, activity
        self._day = -1
        self._halves: HalfDays = ([], [])

    def on(self, day: int, half: int) -> list[WakeUp]:
        """Return who looks at the market in half a day, in the order of arrival.

        Args:
            day: Index of the trading day, of the cycle.
            half: 0 for the morning, 1 for the afternoon.
        """
        if day != self._day:
            days_left, hazard = self._cycle.deadline - day, self._hazard
            chance = wake_up_chance(
                days_left, hazard.base_per_day, hazard.deadline_per_day, hazard.scale_days
            )
            chance = min(1.0, chance * self._activity(day))
            numbers = self._numbers[day - self._cycle.first]
            self._halves = _halves(numbers, chance, days_left < hazard.last_call_days)
            self._day = day
        return self._halves[half]


def _halves(numbers: NDArray[np.float64], chance: float, last_calls: bool) -> HalfDays:
    """Return one day's wake-ups in the order of arrival, by half of the day."""
    late = numbers >= chance
    places = np.arange(len(numbers)) if last_calls else np.flatnonzero(~late)
    drawn, late = numbers[places], late[places]
    with np.errstate(divide="ignore", invalid="ignore"):  # the branch not taken may divide by 0
        when = np.where(late, (drawn - chance) / (1.0 - chance), drawn / chance)
    order = np.lexsort((places, when))
    when, places, late = when[order], places[order], late[order]
    wake_ups = list(zip(when.tolist(), places.tolist(), late.tolist(), strict=True))
    noon = int(np.searchsorted(when, MORNING_SHARE))
    return wake_ups[:noon], wake_ups[noon:]
