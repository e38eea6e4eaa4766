"""The daily call auction of the fast mode: all orders of a day meet once, at one price.

No carbon market of China trades so; it stands for the order book where a design needs many runs.
Source: P. R. Wurman, W. E. Walsh & M. P. Wellman (1998), Flexible double auctions for electronic
commerce, Decision Support Systems 24(1): with M units offered, every price between the M-th and
the (M + 1)-th dearest of all units wanted and offered clears the market.
"""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate
from typing import Final, NamedTuple

from market.matching import AtMargin, Bid, Terms, clear_bids
from market.rules import PRICE_FEN_MAX, PriceBand, Side, Trade

PRICE_FEN_MIN: Final = 1
"""Lowest price of any order: one tick, fen per t."""


class CallOrder(NamedTuple):
    """A wish to trade at no worse than a price: whose, which side, fen per t, t."""

    owner_id: int
    side: Side
    price_fen: int
    quantity_t: int


class CallResult(NamedTuple):
    """What a call auction decided.

    Attributes:
        price_fen: The one price of all trades, fen per t; None when nothing was traded.
        traded_t: What each order traded, t, in the order of the orders.
        volume_t: Units that changed hands, t.
    """

    price_fen: int | None
    traded_t: tuple[int, ...]
    volume_t: int

    @property
    def turnover_fen(self) -> int:
        """Price times volume, fen."""
        return (self.price_fen or 0) * self.volume_t


class UnitRow:
    """All units wanted and offered in one row, dearest first.

    Args:
        orders: Both sides, in any order.
    """

    __slots__ = ("_last_places", "_prices_fen", "offered_t", "wanted_t")

    def __init__(self, orders: Sequence[CallOrder]) -> None:
        ranked = sorted(((order.price_fen, order.quantity_t) for order in orders), reverse=True)
        self._prices_fen = [price_fen for price_fen, _ in ranked]
        self._last_places = list(accumulate(quantity_t for _, quantity_t in ranked))
        self.offered_t = sum(order.quantity_t for order in orders if order.side is Side.SELL)
        self.wanted_t = sum(order.quantity_t for order in orders if order.side is Side.BUY)

    def clearing_range_fen(self, brought_t: int = 0) -> PriceBand:
        """Return the lowest and the highest price at which as much is wanted as offered.

        Args:
            brought_t: Units offered beside the orders at any price, t; below 0 units wanted at
                any price.

        Returns:
            Both prices, fen per t. A unit taken away costs the market the lowest, the last unit
            brought earns it the highest.
        """
        place = self.offered_t + brought_t
        return PriceBand(self._price_fen(place + 1), self._price_fen(place))

    def _price_fen(self, place: int) -> int:
        """Return the price of the unit in a place, counted from 1; the bounds beyond the ends."""
        if place < 1:
            return PRICE_FEN_MAX
        order = bisect_left(self._last_places, place)
        return self._prices_fen[order] if order < len(self._prices_fen) else PRICE_FEN_MIN


def clear_call(
    orders: Sequence[CallOrder], reference_fen: int, at_margin: AtMargin = AtMargin.PRO_RATA
) -> CallResult:
    """Decide a call auction.

    As much as possible is traded. Where several prices clear, the one next to the reference holds.
    Orders better than it are served in full; those at it share what is left as bids at the last
    price of an auction do.

    Args:
        orders: In the order in which they came; prices and quantities above zero, inside the
            day's band, nobody on both sides of one price (the caller has checked all that).
        reference_fen: Previous close, fen per t.
        at_margin: How orders at the price share what is left.

    Returns:
        The price and what each order trades; equal quantities are bought and sold.

    Raises:
        BidInvalid: An order without positive price and quantity.
    """
    buys, sells = (_of_side(orders, side) for side in (Side.BUY, Side.SELL))
    low_fen, high_fen = UnitRow(orders).clearing_range_fen()
    price_fen = min(max(reference_fen, low_fen), high_fen)
    wanted_t = sum(bid.quantity_t for bid in buys if bid.price_fen >= price_fen)
    offered_t = sum(bid.quantity_t for bid in sells if bid.price_fen <= price_fen)
    volume_t = min(wanted_t, offered_t)
    traded_t = [0] * len(orders)
    for bids, holder in ((buys, Side.SELL), (sells, Side.BUY)):
        terms = Terms(volume_t, holder, at_margin=at_margin, limit_fen=price_fen)
        shares_t = clear_bids(bids, terms).allocations_t
        for bid, part_t in zip(bids, shares_t, strict=True):
            traded_t[bid.bid_id] = part_t
    return CallResult(price_fen if volume_t else None, tuple(traded_t), volume_t)


def trades_of(orders: Sequence[CallOrder], result: CallResult) -> list[Trade]:
    """Return who delivers to whom: buyers and sellers joined in the order in which they came.

    Args:
        orders: The orders of the auction.
        result: What it decided.

    Returns:
        The trades, at most one fewer than orders that traded; each order's add up to its share.
    """
    if result.price_fen is None:
        return []
    sold = ((order.owner_id, part_t) for order, part_t in _served(orders, result, Side.SELL))
    seller, left_t = next(sold)
    trades: list[Trade] = []
    for order, bought_t in _served(orders, result, Side.BUY):
        wanted_t = bought_t
        while wanted_t:
            if not left_t:
                seller, left_t = next(sold)
            part_t = min(wanted_t, left_t)
            trades.append(Trade(result.price_fen, part_t, order.owner_id, seller))
            wanted_t -= part_t
            left_t -= part_t
    return trades


def _of_side(orders: Sequence[CallOrder], side: Side) -> list[Bid]:
    return [
        Bid(place, order.price_fen, order.quantity_t)
        for place, order in enumerate(orders)
        if order.side is side
    ]


def _served(
    orders: Sequence[CallOrder], result: CallResult, side: Side
) -> list[tuple[CallOrder, int]]:
    pairs = zip(orders, result.traded_t, strict=True)
    return [(order, part_t) for order, part_t in pairs if order.side is side and part_t]
