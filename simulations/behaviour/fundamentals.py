"""What theory makes of caps, bank and emissions: the price that a forward-looking firm expects.

Source: S. Quemin & R. Trotignon (2021), Emissions trading with rolling horizons, Journal of
Economic Dynamics and Control; the solvers of ``simulations.equilibria``.
"""

import math
from dataclasses import dataclass
from functools import lru_cache

from simulations.behaviour.refused_behaviour import require_within
from simulations.equilibria import CapYear, EmissionsOutlook, shortage_price_cny, solve_banking

YEARS_MAX = 100
_PATHS_KEPT = 4_096


@dataclass(frozen=True, slots=True)
class Fundamentals:
    """A market as somebody believes it to be.

    Args:
        years: The compliance years to come, the current one first.
        bank_t: Units kept from before, t.
        bank_t_max: Most that may be carried into a next year, t; infinite without a limit.
        rate: Interest a year, a share.
        years_left: Time to the deadline of the current year, years.
    """

    years: tuple[CapYear, ...]
    bank_t: float
    bank_t_max: float
    rate: float
    years_left: float

    def __post_init__(self) -> None:
        require_within("years", len(self.years), 1, YEARS_MAX)
        require_within("years_left", self.years_left, 0.0, YEARS_MAX)

    def today_cny(self, at_deadline_cny: float) -> float:
        """Return what a price at the current year's deadline is worth today, CNY/t."""
        return float(at_deadline_cny / (1 + self.rate) ** self.years_left)


@dataclass(frozen=True, slots=True)
class Shortage:
    """How the current year may end, as somebody believes it.

    Args:
        emissions: Emissions of all firms until the deadline, after abatement.
        units_t: Units that can be surrendered for them, t.
        penalty_cny: All that one missing tonne costs, CNY/t.
        worth_if_long_cny: What a unit left over is worth at the deadline, CNY/t.
        rate: Interest a year, a share.
        years_left: Time to the deadline, years.
    """

    emissions: EmissionsOutlook
    units_t: float
    penalty_cny: float
    worth_if_long_cny: float
    rate: float
    years_left: float

    def price_cny(self) -> float:
        """Return the expected worth of a unit, discounted to today, CNY/t."""
        return shortage_price_cny(
            self.emissions,
            self.units_t,
            self.penalty_cny,
            worth_if_long_cny=self.worth_if_long_cny,
            rate=math.log1p(self.rate),
            years=self.years_left,
        )


def rolling_prices_cny(believed: Fundamentals, horizon_years: int) -> tuple[float, ...]:
    """Return the price of each year that a firm foresees, at the deadlines, CNY/t.

    Args:
        believed: The market as the firm believes it to be.
        horizon_years: How many compliance years it looks ahead, the current one included.

    Returns:
        One price for each year within the horizon; the bank is believed to be used up at its end.

    Raises:
        NoEquilibrium: The beliefs are outside the solver's range.

    Source:
        Quemin & Trotignon (2021): a firm solves the problem over a finite horizon, acts on its
        first year, and solves it anew a year later.
    """
    require_within("horizon_years", horizon_years, 1, YEARS_MAX)
    return _prices_cny(
        believed.years[:horizon_years], believed.bank_t, believed.bank_t_max, believed.rate
    )


def foresight_prices_cny(actual: Fundamentals) -> tuple[float, ...]:
    """Return the price of every year to come when nobody errs, at the deadlines, CNY/t.

    Source:
        Rubin (1996); Cronshaw & Kruse (1996), as `solve_banking`.
    """
    return _prices_cny(actual.years, actual.bank_t, actual.bank_t_max, actual.rate)


@lru_cache(maxsize=_PATHS_KEPT)
def _prices_cny(
    years: tuple[CapYear, ...], bank_t: float, bank_t_max: float, rate: float
) -> tuple[float, ...]:
    """Solve the path; thousands of firms share a belief, so equal questions are asked once."""
    return solve_banking(years, rate, bank_t=bank_t, bank_t_max=bank_t_max).prices_cny
