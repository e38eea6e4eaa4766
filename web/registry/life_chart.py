"""The lives of units as a drawing: one line for each piece, time from left to right."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from registry.reporting import LifePiece

DRAWN_MAX = 40
WIDTH, LEFT, ROW = 1000, 10, 26
ENDS_AT_LAST_EVENT = frozenset({"surrendered", "retired", "cancelled", "expired", "carried_over"})


@dataclass(frozen=True, slots=True)
class Mark:
    """One event on the line of a piece."""

    x: int
    kind: str
    day: date


@dataclass(frozen=True, slots=True)
class Line:
    """The life of one piece: from its issuance to its use, or to today if it is held."""

    serials: str
    state: str
    y: int
    x_first: int
    x_last: int
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class LifeChart:
    """A drawing: measures in its own units, and the days at its two ends."""

    width: int
    height: int
    first_day: date
    last_day: date
    lines: tuple[Line, ...]
    hidden: int


def life_chart(pieces: Sequence[LifePiece], today: date) -> LifeChart | None:
    """Return the drawing of the first pieces, or None where nothing has happened."""
    drawn = [piece for piece in pieces if piece.events][:DRAWN_MAX]
    if not drawn:
        return None
    days = [event.business_date for piece in drawn for event in piece.events]
    first, last = min(days), max([*days, today])
    span = max(1, (last - first).days)

    def place(day: date) -> int:
        return LEFT + round((WIDTH - 2 * LEFT) * (day - first).days / span)

    lines = []
    for row, piece in enumerate(drawn):
        marks = tuple(
            Mark(place(event.business_date), event.kind, event.business_date)
            for event in piece.events
        )
        ended = piece.state in ENDS_AT_LAST_EVENT
        end = marks[-1].x if ended else place(last)
        y = ROW // 2 + row * ROW
        lines.append(Line(piece.serials, piece.state, y, marks[0].x, end, marks))
    hidden = sum(1 for piece in pieces if piece.events) - len(drawn)
    return LifeChart(WIDTH, ROW * len(drawn), first, last, tuple(lines), hidden)
