"""Who trades with whom at what price: the order book and auctions of sealed bids, pure."""

from market.matching.book import Depth, DepthLevel, Fill, OrderBook, RestingOrder
from market.matching.sealed_bids import (
    AtMargin,
    Bid,
    Cleared,
    Pricing,
    Terms,
    clear_bids,
    first_come,
    pro_rata,
)
from market.matching.taking import LEVELS_SHOWN, check_take
from market.matching.uniform_price import AuctionResult, uniform_price_auction

__all__ = [
    "LEVELS_SHOWN",
    "AtMargin",
    "AuctionResult",
    "Bid",
    "Cleared",
    "Depth",
    "DepthLevel",
    "Fill",
    "OrderBook",
    "Pricing",
    "RestingOrder",
    "Terms",
    "check_take",
    "clear_bids",
    "first_come",
    "pro_rata",
    "uniform_price_auction",
]
