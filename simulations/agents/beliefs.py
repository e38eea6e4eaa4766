"""What firms believe of their market as a whole: units, emissions and cost of the years to come."""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

from simulations.agents.profiles import FirmProfile, YearPosition
from simulations.agents.year_positions import year_position
from simulations.behaviour import (
    AbatementCurve,
    AbatingFirm,
    BankingTarget,
    CarryOverLimit,
    FirmAbatement,
    Fundamentals,
    Shortage,
)
from simulations.equilibria import CapYear, EmissionsOutlook
from simulations.scenarios import Market
from simulations.streams import Streams

DAYS_A_YEAR = 242
"""Trading days of a calendar year."""

FORESEEN_YEARS = 5
"""Emission years that a firm with perfect foresight knows, that of the cycle included."""

_LEAST_CNY = 0.01


class Counted(Protocol):
    """What is counted of a firm."""

    profile: FirmProfile
    year: YearPosition
    abatement: FirmAbatement
    opening_t: int
    demand: float


class Stock(NamedTuple):
    """A market counted: totals of the firms for whom abatement pays, in their cycle.

    Args:
        emission_year: The last emission year of the cycle.
        years: Emission years of the cycle.
        emissions_t: Emissions without reversible abatement, after projects, t.
        cap_t: Units for the cycle, given and auctioned, and credits as far as usable, t.
        bank_t: Units kept from before, t.
        bank_t_max: Most that all firms together may carry over if each sells the rest, t.
        curve: Marginal cost of all together, exact at the price at which they were counted.
        tighten: Yearly fall of the allocation, a share.
        cycle_days: Trading days of the cycle.
    """

    emission_year: int
    years: int
    emissions_t: float
    cap_t: float
    bank_t: float
    bank_t_max: float
    curve: AbatementCurve
    tighten: float
    cycle_days: int

    def caps_t(self, years: int) -> dict[int, float]:
        """Return the units of the cycle and of the emission years after it by today's plan, t."""
        each_t = self.cap_t / self.years
        later = {
            self.emission_year + k: each_t * (1.0 - self.tighten) ** k for k in range(1, years)
        }
        return {self.emission_year: self.cap_t} | later

    def fundamentals(
        self, caps_t: Mapping[int, float], rate: float, days_left: int
    ) -> Fundamentals:
        """Return the market as somebody believes it to be who expects these units, t."""
        cycle_t = max(self.emissions_t, 1.0)
        cycle = AbatingFirm(cycle_t, 0.0, self.curve)
        later = AbatingFirm(cycle_t / self.years, 0.0, self.curve)
        years = tuple(
            CapYear((cycle if year == self.emission_year else later,), cap_t)
            for year, cap_t in sorted(caps_t.items())
            if year >= self.emission_year
        )
        return Fundamentals(years, self.bank_t, self.bank_t_max, rate, days_left / DAYS_A_YEAR)

    def shortage(
        self, price_cny: float, fine_cny: float, unknown_share: float, rate: float, days_left: int
    ) -> Shortage:
        """Return how the cycle may end.

        Args:
            price_cny: Price at which firms abate, and worth of a unit that can be carried over.
            fine_cny: What one missing tonne costs, CNY/t.
            unknown_share: Standard deviation of emissions at the start of a cycle, a share.
            rate: Interest a year, a share.
            days_left: Trading days to the deadline; the variance unknown falls with them.
        """
        mean_t = self.emissions_t * (1.0 - self.curve.share(price_cny))
        unknown = unknown_share * math.sqrt(min(days_left / max(self.cycle_days, 1), 1.0))
        return Shortage(
            emissions=EmissionsOutlook(mean_t, unknown * self.emissions_t),
            units_t=self.cap_t + self.bank_t,
            penalty_cny=fine_cny,
            worth_if_long_cny=price_cny if self.bank_t_max > 0 else 0.0,
            rate=rate,
            years_left=days_left / DAYS_A_YEAR,
        )


