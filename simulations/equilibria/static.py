"""One year under a cap: the price, who abates and who buys; floor, ceiling, auction with reserve.

Source: W. D. Montgomery (1972), Markets in licenses and efficient pollution control programs,
Journal of Economic Theory 5(3): price equals every firm's marginal cost, whatever the allocation.
Price controls: M. J. Roberts & M. Spence (1976), Effluent charges and licenses under uncertainty,
Journal of Public Economics 5(3–4).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from simulations.equilibria.clearing_prices import least_price_cny
from simulations.equilibria.firms import (
    PRICE_CNY_MAX,
    TONNES_MAX,
    Firm,
    abated_t,
    bau_total_t,
    emitted_t,
    highest_price_cny,
    require_firms,
    total_cost_cny,
)
from simulations.equilibria.refused_equilibria import require_within


@dataclass(frozen=True, slots=True)
class Equilibrium:
    """A clearing price and what each firm does at it.

    Args:
        price_cny: Price, CNY/t.
        abatement_t: Abatement of each firm, t.
        purchases_t: Net purchases of each firm over its allocation, t; negative when it sells.
        abatement_cost_cny: Cost of all abatement, CNY.
        sold_at_ceiling_t: Units beyond the cap that were sold, or left missing, at the ceiling.
        unsold_t: Units of the cap that nobody bought at the floor.
    """

    price_cny: float
    abatement_t: tuple[float, ...]
    purchases_t: tuple[float, ...]
    abatement_cost_cny: float
    sold_at_ceiling_t: float = 0.0
    unsold_t: float = 0.0

    def bill_cny(self, firm: int) -> float:
        """Return what a firm pays for units, CNY; negative when it earns."""
        return self.price_cny * self.purchases_t[firm]

    @property
    def volume_t(self) -> float:
        """Units bought over the allocation by all firms that buy, t."""
        return math.fsum(bought for bought in self.purchases_t if bought > 0)


@dataclass(frozen=True, slots=True)
class AuctionEquilibrium:
    """What an auction sells, and the market that follows from it.

    Args:
        market: Price and abatement once the auction has sold what it could.
        sold_t: Units sold, t.
        unsold_t: Units offered and not sold at the reserve, t.
        revenue_cny: What the seller receives, CNY.
    """

    market: Equilibrium
    sold_t: float
    unsold_t: float
    revenue_cny: float


def price_of_abatement_cny(firms: Sequence[Firm], needed_t: float) -> float:
    """Return the least price at which the firms abate so much, CNY/t; 0 when nothing is needed."""
    return least_price_cny(
        lambda price_cny: abated_t(firms, price_cny), needed_t, 0.0, highest_price_cny(firms)
    )


def at_price(firms: Sequence[Firm], price_cny: float, **beyond_t: float) -> Equilibrium:
    """Return what the firms do at a price; keywords are the units sold beyond or left over."""
    abated = tuple(firm.abatement_t(price_cny) for firm in firms)
    pairs = zip(firms, abated, strict=True)
    return Equilibrium(
        price_cny=price_cny,
        abatement_t=abated,
        purchases_t=tuple(firm.bau_t - a - firm.allocation_t for firm, a in pairs),
        abatement_cost_cny=total_cost_cny(firms, abated),
        **beyond_t,
    )


def solve_cap(
    firms: Sequence[Firm],
    cap_t: float,
    *,
    floor_cny: float = 0.0,
    ceiling_cny: float = math.inf,
) -> Equilibrium:
    """Return the price at which abatement meets a cap.

    Args:
        firms: The firms under the cap.
        cap_t: Units that exist, t.
        floor_cny: Price below which no unit is sold, CNY/t.
        ceiling_cny: Price at which units are sold without limit, or a penalty that frees the
            firm from surrendering, CNY/t; at least the floor.

    Returns:
        The equilibrium; with a slack cap the price is the floor.

    Raises:
        NoEquilibrium: There is no firm, the cap or floor is negative, or the ceiling is below
            the floor.

    Source:
        Montgomery (1972); Roberts & Spence (1976) for floor and ceiling.
    """
    require_firms(firms)
    require_within("cap_t", cap_t, 0.0, TONNES_MAX)
    require_within("floor_cny", floor_cny, 0.0, PRICE_CNY_MAX)
    require_within("ceiling_cny", ceiling_cny, floor_cny)
    needed_t = bau_total_t(firms) - cap_t
    price = min(max(price_of_abatement_cny(firms, needed_t), floor_cny), ceiling_cny)
    gap_t = needed_t - abated_t(firms, price)
    return at_price(
        firms,
        price,
        sold_at_ceiling_t=max(gap_t, 0.0) if price == ceiling_cny else 0.0,
        unsold_t=max(-gap_t, 0.0) if price == floor_cny else 0.0,
    )


def solve_auction(
    firms: Sequence[Firm], offered_t: float, *, reserve_cny: float = 0.0
) -> AuctionEquilibrium:
    """Return a sealed-bid uniform auction with a reserve, all firms bidding their marginal cost.

    Units that the firms hold by allocation trade after it. The reserve is the price only while
    the auction sells something: with enough free units the market clears below it.

    Args:
        firms: The firms, each with its free allocation.
        offered_t: Units offered, t.
        reserve_cny: Least price at which the auction sells, CNY/t.

    Returns:
        What was sold and the market after it.

    Raises:
        NoEquilibrium: There is no firm, or a quantity or the reserve is negative.

    Source:
        Roberts & Spence (1976); truthful bids are an equilibrium when each bidder is small.
    """
    require_within("offered_t", offered_t, 0.0, TONNES_MAX)
    require_within("reserve_cny", reserve_cny, 0.0, PRICE_CNY_MAX)
    require_firms(firms)
    free_t = math.fsum(firm.allocation_t for firm in firms)
    market = solve_cap(firms, free_t + offered_t)
    sold_t = offered_t
    if market.price_cny < reserve_cny:
        sold_t = min(max(emitted_t(firms, reserve_cny) - free_t, 0.0), offered_t)
        market = (
            at_price(firms, reserve_cny, unsold_t=offered_t - sold_t)
            if sold_t > 0
            else solve_cap(firms, free_t)
        )
    price = max(market.price_cny, reserve_cny)
    return AuctionEquilibrium(market, sold_t, offered_t - sold_t, sold_t * price)
