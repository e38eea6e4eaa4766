"""What participants ask of the open book, as named tuples.

People, bots and simulated agents issue the same values; runs make millions, so these check
nothing by themselves and are made at the price of a tuple. ``client_id`` names one command for
ever: sent again with the same body it returns the first result. ``kind`` names the command in
records.
"""

from typing import ClassVar, NamedTuple

from market.rules.orders import OrderKind, Side


class _PlaceOrder(NamedTuple):
    client_id: str
    account: str
    instrument: str
    side: Side
    quantity_t: int
    price_fen: int | None = None
    order_kind: OrderKind = OrderKind.LIMIT


class PlaceOrder(_PlaceOrder):
    """Buy or sell units of an instrument at the open book.

    Attributes:
        client_id: 1 to 64 characters, unique in the world.
        account: number of the trading account.
        instrument: code of the instrument, which is that of its unit type.
        side: buy or sell.
        quantity_t: quantity, t.
        price_fen: worst acceptable price, fen per t; None for a market order.
        order_kind: limit or market.
    """

    __slots__ = ()
    kind: ClassVar[str] = "place_order"


class _CancelOrder(NamedTuple):
    client_id: str
    order_id: int


class CancelOrder(_CancelOrder):
    """Take the rest of an open order out of the book.

    Attributes:
        client_id: 1 to 64 characters, unique in the world.
        order_id: number of the order.
    """

    __slots__ = ()
    kind: ClassVar[str] = "cancel_order"


class _TakeOrder(NamedTuple):
    client_id: str
    account: str
    order_id: int
    quantity_t: int
    instrument: str | None = None


class TakeOrder(_TakeOrder):
    """Trade with one order that rests at the best price, chosen by its number.

    Attributes:
        client_id: 1 to 64 characters, unique in the world.
        account: number of the trading account that takes.
        order_id: number of the resting order.
        quantity_t: quantity, t, at most what rests of it.
        instrument: in whose book the order is looked for; None for whichever it is in.
    """

    __slots__ = ()
    kind: ClassVar[str] = "take_order"


MarketCommand = PlaceOrder | CancelOrder | TakeOrder
"""What is asked of the book; all else that is asked of a venue is a `Command` like any other."""
