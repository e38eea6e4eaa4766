"""The deadline of a cycle: every firm settles, and the next year's units open."""

from simulations.runs.market_state import MarketState
from simulations.runs.surrender import month_mean_fen
from simulations.runs.year_end import YearEnd
from simulations.scenarios import Cycle


def settle_cycle(market: MarketState, cycle: Cycle) -> None:
    """Surrender, fine and carry over after the close of the deadline."""
    old = market.venue
    market.venue = market.new_venue(cycle.emission_year + 1, old.previous_close_fen)
    end = YearEnd(
        world=market.world,
        rules=market.rules,
        year=cycle.emission_year,
        old=old,
        new=market.venue,
        offset_type_id=market.offsets.unit_type_id,
        mean_fen=month_mean_fen(market.closes, market.stage.days, cycle.deadline),
    )
    for agent in market.agents:
        market.stage.records.firm(end.settle(agent))
    for kind, quantity_t in end.totals.items():
        market.event(cycle.deadline, kind, old.instrument, quantity_t)
