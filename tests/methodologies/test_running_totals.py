"""Running totals by group."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from methodologies.inclusion.running import running_totals

RECORDS = st.lists(st.tuples(st.floats(0, 1e6), st.integers(0, 4)), max_size=40)


@given(records=RECORDS, opening=st.floats(0, 1e6))
def test_each_record_has_what_its_group_came_to_before(
    records: list[tuple[float, int]], opening: float
) -> None:
    so_far: dict[int, float] = {}
    expected = []
    for amount, group in records:
        expected.append(so_far.get(group, opening))
        so_far[group] = expected[-1] + amount
    found = running_totals(
        np.array([amount for amount, _ in records]),
        np.array([group for _, group in records], dtype=np.int32),
        np.full(len(records), opening),
    )
    assert found.tolist() == expected
