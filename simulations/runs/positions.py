"""What firms owe and receive in a cycle under today's rules, and who looks at the market when."""

from simulations.agents import FirmAgent, WakeUps, YearPosition, visits_of, year_position
from simulations.runs.credit_purchases import credits_held_t
from simulations.runs.market_state import MarketState


def position_of(market: MarketState, agent: FirmAgent) -> YearPosition:
    """Return a firm's emissions and allocation in the cycle, all its emission years together, t."""
    profile = agent.profile
    if agent.account_id in market.remainders:
        return YearPosition(0, 0, 0)
    first_year = market.stage.first_years[profile.market]
    years = [
        year_position(
            profile,
            market.plan,
            market.streams,
            year - first_year,
            agent.demand,
            year,
        )
        for year in market.cycle.emission_years
    ]
    position = YearPosition(*(sum(column) for column in zip(*years, strict=True)))
    correction = market.corrections.get(agent.account_id)
    if correction is None:
        return position
    emissions_t = round(position.emissions_t * correction)
    allocation_t = emissions_t if agent.receives_emissions else position.allocation_t
    return position._replace(emissions_t=emissions_t, allocation_t=allocation_t)


def start_cycle(market: MarketState) -> None:
    """Give every firm its position of the cycle, and everybody the days on which it looks."""
    market.done.clear()
    market.plan = market.rules.allocation
    market.corrections.clear()
    for agent in market.agents:
        begin(market, agent)
    take_stock(market)
    plan_visits(market)


def begin(market: MarketState, agent: FirmAgent) -> None:
    """Give a firm its position of the cycle under way."""
    agent.receives_emissions = agent.profile.sector in market.rules.allocation.equal_to_verified
    year = position_of(market, agent)
    held_t = market.world.held(agent.account_id, market.venue.unit_type_id)
    used_t = market.supply.borrowed_t.pop(agent.account_id, 0)
    agent.start_year(year, agent.receives_emissions, held_t - used_t)
    agent.issued_t = used_t
    agent.offsets_t = credits_held_t(market, agent)


def refresh(market: MarketState, sector: str | None = None) -> None:
    """Give firms their positions anew: of one sector, or of all."""
    for agent in market.agents:
        if sector is None or agent.profile.sector == sector:
            agent.set_output(position_of(market, agent))
    take_stock(market)


def take_stock(market: MarketState) -> None:
    """Let participants know the market's totals and rules of today."""
    if market.number == len(market.cycles):
        return
    cycle = market.cycle
    days = cycle.deadline - cycle.first + 1
    market.view.take_stock(market.agents, market.rules, cycle.emission_year, days)


def plan_visits(market: MarketState) -> None:
    """Draw who looks at the market on which day of the cycle, by its deadline as it is now."""
    hazard = market.behaviours.wake_up
    market.wake_ups = WakeUps(
        market.cycle, market.agents, hazard, market.streams, market.view.liveliness.activity
    )
    market.visits = visits_of(market.cycle, market.traders, market.streams)
