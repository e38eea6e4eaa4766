"""One year under a cap when each traded tonne costs its buyer and its seller something.

Source: R. N. Stavins (1995), Transaction costs and tradeable permits, Journal of Environmental
Economics and Management 29(2); J.-P. Montero (1998), Marketable pollution permits with uncertainty
and transaction costs, Resource and Energy Economics 20(1).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from simulations.equilibria.clearing_prices import least_price_cny
from simulations.equilibria.firms import (
    PRICE_CNY_MAX,
    Firm,
    bau_total_t,
    highest_price_cny,
    require_firms,
    total_cost_cny,
)
from simulations.equilibria.refused_equilibria import require_within


@dataclass(frozen=True, slots=True)
class CostlyEquilibrium:
    """A clearing price between what buyers pay and what sellers keep.

    Args:
        price_cny: Price before either side's cost, CNY/t. Where nobody trades, one of many.
        abatement_t: Abatement of each firm, t.
        purchases_t: Net purchases of each firm, t; negative when it sells or keeps units unused.
        unsold_t: Units nobody needs, t.
        abatement_cost_cny: Cost of all abatement, CNY.
        transaction_cost_cny: Cost of all trades, CNY.
    """

    price_cny: float
    abatement_t: tuple[float, ...]
    purchases_t: tuple[float, ...]
    unsold_t: float
    abatement_cost_cny: float
    transaction_cost_cny: float

    @property
    def volume_t(self) -> float:
        """Units traded, t."""
        return math.fsum(bought for bought in self.purchases_t if bought > 0)


def solve_transaction_costs(
    firms: Sequence[Firm], *, buyer_cny: float, seller_cny: float
) -> CostlyEquilibrium:
    """Return the equilibrium when a trade costs both sides so much a tonne.

    A firm sells while its marginal cost is below what it keeps, buys while it is above what it
    pays, and otherwise abates just what its own allocation calls for: allocation matters now.

    Args:
        firms: The firms; together their allocations are the cap.
        buyer_cny: Cost of a traded tonne to its buyer, CNY/t.
        seller_cny: Cost of a traded tonne to its seller, CNY/t.

    Returns:
        Price, abatement, trades and both costs.

    Raises:
        NoEquilibrium: There is no firm, or a cost is negative.

    Source:
        Stavins (1995), with constant marginal transaction cost; Montero (1998).
    """
    require_firms(firms)
    require_within("buyer_cny", buyer_cny, 0.0, PRICE_CNY_MAX)
    require_within("seller_cny", seller_cny, 0.0, PRICE_CNY_MAX)

    def abatement_t(firm: Firm, price_cny: float) -> float:
        alone_t = firm.bau_t - firm.allocation_t
        least_t = firm.abatement_t(price_cny - seller_cny)
        return min(max(alone_t, least_t), firm.abatement_t(price_cny + buyer_cny))

    needed_t = bau_total_t(firms) - math.fsum(firm.allocation_t for firm in firms)
    price = least_price_cny(
        lambda price_cny: math.fsum(abatement_t(firm, price_cny) for firm in firms),
        needed_t,
        0.0,
        highest_price_cny(firms) + seller_cny,
    )
    abated = tuple(abatement_t(firm, price) for firm in firms)
    pairs = zip(firms, abated, strict=True)
    purchases = tuple(firm.bau_t - a - firm.allocation_t for firm, a in pairs)
    volume_t = math.fsum(bought for bought in purchases if bought > 0)
    return CostlyEquilibrium(
        price_cny=price,
        abatement_t=abated,
        purchases_t=purchases,
        unsold_t=max(math.fsum(abated) - needed_t, 0.0),
        abatement_cost_cny=total_cost_cny(firms, abated),
        transaction_cost_cny=volume_t * (buyer_cny + seller_cny),
    )
