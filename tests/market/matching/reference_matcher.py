"""A slow matcher that shares nothing with the book: one list, sorted anew for each trade."""

from dataclasses import dataclass


@dataclass
class ReferenceOrder:
    order_id: int
    owner_id: int
    side: str
    price_fen: int
    remaining_t: int
    arrival: int


class ReferenceMatcher:
    """Price first, then time, at the resting price, by exhaustive search."""

    def __init__(self) -> None:
        self.orders: list[ReferenceOrder] = []
        self.arrivals = 0

    def limit(
        self, order_id: int, owner_id: int, side: str, price_fen: int, quantity_t: int
    ) -> list[tuple[int, int, int, int]]:
        trades, left_t = self._take(side, price_fen, quantity_t)
        if left_t:
            self.arrivals += 1
            self.orders.append(
                ReferenceOrder(order_id, owner_id, side, price_fen, left_t, self.arrivals)
            )
        return trades

    def market(self, side: str, quantity_t: int) -> list[tuple[int, int, int, int]]:
        return self._take(side, None, quantity_t)[0]

    def take(
        self, order_id: int, owner_id: int, quantity_t: int
    ) -> tuple[int, int, int, int] | str:
        """The trade with the one order chosen, or in a word why it may not be taken."""
        chosen = [order for order in self.orders if order.order_id == order_id]
        if not chosen:
            return "gone"
        maker = chosen[0]
        prices = sorted(
            {order.price_fen for order in self.orders if order.side == maker.side},
            reverse=maker.side == "buy",
        )
        if maker.owner_id == owner_id:
            return "own"
        if maker.price_fen not in prices[:5]:
            return "unseen"
        if maker.price_fen != prices[0]:
            return "behind"
        if quantity_t > maker.remaining_t:
            return "too much"
        maker.remaining_t -= quantity_t
        if maker.remaining_t == 0:
            self.orders.remove(maker)
        return maker.price_fen, quantity_t, maker.order_id, maker.owner_id

    def cancel(self, order_id: int) -> int:
        for order in self.orders:
            if order.order_id == order_id:
                self.orders.remove(order)
                return order.remaining_t
        return 0

    def depth(self, levels: int) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
        return self._side_depth("buy", levels), self._side_depth("sell", levels)

    def ranked(self, side: str) -> list[ReferenceOrder]:
        """Orders of a side, the next to trade first."""
        direction = -1 if side == "buy" else 1
        waiting = [order for order in self.orders if order.side == side]
        return sorted(waiting, key=lambda order: (direction * order.price_fen, order.arrival))

    def reaches_own(
        self, owner_id: int, side: str, price_fen: int | None, quantity_t: int
    ) -> int | None:
        for order in self.ranked("sell" if side == "buy" else "buy"):
            if quantity_t <= 0 or not self._acceptable(side, price_fen, order.price_fen):
                return None
            if order.owner_id == owner_id:
                return order.order_id
            quantity_t -= order.remaining_t
        return None

    def _take(
        self, side: str, price_fen: int | None, quantity_t: int
    ) -> tuple[list[tuple[int, int, int, int]], int]:
        trades = []
        while quantity_t:
            candidates = [
                order
                for order in self.ranked("sell" if side == "buy" else "buy")
                if self._acceptable(side, price_fen, order.price_fen)
            ]
            if not candidates:
                break
            maker = candidates[0]
            traded_t = min(maker.remaining_t, quantity_t)
            trades.append((maker.price_fen, traded_t, maker.order_id, maker.owner_id))
            maker.remaining_t -= traded_t
            quantity_t -= traded_t
            if maker.remaining_t == 0:
                self.orders.remove(maker)
        return trades, quantity_t

    @staticmethod
    def _acceptable(side: str, limit_fen: int | None, price_fen: int) -> bool:
        if limit_fen is None:
            return True
        return price_fen <= limit_fen if side == "buy" else price_fen >= limit_fen

    def _side_depth(self, side: str, levels: int) -> list[tuple[int, int]]:
        totals: dict[int, int] = {}
        for order in self.ranked(side):
            totals[order.price_fen] = totals.get(order.price_fen, 0) + order.remaining_t
        return list(totals.items())[:levels]
