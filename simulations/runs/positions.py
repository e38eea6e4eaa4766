"""What firms owe and receive in a cycle under today's rules, and who looks at the market when."""

from simulations.agents import FirmAgent, YearPosition, visits_of, wake_ups_of, year_position
from simulations.runs.credit_purchases import credits_held_t
from simulations.runs.market_state import MarketState


def position_of(market: MarketState, agent: FirmAgent) -> YearPosition:
    """Return a firm's emissions and allocation in the cycle, all its emission years together, t."""
    profile = agent.profile
    years = [
        year_position(
            profile,
            market.rules.allocation,
            market.streams,
            market.changes[profile.sector],
            year - market.first_year,
            agent.demand,
        )
        for year in market.cycle.emission_years
    ]
    previous_t = sum(year.previous_t for year in years)
    emissions_t = sum(year.emissions_t for year in years)
    allocation_t = sum(year.allocation_t for year in years)
    correction = market.corrections.get(agent.account_id)
    if correction is not None:
        emissions_t = round(emissions_t * correction)
        if agent.receives_emissions:
            allocation_t = emissions_t
    return YearPosition(previous_t, emissions_t, allocation_t)


def start_cycle(market: MarketState) -> None:
    """Give every firm its position of the cycle, and everybody the days on which it looks."""
    market.done.clear()
    market.corrections.clear()
    equal = market.rules.allocation.equal_to_verified
    for agent in market.agents:
        receives = agent.profile.sector in equal
        year = position_of(market, agent)
        held_t = market.world.held(agent.account_id, market.venue.unit_type_id)
        agent.start_year(year, receives, held_t)
        agent.offsets_t = credits_held_t(market, agent)
    plan_visits(market)


def refresh(market: MarketState, sector: str | None = None) -> None:
    """Give firms their positions anew: of one sector, or of all."""
    for agent in market.agents:
        if sector is None or agent.profile.sector == sector:
            agent.set_output(position_of(market, agent))


def plan_visits(market: MarketState) -> None:
    """Draw who looks at the market on which day of the cycle, by its deadline as it is now."""
    hazard = market.behaviours.wake_up
    market.wake_ups = wake_ups_of(market.cycle, market.agents, hazard, market.streams)
    market.visits = visits_of(market.cycle, market.traders, market.streams)
