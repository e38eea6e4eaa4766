"""The tape of a run: its trades as integers side by side, so that millions take little room."""

from array import array
from typing import Final

import numpy as np
from numpy.typing import NDArray

MODES: Final = ("listed", "block", "negotiated", "auction")
LISTED, BLOCK, NEGOTIATED, AUCTION = range(len(MODES))
"""How a trade came about."""

COLUMNS: Final = ("day", "place", "price_fen", "quantity_t", "buyer_id", "seller_id")
"""What is kept of a trade: day, place in ``Tape.places``, fen per t, t, and both accounts."""


class Tape:
    """Every trade of a run, in the order in which they happened.

    Attributes:
        places: Market, instrument and mode of trades, which name them by their place.
        write: Adds the numbers of a trade, in the order of ``COLUMNS``.
    """

    __slots__ = ("_numbers", "places", "write")

    def __init__(self) -> None:
        self._numbers = array("q")
        self.places: list[tuple[str, str, str]] = []
        self.write = self._numbers.extend

    def open(self, market: str, instrument: str) -> int:
        """Make places for an instrument, one for each mode; return the first."""
        first = len(self.places)
        self.places += [(market, instrument, mode) for mode in MODES]
        return first

    def column(self, name: str) -> NDArray[np.int64]:
        """Return one of ``COLUMNS`` of all trades."""
        trades = np.array(self._numbers, np.int64).reshape(-1, len(COLUMNS))
        return trades[:, COLUMNS.index(name)]

    def __len__(self) -> int:
        return len(self._numbers) // len(COLUMNS)
