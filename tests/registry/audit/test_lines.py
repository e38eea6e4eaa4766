"""The auditor's bookkeeping agrees with one that writes down the owner of each serial."""

from hypothesis import given
from hypothesis import strategies as st

from registry.audit.lines import ISSUANCE, Line, Moves

SERIALS = 40
ranges = st.tuples(st.integers(1, SERIALS), st.integers(0, 9)).map(
    lambda pair: (pair[0], min(SERIALS, pair[0] + pair[1]))
)
moves = st.lists(
    st.tuples(ranges, st.integers(1, 4), st.integers(1, 4)).map(
        lambda drawn: (*drawn[0], drawn[1], drawn[2])
    ),
    min_size=1,
    max_size=20,
)


@given(moves)
def test_a_line_says_of_each_serial_what_a_child_would(drawn):
    owner = dict.fromkeys(range(1, SERIALS + 1), ISSUANCE)
    wrong = []
    packed = Moves()
    for first, last, source, target in drawn:
        packed.add(first, last, source, target)
        run = range(first, last + 1)
        if any(owner[serial] != source for serial in run):
            wrong.append([first, last, source, target])
        owner.update(dict.fromkeys(run, target))
    line = Line(packed)
    assert line.breaches == wrong
    for serial, holder in owner.items():
        if holder != ISSUANCE:
            assert [other for other in range(1, 5) if line.lies(serial, serial, other)] == [holder]
    assert line.owned() == {
        holder: sum(1 for each in owner.values() if each == holder)
        for holder in set(owner.values()) - {ISSUANCE}
    }
