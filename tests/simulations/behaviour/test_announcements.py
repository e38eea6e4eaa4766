import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulations.behaviour import (
    Attention,
    BehaviourOutOfRange,
    PolicyAnnouncement,
    believed_path,
)

KNOWN = {2024: 100.0, 2025: 98.0, 2026: 96.0}
TIGHTER = PolicyAnnouncement(published=10, effective=50, values=((2025, 90.0), (2026, 80.0)))
REVERSED = PolicyAnnouncement(published=30, effective=50, values=((2026, 96.0),))


def _in_2026(attention: Attention, day: int, *said: PolicyAnnouncement) -> float:
    return believed_path(KNOWN, said, attention, day)[2026]


def test_an_announcement_is_believed_at_once_late_or_partly() -> None:
    at_once, late, partly = Attention(0, 1.0), Attention(15, 1.0), Attention(0, 0.25)
    assert [_in_2026(at_once, day, TIGHTER) for day in (9, 10, 49)] == [96, 80, 80]
    assert [_in_2026(late, day, TIGHTER) for day in (10, 24, 25)] == [96, 96, 80]
    assert [_in_2026(partly, day, TIGHTER) for day in (9, 10, 49)] == [96, 92, 92]


def test_a_year_of_which_nothing_is_said_stays_as_it_was() -> None:
    assert believed_path(KNOWN, [TIGHTER], Attention(0, 1.0), 40)[2024] == 100


@given(delay=st.integers(0, 1_000), part=st.floats(0, 1), later=st.integers(0, 500))
def test_what_is_in_force_is_known_to_everybody(delay: int, part: float, later: int) -> None:
    assert _in_2026(Attention(delay, part), 50 + later, TIGHTER) == 80
    assert _in_2026(Attention(delay, part), 50 + later, TIGHTER, REVERSED) == 96


@given(day=st.integers(0, 100), delay=st.integers(0, 60), part=st.floats(0, 1))
def test_beliefs_lie_between_the_old_rule_and_the_new(day: int, delay: int, part: float) -> None:
    attention = Attention(delay, part)
    assert 80 - 1e-9 <= _in_2026(attention, day, TIGHTER) <= 96
    both = _in_2026(attention, day, TIGHTER, REVERSED)
    assert both == _in_2026(attention, day, REVERSED, TIGHTER)
    assert 80 - 1e-9 <= both <= 96


def test_a_reversal_that_is_doubted_leaves_some_of_the_first_announcement() -> None:
    assert _in_2026(Attention(0, 1.0), 40, TIGHTER, REVERSED) == 96
    assert _in_2026(Attention(0, 0.5), 40, TIGHTER, REVERSED) == 92


def test_a_year_that_is_only_announced_counts_from_its_notice() -> None:
    said = PolicyAnnouncement(5, 90, ((2030, 70.0),))
    assert 2030 not in believed_path(KNOWN, [said], Attention(0, 0.5), 4)
    assert believed_path(KNOWN, [said], Attention(0, 0.5), 5)[2030] == 70


def test_a_rule_cannot_be_in_force_before_it_is_published() -> None:
    with pytest.raises(BehaviourOutOfRange):
        PolicyAnnouncement(published=10, effective=9, values=())
    with pytest.raises(BehaviourOutOfRange):
        Attention(delay_days=0, responsiveness=1.5)
