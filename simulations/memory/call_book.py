"""The sealed book of the fast mode: it takes the orders of a day and matches them at its end.

It has the face of `market.matching.OrderBook` as far as `MemoryWorld` uses it.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from market.matching import Depth, Fill, RestingOrder
from market.rules import Side
from simulations.markets import CallOrder, clear_call, trades_of

_BUY = Side.BUY
_NO_FILLS: Sequence[Fill] = ()


class CallFill(NamedTuple):
    """One trade of a call: price in fen per t, quantity in t, numbers of both orders."""

    price_fen: int
    quantity_t: int
    buy_order_id: int
    sell_order_id: int


class CallBook:
    """Collect orders of one instrument; nothing trades, and nothing is shown, before the call."""

    __slots__ = ("_orders", "_places")

    best_bid_fen: int | None = None
    best_ask_fen: int | None = None

    def __init__(self) -> None:
        self._orders: dict[int, RestingOrder] = {}
        self._places: dict[int, list[int]] = {}

    def limit(
        self, order_id: int, owner_id: int, side: Side, price_fen: int, quantity_t: int
    ) -> Sequence[Fill]:
        """Take an order in; arguments as of the order book, which would return its trades."""
        self._orders[order_id] = RestingOrder(order_id, owner_id, side, price_fen, quantity_t)
        self._places.setdefault(owner_id, []).append(order_id)
        return _NO_FILLS

    def cancel(self, order_id: int) -> int:
        """Take an order out; return its quantity, t, or zero when there is no such order."""
        order = self._orders.pop(order_id, None)
        return 0 if order is None else order.remaining_t

    def own_order_reached(
        self, owner_id: int, side: Side, price_fen: int | None, quantity_t: int
    ) -> int | None:
        """Find the owner's order on the other side that could meet a new one in the call.

        Args:
            owner_id: Who would place the order.
            side: Buy or sell.
            price_fen: Limit price, fen per t; None for a market order.
            quantity_t: Quantity, t; any of it could meet.

        Returns:
            The number of the order, or None.
        """
        for order_id in self._places.get(owner_id, ()) if quantity_t else ():
            order = self._orders.get(order_id)
            if order is None or order.side is side:
                continue
            if price_fen is None or (
                price_fen >= order.price_fen if side is _BUY else price_fen <= order.price_fen
            ):
                return order_id
        return None

    def depth(self, levels: int = 5) -> Depth:  # noqa: ARG002  as of the order book
        """Show nothing: the orders are sealed until the call."""
        return Depth((), ())

    def call(self, reference_fen: int) -> list[CallFill]:
        """Match everything at one price; the orders stay until the book is cleared.

        Args:
            reference_fen: Previous close, fen per t.

        Returns:
            The trades, joined in the order in which the orders came.
        """
        if not self._orders:
            return []
        orders = [
            CallOrder(order_id, side, price_fen, quantity_t)
            for order_id, _, side, price_fen, quantity_t in self._orders.values()
        ]
        result = clear_call(orders, reference_fen)
        return [CallFill(*trade) for trade in trades_of(orders, result)]

    def resting(self, order_id: int) -> RestingOrder | None:
        """Return an order that waits for the call, or None."""
        return self._orders.get(order_id)

    @property
    def resting_t(self) -> int:
        """What all orders that wait come to, t."""
        return sum(order.remaining_t for order in self._orders.values())

    def clear(self) -> list[int]:
        """Empty the book; return the numbers of its orders, in the order in which they came."""
        expired = list(self._orders)
        self._orders, self._places = {}, {}
        return expired

    def __iter__(self) -> Iterator[RestingOrder]:
        """Yield the orders that wait, in the order in which they came."""
        return iter(self._orders.values())

    def __len__(self) -> int:
        return len(self._orders)
