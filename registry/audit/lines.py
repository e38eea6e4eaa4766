"""Where every serial lies after a list of moves: one array of owners for each unit type.

This is the auditor's own bookkeeping. It shares neither code nor data structure with the blocks
that the ledger keeps: all borders are known before the first move, so a move is a slice.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

ISSUANCE = 1


class Move(NamedTuple):
    """One run of serials going from account to account."""

    unit_type_id: int
    first: int
    last: int
    source: int
    target: int


class Line:
    """Who owns each serial of one unit type after all its moves.

    Args:
        moves: those of the unit type, in the order in which they happened.
    """

    def __init__(self, moves: Sequence[Move]) -> None:
        firsts = np.array([move.first for move in moves], dtype=np.int64)
        ends = np.array([move.last + 1 for move in moves], dtype=np.int64)
        self._starts = np.unique(np.concatenate([firsts, ends]))
        self._owners = np.full(len(self._starts), ISSUANCE, dtype=np.int64)
        self.breaches: list[Move] = []
        from_ = np.searchsorted(self._starts, firsts)
        to = np.searchsorted(self._starts, ends)
        for move, start, end in zip(moves, from_.tolist(), to.tolist(), strict=True):
            piece = self._owners[start:end]
            if (piece != move.source).any():
                self.breaches.append(move)
            piece[:] = move.target

    def lies(self, first: int, last: int, owner: int) -> bool:
        """Tell whether all of a range is an owner's."""
        start = int(np.searchsorted(self._starts, first, side="right")) - 1
        end = int(np.searchsorted(self._starts, last, side="right"))
        return start >= 0 and bool((self._owners[start:end] == owner).all())

    def owned(self) -> dict[int, int]:
        """Return how many serials each account owns."""
        sizes = np.diff(self._starts)
        owners = self._owners[:-1]
        return {
            int(owner): int(sizes[owners == owner].sum())
            for owner in np.unique(owners)
            if owner != ISSUANCE
        }


def lines(moves: Iterable[Move]) -> dict[int, Line]:
    """Return the line of each unit type."""
    by_type: dict[int, list[Move]] = {}
    for move in moves:
        by_type.setdefault(move.unit_type_id, []).append(move)
    return {unit_type_id: Line(known) for unit_type_id, known in by_type.items()}
