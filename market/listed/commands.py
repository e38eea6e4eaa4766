"""What participants ask of the open book, as frozen values.

People, bots and simulated agents issue the same values; runs make millions, so these check
nothing by themselves and inherit nothing. ``client_id`` names one command for ever:
sent again with the same body it returns the first result. ``kind`` names the command in records.
"""

from dataclasses import dataclass
from typing import ClassVar

from market.rules.orders import OrderKind, Side


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceOrder:
    """Buy or sell units of an instrument at the open book.

    Attributes:
        client_id: 1 to 64 characters, unique in the world.
        account: number of the trading account.
        instrument: code of the instrument, which is that of its unit type.
        side: buy or sell.
        order_kind: limit or market.
        price_fen: worst acceptable price, fen per t; None for a market order.
        quantity_t: quantity, t.
    """

    kind: ClassVar[str] = "place_order"
    client_id: str
    account: str
    instrument: str
    side: Side
    order_kind: OrderKind = OrderKind.LIMIT
    price_fen: int | None = None
    quantity_t: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelOrder:
    """Take the rest of an open order out of the book.

    Attributes:
        client_id: 1 to 64 characters, unique in the world.
        order_id: number of the order.
    """

    kind: ClassVar[str] = "cancel_order"
    client_id: str
    order_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOrder:
    """Trade with one order that rests at the best price, chosen by its number.

    Attributes:
        client_id: 1 to 64 characters, unique in the world.
        account: number of the trading account that takes.
        order_id: number of the resting order.
        quantity_t: quantity, t, at most what rests of it.
        instrument: in whose book the order is looked for; None for whichever it is in.
    """

    kind: ClassVar[str] = "take_order"
    client_id: str
    account: str
    order_id: int
    quantity_t: int
    instrument: str | None = None


MarketCommand = PlaceOrder | CancelOrder | TakeOrder
"""What is asked of the book; all else that is asked of a venue is a `Command` like any other."""
