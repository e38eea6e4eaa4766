"""Shocks: demand, cost, corrections, void credits, liquidity and news hit a market on a day."""

from simulations.runs.issuing import catch_up
from simulations.runs.market_state import MarketState
from simulations.runs.positions import refresh
from simulations.scenarios import Shock


def strike(market: MarketState, shock: Shock, day: int) -> None:
    """Carry out what a shock does beside changing rules."""
    if shock.demand is not None:
        _demand(market, shock.demand.sector, shock.demand.pct)
        market.event(day, "demand", shock.demand.sector, 0, f"{shock.demand.pct:g} %")
    if shock.cost is not None:
        cost = shock.cost
        _cost(market, cost.sector, cost.shift_cny, cost.factor)
        market.event(day, "cost", cost.sector, 0, f"{cost.shift_cny:+g} CNY/t, × {cost.factor:g}")
    if shock.revision is not None:
        revision = shock.revision
        change_t = _revise(market, shock, revision.sector, revision.firms_share, revision.pct)
        market.event(day, "revision", revision.sector, change_t, f"{revision.pct:g} %")
    if shock.invalidation is not None:
        void_t = _invalidate(market, shock.invalidation.unit, shock.invalidation.share)
        market.event(day, "invalidation", shock.invalidation.unit, void_t)
    if shock.liquidity is not None:
        market.liveliness = (shock.liquidity.share, day + shock.liquidity.days - 1)
        market.event(day, "liquidity", "", 0, f"× {shock.liquidity.share:g}")
    if shock.news is not None:
        _news(market, shock.news.pct)
        market.event(day, "news", "", 0, f"{shock.news.pct:g} %")


def _demand(market: MarketState, sector: str, pct: float) -> None:
    """Change a sector's output: emissions and allocation move together, as rates do."""
    for agent in market.agents:
        if agent.profile.sector == sector:
            agent.demand *= 1.0 + pct / 100.0
    refresh(market, sector)
    _true_up(market, sector)


def _true_up(market: MarketState, sector: str) -> None:
    """Issue what a sector's new positions are due beyond what has been issued already."""
    agents = [agent for agent in market.agents if agent.profile.sector == sector]
    catch_up(market, agents, market.world.day)


def _cost(market: MarketState, sector: str, shift_cny: float, factor: float) -> None:
    """Change a sector's marginal cost of abatement."""
    for agent in market.agents:
        if agent.profile.sector == sector:
            agent.change_cost(shift_cny, factor)


def _revise(market: MarketState, shock: Shock, sector: str, share: float, pct: float) -> int:
    """Correct the emissions of part of a sector's firms; return by how much in all, t."""
    chosen = [
        agent
        for agent in market.agents
        if agent.profile.sector == sector
        and market.streams.generator(f"revision-{shock.at}", agent.account).random() < share
    ]
    before_t = sum(agent.year.emissions_t for agent in chosen)
    for agent in chosen:
        factor = market.corrections.get(agent.account_id, 1.0) * (1.0 + pct / 100.0)
        market.corrections[agent.account_id] = factor
    refresh(market, sector)
    _true_up(market, sector)
    return sum(agent.year.emissions_t for agent in chosen) - before_t


def _invalidate(market: MarketState, unit: str, share: float) -> int:
    """Cancel part of the credits of a unit on every account; return how many, t."""
    world, void_t = market.world, 0
    for unit_type_id in (world.unit_types[code] for code in world.codes_of(unit)):
        for account_id in world.accounts.values():
            lost_t = int(share * world.held(account_id, unit_type_id))
            world.cancel_units(account_id, unit_type_id, lost_t)
            void_t += lost_t
            agent = market.stage.firms.get(account_id) if lost_t else None
            if agent is not None:
                agent.offsets_t -= lost_t
    market.credits.ask_anew(world.day)
    return void_t


def _news(market: MarketState, pct: float) -> None:
    """All participants of the market revise what they expect."""
    market.view.hear(pct)
    market.view.worth_cny *= 1.0 + pct / 100.0
