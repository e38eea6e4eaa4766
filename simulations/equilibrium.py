"""Prices that theory predicts, for linear marginal abatement cost.

A firm's marginal cost of abating its a-th tonne is ``intercept + slope * a``. The simulator is
judged against these results, so they are computed without any of its code.

Source: W. D. Montgomery (1972), Markets in licenses and efficient pollution control programs,
Journal of Economic Theory 5(3); price controls after Roberts & Spence (1976).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from scipy.optimize import brentq

from simulations.errors import NoEquilibrium

_PRICE_MAX = 1e12


@dataclass(frozen=True, slots=True)
class LinearFirm:
    """One firm with linear marginal abatement cost.

    Args:
        bau_t: Emissions without any abatement, t CO2e (any scale, used consistently).
        slope: Rise of marginal cost per tonne abated, CNY/t per t.
        intercept_cny: Marginal cost of the first tonne, CNY/t.
        allocation_t: Units received free of charge, t CO2e.
    """

    bau_t: float
    slope: float
    intercept_cny: float = 0.0
    allocation_t: float = 0.0

    def abatement_t(self, price_cny: float) -> float:
        """Return the abatement whose marginal cost equals the price, within [0, bau]."""
        wanted = (price_cny - self.intercept_cny) / self.slope
        return min(max(wanted, 0.0), self.bau_t)

    def cost_cny(self, abatement_t: float) -> float:
        """Return the cost of abating so much."""
        return self.intercept_cny * abatement_t + 0.5 * self.slope * abatement_t**2


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


def _abated(firms: Sequence[LinearFirm], price_cny: float) -> float:
    return math.fsum(firm.abatement_t(price_cny) for firm in firms)


def _unbounded_price(firms: Sequence[LinearFirm], needed_t: float) -> float:
    """Return the least price at which the firms abate so much."""
    highest = max(firm.intercept_cny + firm.slope * firm.bau_t for firm in firms)
    if highest > _PRICE_MAX:
        raise NoEquilibrium(reason="a marginal cost exceeds 1e12 CNY/t")
    lowest = min(firm.intercept_cny for firm in firms)
    return float(brentq(lambda p: _abated(firms, p) - needed_t, lowest, highest, xtol=1e-12))


def solve_cap(
    firms: Sequence[LinearFirm],
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
            firm from surrendering, CNY/t.

    Returns:
        The equilibrium; with a slack cap the price is the floor.

    Raises:
        NoEquilibrium: The cap is negative, a slope is not positive, or there is no firm.

    Source:
        Montgomery (1972): price equals marginal cost of every firm, whatever the allocation.
    """
    if not firms or cap_t < 0 or any(firm.slope <= 0 for firm in firms):
        raise NoEquilibrium(reason="firms, positive slopes and a cap of at least 0 are needed")
    needed_t = math.fsum(firm.bau_t for firm in firms) - cap_t
    price = floor_cny if needed_t <= _abated(firms, floor_cny) else None
    if price is None:
        reachable = _abated(firms, ceiling_cny) < needed_t
        price = ceiling_cny if reachable else _unbounded_price(firms, needed_t)
    abated = tuple(firm.abatement_t(price) for firm in firms)
    gap = needed_t - math.fsum(abated)
    return Equilibrium(
        price_cny=price,
        abatement_t=abated,
        purchases_t=tuple(
            firm.bau_t - a - firm.allocation_t for firm, a in zip(firms, abated, strict=True)
        ),
        abatement_cost_cny=math.fsum(
            firm.cost_cny(a) for firm, a in zip(firms, abated, strict=True)
        ),
        sold_at_ceiling_t=max(gap, 0.0) if price == ceiling_cny else 0.0,
        unsold_t=max(-gap, 0.0) if price == floor_cny else 0.0,
    )
