"""Rate-based allocation: free units grow with output, so the price subsidises what it charges.

Source: L. H. Goulder, X. Long, J. Lu & R. D. Morgenstern (2019), China's unconventional nationwide
CO2 emissions trading system, NBER Working Paper 26537; C. Fischer (2001), Rebating environmental
policy revenues, Resources for the Future Discussion Paper 01–22.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from simulations.equilibria.clearing_prices import least_price_cny
from simulations.equilibria.firms import PRICE_CNY_MAX, SLOPE_MIN, TONNES_MAX
from simulations.equilibria.refused_equilibria import NoFirms, require_within

_GRID = 1_024


@dataclass(frozen=True, slots=True)
class Producer:
    """A firm whose output responds: worth of a unit ``value - slope * q``, abatement ``κ x²/2``.

    Args:
        value_cny: Worth of the first unit of output net of other cost, CNY.
        slope: Fall of that worth per unit of output, CNY, above 0.
        intensity_t: Emissions per unit of output without abatement, t, above 0.
        abatement_cny: Cost parameter κ: abating the share x costs κ x²/2 per unit of output, CNY.
        benchmark_t: Units received per unit of output, t; 0 under a cap.
    """

    value_cny: float
    slope: float
    intensity_t: float
    abatement_cny: float
    benchmark_t: float = 0.0

    def __post_init__(self) -> None:
        require_within("value_cny", self.value_cny, 0.0, PRICE_CNY_MAX)
        require_within("slope", self.slope, SLOPE_MIN, PRICE_CNY_MAX)
        require_within("intensity_t", self.intensity_t, SLOPE_MIN, PRICE_CNY_MAX)
        require_within("abatement_cny", self.abatement_cny, SLOPE_MIN, PRICE_CNY_MAX)
        require_within("benchmark_t", self.benchmark_t, 0.0, PRICE_CNY_MAX)

    def abated_share(self, price_cny: float) -> float:
        """Return the share of emissions abated at a price, 0 to 1."""
        return min(max(price_cny * self.intensity_t / self.abatement_cny, 0.0), 1.0)

    def emission_rate_t(self, price_cny: float) -> float:
        """Return emissions per unit of output at a price, t."""
        return self.intensity_t * (1 - self.abated_share(price_cny))

    def output(self, price_cny: float) -> float:
        """Return output at a price; the benchmark lowers its cost by price × benchmark."""
        charge = price_cny * (self.emission_rate_t(price_cny) - self.benchmark_t)
        cost = charge + 0.5 * self.abatement_cny * self.abated_share(price_cny) ** 2
        return max((self.value_cny - cost) / self.slope, 0.0)

    def emissions_t(self, price_cny: float) -> float:
        """Return emissions at a price, t."""
        return self.output(price_cny) * self.emission_rate_t(price_cny)

    def surplus_cny(self, price_cny: float) -> float:
        """Return the worth of output less the cost of abatement, before units change hands, CNY."""
        quantity = self.output(price_cny)
        abatement = 0.5 * self.abatement_cny * self.abated_share(price_cny) ** 2
        return quantity * (self.value_cny - abatement) - 0.5 * self.slope * quantity**2

    @property
    def price_cny_max(self) -> float:
        """Price from which on everything is abated, CNY/t."""
        return self.abatement_cny / self.intensity_t


@dataclass(frozen=True, slots=True)
class OutputEquilibrium:
    """A clearing price with output that responds to it.

    Args:
        price_cny: Price, CNY/t.
        output: Output of each producer.
        emission_rates_t: Emissions per unit of output of each producer, t.
        subsidies_cny: Price × benchmark: what a unit of output earns each producer, CNY.
        purchases_t: Net purchases of each producer beyond its free units, t.
        emissions_t: All emissions, t.
        surplus_cny: Worth of all output less the cost of abatement, CNY.
    """

    price_cny: float
    output: tuple[float, ...]
    emission_rates_t: tuple[float, ...]
    subsidies_cny: tuple[float, ...]
    purchases_t: tuple[float, ...]
    emissions_t: float
    surplus_cny: float


def output_at_price(producers: Sequence[Producer], price_cny: float) -> OutputEquilibrium:
    """Return what producers do at a price that is given, CNY/t.

    Raises:
        NoEquilibrium: There is no producer, or the price is negative.

    Source:
        Goulder et al. (2019): q = (v − p[m(1−x) − β] − κx²/2)/w, x = pm/κ.
    """
    if not producers:
        raise NoFirms
    require_within("price_cny", price_cny, 0.0, PRICE_CNY_MAX)
    output = tuple(producer.output(price_cny) for producer in producers)
    rates = tuple(producer.emission_rate_t(price_cny) for producer in producers)
    triples = list(zip(producers, output, rates, strict=True))
    return OutputEquilibrium(
        price_cny=price_cny,
        output=output,
        emission_rates_t=rates,
        subsidies_cny=tuple(price_cny * producer.benchmark_t for producer in producers),
        purchases_t=tuple(q * (rate - producer.benchmark_t) for producer, q, rate in triples),
        emissions_t=math.fsum(q * rate for _, q, rate in triples),
        surplus_cny=math.fsum(producer.surplus_cny(price_cny) for producer in producers),
    )


def solve_rate_based(producers: Sequence[Producer]) -> OutputEquilibrium:
    """Return the least price at which emissions equal benchmarks times output.

    Args:
        producers: Firms, each with its benchmark.

    Returns:
        The equilibrium of Σ q (e − β) = 0; price 0 where free units suffice without a price.

    Raises:
        NoEquilibrium: There is no producer.

    Source:
        Goulder et al. (2019); Fischer (2001).
    """
    if not producers:
        raise NoFirms

    def missing_t(price_cny: float) -> float:
        return math.fsum(
            producer.output(price_cny)
            * (producer.emission_rate_t(price_cny) - producer.benchmark_t)
            for producer in producers
        )

    highest = max(producer.price_cny_max for producer in producers)
    return output_at_price(producers, _first_price_cny(missing_t, highest))


def _first_price_cny(missing_t: Callable[[float], float], highest_cny: float) -> float:
    """Return the least price at which nothing is missing: output grows too, so scan first."""
    from scipy.optimize import brentq  # noqa: PLC0415  loaded only where it is used: workers start faster

    below = 0.0
    if missing_t(below) <= 0:
        return below
    for step in range(1, _GRID + 1):
        above = highest_cny * step / _GRID
        if missing_t(above) <= 0:
            return float(brentq(missing_t, below, above, xtol=1e-13))
        below = above
    return highest_cny  # Everything is abated there, but for rounding.


def solve_output_cap(producers: Sequence[Producer], cap_t: float) -> OutputEquilibrium:
    """Return the equilibrium under a fixed cap, benchmarks ignored, output responding.

    Args:
        producers: Firms; free units of theirs do not depend on output.
        cap_t: Units that exist, t.

    Returns:
        The equilibrium; price 0 with a slack cap.

    Raises:
        NoEquilibrium: There is no producer, or the cap is negative.

    Source:
        Goulder et al. (2019), cap and trade.
    """
    require_within("cap_t", cap_t, 0.0, TONNES_MAX)
    if not producers:
        raise NoFirms
    capped = [Producer(p.value_cny, p.slope, p.intensity_t, p.abatement_cny) for p in producers]
    price = least_price_cny(
        lambda price_cny: -math.fsum(producer.emissions_t(price_cny) for producer in capped),
        -cap_t,
        0.0,
        max(producer.price_cny_max for producer in capped),
    )
    return output_at_price(capped, price)
