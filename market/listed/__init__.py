"""Listed trading: orders in the open book of an instrument."""

from market.listed.choices import Counterparties, ShownLevel, ShownOrder, counterparties
from market.listed.commands import CancelOrder, MarketCommand, PlaceOrder, TakeOrder
from market.listed.ways import OpenWays, Way, ways_of

__all__ = [
    "CancelOrder",
    "Counterparties",
    "MarketCommand",
    "OpenWays",
    "PlaceOrder",
    "ShownLevel",
    "ShownOrder",
    "TakeOrder",
    "Way",
    "counterparties",
    "ways_of",
]
