"""The commands of simulated participants that no other package has yet."""

from dataclasses import dataclass
from typing import ClassVar

from registry.worlds import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class NegotiateTrade(Command):
    """Settle a trade that buyer and seller agreed beside the book.

    Args:
        buyer: Account that pays.
        seller: Account that delivers.
        instrument: Unit type code.
        price_fen: Price, fen per t.
        quantity_t: Quantity, t.
    """

    kind: ClassVar[str] = "negotiate_trade"
    buyer: str
    seller: str
    instrument: str
    price_fen: int
    quantity_t: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardUnits(Command):
    """Deliver what a bid won in an auction, against payment; no fee is taken.

    Args:
        buyer: Account that won.
        seller: Account of the regulator.
        instrument: Unit type code.
        price_fen: Price, fen per t.
        quantity_t: Quantity, t.
    """

    kind: ClassVar[str] = "award_units"
    buyer: str
    seller: str
    instrument: str
    price_fen: int
    quantity_t: int
