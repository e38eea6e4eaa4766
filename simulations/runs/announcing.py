"""What an announcement tells the participants: the units of the years it would change."""

from bisect import bisect_left
from datetime import date

from simulations.agents import year_position
from simulations.behaviour import PolicyAnnouncement
from simulations.runs.market_state import MarketState
from simulations.scenarios import Allocation, Market


def announce(market: MarketState, day: int, effective: date, rules: Market) -> None:
    """Let a market's participants know rules that will hold from a date.

    Args:
        market: The market.
        day: Index of the trading day on which it is said.
        effective: From when the rules hold; those of the cycle under way follow them where its
            final allocation comes later.
        rules: The rules as they will be; today's take back what was said before.
    """
    in_force = max(bisect_left(market.stage.days, effective), day)
    first = market.cycle.emission_year + (in_force > market.cycle.final_issue)
    known = market.view.stock.caps_t(first - market.cycle.emission_year + market.view.horizon_years)
    values = tuple(
        (year, max(units_t + _more_t(market, rules.allocation, year), 0.0))
        for year, units_t in known.items()
        if year >= first
    )
    market.view.announce(PolicyAnnouncement(day, in_force, values), rules)


def _more_t(market: MarketState, plan: Allocation, year: int) -> float:
    """Return by how much a plan leaves firms less short in an emission year than today's, t."""
    return _surplus_t(market, plan, year) - _surplus_t(market, market.rules.allocation, year)


def _surplus_t(market: MarketState, plan: Allocation, year: int) -> float:
    """Return units less emissions of all firms in an emission year under a plan, t."""
    total_t = 0
    for agent in market.agents:
        if agent.profile.sector in plan.equal_to_verified:
            continue
        position = year_position(
            agent.profile, plan, market.streams, year - market.first_year, agent.demand, year
        )
        total_t += position.allocation_t + position.auctioned_t - position.emissions_t
    return float(total_t)
