import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.ledger.blocks import Block, Missing, Shelf
from registry.ledger.serials import SerialRange

A, B, C = (10, 2), (11, 2), (12, 2)


def shelf(*blocks):
    shelf = Shelf()
    for place, first, last, id_ in blocks:
        shelf.load(place, [Block(first, last, 1, id_)])
    return shelf


def written(before, changes):
    """The rows after the changes, in their order; after each statement no two rows overlap."""
    rows = {id_: (place, first, last) for place, first, last, id_ in before}
    for id_ in changes.deleted:
        del rows[id_]
    steps = [*changes.shrunk, *changes.grown, *changes.inserted]
    for number, (account, unit, block) in enumerate(steps):
        rows[block.id or -number - 1] = ((account, unit), block.first, block.last)
        spans = sorted((first, last) for _, first, last in rows.values())
        assert all(a[1] < b[0] for a, b in itertools.pairwise(spans))
    return {
        number: place for place, first, last in rows.values() for number in range(first, last + 1)
    }


def test_the_lowest_serials_go_and_a_block_splits():
    before = [(A, 1, 10, 1), (A, 21, 30, 2)]
    work = shelf(*before)
    assert work.move(A, B, 15) == [SerialRange(1, 10), SerialRange(21, 25)]
    changes = work.changes()
    assert not changes.deleted
    owners = written(before, changes)
    assert [n for n, place in owners.items() if place == A] == list(range(26, 31))


def test_neighbours_of_one_issuance_join():
    work = shelf((A, 11, 20, 1), (B, 1, 10, 2))
    work.move(A, B, 5)
    changes = work.changes()
    assert [placed.block for placed in changes.grown] == [Block(1, 15, 1, 2)]
    assert not changes.inserted


def test_a_block_that_moves_whole_keeps_its_row():
    work = shelf((A, 1, 10, 1))
    work.move(A, B, 10)
    assert [tuple(placed) for placed in work.changes().shrunk] == [(*B, Block(1, 10, 1, 1))]


def test_named_serials_are_cut_out_of_the_middle():
    before = [(A, 1, 100, 1)]
    work = shelf(*before)
    moved = work.move_named(A, B, [SerialRange(41, 50), SerialRange(91, 100)])
    assert moved == [SerialRange(41, 50), SerialRange(91, 100)]
    owners = written(before, work.changes())
    assert {n for n, place in owners.items() if place == B} == {*range(41, 51), *range(91, 101)}


def test_named_serials_that_lie_elsewhere_are_missing_and_nothing_moves():
    work = shelf((A, 1, 10, 1), (B, 11, 20, 2))
    with pytest.raises(Missing) as missing:
        work.move_named(A, C, [SerialRange(9, 12)])
    assert missing.value.ranges == [SerialRange(11, 12)]
    assert list(work.at(A)) == [Block(1, 10, 1, 1)]


def test_new_units_are_created_where_they_go():
    work = Shelf()
    work.create(A, SerialRange(1, 5), 7)
    assert [tuple(placed) for placed in work.changes().inserted] == [(*A, Block(1, 5, 7))]


@given(
    sizes=st.lists(
        st.tuples(st.sampled_from([A, B, C]), st.integers(1, 6)), min_size=1, max_size=8
    ),
    moves=st.lists(
        st.tuples(
            st.sampled_from([A, B, C]),
            st.sampled_from([A, B, C]),
            st.integers(1, 12),
            st.booleans(),
        ),
        max_size=12,
    ),
)
def test_any_moves_keep_every_unit_and_can_be_written_without_overlap(sizes, moves):
    before, start = [], 1
    for id_, (place, size) in enumerate(sizes, 1):
        before.append((place, start, start + size - 1, id_))
        start += size
    owner = {n: place for place, first, last, _ in before for n in range(first, last + 1)}
    work = shelf(*before)
    for source, target, quantity, named in moves:
        held = sorted(n for n, place in owner.items() if place == source)
        if source == target or len(held) < quantity:
            continue
        chosen = held[-quantity:] if named else held[:quantity]
        if named:
            work.move_named(source, target, [SerialRange(n, n) for n in chosen])
        else:
            work.move(source, target, quantity)
        owner.update(dict.fromkeys(chosen, target))
    assert written(before, work.changes()) == owner
