"""What happens on a date: rules change, demand changes."""

from market.rules import price_band
from simulations.runs.issuing import position_of
from simulations.runs.market_state import MarketState
from simulations.scenarios import Cycle, Shock, with_levers


def happen(market: MarketState, day: int, cycle: Cycle) -> None:
    """Carry out what the scenario dates to this day."""
    for shock in market.stage.scenario.shocks:
        if shock.market == market.name and market.stage.falls_on(shock.at, day):
            _apply(market, shock, day, cycle)


def _apply(market: MarketState, shock: Shock, day: int, cycle: Cycle) -> None:
    if shock.set is not None:
        market.rules = with_levers(market.rules, shock.set)
        market.venue.set_rules(market.rules.trading)
        market.offsets.band = price_band(int(market.rules.offsets.price_cny * 100), 0)
        for key, value in shock.set.items():
            market.event(day, "rule", key, 0, str(value))
    if shock.demand is not None:
        _change_demand(market, shock.demand.sector, shock.demand.pct, cycle)
        market.event(day, "demand", shock.demand.sector, 0, f"{shock.demand.pct:g} %")


def _change_demand(market: MarketState, sector: str, pct: float, cycle: Cycle) -> None:
    """Change a sector's output: emissions and allocation move together, as rates do."""
    for agent in market.agents:
        if agent.profile.sector == sector:
            agent.demand *= 1.0 + pct / 100.0
            agent.set_output(position_of(market, agent, cycle))
