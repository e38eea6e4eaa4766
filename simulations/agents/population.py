"""Firms drawn from a scenario; each from its own streams, so that no firm disturbs another."""

import math
from dataclasses import dataclass

from registry.compliance import PowerUnit, load_adjustment
from simulations.agents.allocation import UnitClass, allocation_t, benchmarks_of, power_unit
from simulations.scenarios import Allocation, Firms, Scenario
from simulations.streams import Streams

_CLASSES = tuple(UnitClass)


@dataclass(frozen=True, slots=True)
class FirmProfile:
    """What a firm is, as drawn at the start of a run.

    Args:
        number: Its account in the world, from 0.
        firm_id: ``market/population-0001``.
        market: Its market.
        sector: Its sector.
        weight: Its size relative to the others of its population.
        size_t: Emissions of the first year without abatement, t CO2e.
        gap: Share of its emissions that the allocation leaves uncovered; negative in surplus.
        unit_class: Class of its units.
        load_factor: Output over capacity while running, 0 to 1.
        heat_share: Share of emissions that belongs to heat.
        mac_slope: Rise of marginal abatement cost, CNY/t per t.
        abatement_max_t: Most it can abate in a year, t.
        opening_bank_t: Units held at the start, t.
        estimate_error: Error about its own emissions before verification, as a share.
        sells: Whether it offers a surplus at all.
    """

    number: int
    firm_id: str
    market: str
    sector: str
    weight: float
    size_t: int
    gap: float
    unit_class: UnitClass
    load_factor: float
    heat_share: float
    mac_slope: float
    abatement_max_t: int
    opening_bank_t: int
    estimate_error: float
    sells: bool


@dataclass(frozen=True, slots=True)
class YearPosition:
    """A firm's obligation and allocation in one compliance year, t CO2e.

    Args:
        previous_t: Verified emissions of the year before, on which units are pre-issued.
        emissions_t: Emissions without abatement.
        allocation_t: Final allocation for those emissions.
    """

    previous_t: int
    emissions_t: int
    allocation_t: int


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
        for firm_id, draw in zip(ids, draws, strict=True):
            size = firms.emissions_t * draw["weight"] / total
            profiles.append(_profile(len(profiles), firm_id, firms, draw, size))
    return profiles


def _draw(firms: Firms, scenario: Scenario, streams: Streams, firm_id: str) -> dict[str, float]:
    """Return the firm's own random numbers; one stream, read in a fixed order."""
    numbers = streams.generator("profile", firm_id)
    size, gap, mac, error = (float(z) for z in numbers.standard_normal(4))
    kind, load, sells, bank = (float(u) for u in numbers.random(4))
    low, high = firms.load_factor_low, firms.load_factor_high
    behaviours = scenario.agents.behaviours
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
    number: int, firm_id: str, firms: Firms, draw: dict[str, float], size: float
) -> FirmProfile:
    size_t = round(size)
    slope = firms.abatement.cost_cny_per_pct * draw["mac"] / max(0.01 * size_t, 1e-9)
    return FirmProfile(
        number=number,
        firm_id=firm_id,
        market=firms.market,
        sector=firms.sector,
        weight=draw["weight"],
        size_t=size_t,
        gap=draw["gap"],
        unit_class=_unit_class(firms, draw["kind"]),
        load_factor=draw["load"],
        heat_share=firms.heat_share,
        mac_slope=slope,
        abatement_max_t=int(firms.abatement.share_max * size_t),
        opening_bank_t=int(draw["bank"] * size_t),
        estimate_error=draw["error"],
        sells=draw["sells"] > 0,
    )


def plant_of(firm: FirmProfile, emissions_t: int, plan: Allocation) -> PowerUnit:
    """Return the plant that emits so much and whose gap rate is the firm's.

    The gap rate is (emissions − allocation) / emissions by the benchmarks of the first year.
    """
    benchmarks = benchmarks_of(plan, 0, 0)
    idle = power_unit(firm.unit_class, 0.0, 0.0, firm.load_factor, 0)
    helped = float(
        load_adjustment(idle.load_factor, idle.unit_class, benchmarks.load_factor_threshold)
    )
    electric = float(benchmarks.electricity_t_per_mwh[idle.unit_class]) * helped
    heat = float(benchmarks.heat_t_per_gj[firm.unit_class.fuel])
    covered_t = (1.0 - firm.gap) * emissions_t
    return power_unit(
        firm.unit_class,
        covered_t * (1.0 - firm.heat_share) / electric,
        covered_t * firm.heat_share / heat,
        firm.load_factor,
        emissions_t,
    )


def year_position(
    firm: FirmProfile,
    rules: Allocation,
    streams: Streams,
    change_sd: float,
    years_later: int,
    demand: float = 1.0,
) -> YearPosition:
    """Return a firm's emissions and allocation in a compliance year.

    Args:
        firm: The firm.
        rules: The plan of that year.
        streams: The run's random streams.
        change_sd: Standard deviation of the log change between years.
        years_later: Years after the first.
        demand: Factor on output and emissions from demand shocks.
    """
    changes = streams.generator("change", firm.firm_id).standard_normal(years_later + 1)
    total = math.fsum(float(z) for z in changes[1:])
    emissions_t = round(firm.size_t * math.exp(change_sd * total) * demand)
    previous_t = round(emissions_t / math.exp(change_sd * float(changes[-1])) / demand)
    if firm.sector in rules.equal_to_verified:
        return YearPosition(previous_t, emissions_t, emissions_t)
    benchmarks = benchmarks_of(rules, years_later, years_later)
    final_t = allocation_t(plant_of(firm, emissions_t, rules), benchmarks)
    return YearPosition(previous_t, emissions_t, final_t)
