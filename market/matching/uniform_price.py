"""Sealed-bid auctions at one price: who gets how much when many bid for one supply."""

from collections.abc import Sequence
from typing import NamedTuple

from market.rules.errors import BidInvalid, SupplyInvalid


class Bid(NamedTuple):
    """A sealed wish: quantity (t) at no more than a price (fen per t)."""

    bid_id: int
    price_fen: int
    quantity_t: int


class AuctionResult(NamedTuple):
    """What a uniform-price auction decided.

    Attributes:
        price_fen: price all winners pay, fen per t; None when nothing was sold.
        allocations_t: quantity of each bid, t, in the order of the bids.
        sold_t: their sum, t.
        revenue_fen: price times quantity sold, fen.
    """

    price_fen: int | None
    allocations_t: tuple[int, ...]
    sold_t: int
    revenue_fen: int


def uniform_price_auction(
    bids: Sequence[Bid], supply_t: int, reserve_price_fen: int = 0
) -> AuctionResult:
    """Sell a supply at one price.

    The price is the highest at which the bids take the whole supply; if they never do, it is the
    reserve price, or the lowest bid where there is no reserve. Bids above the price are served in
    full, those at the price share the rest in proportion, in whole tonnes by largest remainder;
    equal remainders go to the earlier bid.

    Args:
        bids: in the order in which they came; prices and quantities above zero.
        supply_t: quantity offered, t.
        reserve_price_fen: lowest price accepted, fen per t; zero for none.

    Returns:
        Price, allocations, quantity sold and revenue.

    Raises:
        BidInvalid: a bid without positive price and quantity.
        SupplyInvalid: a negative supply or reserve price.

    Source:
        Uniform-price sealed bid; checked by hand in tests (supply 80, price 40, revenue 3,200).
    """
    if supply_t < 0 or reserve_price_fen < 0:
        raise SupplyInvalid(supply_t=supply_t)
    for bid in bids:
        if bid.price_fen <= 0 or bid.quantity_t <= 0:
            raise BidInvalid(bid_id=bid.bid_id)
    eligible = [bid for bid in bids if bid.price_fen >= reserve_price_fen]
    if not eligible or not supply_t:
        return AuctionResult(None, (0,) * len(bids), 0, 0)
    price_fen = _clearing_price_fen(eligible, supply_t, reserve_price_fen)
    allocations_t = _allocate(bids, supply_t, price_fen)
    sold_t = sum(allocations_t)
    return AuctionResult(price_fen, allocations_t, sold_t, sold_t * price_fen)


def _clearing_price_fen(eligible: list[Bid], supply_t: int, reserve_price_fen: int) -> int:
    demand_t = 0
    ranked = sorted(eligible, key=lambda bid: -bid.price_fen)
    for bid in ranked:
        demand_t += bid.quantity_t
        if demand_t >= supply_t:
            return bid.price_fen
    return reserve_price_fen or ranked[-1].price_fen


def _allocate(bids: Sequence[Bid], supply_t: int, price_fen: int) -> tuple[int, ...]:
    above_t = sum(bid.quantity_t for bid in bids if bid.price_fen > price_fen)
    marginal_t = [bid.quantity_t if bid.price_fen == price_fen else 0 for bid in bids]
    left_t = min(supply_t - above_t, sum(marginal_t))
    shares_t = pro_rata(left_t, marginal_t)
    return tuple(
        bid.quantity_t if bid.price_fen > price_fen else share
        for bid, share in zip(bids, shares_t, strict=True)
    )


def pro_rata(total: int, wishes: Sequence[int]) -> tuple[int, ...]:
    """Share a whole number in proportion to wishes, by largest remainder.

    Args:
        total: what there is to share, at most the sum of the wishes.
        wishes: non-negative whole numbers.

    Returns:
        Whole shares that sum to the total; none above its wish. Equal remainders go to the
        earlier wish.
    """
    wished = sum(wishes)
    if not wished:
        return (0,) * len(wishes)
    shares = [total * wish // wished for wish in wishes]
    remainders = [total * wish % wished for wish in wishes]
    first = sorted(range(len(wishes)), key=lambda place: -remainders[place])
    for place in first[: total - sum(shares)]:
        shares[place] += 1
    return tuple(shares)
