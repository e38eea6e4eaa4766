"""The auditor's bookkeeping agrees with one that writes down the owner of each serial."""

from hypothesis import given
from hypothesis import strategies as st

from registry.audit.lines import ISSUANCE, Line, Move, lines

SERIALS = 40
ranges = st.tuples(st.integers(1, SERIALS), st.integers(0, 9)).map(
    lambda pair: (pair[0], min(SERIALS, pair[0] + pair[1]))
)
moves = st.lists(
    st.tuples(ranges, st.integers(1, 4), st.integers(1, 4)).map(
        lambda drawn: Move(7, *drawn[0], drawn[1], drawn[2])
    ),
    min_size=1,
    max_size=20,
)


@given(moves)
def test_a_line_says_of_each_serial_what_a_child_would(drawn):
    owner = dict.fromkeys(range(1, SERIALS + 1), ISSUANCE)
    wrong = []
    for move in drawn:
        run = range(move.first, move.last + 1)
        if any(owner[serial] != move.source for serial in run):
            wrong.append(move)
        owner.update(dict.fromkeys(run, move.target))
    line = Line(drawn)
    assert line.breaches == wrong
    for serial, holder in owner.items():
        if holder != ISSUANCE:
            assert [other for other in range(1, 5) if line.lies(serial, serial, other)] == [holder]
    assert line.owned() == {
        holder: sum(1 for each in owner.values() if each == holder)
        for holder in set(owner.values()) - {ISSUANCE}
    }


def test_each_unit_type_has_its_own_line():
    known = lines([Move(1, 1, 10, ISSUANCE, 5), Move(2, 1, 10, ISSUANCE, 6), Move(1, 4, 6, 5, 6)])
    assert known[1].owned() == {5: 7, 6: 3}
    assert known[2].lies(1, 10, 6)
    assert not known[1].lies(3, 4, 5)
