"""What an order is: its side, its kind, its state, and how fen are written."""

from enum import StrEnum


class Side(StrEnum):
    """Whether units are wanted or offered."""

    BUY = "buy"
    SELL = "sell"

    @property
    def opposite(self) -> "Side":
        """The side an order of this side trades with."""
        return Side.SELL if self is Side.BUY else Side.BUY


class OrderKind(StrEnum):
    """A limit order names its worst price; a market order takes what the book offers."""

    LIMIT = "limit"
    MARKET = "market"


class OrderState(StrEnum):
    """Where an order is in its life; only an open one can trade."""

    OPEN = "open"
    FILLED = "filled"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


def cny_text(amount_fen: int) -> str:
    """Write an amount of fen as yuan with two decimals.

    Args:
        amount_fen: any integer, fen (0.01 CNY).

    Returns:
        The amount in CNY, for example ``"107.59"``; exact, no rounding.
    """
    sign = "-" if amount_fen < 0 else ""
    yuan, fen = divmod(abs(amount_fen), 100)
    return f"{sign}{yuan}.{fen:02d}"