def count(
    firms: Sequence[Counted], rules: Market, price_cny: float, emission_year: int, cycle_days: int
) -> Stock:
    """Count a market.

    Args:
        firms: Its firms, in their cycle.
        rules: Its rules.
        price_cny: Price at which their abatement is counted, CNY/t, above 0.
        emission_year: The last emission year of the cycle.
        cycle_days: Trading days of the cycle.
    """
    paying = [firm for firm in firms if firm.abatement.earned > 0 and firm.year.emissions_t]
    built_t = sum(firm.abatement.built_t for firm in paying)
    emissions_t = sum(firm.year.emissions_t for firm in paying) - built_t
    units_t = sum(firm.year.allocation_t + firm.year.auctioned_t for firm in paying)
    limit = carry_over_limit(rules)
    kept_t = sum(limit.keepable_t(_surplus_t(firm), 0) for firm in paying)
    credits_t = min(rules.offsets.max_share * emissions_t, float(rules.offsets.supply_t))
    return Stock(
        emission_year=emission_year,
        years=max((firm.year.years for firm in paying), default=1),
        emissions_t=float(emissions_t),
        cap_t=units_t + credits_t,
        bank_t=float(sum(firm.opening_t for firm in firms)),
        bank_t_max=math.inf if limit.rule == "unlimited" else float(kept_t),
        curve=_together([firm.abatement for firm in paying], emissions_t, price_cny),
        tighten=rules.allocation.tighten_per_year,
        cycle_days=cycle_days,
    )


def foreseen_t(
    firms: Sequence[Counted], stock: Stock, rules: Market, streams: Streams, first_year: int
) -> dict[int, float]:
    """Return the units of the years to come less what emissions will turn out to be more, t.

    Args:
        firms: The market's firms, in their cycle.
        stock: The market counted.
        rules: Its rules, which are taken to stay.
        streams: The run's random streams, in which the emissions of later years stand already.
        first_year: First emission year of the run.
    """
    caps_t = stock.caps_t(FORESEEN_YEARS)
    usual_t = stock.emissions_t / stock.years
    for year in caps_t:
        if year == stock.emission_year:
            continue
        net_t = 0
        for firm in firms:
            if firm.abatement.earned > 0 and firm.year.emissions_t:
                position = year_position(
                    firm.profile,
                    rules.allocation,
                    streams,
                    year - first_year,
                    firm.demand,
                    year,
                )
                net_t += position.allocation_t + position.auctioned_t - position.emissions_t
        caps_t[year] = max(usual_t + net_t, 0.0)
    return caps_t


def _surplus_t(firm: Counted) -> int:
    return max(0, firm.opening_t + firm.year.allocation_t - firm.year.emissions_t)


def _together(
    curves: Sequence[FirmAbatement], emissions_t: int, price_cny: float
) -> AbatementCurve:
    """Return one curve that abates at a price what all do, and at most what all can."""
    most_t = sum(curve.reversible_t for curve in curves)
    if not most_t or emissions_t <= 0:
        return AbatementCurve(0.0, 1.0, 1.0, 0.0)
    abated_t = sum(curve.at(price_cny) - curve.built_t for curve in curves)
    exponent = math.fsum(curve.exponent * curve.reversible_t for curve in curves) / most_t
    part = min(max(abated_t / most_t, 1e-6), 1.0)
    rise_cny = price_cny / part**exponent
    return AbatementCurve(0.0, rise_cny, exponent, min(most_t / emissions_t, 1.0))


def carry_over_limit(rules: Market) -> CarryOverLimit:
    """Return the rule of carry-over as firms plan with it."""
    carry = rules.carry_over
    return CarryOverLimit(carry.rule, carry.base_t, carry.multiple)


def fine_cny(rules: Market, price_cny: float) -> float:
    """Return what one missing tonne costs at a price of the month before, CNY/t.

    Where missing units stay owed, the later price of one comes on top.
    """
    penalty = rules.compliance.penalty
    if penalty is None:
        return max(rules.compliance.penalty_price_multiple * price_cny, _LEAST_CNY)
    return float(penalty.flat_cny) + (price_cny if penalty.make_good else 0.0)


def banking_target(weights: Sequence[float], hoarding: float) -> BankingTarget:
    """Return how firms plan for later years."""
    return BankingTarget(tuple(weights), hoarding)
