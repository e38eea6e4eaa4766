"""Who trades with whom at what price: the order book and the uniform-price auction, pure."""

from market.matching.book import Depth, DepthLevel, Fill, OrderBook, RestingOrder
from market.matching.uniform_price import AuctionResult, Bid, pro_rata, uniform_price_auction

__all__ = [
    "AuctionResult",
    "Bid",
    "Depth",
    "DepthLevel",
    "Fill",
    "OrderBook",
    "RestingOrder",
    "pro_rata",
    "uniform_price_auction",
]
