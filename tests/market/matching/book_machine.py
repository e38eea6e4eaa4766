"""The state machine over the order book, and a book with a planted bug for it to find."""

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from market.matching import OrderBook
from market.rules import Side
from tests.market.matching.random_operations import attempt
from tests.market.matching.reference_matcher import ReferenceMatcher

prices_fen = st.one_of(st.integers(8_990, 9_010), st.integers(8_100, 9_900))
quantities_t = st.one_of(st.integers(1, 5), st.integers(1, 99_999))
owners = st.integers(1, 4)
sides = st.sampled_from(Side)


class WrongSortBook(OrderBook):
    """The planted bug: bids are ranked by price ascending, so the worst bid trades first."""

    def _match(self, half, bound, quantity_t, fills):
        if half.sign < 0 and half.heap:
            worst_first = sorted(half.heap, reverse=True)
            half.heap[:] = [key for key in worst_first if key <= bound] + [
                key for key in worst_first if key > bound
            ]
        return super()._match(half, bound, quantity_t, fills)


class BookMachine(RuleBasedStateMachine):
    """Any orders in any order: the book and the reference matcher must agree all along."""

    book_class: type[OrderBook] = OrderBook

    def __init__(self) -> None:
        super().__init__()
        self.book = self.book_class()
        self.reference = ReferenceMatcher()
        self.next_id = 1
        self.placed_t = 0
        self.traded_t = 0
        self.removed_t = 0

    def _new_id(self) -> int:
        self.next_id += 1
        return self.next_id - 1

    def _compare(self, fills, expected) -> None:
        assert list(fills) == expected
        self.traded_t += sum(quantity_t for _, quantity_t, _, _ in fills)

    @rule(owner=owners, side=sides, price_fen=prices_fen, quantity_t=quantities_t)
    def limit(self, owner, side, price_fen, quantity_t) -> None:
        order_id = self._new_id()
        self.placed_t += quantity_t
        own = self.book.own_order_reached(owner, side, price_fen, quantity_t)
        assert own == self.reference.reaches_own(owner, side, price_fen, quantity_t)
        fills = self.book.limit(order_id, owner, side, price_fen, quantity_t)
        self._compare(fills, self.reference.limit(order_id, owner, side, price_fen, quantity_t))

    @rule(owner=owners, side=sides, quantity_t=quantities_t)
    def market(self, owner, side, quantity_t) -> None:
        own = self.book.own_order_reached(owner, side, None, quantity_t)
        assert own == self.reference.reaches_own(owner, side, None, quantity_t)
        fills = self.book.market(side, quantity_t)
        self.placed_t += sum(traded_t for _, traded_t, _, _ in fills)
        self._compare(fills, self.reference.market(side, quantity_t))

    @rule(side=sides, price_fen=prices_fen, count=st.integers(2, 80))
    def many_at_one_price_then_cancel_most(self, side, price_fen, count) -> None:
        placed = []
        for _ in range(count):
            self.limit(owner=1, side=side, price_fen=price_fen, quantity_t=1)
            placed.append(self.next_id - 1)
        for order_id in placed[1:]:
            self._cancel(order_id)

    @precondition(lambda self: self.next_id > 1)
    @rule(data=st.data(), owner=owners, quantity_t=quantities_t)
    def take(self, data, owner, quantity_t) -> None:
        resting = [order.order_id for order in self.reference.orders]
        order_id = data.draw(st.sampled_from(resting) if resting else st.just(self.next_id))
        taken = attempt(self.book, order_id, owner, quantity_t)
        assert taken == self.reference.take(order_id, owner, quantity_t)
        if not isinstance(taken, str):
            self.placed_t += quantity_t
            self.traded_t += quantity_t

    @precondition(lambda self: self.next_id > 1)
    @rule(data=st.data())
    def cancel(self, data) -> None:
        self._cancel(data.draw(st.integers(1, self.next_id)))

    def _cancel(self, order_id: int) -> None:
        removed_t = self.book.cancel(order_id)
        assert removed_t == self.reference.cancel(order_id)
        self.removed_t += removed_t

    @invariant()
    def book_is_never_crossed(self) -> None:
        bid, ask = self.book.best_bid_fen, self.book.best_ask_fen
        assert bid is None or ask is None or bid < ask

    @invariant()
    def quantity_is_conserved(self) -> None:
        """Each tonne placed was traded (with one resting before), cancelled, or rests."""
        resting_t = sum(order.remaining_t for order in self.book)
        assert self.placed_t == 2 * self.traded_t + self.removed_t + resting_t

    @invariant()
    def orders_rest_in_time(self) -> None:
        resting = [
            (order.order_id, order.owner_id, order.side, order.price_fen, order.remaining_t)
            for order in self.book
        ]
        assert resting == [
            (order.order_id, order.owner_id, order.side, order.price_fen, order.remaining_t)
            for order in self.reference.orders
        ]
        assert all(order.remaining_t > 0 for order in self.book)

    @invariant()
    def depth_is_that_of_the_reference(self) -> None:
        depth = self.book.depth(3)
        assert (list(depth.bids), list(depth.asks)) == self.reference.depth(3)
