"""A firm's obligation and allocation in an emission year, by the plan of its market."""

from simulations.agents.allocation import (
    allocation_t,
    balance_share,
    benchmarks_of,
    historical_t,
    power_unit,
)
from simulations.agents.output import emissions_path_t
from simulations.agents.profiles import FirmProfile, YearPosition
from simulations.scenarios import Allocation
from simulations.streams import Streams


def year_position(
    firm: FirmProfile,
    rules: Allocation,
    streams: Streams,
    years_later: int,
    demand: float = 1.0,
    emission_year: int = 0,
) -> YearPosition:
    """Return a firm's emissions and allocation in an emission year.

    Args:
        firm: The firm.
        rules: The plan of that year.
        streams: The run's random streams.
        years_later: Years after the first.
        demand: Factor on output and emissions from demand shocks.
        emission_year: The year itself, for benchmarks of its own.

    Returns:
        Zeros but for the year before where the plan does not cover the firm's sector, or the firm
        is below its threshold. Emissions
        that the plan does not count (purchased power and heat outside its scope) are left out
        everywhere. A firm without a plant receives by its own history under a plan for plants.
    """
    counted = _counted_share(firm, rules)
    previous_t, emissions_t = (
        round(counted * whole_t) for whole_t in emissions_path_t(firm, streams, years_later, demand)
    )
    if rules.covered is not None and firm.sector not in rules.covered:
        return YearPosition(previous_t, 0, 0)
    if rules.threshold_t is not None and previous_t < rules.threshold_t:
        return YearPosition(previous_t, 0, 0)
    if firm.sector in rules.equal_to_verified:
        return YearPosition(previous_t, emissions_t, emissions_t, 0, emissions_t)
    if rules.balance is not None and firm.sector in rules.balance.sectors:
        terms = rules.balance
        share = balance_share(firm.deviation, terms.slope, terms.share_max)
        full_t = int(emissions_t * (1.0 + share))
    elif rules.method == "grandfathering":
        full_t = historical_t(counted * firm.size_t, firm.gap, rules, years_later)
    elif rules.method == "historical_intensity" or not (firm.mwh_per_t or firm.gj_per_t):
        full_t = historical_t(emissions_t, firm.gap, rules, years_later)
    else:
        plant = power_unit(
            firm.unit_class,
            firm.mwh_per_t * emissions_t,
            firm.gj_per_t * emissions_t,
            firm.load_factor,
            emissions_t,
        )
        full_t = allocation_t(plant, benchmarks_of(rules, emission_year, years_later))
    auctioned_t = int((rules.auction_share or 0.0) * full_t)
    output_t = 0 if rules.method == "grandfathering" else full_t
    return YearPosition(previous_t, emissions_t, full_t - auctioned_t, auctioned_t, output_t)


def _counted_share(firm: FirmProfile, rules: Allocation) -> float:
    """Return the share of a firm's emissions that the plan counts."""
    indirect = firm.population.indirect_share
    if indirect is None or (rules.scope2 is not None and firm.sector in rules.scope2.sectors):
        return 1.0
    return 1.0 - indirect
