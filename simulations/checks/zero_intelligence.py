"""Layer B of check 21: traders without intelligence exhaust the gains from trade.

Each has three units to sell or to buy. When its turn comes it asks any price above the next unit's
cost, or bids any price below the next unit's value, and nothing else guides it.

Source: D. K. Gode & S. Sunder (1993), Allocative efficiency of markets with zero-intelligence
traders, Journal of Political Economy 101(1).
"""

import math
from collections.abc import Iterator
from typing import Final

import numpy as np

from market.listed import CancelOrder
from market.rules import Side
from simulations.behaviour.strategies import zero_intelligence_cny
from simulations.checks.check import Check
from simulations.checks.replications import SEEDS, bound_check, mean_check
from simulations.checks.small_markets import FEN, open_trader, open_venue, place
from simulations.memory import MemoryWorld
from simulations.streams import Streams

_EACH, _UNITS = 20, 3
_VALUES, _COSTS = (60.0, 120.0), (40.0, 100.0)
_PRICES = (40.0, 120.0)
_OPENING: Final = 80.0
"""Around it the widest band lets in every price between the lowest cost and the highest value."""
_TURNS = 60
_MEAN_LEAST, _EACH_LEAST = 0.975, 0.95


def zero_intelligence_checks() -> Iterator[Check]:
    """Yield the check of efficiency."""
    shares = [_ZeroIntelligence(seed).efficiency() for seed in range(SEEDS)]
    name = "zero intelligence: mean share of the gains from trade, at least 0.975"
    yield mean_check(21, name, 1.0, shares, 1.0 - _MEAN_LEAST)
    name = "zero intelligence: share of the gains from trade"
    yield bound_check(21, name, _EACH_LEAST, shares, least=True)


class _ZeroIntelligence:
    """Twenty buyers and twenty sellers in one day of a venue.

    Args:
        seed: Seed of worths, turns and prices.
    """

    def __init__(self, seed: int) -> None:
        self.numbers = Streams(seed).generator("check-zero-intelligence")
        values = np.sort(self.numbers.uniform(*_VALUES, (_EACH, _UNITS)), axis=1)[:, ::-1]
        costs = np.sort(self.numbers.uniform(*_COSTS, (_EACH, _UNITS)), axis=1)
        self.worths: list[list[float]] = np.vstack([values, costs]).tolist()
        self.world = MemoryWorld()
        self.venue = open_venue(self.world, "X", _OPENING)
        self.accounts = [f"trader-{i}" for i in range(2 * _EACH)]
        self.account_ids = [open_trader(self.world, account) for account in self.accounts]
        for account in self.accounts[_EACH:]:
            self.world.issue(account, "X", _UNITS)
        self.resting: dict[int, int] = {}

    def efficiency(self) -> float:
        """Return the share of the possible gains that trade realises."""
        self.world.start_day(0)
        turns = self.numbers.integers(2 * _EACH, size=_TURNS * 2 * _EACH).tolist()
        prices = self.numbers.random(len(turns)).tolist()
        for i, uniform in zip(turns, prices, strict=True):
            self._turn(i, uniform)
        self.world.close_day(self.venue)
        self.world.check_conservation()
        bought = sum(sum(self.worths[i][: self._done(i)]) for i in range(_EACH))
        sold = sum(sum(self.worths[i][: self._done(i)]) for i in range(_EACH, 2 * _EACH))
        return (bought - sold) / self._most()

    def _done(self, i: int) -> int:
        """Return how many of its units a trader has traded."""
        held = self.world.held(self.account_ids[i], self.venue.unit_type_id)
        return held if i < _EACH else _UNITS - held

    def _turn(self, i: int, uniform: float) -> None:
        """Replace a trader's order for its next unit."""
        done = self._done(i)
        order = self.resting.pop(i, None)
        if order is not None and self.venue.book.resting(order) is not None:
            self.world.execute(CancelOrder(client_id="again", order_id=order))
        if done == _UNITS:
            return
        worth = self.worths[i][done]
        buys = i < _EACH
        limit_cny = zero_intelligence_cny(buys, worth, *_PRICES, uniform)
        assert limit_cny is not None, "every worth lies among the prices accepted"
        price_fen = (math.floor if buys else math.ceil)(limit_cny * FEN)
        side = Side.BUY if buys else Side.SELL
        self.resting[i] = place(self.world, self.accounts[i], self.venue, side, price_fen, 1)

    def _most(self) -> float:
        """Return the gains when the dearest values meet the cheapest costs."""
        values = sorted((value for row in self.worths[:_EACH] for value in row), reverse=True)
        costs = sorted(cost for row in self.worths[_EACH:] for cost in row)
        return sum(max(value - cost, 0.0) for value, cost in zip(values, costs, strict=True))
