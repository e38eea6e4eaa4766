"""When investors and liquidity providers look at their market."""

from collections.abc import Sequence

from simulations.agents.traders import Trader
from simulations.agents.wake_ups import MORNING_SHARE
from simulations.scenarios import Cycle
from simulations.streams import Streams

Visit = tuple[float, int, float]
"""Time of the day from 0 to 1, place of the trader in the list, a number that `times` takes."""

HalfDayVisits = tuple[list[Visit], list[Visit]]


def visits_of(cycle: Cycle, traders: Sequence[Trader], streams: Streams) -> list[HalfDayVisits]:
    """Return for each day of a cycle which traders look at the market, morning and afternoon.

    A trader that looks once a day or less often comes at a random time; one that looks more often
    comes in even steps from a random one.
    """
    days: list[list[Visit]] = [[] for _ in range(cycle.deadline - cycle.first + 1)]
    for place, trader in enumerate(traders):
        numbers = streams.generator(f"visits-{cycle.number}", trader.account)
        rate = trader.visits_per_day
        steps = max(1, int(rate))
        when = numbers.random(len(days)).tolist()
        lively = numbers.random((len(days), steps)).tolist()
        for i, (first, numbers_of_day) in enumerate(zip(when, lively, strict=True)):
            if rate >= 1.0:
                days[i] += [((first + k) / steps, place, numbers_of_day[k]) for k in range(steps)]
            elif first < rate:
                days[i].append((first / rate, place, numbers_of_day[0]))
    return [_halves(sorted(visits)) for visits in days]


def times(visit: Visit, activity: float) -> int:
    """Return how often the trader acts at a visit.

    Args:
        visit: The visit.
        activity: How lively the market is; 1 normally, 0 when nobody comes.
    """
    return int(activity + visit[2])


def _halves(visits: list[Visit]) -> HalfDayVisits:
    noon = sum(visit[0] < MORNING_SHARE for visit in visits)
    return visits[:noon], visits[noon:]
