"""What the venue's operator asks, as frozen values."""

from dataclasses import dataclass
from typing import ClassVar

from registry.worlds import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenInstrument(Command):
    """List a unit type for trading (operator).

    Attributes:
        client_id: 1 to 64 characters, unique in the world.
        instrument: code of the unit type.
        reference_price_fen: price around which the first band is drawn, fen per t.
        market: scheme whose rules of trading it follows; empty: that of its units.
    """

    kind: ClassVar[str] = "open_instrument"
    instrument: str
    reference_price_fen: int
    market: str = ""
