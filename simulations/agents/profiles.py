"""What a firm is, as drawn at the start of a run."""

from dataclasses import dataclass
from typing import NamedTuple

from simulations.agents.allocation import UnitClass
from simulations.behaviour import AbatementCurve, AbatementProject, Attention, FirmAbatement
from simulations.scenarios import Firms


@dataclass(frozen=True, slots=True)
class Mind:
    """How a firm forms expectations.

    Args:
        rule: Its rule, as scenarios name it.
        opinion: Factor by which it expects more than its rule says.
        attention: How it takes in announcements; None when it learns of rules once they hold.
        trust: A number from 0 to 1: it plans with announced rules where this is below its
            responsiveness.
        peers: Numbers of the firms that it observes.
    """

    rule: str
    opinion: float
    attention: Attention | None
    trust: float
    peers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FirmProfile:
    """What a firm is.

    Args:
        number: Its place among all firms of the run, from 0.
        firm_id: ``market/population-0001``.
        market: Its market.
        sector: Its sector.
        population: The terms of its population.
        weight: Its size relative to the others of its population.
        size_t: Emissions of the first year without abatement, all scopes, t CO2e.
        gap: Share of its emissions that the allocation leaves uncovered; negative in surplus.
        deviation: How far its intensity is below the balance value of its sector, a share of it.
        unit_class: Class of its units.
        load_factor: Output over capacity while running, 0 to 1.
        mwh_per_t: Generation for each tonne emitted, MWh/t; 0 without a plan by output.
        gj_per_t: Heat for each tonne emitted, GJ/t.
        abatement: What it abates in a year, without projects.
        curve: Its whole marginal cost by the share abated.
        projects: What it can build, the cheapest first.
        opening_bank_t: Units held at the start, t.
        estimate_error: Error about its own emissions before verification, as a share.
        sells: Whether it offers a surplus at all.
        mind: How it forms expectations.
    """

    number: int
    firm_id: str
    market: str
    sector: str
    population: Firms
    weight: float
    size_t: int
    gap: float
    deviation: float
    unit_class: UnitClass
    load_factor: float
    mwh_per_t: float
    gj_per_t: float
    abatement: FirmAbatement
    curve: AbatementCurve
    projects: tuple[AbatementProject, ...]
    opening_bank_t: int
    estimate_error: float
    sells: bool
    mind: Mind


class YearPosition(NamedTuple):
    """A firm's obligation and allocation in one compliance year, t CO2e.

    Those of several emission years surrendered together are the sums of their fields.

    Args:
        previous_t: Verified emissions of the year before, on which units are pre-issued.
        emissions_t: Emissions without abatement.
        allocation_t: Final free allocation for those emissions.
        auctioned_t: What it would receive free of charge if nothing were auctioned, less that.
        output_t: The part of both allocations that follows output.
        years: Emission years.
    """

    previous_t: int
    emissions_t: int
    allocation_t: int
    auctioned_t: int = 0
    output_t: int = 0
    years: int = 1
