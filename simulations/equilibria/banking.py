"""Several years with banking: price rises at the rate of interest while a bank is held.

Source: J. D. Rubin (1996), A model of intertemporal emission trading, banking, and borrowing,
Journal of Environmental Economics and Management 31(3); M. B. Cronshaw & J. B. Kruse (1996),
Regulated firms in pollution permit markets with banking, Journal of Regulatory Economics 9(2).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from simulations.equilibria.clearing_prices import least_price_cny
from simulations.equilibria.firms import (
    TONNES_MAX,
    Firm,
    abated_t,
    bau_total_t,
    highest_price_cny,
    require_firms,
    total_cost_cny,
)
from simulations.equilibria.refused_equilibria import NoFirms, require_within

_RATE_MIN, _RATE_MAX = -0.99, 10.0


@dataclass(frozen=True, slots=True)
class CapYear:
    """One compliance year: who is under the cap, and how many units are issued for it.

    Args:
        firms: The firms of the year, with the year's emissions and curves.
        cap_t: Units issued for the year, t.
    """

    firms: tuple[Firm, ...]
    cap_t: float

    def __post_init__(self) -> None:
        require_firms(self.firms)
        require_within("cap_t", self.cap_t, 0.0, TONNES_MAX)

    @property
    def needed_t(self) -> float:
        """Abatement that the year's own units call for, t; negative when they are too many."""
        return bau_total_t(self.firms) - self.cap_t


@dataclass(frozen=True, slots=True)
class BankingPath:
    """Prices, abatement and bank, year by year.

    Args:
        prices_cny: Price of each year, CNY/t.
        abatement_t: Abatement of all firms in each year, t.
        bank_t: Units carried into the next year, t; negative where borrowing is allowed.
        expired_t: Units of each year that nobody could keep, t.
        present_cost_cny: Cost of all abatement, discounted to the first year, CNY.
    """

    prices_cny: tuple[float, ...]
    abatement_t: tuple[float, ...]
    bank_t: tuple[float, ...]
    expired_t: tuple[float, ...]
    present_cost_cny: float


@dataclass(frozen=True, slots=True)
class _Horizon:
    """The years, with what may be kept from one to the next."""

    years: tuple[CapYear, ...]
    growth: float
    bank_t_max: float
    bank_t_at_end: float

    def price_cny(self, first: int, last: int, needed_t: float) -> float:
        """Return the price of the first year at which the years abate so much together."""
        years = self.years[first : last + 1]
        factors = [self.growth**k for k in range(len(years))]
        highest = max(
            highest_price_cny(year.firms) / factor
            for year, factor in zip(years, factors, strict=True)
        )

        def abated(price_cny: float) -> float:
            pairs = zip(years, factors, strict=True)
            return math.fsum(abated_t(year.firms, price_cny * factor) for year, factor in pairs)

        return least_price_cny(abated, needed_t, 0.0, highest)

    def stretch(self, first: int, bank_t: float) -> tuple[int, float]:
        """Return the last year of the stretch on which one present price rules, and that price.

        Each year bounds the price from below (the bank must not be overdrawn) and from above
        (it must not exceed its limit). The stretch ends where the bounds first cross, at the
        year that set the bound which is met.
        """
        low, low_year, high, high_year = -1.0, first, math.inf, first
        needed_t = -bank_t
        last = len(self.years) - 1
        for year in range(first, last + 1):
            needed_t += self.years[year].needed_t
            at_end_t = self.bank_t_at_end if year == last else 0.0
            least = self.price_cny(first, year, needed_t + at_end_t)
            most = math.inf
            if year < last and math.isfinite(self.bank_t_max):
                most = self.price_cny(first, year, needed_t + self.bank_t_max)
            if least > high:
                return high_year, high
            if most < low:
                return low_year, low
            if most == 0:
                return year, 0.0  # Units expire even at no price: later years start afresh.
            if least >= low:
                low, low_year = least, year
            if most <= high:
                high, high_year = most, year
        return low_year, low


def solve_banking(
    years: Sequence[CapYear],
    rate: float,
    *,
    bank_t: float = 0.0,
    bank_t_max: float = math.inf,
    bank_t_at_end: float = 0.0,
    borrowing: bool = False,
) -> BankingPath:
    """Return the competitive price path when units may be kept for later years.

    Args:
        years: The years in order.
        rate: Interest a year, a share, −0.99 to 10.
        bank_t: Units kept from before the first year, t.
        bank_t_max: Most that may be carried into a next year, t; 0 forbids banking.
        bank_t_at_end: Units to be held after the last year, t.
        borrowing: Whether units of later years may be used earlier, without limit.

    Returns:
        The path. While a bank is held the price rises at the rate; where the bank is empty it
        may fall or rise less; where the limit of the bank binds it rises more. Where all that
        firms can abate does not suffice, it is the cost of their last tonne.

    Raises:
        NoEquilibrium: There is no year, a value is outside its range, or the bank wanted at the
            end exceeds all units.

    Source:
        Rubin (1996); Cronshaw & Kruse (1996).
    """
    if not years:
        raise NoFirms
    units_t = bank_t + math.fsum(year.cap_t for year in years)
    require_within("rate", rate, _RATE_MIN, _RATE_MAX)
    require_within("bank_t", bank_t, 0.0, TONNES_MAX)
    require_within("bank_t_max", bank_t_max, 0.0)
    require_within("bank_t_at_end", bank_t_at_end, 0.0, units_t)
    horizon = _Horizon(tuple(years), 1 + rate, bank_t_max, bank_t_at_end)
    if borrowing:
        return _borrowed(horizon, bank_t)
    prices: list[float] = []
    banks: list[float] = []
    expired: list[float] = []
    while len(prices) < len(years):
        first = len(prices)
        last, price = horizon.stretch(first, banks[-1] if banks else bank_t)
        for year in range(first, last + 1):
            prices.append(price * horizon.growth ** (year - first))
            kept = banks[-1] if banks else bank_t
            kept += abated_t(years[year].firms, prices[-1]) - years[year].needed_t
            # Less than nothing is kept only where all abatement together does not suffice.
            limit = math.inf if year == len(years) - 1 else bank_t_max
            banks.append(min(max(kept, 0.0), limit))
            expired.append(max(kept - limit, 0.0))
    return _path(horizon, prices, banks, expired)


def _borrowed(horizon: _Horizon, bank_t: float) -> BankingPath:
    """Return the path on which one present price rules all years."""
    last = len(horizon.years) - 1
    needed_t = math.fsum(year.needed_t for year in horizon.years) - bank_t + horizon.bank_t_at_end
    first_price = horizon.price_cny(0, last, needed_t)
    prices = [first_price * horizon.growth**year for year in range(last + 1)]
    banks: list[float] = []
    for year, price in zip(horizon.years, prices, strict=True):
        banks.append((banks[-1] if banks else bank_t) + abated_t(year.firms, price) - year.needed_t)
    return _path(horizon, prices, banks, [0.0] * len(prices))


def _path(
    horizon: _Horizon, prices: list[float], banks: list[float], expired: list[float]
) -> BankingPath:
    costs = [
        total_cost_cny(year.firms, [firm.abatement_t(price) for firm in year.firms])
        for year, price in zip(horizon.years, prices, strict=True)
    ]
    present = math.fsum(cost / horizon.growth**year for year, cost in enumerate(costs))
    abated = tuple(
        abated_t(year.firms, price) for year, price in zip(horizon.years, prices, strict=True)
    )
    return BankingPath(tuple(prices), abated, tuple(banks), tuple(expired), present)
