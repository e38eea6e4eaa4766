"""Firms that abate: how much at a price, and at what cost; linear and power curves.

Source: the convex cost of abatement of W. D. Montgomery (1972), Journal of Economic Theory 5(3);
one anchor of the power curve's default is L. Du, A. Hanley & C. Wei (2015), Estimating the marginal
abatement cost curve of CO2 emissions in China, Kiel Working Paper 1985.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from simulations.equilibria.refused_equilibria import NoFirms, require_within

PRICE_CNY_MAX = 1e12
TONNES_MAX = 1e15
SLOPE_MIN = 1e-15
EXPONENT_MIN, EXPONENT_MAX = 0.01, 100.0


class Firm(Protocol):
    """What every solver knows of a firm."""

    @property
    def bau_t(self) -> float:
        """Emissions without any abatement, t CO2e."""

    @property
    def allocation_t(self) -> float:
        """Units received free of charge, t CO2e."""

    @property
    def price_cny_max(self) -> float:
        """Marginal cost of the last tonne, CNY/t."""

    def abatement_t(self, price_cny: float) -> float:
        """Return the abatement whose marginal cost equals the price, within [0, bau], t."""

    def abatement_rate(self, price_cny: float) -> float:
        """Return how abatement rises with the price, t per CNY/t; 0 at a corner."""

    def marginal_cost_cny(self, abatement_t: float) -> float:
        """Return the marginal cost of abating so much, CNY/t."""

    def cost_cny(self, abatement_t: float) -> float:
        """Return the cost of abating so much, CNY."""


@dataclass(frozen=True, slots=True)
class LinearFirm:
    """One firm with marginal abatement cost ``intercept + slope * a``.

    Args:
        bau_t: Emissions without any abatement, t CO2e (any scale, used consistently).
        slope: Rise of marginal cost per tonne abated, CNY/t per t, above 0.
        intercept_cny: Marginal cost of the first tonne, CNY/t.
        allocation_t: Units received free of charge, t CO2e.

    Raises:
        EquilibriumInputRefused: A value is not finite, or below its least.
    """

    bau_t: float
    slope: float
    intercept_cny: float = 0.0
    allocation_t: float = 0.0

    def __post_init__(self) -> None:
        require_within("bau_t", self.bau_t, 0.0, TONNES_MAX)
        require_within("slope", self.slope, SLOPE_MIN, PRICE_CNY_MAX)
        require_within("intercept_cny", self.intercept_cny, 0.0, PRICE_CNY_MAX)
        require_within("allocation_t", self.allocation_t, 0.0, TONNES_MAX)
        require_within("price_cny_max", self.price_cny_max, 0.0, PRICE_CNY_MAX)

    @property
    def price_cny_max(self) -> float:
        """Marginal cost of the last tonne, CNY/t."""
        return self.marginal_cost_cny(self.bau_t)

    def abatement_t(self, price_cny: float) -> float:
        """Return the abatement whose marginal cost equals the price, within [0, bau]."""
        wanted = (price_cny - self.intercept_cny) / self.slope
        return min(max(wanted, 0.0), self.bau_t)

    def abatement_rate(self, price_cny: float) -> float:
        """Return how abatement rises with the price, t per CNY/t; 0 at a corner."""
        return 1 / self.slope if self.intercept_cny < price_cny < self.price_cny_max else 0.0

    def marginal_cost_cny(self, abatement_t: float) -> float:
        """Return the marginal cost of abating so much, CNY/t."""
        return self.intercept_cny + self.slope * abatement_t

    def cost_cny(self, abatement_t: float) -> float:
        """Return the cost of abating so much, CNY."""
        return self.intercept_cny * abatement_t + 0.5 * self.slope * abatement_t**2


@dataclass(frozen=True, slots=True)
class PowerFirm:
    """One firm with marginal abatement cost ``intercept + scale * (a / bau) ** exponent``.

    Args:
        bau_t: Emissions without any abatement, t CO2e, above 0.
        scale_cny: Rise of marginal cost from the first tonne to the last, CNY/t, above 0.
        exponent: How cost rises with the share abated, 0.01 to 100.
        intercept_cny: Marginal cost of the first tonne, CNY/t.
        allocation_t: Units received free of charge, t CO2e.

    Raises:
        EquilibriumInputRefused: A value is not finite, or outside its range.
    """

    bau_t: float
    scale_cny: float
    exponent: float
    intercept_cny: float = 0.0
    allocation_t: float = 0.0

    def __post_init__(self) -> None:
        require_within("bau_t", self.bau_t, SLOPE_MIN, TONNES_MAX)
        require_within("scale_cny", self.scale_cny, SLOPE_MIN, PRICE_CNY_MAX)
        require_within("exponent", self.exponent, EXPONENT_MIN, EXPONENT_MAX)
        require_within("intercept_cny", self.intercept_cny, 0.0, PRICE_CNY_MAX)
        require_within("allocation_t", self.allocation_t, 0.0, TONNES_MAX)

    @property
    def price_cny_max(self) -> float:
        """Marginal cost of the last tonne, CNY/t."""
        return self.intercept_cny + self.scale_cny

    def abatement_t(self, price_cny: float) -> float:
        """Return the abatement whose marginal cost equals the price, within [0, bau]."""
        relative = min(max((price_cny - self.intercept_cny) / self.scale_cny, 0.0), 1.0)
        return float(self.bau_t * relative ** (1 / self.exponent))

    def abatement_rate(self, price_cny: float) -> float:
        """Return how abatement rises with the price, t per CNY/t; 0 at a corner."""
        if not self.intercept_cny < price_cny < self.price_cny_max:
            return 0.0
        above_cny = price_cny - self.intercept_cny
        return self.abatement_t(price_cny) / (self.exponent * above_cny)

    def marginal_cost_cny(self, abatement_t: float) -> float:
        """Return the marginal cost of abating so much, CNY/t."""
        return float(
            self.intercept_cny + self.scale_cny * (abatement_t / self.bau_t) ** self.exponent
        )

    def cost_cny(self, abatement_t: float) -> float:
        """Return the cost of abating so much, CNY."""
        rising = self.marginal_cost_cny(abatement_t) - self.intercept_cny
        return abatement_t * (self.intercept_cny + rising / (self.exponent + 1))


def require_firms(firms: Sequence[Firm]) -> None:
    """Refuse an empty market."""
    if not firms:
        raise NoFirms


def abated_t(firms: Sequence[Firm], price_cny: float) -> float:
    """Return what the firms abate together at a price, t."""
    return math.fsum(firm.abatement_t(price_cny) for firm in firms)


def emitted_t(firms: Sequence[Firm], price_cny: float) -> float:
    """Return what the firms emit together at a price, t."""
    return math.fsum(firm.bau_t - firm.abatement_t(price_cny) for firm in firms)


def bau_total_t(firms: Sequence[Firm]) -> float:
    """Return what the firms emit together without abatement, t."""
    return math.fsum(firm.bau_t for firm in firms)


def total_cost_cny(firms: Sequence[Firm], abatement_t: Sequence[float]) -> float:
    """Return what abatement costs all firms together, CNY."""
    pairs = zip(firms, abatement_t, strict=True)
    return math.fsum(firm.cost_cny(abated) for firm, abated in pairs)


def highest_price_cny(firms: Sequence[Firm]) -> float:
    """Return the price at which every firm abates all it can, CNY/t."""
    return max(firm.price_cny_max for firm in firms)
