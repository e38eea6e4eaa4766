"""A firm's output and emissions from year to year: its own shocks, its sector's, its response."""

import math

from simulations.agents.profiles import FirmProfile, YearPosition
from simulations.behaviour import OutputResponse, carbon_cost_cny
from simulations.scenarios import OutputShocks
from simulations.streams import Streams

_MONTHS = 12


def emissions_path_t(
    firm: FirmProfile, streams: Streams, years_later: int, demand: float
) -> tuple[int, int]:
    """Return emissions of the year before and of a year, without abatement, t.

    Args:
        firm: The firm.
        streams: The run's random streams.
        years_later: Years after the first, whose emissions are the firm's size but for months.
        demand: Factor on output and emissions from demand shocks.
    """
    change_sd = firm.population.emissions_change_sd
    changes = streams.generator("change", firm.firm_id).standard_normal(years_later + 1)
    total = math.fsum(float(z) for z in changes[1:])
    emissions_t = round(firm.size_t * math.exp(change_sd * total) * demand)
    previous_t = round(emissions_t / math.exp(change_sd * float(changes[-1])) / demand)
    terms = firm.population.output_shocks
    if terms is None:
        return previous_t, emissions_t
    months = monthly_factors(firm, terms, streams, years_later)
    common = common_factors(firm, terms, streams, years_later)
    before, now = (months[k] * common[k] for k in (-2, -1))
    return round(previous_t * before), round(emissions_t * now)


def monthly_factors(
    firm: FirmProfile, terms: OutputShocks, streams: Streams, years_later: int
) -> list[float]:
    """Return for each year, from that before the first, the mean of its months' output.

    The log of output is AR(1) from month to month and starts in its long-run distribution, so
    that its mean factor is 1 in every year.
    """
    years = years_later + 2
    numbers = streams.generator("output", firm.firm_id).standard_normal(_MONTHS * years).tolist()
    kept = terms.persistence
    news = terms.sd * math.sqrt(max(0.0, 1.0 - kept * kept))
    level = terms.sd * numbers[0]
    factors: list[float] = []
    for year in range(years):
        total = 0.0
        for month in range(_MONTHS):
            if year or month:
                level = kept * level + news * numbers[_MONTHS * year + month]
            total += math.exp(level - 0.5 * terms.sd * terms.sd)
        factors.append(total / _MONTHS)
    return factors


def common_factors(
    firm: FirmProfile, terms: OutputShocks, streams: Streams, years_later: int
) -> list[float]:
    """Return for each year, from that before the first, the activity of the firm's sector.

    Its log is a random walk from year to year, which starts at 0 in the first.
    """
    numbers = streams.generator("activity", f"{firm.market}/{firm.sector}").standard_normal(
        years_later + 2
    )
    factors = [math.exp(-terms.common_sd_per_year * float(numbers[0])), 1.0]
    for number in numbers[2:]:
        factors.append(factors[-1] * math.exp(terms.common_sd_per_year * float(number)))
    return factors


def answered(firm: FirmProfile, year: YearPosition, expected_cny: float) -> YearPosition:
    """Return a position after output has answered the carbon price the firm expects.

    A tonne emitted without abatement is the unit of output; the part of the allocation that
    follows output subsidises it.
    """
    terms = firm.population.output_response
    if terms is None or not year.emissions_t:
        return year
    response = OutputResponse(
        float(terms.product_price_cny_per_t), terms.elasticity, terms.output_share_max
    )
    subsidy = year.output_t / year.emissions_t
    cost_cny = carbon_cost_cny(expected_cny, 1.0, subsidy, firm.curve)
    share = response.output_share(cost_cny)
    gained_t = round(year.output_t * (share - 1.0))
    free = year.allocation_t + year.auctioned_t
    of_free = year.allocation_t / free if free else 1.0
    freely_t = round(gained_t * of_free)
    return year._replace(
        emissions_t=round(year.emissions_t * share),
        allocation_t=max(0, year.allocation_t + freely_t),
        auctioned_t=max(0, year.auctioned_t + gained_t - freely_t),
        output_t=max(0, year.output_t + gained_t),
    )
