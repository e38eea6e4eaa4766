"""A slow order book that is plainly right, and a seeded workload to compare the real one with.

Every order scans the whole list for the best price and, among equals, the earliest arrival.
Nothing of ``market`` is used.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

_CENTRE_FEN = 9_000
_SPREAD_FEN = 900
_QUANTITY_MAX_T = 100
_CANCEL, _MARKET = 0.15, 0.04


class Operation(NamedTuple):
    """One step of a workload.

    Args:
        kind: ``limit``, ``market`` or ``cancel``.
        order_id: Number of the order placed or cancelled.
        buys: Whether it buys.
        price_fen: Limit price, fen per t; 0 for others.
        quantity_t: Quantity, t; 0 for cancel.
    """

    kind: str
    order_id: int
    buys: bool
    price_fen: int
    quantity_t: int


def workload(seed: int, count: int) -> Iterator[Operation]:
    """Yield limit (81 %), cancel (15 %) and market (4 %) operations within ±10 % of 90.00."""
    numbers = random.Random(seed)  # noqa: S311 - a workload, not a secret
    for order_id in range(1, count + 1):
        which = numbers.random()
        buys = numbers.random() < 0.5  # noqa: PLR2004 - a coin
        if which < _CANCEL and order_id > 1:
            yield Operation("cancel", numbers.randrange(1, order_id), buys, 0, 0)
            continue
        quantity_t = numbers.randint(1, _QUANTITY_MAX_T)
        if which < _CANCEL + _MARKET:
            yield Operation("market", order_id, buys, 0, quantity_t)
            continue
        price_fen = numbers.randint(_CENTRE_FEN - _SPREAD_FEN, _CENTRE_FEN + _SPREAD_FEN)
        yield Operation("limit", order_id, buys, price_fen, quantity_t)


@dataclass(slots=True)
class _Resting:
    order_id: int
    buys: bool
    price_fen: int
    quantity_t: int


class ReferenceBook:
    """Price first, then time, by scanning a list."""

    def __init__(self) -> None:
        self.resting: list[_Resting] = []

    def apply(self, step: Operation) -> list[tuple[int, int, int]]:
        """Carry out one operation and return price, quantity and resting order of each trade."""
        if step.kind == "cancel":
            self.resting = [order for order in self.resting if order.order_id != step.order_id]
            return []
        fills: list[tuple[int, int, int]] = []
        left_t = step.quantity_t
        while left_t and (best := self._best(step)) is not None:
            traded_t = min(left_t, best.quantity_t)
            fills.append((best.price_fen, traded_t, best.order_id))
            left_t -= traded_t
            best.quantity_t -= traded_t
            if not best.quantity_t:
                self.resting.remove(best)
        if left_t and step.kind == "limit":
            self.resting.append(_Resting(step.order_id, step.buys, step.price_fen, left_t))
        return fills

    def _best(self, step: Operation) -> _Resting | None:
        """Return the opposite order to trade with: best price, then first come."""
        best: _Resting | None = None
        for order in self.resting:
            if order.buys is step.buys or (step.kind == "limit" and not _crosses(order, step)):
                continue
            if best is None or _better(order, best):
                best = order
        return best


def _crosses(order: _Resting, step: Operation) -> bool:
    if step.buys:
        return order.price_fen <= step.price_fen
    return order.price_fen >= step.price_fen


def _better(order: _Resting, best: _Resting) -> bool:
    if order.buys:
        return order.price_fen > best.price_fen
    return order.price_fen < best.price_fen
