"""Sealed-bid auctions of a supply at one price, as simulations hold them."""

from collections.abc import Sequence
from typing import NamedTuple

from market.matching.sealed_bids import Bid, Terms, clear_bids


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
    """Sell a supply at one price, the last price shared in proportion.

    Args:
        bids: in the order in which they came; prices and quantities above zero.
        supply_t: quantity offered, t.
        reserve_price_fen: lowest price accepted, fen per t; zero for none.

    Returns:
        Price, allocations, quantity sold and revenue.

    Raises:
        BidInvalid: a bid without positive price and quantity.
        SupplyInvalid: a negative supply or reserve price.
    """
    cleared = clear_bids(bids, Terms(supply_t, limit_fen=reserve_price_fen))
    return AuctionResult(
        cleared.price_fen, cleared.allocations_t, cleared.traded_t, cleared.turnover_fen
    )
