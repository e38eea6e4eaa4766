"""The price at which a cycle's firms would have cleared had everybody known everything."""

import math

from simulations.equilibria import OffsetSupply, solve_cap, solve_offsets
from simulations.runs.market_curves import Clearing, MarketCurve
from simulations.runs.market_state import MarketState


def clearing_of(market: MarketState) -> Clearing:
    """Return what theory says of the cycle that is about to be settled."""
    curve = MarketCurve(market.agents)
    aside_t = sum(agent.year.emissions_t for agent in market.agents if agent.abatement.earned == 0)
    units_t = max(0, _units_t(market) - aside_t)
    carried_t = sum(agent.opening_t for agent in market.agents)
    fresh_t = max(0, units_t - max(0, carried_t))
    if not curve.bau_t:
        return Clearing(curve, units_t, fresh_t, None)
    price_cny = min(max(_price_cny(market, curve, units_t), _floor_cny(market)), _most_cny(market))
    return Clearing(curve, units_t, fresh_t, price_cny if math.isfinite(price_cny) else None)


def _units_t(market: MarketState) -> int:
    """Return the units of the cycle in all accounts, as if no floor or ceiling had held, t."""
    world, code = market.world, market.venue.unit_type_id
    held_t = sum(world.held(account_id, code) for account_id in world.accounts.values())
    return held_t - market.supply.made_for_ceiling_t


def _price_cny(market: MarketState, curve: MarketCurve, units_t: int) -> float:
    rules, own = market.rules.offsets, market.credits.own
    held_t = sum(agent.offsets_t for agent in market.agents)
    if own is None or not rules.units:
        return solve_cap([curve], units_t + held_t).price_cny
    supply = OffsetSupply(float(rules.price_cny), 0.0, float(own.left_t + held_t))
    return solve_offsets([curve], units_t, supply, rules.max_share).market.price_cny


def _floor_cny(market: MarketState) -> float:
    controls = market.rules.price_controls
    return float(controls.floor_cny or 0) if controls is not None else 0.0


def _most_cny(market: MarketState) -> float:
    """Return the price beyond which nobody buys, CNY/t: a ceiling, or a fine that settles all."""
    controls, penalty = market.rules.price_controls, market.rules.compliance.penalty
    most = math.inf
    if controls is not None and controls.ceiling_cny and controls.ceiling_supply_t is None:
        most = float(controls.ceiling_cny)
    if penalty is not None and not penalty.make_good:
        most = min(most, float(penalty.flat_cny))
    return most
