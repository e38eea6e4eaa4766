"""Two or more markets that accept each other's units: in full, to a quota, at a rate, one way.

Source: M. Lazarus, L. Schneider, C. Lee & H. van Asselt (2015), Options and issues for restricted
linking of emissions trading systems, ICAP; C. Flachsland, R. Marschinski & O. Edenhofer (2009),
To link or not to link, Climate Policy 9(4).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from simulations.equilibria.clearing_prices import least_price_cny
from simulations.equilibria.firms import (
    TONNES_MAX,
    Firm,
    abated_t,
    bau_total_t,
    emitted_t,
    highest_price_cny,
    require_firms,
)
from simulations.equilibria.refused_equilibria import NoFirms, require_within
from simulations.equilibria.static import Equilibrium, at_price, price_of_abatement_cny, solve_cap

_RATIO_MIN, _RATIO_MAX = 1e-6, 1e6


@dataclass(frozen=True, slots=True)
class CappedMarket:
    """A market of its own: its firms and its units.

    Args:
        firms: The firms under its cap.
        cap_t: Units that exist in it, t.
    """

    firms: tuple[Firm, ...]
    cap_t: float

    def __post_init__(self) -> None:
        require_firms(self.firms)
        require_within("cap_t", self.cap_t, 0.0, TONNES_MAX)


@dataclass(frozen=True, slots=True)
class LinkedEquilibrium:
    """Two markets with a link between them.

    Args:
        first: The first market with the link.
        second: The second market with the link.
        flow_t: Units of the first market used in the second, t; negative when units of the
            second come to the first, still counted in units of the first.
        wedge_cny: What a unit of the first is worth in the second, less its own price, CNY/t;
            0 while nothing restricts the flow.
    """

    first: Equilibrium
    second: Equilibrium
    flow_t: float
    wedge_cny: float

    @property
    def abatement_cost_cny(self) -> float:
        """Return the cost of abatement in both markets, CNY."""
        return self.first.abatement_cost_cny + self.second.abatement_cost_cny


def solve_joined(markets: Sequence[CappedMarket]) -> tuple[Equilibrium, ...]:
    """Return each market's equilibrium when all of them accept each other's units one for one.

    Args:
        markets: One market or more.

    Returns:
        One equilibrium for each market, all at one price.

    Raises:
        NoEquilibrium: There is no market.

    Source:
        Flachsland, Marschinski & Edenhofer (2009).
    """
    if not markets:
        raise NoFirms
    firms = tuple(chain.from_iterable(market.firms for market in markets))
    price = solve_cap(firms, math.fsum(market.cap_t for market in markets)).price_cny
    return tuple(at_price(market.firms, price) for market in markets)


def solve_link(
    first: CappedMarket,
    second: CappedMarket,
    *,
    units_for_one: float = 1.0,
    to_second_t_max: float = math.inf,
    to_first_t_max: float = math.inf,
) -> LinkedEquilibrium:
    """Return the equilibrium of two markets with a link.

    A full link has neither quota; a one-way link has one quota of 0; none has both at 0.

    Args:
        first: One market.
        second: The other.
        units_for_one: Units of the second as which one unit of the first counts there.
        to_second_t_max: Most units of the first that may be used in the second, t.
        to_first_t_max: Most units of the second that may be used in the first, t.

    Returns:
        Prices, abatement and flow; the least flow where several clear both markets.

    Raises:
        NoEquilibrium: A ratio or quota is outside its range.

    Source:
        Lazarus et al. (2015) (quotas, exchange rates, one-way links).
    """
    require_within("units_for_one", units_for_one, _RATIO_MIN, _RATIO_MAX)
    require_within("to_second_t_max", to_second_t_max, 0.0)
    require_within("to_first_t_max", to_first_t_max, 0.0)
    flow = _free_flow_t(first, second, units_for_one)
    flow = min(max(flow, -to_first_t_max / units_for_one), to_second_t_max)
    there = _price_cny(second, second.cap_t + units_for_one * flow)
    here = _price_cny(first, first.cap_t - flow)
    return LinkedEquilibrium(
        first=at_price(first.firms, here),
        second=at_price(second.firms, there),
        flow_t=flow,
        wedge_cny=units_for_one * there - here,
    )


def _price_cny(market: CappedMarket, units_t: float) -> float:
    return price_of_abatement_cny(market.firms, bau_total_t(market.firms) - units_t)


def _free_flow_t(first: CappedMarket, second: CappedMarket, ratio: float) -> float:
    """Return the flow at which a unit of the first is worth the same in both markets.

    The price ``p`` of the second's units clears both: E₂(p) + ratio · E₁(ratio · p) equals all
    units, counted as the second's.
    """
    needed_t = bau_total_t(second.firms) - second.cap_t
    needed_t += ratio * (bau_total_t(first.firms) - first.cap_t)
    price = least_price_cny(
        lambda p: abated_t(second.firms, p) + ratio * abated_t(first.firms, ratio * p),
        needed_t,
        0.0,
        max(highest_price_cny(second.firms), highest_price_cny(first.firms) / ratio),
    )
    spare_t = first.cap_t - emitted_t(first.firms, ratio * price)
    if price > 0:
        return spare_t
    missing_t = (emitted_t(second.firms, 0.0) - second.cap_t) / ratio
    return min(max(0.0, missing_t), max(0.0, spare_t)) + min(0.0, spare_t)
