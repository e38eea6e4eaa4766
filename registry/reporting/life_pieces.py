"""Parts a range of serials into pieces whose units have had the same life."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Generic, NamedTuple, Protocol, TypeVar

from registry.ledger.serials import SerialRange


class Covering(Protocol):
    """Something that happened to a run of serials."""

    @property
    def serials(self) -> SerialRange:
        """Return the serials it happened to."""


Event = TypeVar("Event", bound=Covering)


class Piece(NamedTuple, Generic[Event]):
    """A run of serials and what happened to all of them, in the order of the events given."""

    serials: SerialRange
    events: tuple[Event, ...]


def pieces(
    within: SerialRange,
    events: Sequence[Event],
    same: Callable[[Event], object] = lambda event: event,
) -> list[Piece[Event]]:
    """Return the pieces of a range, in serial order: together they are the range, none overlap.

    A sweep over the ends of all events: between two neighbouring ends every unit has the same
    events. Neighbours with the same life are joined, so the pieces are as long as they can be.

    Args:
        within: the range asked about.
        events: what happened, oldest first; parts outside the range are passed over.
        same: what makes two events one for joining, such as their transaction.
    """
    starts: dict[int, list[int]] = {}
    ends: dict[int, list[int]] = {}
    for index, event in enumerate(events):
        if not event.serials.overlaps(within):
            continue
        starts.setdefault(max(event.serials.first, within.first), []).append(index)
        ends.setdefault(min(event.serials.last, within.last) + 1, []).append(index)
    found: list[Piece[Event]] = []
    running: set[int] = set()
    cuts = sorted({within.first, within.last + 1, *starts, *ends})
    for start, after in pairwise(cuts):
        running.difference_update(ends.get(start, ()))
        running.update(starts.get(start, ()))
        life = tuple(events[index] for index in sorted(running))
        _append(found, Piece(SerialRange(start, after - 1), life), same)
    return found


def _append(
    found: list[Piece[Event]], piece: Piece[Event], same: Callable[[Event], object]
) -> None:
    last = found[-1] if found else None
    if last is not None and [same(e) for e in last.events] == [same(e) for e in piece.events]:
        found[-1] = Piece(SerialRange(last.serials.first, piece.serials.last), last.events)
    else:
        found.append(piece)
