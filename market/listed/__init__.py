"""Listed trading: orders in the open book of an instrument."""

from market.listed.commands import CancelOrder, MarketCommand, PlaceOrder

__all__ = [
    "CancelOrder",
    "MarketCommand",
    "PlaceOrder",
]
