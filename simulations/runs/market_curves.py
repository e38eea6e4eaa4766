"""The firms of a market as one curve, and what theory says of a cycle.

It is a benchmark to hold simulated prices against, not a forecast: everybody knows everything,
nobody waits, and units left over are worth nothing (static) or what they save later (banking).
"""

import math
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulations.agents import FirmAgent
from simulations.equilibria import CapYear, solve_banking

_STEPS = 200


class MarketCurve:
    """The firms of a market as drawn, answering a price together.

    Firms whose allocation follows their emissions have no reason to abate and no need of units;
    they are left out.

    Args:
        agents: The firms, in their cycle.
    """

    def __init__(self, agents: Sequence[FirmAgent]) -> None:
        paying = [agent for agent in agents if agent.abatement.earned > 0]
        curves = [agent.abatement for agent in paying]
        owed_t = sum(agent.year.emissions_t + agent.owed_t for agent in paying)
        self.bau_t = float(owed_t - sum(curve.built_t for curve in curves))
        self.allocation_t = float(sum(agent.year.allocation_t for agent in paying))
        self._intercept = _array([curve.intercept_cny for curve in curves])
        self._exponent = _array([curve.exponent for curve in curves])
        self._most_t = _array([curve.reversible_t for curve in curves])
        lines = [curve.exponent == 1.0 for curve in curves]
        rises = [
            curve.slope * curve.reversible_t if line else curve.rise_cny
            for curve, line in zip(curves, lines, strict=True)
        ]
        self._rise = np.maximum(_array(rises), 1e-9)

    @cached_property
    def price_cny_max(self) -> float:
        """Marginal cost of the last tonne, CNY/t."""
        return float(max((self._intercept + self._rise).max(initial=0.0), 0.0))

    def _parts_t(self, price_cny: float) -> NDArray[np.float64]:
        part = np.clip((price_cny - self._intercept) / self._rise, 0.0, 1.0)
        parts: NDArray[np.float64] = self._most_t * part ** (1.0 / self._exponent)
        return parts

    def abatement_t(self, price_cny: float) -> float:
        """Return the abatement whose marginal cost equals the price, t."""
        return float(self._parts_t(price_cny).sum())

    def abatement_rate(self, price_cny: float) -> float:
        """Return how abatement rises with the price, t per CNY/t, by a small difference."""
        step = max(1e-6 * price_cny, 1e-9)
        return (self.abatement_t(price_cny + step) - self.abatement_t(price_cny)) / step

    def marginal_cost_cny(self, abatement_t: float) -> float:
        """Return the marginal cost of abating so much at least cost, CNY/t."""
        low, high = 0.0, self.price_cny_max
        for _ in range(_STEPS):
            middle = 0.5 * (low + high)
            low, high = (low, middle) if self.abatement_t(middle) >= abatement_t else (middle, high)
        return high

    def cost_cny(self, abatement_t: float) -> float:
        """Return the least cost of abating so much, CNY."""
        parts_t = self._parts_t(self.marginal_cost_cny(abatement_t))
        part = np.divide(parts_t, self._most_t, out=np.zeros_like(parts_t), where=self._most_t > 0)
        mean_rise = self._rise * part**self._exponent / (self._exponent + 1.0)
        return float((parts_t * (self._intercept + mean_rise)).sum())


class Clearing(NamedTuple):
    """A cycle as theory sees it.

    Args:
        curve: Its firms together.
        units_t: Units that exist at the deadline, t.
        fresh_t: Those of them that were not carried over from the cycle before, t.
        price_cny: Price at which the units suffice, CNY/t; None where none does.
    """

    curve: MarketCurve
    units_t: int
    fresh_t: int
    price_cny: float | None


def banking_prices_cny(cycles: Sequence[Clearing], rate: float) -> list[float | None]:
    """Return the price of each cycle when units left over may be kept without limit, CNY/t.

    Args:
        cycles: The cycles of a market in order.
        rate: Interest from one to the next, a share.
    """
    if not all(cycle.curve.bau_t for cycle in cycles):
        return [None] * len(cycles)
    years = [CapYear((cycle.curve,), float(cycle.fresh_t)) for cycle in cycles]
    bank_t = float(cycles[0].units_t - cycles[0].fresh_t)
    prices = solve_banking(years, rate, bank_t=bank_t).prices_cny
    return [price if math.isfinite(price) else None for price in prices]


def _array(values: Sequence[float]) -> NDArray[np.float64]:
    return np.array(values, dtype=np.float64)
