"""What the scenario dates to a day: shocks, changes of rules, announcements and their reversal."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date

from simulations.runs.announcing import announce
from simulations.runs.levers import change_rules
from simulations.runs.market_state import MarketState
from simulations.runs.shocks import strike
from simulations.scenarios import Announcement, SectorMove, Shock, with_levers

Happening = Callable[[int], None]
Agenda = dict[int, list[Happening]]
"""What is to be carried out on which trading day, in order."""


def agenda_of(market: MarketState) -> Agenda:
    """Return what happens in a market by trading day: the first on or after each date."""
    agenda: Agenda = defaultdict(list)
    for at, happening in _dated(market):
        agenda[bisect_left(market.stage.days, at)].append(happening)
    return agenda


def _dated(market: MarketState) -> Iterator[tuple[date, Happening]]:
    scenario = market.stage.scenario
    met: dict[str, int] = defaultdict(int)
    for shock in scenario.shocks:
        if shock.market == market.name:
            kind = "+".join(sorted(shock.model_fields_set - {"at", "market", "chance"}))
            name = f"{market.name}/{shock.at}/{kind}"
            met[name] += 1
            if _comes(market, shock, f"{name}/{met[name]}"):
                yield shock.at, _shock(market, shock)
    for said in scenario.announcements:
        if said.market == market.name:
            yield from _announced(market, said)
    for move in scenario.moves:
        if market.name in (move.pilot, move.national) and move.announced is not None:
            yield move.announced, _told(market, move)


def _comes(market: MarketState, shock: Shock, name: str) -> bool:
    """Whether a shock with a chance comes in this run; drawn from a stream of its own."""
    return shock.chance is None or market.streams.generator("chance", name).random() < shock.chance


def _shock(market: MarketState, shock: Shock) -> Happening:
    def carry_out(day: int) -> None:
        if shock.set is not None:
            change_rules(market, shock.set, day)
        strike(market, shock, day)

    return carry_out


def _told(market: MarketState, move: SectorMove) -> Happening:
    def tell(day: int) -> None:
        market.event(day, "announcement", move.sector, 0, f"{move.national} {move.first_year}")

    return tell


def _announced(market: MarketState, said: Announcement) -> Iterator[tuple[date, Happening]]:
    keys = ", ".join(said.set)

    def say(day: int) -> None:
        market.event(day, "announcement", keys, 0, f"{said.effective}")
        announce(market, day, said.effective, with_levers(market.rules, said.set))

    def take_back(day: int) -> None:
        market.event(day, "reversal", keys, 0, f"{said.effective}")
        announce(market, day, said.effective, market.rules)

    def carry_out(day: int) -> None:
        change_rules(market, said.set, day)

    yield said.at, say
    if said.reversed_at is None:
        yield said.effective, carry_out
    else:
        yield said.reversed_at, take_back
