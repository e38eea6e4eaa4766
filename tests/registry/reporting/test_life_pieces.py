"""The pieces of a range partition it, and each tells exactly what happened to its units."""

from dataclasses import dataclass
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from registry.ledger.serials import SerialRange
from registry.reporting.life_pieces import pieces
from tests.strategies import serial_ranges


@dataclass(frozen=True)
class Event:
    name: int
    serials: SerialRange


events = st.lists(serial_ranges, max_size=12).map(
    lambda runs: [Event(name, run) for name, run in enumerate(runs)]
)


@given(serial_ranges, events)
def test_pieces_partition_the_range(within: SerialRange, happened: list[Event]) -> None:
    found = pieces(within, happened)
    assert found[0].serials.first == within.first
    assert found[-1].serials.last == within.last
    for left, right in pairwise(found):
        assert right.serials.first == left.serials.last + 1
        assert left.events != right.events


@given(serial_ranges, events)
def test_each_unit_has_the_events_of_its_piece(within: SerialRange, happened: list[Event]) -> None:
    for piece in pieces(within, happened):
        for number in range(piece.serials.first, piece.serials.last + 1):
            covering = [e for e in happened if e.serials.first <= number <= e.serials.last]
            assert list(piece.events) == covering


def test_neighbours_that_moved_together_are_one_piece() -> None:
    moved = [Event(1, SerialRange(1, 5)), Event(1, SerialRange(6, 9))]
    found = pieces(SerialRange(1, 9), moved, same=lambda event: event.name)
    assert [piece.serials for piece in found] == [SerialRange(1, 9)]


def test_a_range_to_which_nothing_happened_is_one_empty_piece() -> None:
    (found,) = pieces(SerialRange(3, 7), [])
    assert (found.serials, found.events) == (SerialRange(3, 7), ())
