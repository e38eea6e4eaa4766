import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.ledger.serials import (
    SerialRange,
    format_range,
    format_ranges,
    format_serial,
    merged,
    parse_range,
    subtracted,
    total,
)
from registry.worlds.refused_values import SerialInvalid
from tests.strategies import serial_ranges


def members(ranges):
    return {number for run in ranges for number in range(run.first, run.last + 1)}


def test_a_serial_is_code_and_number():
    assert format_serial("CCER-2026", 1) == "CCER-2026-000000001"
    assert format_serial("CEA-2024", 8_194_000_000) == "CEA-2024-8194000000"


@pytest.mark.parametrize(
    "text",
    [
        "CCER-2026-000000001…000000100",
        "CCER-2026-000000001..000000100",
        "CCER-2026-000000001-000000100",
        "CCER-2026-000000001 – CCER-2026-000000100",
        " CCER-2026-000000001至000000100 ",
        "CCER-2026-000000001 to 000000100",
    ],
)
def test_a_range_is_read_however_its_ends_are_parted(text):
    assert parse_range(text) == ("CCER-2026", SerialRange(1, 100))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "CCER-2026",
        "CCER-2026-1",
        "CCER-2026-000000002…000000001",
        "CCER-2026-000000000",
        "CCER-2026-000000001…CEA-2024-000000002",
        "ccer-2026-000000001",
        "CCER-2026-000000001; DROP TABLE posting",
        "CCER-2026-" + "9" * 40,
    ],
)
def test_what_is_no_range_is_refused(text):
    with pytest.raises(SerialInvalid):
        parse_range(text)


@given(serial_ranges)
def test_a_range_written_is_read_again(run):
    assert parse_range(format_range("GEC-2026", run)) == ("GEC-2026", run)


@given(st.lists(serial_ranges, max_size=8))
def test_merged_ranges_have_the_same_members_and_do_not_touch(ranges):
    joined = merged(ranges)
    assert members(joined) == members(ranges)
    assert all(a.last + 1 < b.first for a, b in itertools.pairwise(joined))
    assert total(joined) == len(members(ranges))


@given(st.lists(serial_ranges, max_size=5), st.lists(serial_ranges, max_size=5))
def test_subtracted_ranges_lack_exactly_what_was_taken(ranges, taken):
    assert members(subtracted(ranges, taken)) == members(ranges) - members(taken)


def test_many_ranges_are_counted_in_a_sentence():
    ranges = [SerialRange(10 * n, 10 * n + 1) for n in range(1, 6)]
    assert format_ranges("CEA-2024", ranges, 1) == "CEA-2024-000000010…000000011 (+4)"
