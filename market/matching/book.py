"""The order book of one instrument: price first, then time, in fen and tonnes.

A dictionary finds a price level, a heap the best price, and a deque keeps the orders of a level
in time. A cancelled order stays in its deque, with nothing remaining, and a price that empties
stays in the heap, until they come to the front or outnumber the living; every operation therefore
costs the same however many orders rest.

Prices, all above zero, are kept as keys that are smaller when better: the price of an offer,
minus the price of a bid. One loop then matches both sides. Orders and trades are plain lists and
tuples: objects with names would take a quarter of the time.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from heapq import heapify, heappop, heappush
from typing import NamedTuple

from market.rules.orders import Side

Fill = tuple[int, int, int, int]
"""One trade of an arriving order: price in fen per t (the resting, or maker, order's), quantity
in t, the maker's order number, the maker's owner number."""

_Order = list[int]
"""A resting order: remaining quantity in t, key, order number, owner number."""

_REMAINING, _KEY = 0, 1
_BUY = Side.BUY
_NO_BOUND = 1 << 62
_DEAD_MIN = 32
_NO_FILLS: Sequence[Fill] = ()


class RestingOrder(NamedTuple):
    """An order that rests in the book: what remains of it, t, and its limit, fen per t."""

    order_id: int
    owner_id: int
    side: Side
    price_fen: int
    remaining_t: int


class DepthLevel(NamedTuple):
    """The quantity resting at one price, fen per t and t."""

    price_fen: int
    quantity_t: int


class Depth(NamedTuple):
    """The best levels of both sides, best first."""

    bids: tuple[DepthLevel, ...]
    asks: tuple[DepthLevel, ...]


class _Level(deque[_Order]):
    """The orders at one price, in time; their total, and how many were cancelled since swept."""

    __slots__ = ("cancelled", "quantity_t")
    cancelled: int
    quantity_t: int

    def sweep(self) -> None:
        """Drop the orders of which nothing remains."""
        living = [order for order in self if order[_REMAINING]]
        self.clear()
        self.extend(living)
        self.cancelled = 0


class _Half:
    """One side of the book: the levels that hold orders, by key, and a heap of keys."""

    __slots__ = ("emptied", "heap", "levels", "sign")

    def __init__(self, sign: int) -> None:
        self.sign = sign
        self.levels: dict[int, _Level] = {}
        self.heap: list[int] = []
        self.emptied = 0

    def drop(self, key: int) -> None:
        """Forget a level that a cancel has emptied."""
        del self.levels[key]
        self.emptied += 1
        if self.emptied > _DEAD_MIN and 2 * self.emptied > len(self.heap):
            self.sweep()

    def sweep(self) -> None:
        """Drop the keys of levels that hold no order."""
        self.heap[:] = self.levels
        heapify(self.heap)
        self.emptied = 0

    def best_key(self) -> int | None:
        """The best key that has orders, after dropping the empty ones before it."""
        heap, levels = self.heap, self.levels
        while heap and heap[0] not in levels:
            heappop(heap)
        return heap[0] if heap else None

    def walk(self) -> Iterator[tuple[int, _Level]]:
        """Go through the levels, best first, without sorting the whole heap."""
        heap = self.heap
        frontier = [(heap[0], 0)] if heap else []
        last_key = None
        while frontier:
            key, place = heappop(frontier)
            for child in (2 * place + 1, 2 * place + 2):
                if child < len(heap):
                    heappush(frontier, (heap[child], child))
            level = self.levels.get(key)
            if level is not None and key != last_key:
                last_key = key
                yield key, level

    def depth(self, levels: int) -> tuple[DepthLevel, ...]:
        """The best levels with their quantities."""
        self.best_key()
        best = zip(range(levels), self.walk(), strict=False)
        return tuple(DepthLevel(self.sign * key, level.quantity_t) for _, (key, level) in best)


class OrderBook:
    """Match orders of one instrument by price, then time, at the resting order's price.

    Order and owner numbers are the caller's; order numbers are unique. The book trusts its caller
    to have checked quantity, band and self-trade (``own_order_reached``): it only matches.
    """

    __slots__ = ("_asks", "_bids", "_orders")

    def __init__(self) -> None:
        self._bids = _Half(-1)
        self._asks = _Half(1)
        self._orders: dict[int, _Order] = {}

    def limit(
        self, order_id: int, owner_id: int, side: Side, price_fen: int, quantity_t: int
    ) -> Sequence[Fill]:
        """Match a limit order and let what remains rest.

        Args:
            order_id: unique number of the order.
            owner_id: who places it.
            side: buy or sell.
            price_fen: worst acceptable price, fen per t.
            quantity_t: quantity, t, above zero.

        Returns:
            The trades, in the order in which they happened.
        """
        if side is _BUY:
            key, own, other = -price_fen, self._bids, self._asks
        else:
            key, own, other = price_fen, self._asks, self._bids
        fills = _NO_FILLS
        heap = other.heap
        if heap and heap[0] <= -key:
            traded: list[Fill] = []
            fills = traded
            quantity_t = self._match(other, -key, quantity_t, traded)
            if not quantity_t:
                return fills
        self._orders[order_id] = order = [quantity_t, key, order_id, owner_id]
        levels = own.levels
        if key in levels:
            level = levels[key]
            level.quantity_t += quantity_t
        else:
            levels[key] = level = _Level()
            level.quantity_t = quantity_t
            level.cancelled = 0
            heappush(own.heap, key)
        level.append(order)
        return fills

    def market(self, side: Side, quantity_t: int) -> Sequence[Fill]:
        """Match a market order with everything that rests; what remains of it is void.

        Args:
            side: buy or sell.
            quantity_t: quantity, t, above zero.

        Returns:
            The trades, in the order in which they happened.
        """
        fills: list[Fill] = []
        other = self._asks if side is _BUY else self._bids
        self._match(other, _NO_BOUND, quantity_t, fills)
        return fills

    def take(self, order_id: int, quantity_t: int) -> Fill:
        """Trade with one resting order, whatever waits before it (`check_take` is the rule).

        Args:
            order_id: number of the resting order.
            quantity_t: quantity, t, above zero and at most what remains of it.

        Returns:
            The trade.
        """
        order = self._orders[order_id]
        remaining_t, key, _, owner_id = order
        if quantity_t == remaining_t:
            self.cancel(order_id)
        else:
            assert 0 < quantity_t < remaining_t
            order[_REMAINING] = remaining_t - quantity_t
            half = self._bids if key < 0 else self._asks
            half.levels[key].quantity_t -= quantity_t
        return abs(key), quantity_t, order_id, owner_id

    def cancel(self, order_id: int) -> int:
        """Take an order out of the book.

        Args:
            order_id: number of the order.

        Returns:
            What remained of it, t; zero when no such order rests.
        """
        order = self._orders.pop(order_id, None)
        if order is None:
            return 0
        remaining_t, key, _, _ = order
        order[_REMAINING] = 0
        half = self._bids if key < 0 else self._asks
        level = half.levels[key]
        level.quantity_t -= remaining_t
        level.cancelled += 1
        if not level.quantity_t:
            half.drop(key)
        elif level.cancelled > _DEAD_MIN and 2 * level.cancelled > len(level):
            level.sweep()
        return remaining_t

    def clear(self) -> list[int]:
        """Empty the book, as at the end of a day.

        Returns:
            The numbers of the orders that rested, in the order in which they came.
        """
        expired = list(self._orders)
        self._bids, self._asks, self._orders = _Half(-1), _Half(1), {}
        return expired

    def own_order_reached(
        self, owner_id: int, side: Side, price_fen: int | None, quantity_t: int
    ) -> int | None:
        """Find the owner's resting order with which a new order of theirs would trade.

        Args:
            owner_id: who would place the order.
            side: buy or sell.
            price_fen: limit price, fen per t; None for a market order.
            quantity_t: quantity, t.

        Returns:
            The number of the resting order, or None.
        """
        half = self._asks if side is _BUY else self._bids
        bound = _NO_BOUND if price_fen is None else half.sign * price_fen
        best_key = half.best_key()
        if best_key is None or best_key > bound:
            return None
        for key, level in half.walk():
            if key > bound:
                return None
            for remaining_t, _, order_id, resting_owner_id in level:
                if remaining_t and resting_owner_id == owner_id:
                    return order_id
                quantity_t -= remaining_t
                if quantity_t <= 0:
                    return None
        return None

    def depth(self, levels: int = 5) -> Depth:
        """Show the best levels of both sides.

        Args:
            levels: how many levels of each side.

        Returns:
            Price and quantity of each level, best first.
        """
        return Depth(self._bids.depth(levels), self._asks.depth(levels))

    @property
    def best_bid_fen(self) -> int | None:
        """Highest bid, fen per t, or None."""
        key = self._bids.best_key()
        return None if key is None else -key

    @property
    def best_ask_fen(self) -> int | None:
        """Lowest offer, fen per t, or None."""
        return self._asks.best_key()

    @property
    def resting_t(self) -> int:
        """What all resting orders come to, t."""
        levels = (*self._bids.levels.values(), *self._asks.levels.values())
        return sum(level.quantity_t for level in levels)

    def remaining_t(self, order_id: int) -> int:
        """What remains of a resting order, t; zero when no such order rests."""
        order = self._orders.get(order_id)
        return order[_REMAINING] if order else 0

    def resting(self, order_id: int) -> RestingOrder | None:
        """A resting order; None when no such order rests."""
        order = self._orders.get(order_id)
        if order is None:
            return None
        remaining_t, key, _, owner_id = order
        side = _BUY if key < 0 else Side.SELL
        return RestingOrder(order_id, owner_id, side, abs(key), remaining_t)

    def __iter__(self) -> Iterator[RestingOrder]:
        """Go through the resting orders in the order in which they came."""
        for remaining_t, key, order_id, owner_id in self._orders.values():
            side = _BUY if key < 0 else Side.SELL
            yield RestingOrder(order_id, owner_id, side, abs(key), remaining_t)

    def __len__(self) -> int:
        return len(self._orders)

    def _match(self, half: _Half, bound: int, quantity_t: int, fills: list[Fill]) -> int:
        """Trade with the levels up to the bound and return the quantity left."""
        heap, levels, orders = half.heap, half.levels, self._orders
        while quantity_t and heap:
            key = heap[0]
            if key > bound:
                break
            if key not in levels:
                heappop(heap)
                continue
            level = levels[key]
            price_fen, before_t = abs(key), quantity_t
            for order in level:
                resting_t, _, order_id, owner_id = order
                if resting_t <= quantity_t:
                    if resting_t:
                        order[_REMAINING] = 0
                        quantity_t -= resting_t
                        del orders[order_id]
                        fills.append((price_fen, resting_t, order_id, owner_id))
                    continue
                if quantity_t:
                    order[_REMAINING] = resting_t - quantity_t
                    fills.append((price_fen, quantity_t, order_id, owner_id))
                    quantity_t = 0
                break
            else:
                del levels[heappop(heap)]
                continue
            level.quantity_t += quantity_t - before_t
            while not level[0][_REMAINING]:
                level.popleft()
        return quantity_t
