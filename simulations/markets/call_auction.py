"""The daily call auction of the fast mode: all orders of a day meet once, at one price.

No carbon market of China trades so; it stands for the order book where a design needs many runs.
Source: P. R. Wurman, W. E. Walsh & M. P. Wellman (1998), Flexible double auctions for electronic
commerce, Decision Support Systems 24(1): with M units offered, every price between the M-th and
the (M + 1)-th dearest of all units wanted and offered clears the market.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Final, NamedTuple

from market.matching import AtMargin, first_come, pro_rata
from market.rules import PRICE_FEN_MAX, BidInvalid, PriceBand, Side, Trade

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
        at_price: defaultdict[int, int] = defaultdict(int)
        sides_t = {Side.BUY: 0, Side.SELL: 0}
        for _, side, price_fen, quantity_t in orders:
            at_price[price_fen] += quantity_t
            sides_t[side] += quantity_t
        self.wanted_t, self.offered_t = sides_t[Side.BUY], sides_t[Side.SELL]
        self._prices_fen = sorted(at_price, reverse=True)
        self._last_places = list(accumulate(at_price[price] for price in self._prices_fen))

    def clearing_range_fen(self) -> PriceBand:
        """Return the lowest and the highest price at which as much is wanted as offered, fen."""
        return PriceBand(self._price_fen(self.offered_t + 1), self._price_fen(self.offered_t))

    def _price_fen(self, place: int) -> int:
        """Return the price of the unit in a place, counted from 1; the bounds beyond the ends."""
        if place < 1:
            return PRICE_FEN_MAX
        order = bisect_left(self._last_places, place)
        return self._prices_fen[order] if order < len(self._prices_fen) else PRICE_FEN_MIN


@dataclass(slots=True)
class _Half:
    """One side at the price: what is better than it, and places and quantities of what is at it."""

    better_t: int = 0
    places: list[int] = field(default_factory=list)
    wishes_t: list[int] = field(default_factory=list)


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
    low_fen, high_fen = UnitRow(orders).clearing_range_fen()
    price_fen = min(max(reference_fen, low_fen), high_fen)
    traded_t = [0] * len(orders)
    buys, sells = _Half(), _Half()
    for place, (_, side, limit_fen, quantity_t) in enumerate(orders):
        if limit_fen <= 0 or quantity_t <= 0:
            raise BidInvalid(bid_id=place, field="orders")
        half = buys if side is Side.BUY else sells
        if limit_fen == price_fen:
            half.places.append(place)
            half.wishes_t.append(quantity_t)
        elif (limit_fen > price_fen) is (half is buys):
            traded_t[place] = quantity_t
            half.better_t += quantity_t
    volume_t = min(half.better_t + sum(half.wishes_t) for half in (buys, sells))
    share = pro_rata if at_margin is AtMargin.PRO_RATA else first_come
    for half in (buys, sells):
        shares_t = share(volume_t - half.better_t, half.wishes_t)
        for place, part_t in zip(half.places, shares_t, strict=True):
            traded_t[place] = part_t
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


def _served(
    orders: Sequence[CallOrder], result: CallResult, side: Side
) -> list[tuple[CallOrder, int]]:
    pairs = zip(orders, result.traded_t, strict=True)
    return [(order, part_t) for order, part_t in pairs if order.side is side and part_t]
