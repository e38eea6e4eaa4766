"""Where every serial lies after a list of moves: one array of owners for each unit type.

This is the auditor's own bookkeeping. It shares neither code nor data structure with the blocks
that the ledger keeps: all borders are known before the first move, so a move is a slice.
"""

from array import array
from collections.abc import Sequence

import numpy as np

ISSUANCE = 1
MOVE_COLUMNS = 4


class Moves:
    """The moves of one unit type in the order in which they happened, packed."""

    def __init__(self) -> None:
        self._packed = array("q")

    def add(self, first: int, last: int, source: int, target: int) -> None:
        """Add a run of serials that went from account to account."""
        self._packed.extend((first, last, source, target))

    def columns(self) -> np.ndarray:
        """Return first, last, source and target of every move, as columns."""
        return np.frombuffer(self._packed, dtype=np.int64).reshape(-1, MOVE_COLUMNS).T


class Line:
    """Who owns each serial of one unit type after all its moves."""

    def __init__(self, moves: Moves) -> None:
        firsts, lasts, sources, targets = moves.columns()
        self._starts = np.unique(np.concatenate([firsts, lasts + 1]))
        self._owners = np.full(len(self._starts), ISSUANCE, dtype=np.int64)
        self.breaches: list[Sequence[int]] = []
        begins = np.searchsorted(self._starts, firsts)
        ends = np.searchsorted(self._starts, lasts + 1)
        for index, (begin, end) in enumerate(zip(begins.tolist(), ends.tolist(), strict=True)):
            piece = self._owners[begin:end]
            if (piece != sources[index]).any():
                move = (firsts[index], lasts[index], sources[index], targets[index])
                self.breaches.append([int(value) for value in move])
            piece[:] = targets[index]

    def lies(self, first: int, last: int, owner: int) -> bool:
        """Tell whether all of a range is an owner's."""
        begin = int(np.searchsorted(self._starts, first, side="right")) - 1
        end = int(np.searchsorted(self._starts, last, side="right"))
        return begin >= 0 and bool((self._owners[begin:end] == owner).all())

    def owned(self) -> dict[int, int]:
        """Return how many serials each account owns."""
        owners, places = np.unique(self._owners[:-1], return_inverse=True)
        sums = np.zeros(len(owners), dtype=np.int64)
        np.add.at(sums, places, np.diff(self._starts))
        known = zip(owners.tolist(), sums.tolist(), strict=True)
        return {owner: total for owner, total in known if owner != ISSUANCE}
