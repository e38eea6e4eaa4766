"""One year under a cap when offset credits may cover part of emissions.

Source: the cap of Montgomery (1972) with a second supply: R. G. Newell, W. A. Pizer & D. Raimi
(2013), Carbon markets 15 years after Kyoto, Journal of Economic Perspectives 27(1), on limits.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from simulations.equilibria.clearing_prices import least_price_cny
from simulations.equilibria.firms import (
    PRICE_CNY_MAX,
    TONNES_MAX,
    Firm,
    bau_total_t,
    emitted_t,
    highest_price_cny,
    require_firms,
)
from simulations.equilibria.refused_equilibria import require_within
from simulations.equilibria.static import Equilibrium, at_price, price_of_abatement_cny


@dataclass(frozen=True, slots=True)
class OffsetSupply:
    """Credits on offer: price of the first, how it rises, how many there are.

    Args:
        price_cny: Price of the first credit, CNY/t.
        slope: Rise of the price per credit, CNY/t per t; 0 for any number at one price.
        available_t: Credits that exist, t.
    """

    price_cny: float
    slope: float = 0.0
    available_t: float = math.inf

    def __post_init__(self) -> None:
        require_within("price_cny", self.price_cny, 0.0, PRICE_CNY_MAX)
        require_within("slope", self.slope, 0.0, PRICE_CNY_MAX)
        require_within("available_t", self.available_t, 0.0)

    def offered_t(self, price_cny: float) -> float:
        """Return the most that is offered at a price, t."""
        above = price_cny - self.price_cny
        if above < 0:
            return 0.0
        return min(above / self.slope, self.available_t) if self.slope else self.available_t

    def price_of_cny(self, quantity_t: float) -> float:
        """Return the price at which so many credits are offered, CNY/t."""
        return self.price_cny + self.slope * quantity_t


@dataclass(frozen=True, slots=True)
class OffsetEquilibrium:
    """A market with offsets.

    Args:
        market: Price of units and what firms do; purchases count units and offsets together.
        offsets_t: Offsets used, t.
        limit_t: Most that may be used at these emissions, t.
        offset_price_cny: Price of an offset, CNY/t; below the price of a unit where the limit
            binds.
        emissions_t: All emissions, t.
    """

    market: Equilibrium
    offsets_t: float
    limit_t: float
    offset_price_cny: float
    emissions_t: float


def solve_offsets(
    firms: Sequence[Firm], cap_t: float, supply: OffsetSupply, share_max: float
) -> OffsetEquilibrium:
    """Return the equilibrium when offsets may cover a share of emissions.

    Args:
        firms: The firms under the cap.
        cap_t: Units that exist, t.
        supply: Offsets on offer.
        share_max: Most that offsets may cover, a share of emissions, 0 to 1.

    Returns:
        The market and the offsets used: as many as the limit, the offer or the need allows.

    Raises:
        NoEquilibrium: There is no firm, or a value is outside its range.
    """
    require_firms(firms)
    require_within("cap_t", cap_t, 0.0, TONNES_MAX)
    require_within("share_max", share_max, 0.0, 1.0)

    def covered_t(price_cny: float) -> float:
        """Return abatement and most offsets together at a price."""
        emitted = emitted_t(firms, price_cny)
        return bau_total_t(firms) - emitted + min(share_max * emitted, supply.offered_t(price_cny))

    needed_t = bau_total_t(firms) - cap_t
    price = price_of_abatement_cny(firms, needed_t)
    if price > supply.price_cny:
        highest = highest_price_cny(firms)
        price = least_price_cny(covered_t, needed_t, supply.price_cny, highest)
    emitted = emitted_t(firms, price)
    limit = share_max * emitted
    offered = supply.offered_t(price)
    used = min(limit, offered, max(emitted - cap_t, 0.0))
    # Where the limit binds, sellers of offsets compete for the places; otherwise units do.
    at_cost = used == 0 or offered > limit == used
    unsold = max(cap_t + used - emitted, 0.0)
    return OffsetEquilibrium(
        market=at_price(firms, price, unsold_t=unsold),
        offsets_t=used,
        limit_t=limit,
        offset_price_cny=supply.price_of_cny(used) if at_cost else price,
        emissions_t=emitted,
    )
