"""One firm that knows it moves the price, among firms that take it as given.

Source: R. W. Hahn (1984), Market power and transferable property rights, Quarterly Journal of
Economics 99(4).
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from simulations.equilibria.firms import Firm, bau_total_t, require_firms, total_cost_cny
from simulations.equilibria.static import price_of_abatement_cny

_GRID = 256


@dataclass(frozen=True, slots=True)
class DominantEquilibrium:
    """What the dominant firm sells, and the price it makes.

    Args:
        price_cny: Price, CNY/t.
        sales_t: Units the dominant firm sells, t; negative when it buys.
        dominant_abatement_t: What it abates itself, t.
        fringe_abatement_t: Abatement of each other firm, t.
        abatement_cost_cny: Cost of all abatement, CNY.
        dominant_profit_cny: Its revenue less its own cost of abatement, CNY.
    """

    price_cny: float
    sales_t: float
    dominant_abatement_t: float
    fringe_abatement_t: tuple[float, ...]
    abatement_cost_cny: float
    dominant_profit_cny: float


@dataclass(frozen=True, slots=True)
class _Monopolist:
    """The dominant firm before the demand of the others."""

    dominant: Firm
    fringe: tuple[Firm, ...]

    @property
    def fringe_needed_t(self) -> float:
        return bau_total_t(self.fringe) - math.fsum(firm.allocation_t for firm in self.fringe)

    def price_cny(self, sales_t: float) -> float:
        return price_of_abatement_cny(self.fringe, self.fringe_needed_t - sales_t)

    def abatement_t(self, sales_t: float) -> float:
        needed = self.dominant.bau_t - self.dominant.allocation_t + sales_t
        return min(max(needed, 0.0), self.dominant.bau_t)

    def profit_cny(self, sales_t: float) -> float:
        return sales_t * self.price_cny(sales_t) - self.dominant.cost_cny(self.abatement_t(sales_t))

    def gain_cny(self, sales_t: float) -> float:
        """Return marginal revenue less marginal cost of one more unit sold, CNY/t."""
        price = self.price_cny(sales_t)
        rate = math.fsum(firm.abatement_rate(price) for firm in self.fringe)
        abated = self.abatement_t(sales_t)
        cost = self.dominant.marginal_cost_cny(abated) if abated > 0 else 0.0
        return price - (sales_t / rate if rate else 0.0) - cost


def solve_dominant(dominant: Firm, fringe: Sequence[Firm]) -> DominantEquilibrium:
    """Return the outcome when one firm chooses its sales to its own advantage.

    Args:
        dominant: The firm that knows its power, with its allocation.
        fringe: The other firms with theirs.

    Returns:
        Sales, price and cost. With a dominant allocation equal to what it would use in a
        competitive market, the outcome is the competitive one.

    Raises:
        NoEquilibrium: There is no other firm.

    Source:
        Hahn (1984).
    """
    require_firms(fringe)
    market = _Monopolist(dominant, tuple(fringe))
    sales = _best_sales_t(market)
    price = market.price_cny(sales)
    own = market.abatement_t(sales)
    others = tuple(firm.abatement_t(price) for firm in fringe)
    return DominantEquilibrium(
        price_cny=price,
        sales_t=sales,
        dominant_abatement_t=own,
        fringe_abatement_t=others,
        abatement_cost_cny=dominant.cost_cny(own) + total_cost_cny(fringe, others),
        dominant_profit_cny=market.profit_cny(sales),
    )


def _best_sales_t(market: _Monopolist) -> float:
    """Return the sales with the highest profit: a grid first, for profit may have several peaks."""
    held = math.fsum(firm.allocation_t for firm in market.fringe)
    # Units beyond what the others can use bring nothing, so the search ends there.
    most = min(market.dominant.allocation_t, max(market.fringe_needed_t, 0.0))
    least = -min(held, market.dominant.bau_t)
    if most <= least:
        return most
    step = (most - least) / _GRID
    grid = [least + step * k for k in range(_GRID + 1)]
    peak = max(range(len(grid)), key=lambda k: market.profit_cny(grid[k]))
    low, high = grid[max(peak - 1, 0)], grid[min(peak + 1, _GRID)]
    return max(
        (grid[peak], *_refined(market.gain_cny, market.profit_cny, low, high)),
        key=market.profit_cny,
    )


def _refined(
    gain_cny: Callable[[float], float],
    profit_cny: Callable[[float], float],
    low: float,
    high: float,
) -> tuple[float, ...]:
    """Return candidates between two points of the grid, the root of the gain among them."""
    from scipy.optimize import brentq, minimize_scalar  # noqa: PLC0415  loaded only where it is used: workers start faster

    searched = minimize_scalar(lambda y: -profit_cny(y), bounds=(low, high), method="bounded")
    if gain_cny(low) > 0 > gain_cny(high):
        return float(brentq(gain_cny, low, high, xtol=1e-12)), float(searched.x)
    return (float(searched.x),)
