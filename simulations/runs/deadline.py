"""The deadline of a cycle: every firm settles, and the next cycle's units open."""

from simulations.memory import Venue
from simulations.runs.market_state import MarketState
from simulations.runs.surrender import month_mean_fen
from simulations.runs.year_end import YearEnd


def settle_cycle(market: MarketState) -> None:
    """Surrender, fine and carry over after the close of the deadline; go on to the next cycle."""
    cycle, old = market.cycle, market.venue
    market.number += 1
    market.venue = _next_venue(market, cycle.emission_year + 1, old)
    end = YearEnd(
        world=market.world,
        rules=market.rules,
        year=cycle.emission_year,
        old=old,
        new=market.venue,
        credits=market.credits,
        mean_fen=month_mean_fen(market.closes, market.stage.days, cycle.deadline),
    )
    for agent in market.agents:
        market.stage.records.firm(end.settle(agent))
    for kind, quantity_t in end.totals.items():
        market.event(cycle.deadline, kind, old.instrument, quantity_t)


def _next_venue(market: MarketState, emission_year: int, old: Venue) -> Venue:
    """Open the units of the next cycle; after the last one those of the next emission year."""
    if market.number < len(market.cycles):
        emission_year = market.cycle.emission_year
    return market.new_venue(emission_year, old.previous_close_fen)
