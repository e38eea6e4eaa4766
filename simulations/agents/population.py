"""Firms drawn from a scenario; each from its own streams, so that no firm disturbs another."""

import math
from collections import defaultdict
from dataclasses import replace

from registry.compliance import load_adjustment
from simulations.agents.allocation import (
    UnitClass,
    balance_value,
    power_unit,
    reference_benchmarks,
)
from simulations.agents.cost_curves import abatement_of, curve_of, projects_of
from simulations.agents.minds import behaviours_in, draw_mind, with_peers
from simulations.agents.profiles import FirmProfile, Mind
from simulations.scenarios import Allocation, Firms, Scenario
from simulations.streams import Streams

_CLASSES = tuple(UnitClass)


def draw_firms(scenario: Scenario, streams: Streams) -> list[FirmProfile]:
    """Draw every firm of a scenario.

    A population's total is shared out by lognormal weights, so its sum is the scenario's; the
    weights themselves, and every other draw, belong to the firm alone.
    """
    profiles: list[FirmProfile] = []
    for name, firms in scenario.agents.firms.items():
        ids = [f"{firms.market}/{name}-{i:04d}" for i in range(1, firms.count + 1)]
        draws = [_draw(firms, scenario, streams, firm_id) for firm_id in ids]
        total = math.fsum(draw["weight"] for draw in draws)
        plan = _plan_of_plants(scenario, firms)
        for firm_id, draw in zip(ids, draws, strict=True):
            size = firms.emissions_t * draw["weight"] / total
            mind = draw_mind(scenario, firms.market, firm_id, streams)
            profiles.append(_profile((len(profiles), firm_id), firms, draw, size, plan, mind))
    return with_peers(_balanced(profiles, scenario), scenario, streams)


def _draw(firms: Firms, scenario: Scenario, streams: Streams, firm_id: str) -> dict[str, float]:
    """Return the firm's own random numbers; one stream, read in a fixed order."""
    numbers = streams.generator("profile", firm_id)
    size, gap, mac, error = (float(z) for z in numbers.standard_normal(4))
    kind, load, sells, bank = (float(u) for u in numbers.random(4))
    low, high = firms.load_factor_low, firms.load_factor_high
    behaviours = behaviours_in(scenario, firms.market)
    return {
        "weight": math.exp(firms.emissions_sigma_log * size),
        "gap": min(max(firms.gap_mean + firms.gap_sd * gap, -0.9), 0.9),
        "mac": math.exp(firms.abatement.sigma_log * mac),
        "error": behaviours.estimate_sd * error,
        "kind": kind,
        "load": low + (high - low) * load,
        "sells": float(sells < behaviours.surplus_participation),
        "bank": 2.0 * firms.opening_bank_share * bank,
    }


def _unit_class(firms: Firms, uniform: float) -> UnitClass:
    chances = [getattr(firms.classes, kind.value) for kind in _CLASSES]
    left = uniform * sum(chances)
    for kind, chance in zip(_CLASSES, chances, strict=True):
        left -= chance
        if left < 0:
            return kind
    return _CLASSES[-1]


def _profile(
    identity: tuple[int, str],
    firms: Firms,
    draw: dict[str, float],
    size: float,
    plan: Allocation,
    mind: Mind,
) -> FirmProfile:
    size_t = round(size)
    unit_class = _unit_class(firms, draw["kind"])
    mwh_per_t, gj_per_t = _plant(firms, unit_class, draw, plan)
    curve = curve_of(firms.abatement, draw["mac"])
    abatement = abatement_of(firms.abatement, draw["mac"], size_t)
    return FirmProfile(
        number=identity[0],
        firm_id=identity[1],
        market=firms.market,
        sector=firms.sector,
        population=firms,
        weight=draw["weight"],
        size_t=size_t,
        gap=draw["gap"],
        deviation=0.0,
        unit_class=unit_class,
        load_factor=draw["load"],
        mwh_per_t=mwh_per_t,
        gj_per_t=gj_per_t,
        abatement=abatement,
        curve=curve,
        projects=projects_of(firms.abatement, curve, size_t),
        opening_bank_t=int(draw["bank"] * size_t),
        estimate_error=draw["error"],
        sells=draw["sells"] > 0,
        mind=mind,
    )


def _plan_of_plants(scenario: Scenario, firms: Firms) -> Allocation:
    """Return the plan by which plants are sized: the market's, or that of where its sector goes."""
    plan = scenario.markets[firms.market].allocation
    if plan.method == "output_benchmark":
        return plan
    for move in scenario.moves:
        if (move.pilot, move.sector) == (firms.market, firms.sector):
            return scenario.markets[move.national].allocation
    return plan


def _plant(
    firms: Firms, unit_class: UnitClass, draw: dict[str, float], plan: Allocation
) -> tuple[float, float]:
    """Return generation and heat for each tonne emitted, so that the gap rate is the firm's.

    The gap rate is (emissions − allocation) / emissions by the benchmarks of reference.
    """
    if plan.method != "output_benchmark":
        return 0.0, 0.0
    benchmarks = reference_benchmarks(plan)
    idle = power_unit(unit_class, 0.0, 0.0, draw["load"], 0)
    helped = float(
        load_adjustment(idle.load_factor, idle.unit_class, benchmarks.load_factor_threshold)
    )
    electric = float(benchmarks.electricity_t_per_mwh[idle.unit_class]) * helped
    heat = float(benchmarks.heat_t_per_gj[unit_class.fuel])
    covered = 1.0 - draw["gap"]
    return covered * (1.0 - firms.heat_share) / electric, covered * firms.heat_share / heat


def _balanced(profiles: list[FirmProfile], scenario: Scenario) -> list[FirmProfile]:
    """Return the firms with their distance from the balance values of their sectors.

    A firm's intensity is 1 + its gap; the balance value is that of the first year's emissions.
    """
    sectors: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, firm in enumerate(profiles):
        terms = scenario.markets[firm.market].allocation.balance
        if terms is not None and firm.sector in terms.sectors:
            sectors[firm.market, firm.sector].append(place)
    for (market, _), places in sectors.items():
        terms = scenario.markets[market].allocation.balance
        assert terms is not None, "only sectors with a balance are kept"
        known = [(profiles[place].size_t, 1.0 + profiles[place].gap) for place in places]
        value = balance_value(known, terms.slope, terms.share_max)
        for place, (_, intensity) in zip(places, known, strict=True):
            deviation = 1.0 - intensity / value
            profiles[place] = replace(profiles[place], deviation=deviation)
    return profiles
