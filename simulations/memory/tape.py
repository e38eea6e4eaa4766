"""The tape of a run: its trades as integers side by side, so that millions take little room."""

from struct import Struct
from typing import Final

import numpy as np
from numpy.typing import NDArray

MODES: Final = ("listed", "block", "negotiated", "auction")
LISTED, BLOCK, NEGOTIATED, AUCTION = range(len(MODES))
"""How a trade came about."""

COLUMNS: Final = ("day", "place", "price_fen", "quantity_t", "buyer_id", "seller_id")
"""What is kept of a trade: day, place in ``Tape.places``, fen per t, t, and both accounts."""


_TRADE = Struct(f"<{len(COLUMNS)}q")
_pack = _TRADE.pack


class Tape:
    """Every trade of a run, in the order in which they happened.

    Attributes:
        places: Market, instrument and mode of trades, which name them by their place.
    """

    __slots__ = ("_packed", "places")

    def __init__(self) -> None:
        self._packed = bytearray()
        self.places: list[tuple[str, str, str]] = []

    def open(self, market: str, instrument: str) -> int:
        """Make places for an instrument, one for each mode; return the first."""
        first = len(self.places)
        self.places += [(market, instrument, mode) for mode in MODES]
        return first

    def write(self, *trade: int) -> None:
        """Add a trade: its numbers in the order of ``COLUMNS``."""
        self._packed += _pack(*trade)

    def column(self, name: str) -> NDArray[np.int64]:
        """Return one of ``COLUMNS`` of all trades."""
        trades = np.array(self._packed, np.uint8).view("<i8").reshape(-1, len(COLUMNS))
        return trades[:, COLUMNS.index(name)]

    def __len__(self) -> int:
        return len(self._packed) // _TRADE.size
