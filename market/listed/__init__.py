"""Listed trading: orders in the open book of an instrument."""

from market.listed.commands import CancelOrder, MarketCommand, PlaceOrder, TakeOrder
from market.listed.counterparties import Counterparties, ShownLevel, ShownOrder, counterparties

__all__ = [
    "CancelOrder",
    "Counterparties",
    "MarketCommand",
    "PlaceOrder",
    "ShownLevel",
    "ShownOrder",
    "TakeOrder",
    "counterparties",
]
