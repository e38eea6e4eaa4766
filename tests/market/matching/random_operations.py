"""Random operations on the book and on the slow matcher, compared one by one."""

import random
from dataclasses import dataclass, field

from market.matching import LEVELS_SHOWN, Fill, OrderBook, check_take
from market.rules import (
    BetterPriceOpen,
    OrderNotShown,
    SelfTrade,
    Side,
    TakeTooLarge,
)
from tests.market.matching.reference_matcher import ReferenceMatcher

REASONS = {
    SelfTrade: "own",
    OrderNotShown: "unseen",
    BetterPriceOpen: "behind",
    TakeTooLarge: "too much",
}
DAY_OPERATIONS = 5_000
COMPARED_EVERY = 250
OWNERS = 12


def attempt(book: OrderBook, order_id: int, owner_id: int, quantity_t: int) -> Fill | str:
    """Take an order as the venue does: by the rule, then by the book."""
    resting = book.resting(order_id)
    if resting is None:
        return "gone"
    depth = book.depth(LEVELS_SHOWN)
    levels = depth.bids if resting.side is Side.BUY else depth.asks
    prices_fen = [level.price_fen for level in levels]
    try:
        check_take(resting, prices_fen, owner_id, quantity_t)
    except tuple(REASONS) as refused:
        return REASONS[type(refused)]
    return book.take(order_id, quantity_t)


@dataclass
class Twins:
    """A book and its slow twin, asked the same; what happened is counted."""

    seed: int
    mean_fen: float = 9_000.0
    cancel_share: float = 0.2
    away_fen: int = 10
    book: OrderBook = field(default_factory=OrderBook)
    reference: ReferenceMatcher = field(default_factory=ReferenceMatcher)
    placed_t: int = 0
    traded_t: int = 0
    removed_t: int = 0
    trades: int = 0
    takes: int = 0
    refused: dict[str, int] = field(default_factory=dict)
    resting_most: int = 0

    def run(self, operations: int) -> None:
        """Ask so many operations of both; a day ends after every 5,000."""
        draw = random.Random(self.seed)
        for number in range(1, operations + 1):
            self._operation(number, draw)
            if number % COMPARED_EVERY == 0:
                self.compare()
            if number % DAY_OPERATIONS == 0:
                self._end_day()

    def compare(self) -> None:
        """Both hold the same orders, none crossed; every tonne placed is accounted for."""
        resting = [(order.order_id, order.remaining_t) for order in self.book]
        assert resting == [(order.order_id, order.remaining_t) for order in self.reference.orders]
        depth = self.book.depth(LEVELS_SHOWN)
        assert (list(depth.bids), list(depth.asks)) == self.reference.depth(LEVELS_SHOWN)
        bid_fen, ask_fen = self.book.best_bid_fen, self.book.best_ask_fen
        assert bid_fen is None or ask_fen is None or bid_fen < ask_fen
        resting_t = sum(remaining_t for _, remaining_t in resting)
        assert self.placed_t == 2 * self.traded_t + self.removed_t + resting_t
        self.resting_most = max(self.resting_most, len(resting))

    def _operation(self, number: int, draw: random.Random) -> None:
        kind = draw.random()
        if kind < self.cancel_share:
            self._cancel(number, draw)
        elif kind < self.cancel_share + 0.2:
            self._take(number, draw)
        else:
            self._order(number, draw, at_market=kind > 0.95)

    def _order(self, number: int, draw: random.Random, *, at_market: bool) -> None:
        self.mean_fen = min(max(self.mean_fen + draw.gauss(0, 5), 8_200), 9_800)
        side = draw.choice((Side.BUY, Side.SELL))
        owner, quantity_t = draw.randrange(OWNERS), draw.randint(1, 100)
        offset_fen = -self.away_fen if side is Side.BUY else self.away_fen
        price_fen = None if at_market else round(draw.gauss(self.mean_fen + offset_fen, 15))
        own = self.book.own_order_reached(owner, side, price_fen, quantity_t)
        assert own == self.reference.reaches_own(owner, side, price_fen, quantity_t)
        if own is not None:
            self._refuse("self-trade")
            return
        if price_fen is None:
            fills = list(self.book.market(side, quantity_t))
            assert fills == self.reference.market(side, quantity_t)
            self.placed_t += sum(traded_t for _, traded_t, _, _ in fills)
        else:
            fills = list(self.book.limit(number, owner, side, price_fen, quantity_t))
            assert fills == self.reference.limit(number, owner, side, price_fen, quantity_t)
            self.placed_t += quantity_t
        self._count(fills)

    def _take(self, number: int, draw: random.Random) -> None:
        side = draw.choice((Side.BUY, Side.SELL))
        ranked = self.reference.ranked(side.value)
        best = [order for order in ranked if order.price_fen == ranked[0].price_fen]
        choices = best if draw.random() < 0.7 else ranked
        order_id = draw.choice(choices).order_id if choices else number
        owner, quantity_t = draw.randrange(OWNERS), draw.randint(1, 40)
        taken = attempt(self.book, order_id, owner, quantity_t)
        assert taken == self.reference.take(order_id, owner, quantity_t)
        if isinstance(taken, str):
            self._refuse(taken)
            return
        self.takes += 1
        self.placed_t += quantity_t
        self._count([taken])

    def _cancel(self, number: int, draw: random.Random) -> None:
        known = self.reference.orders
        wanted = draw.choice(known).order_id if known and draw.random() < 0.9 else number
        removed_t = self.book.cancel(wanted)
        assert removed_t == self.reference.cancel(wanted)
        self.removed_t += removed_t

    def _end_day(self) -> None:
        self.removed_t += self.book.resting_t
        assert self.book.clear() == [order.order_id for order in self.reference.orders]
        self.reference.orders.clear()

    def _count(self, fills: list[Fill]) -> None:
        self.trades += len(fills)
        self.traded_t += sum(traded_t for _, traded_t, _, _ in fills)

    def _refuse(self, reason: str) -> None:
        self.refused[reason] = self.refused.get(reason, 0) + 1
