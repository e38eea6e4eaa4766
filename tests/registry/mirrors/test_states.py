import pytest

from registry.mirrors.refused_mirrors import ForeignRangeInvalid, MirrorInOtherState
from registry.mirrors.states import MirrorState, check_state, foreign_run
from registry.worlds import TextInvalid


def test_one_spelling_stands_for_all():
    run = foreign_run(" Verra  VCS ", "vcs-981", 1, 100)
    assert (run.origin, run.series, run.quantity) == ("VERRA VCS", "VCS-981", 100)
    assert str(run) == "VERRA VCS VCS-981 1…100"


@pytest.mark.parametrize(("first", "last"), [(0, 1), (2, 1), (1, 10**19), (1, "9"), (1, 10**13)])
def test_a_range_counts_up_from_one(first, last):
    with pytest.raises(ForeignRangeInvalid):
        foreign_run("Verra", "VCS", first, last)


def test_origin_and_series_are_needed():
    for origin, series in (("", "VCS"), ("Verra", " "), ("V" * 61, "VCS")):
        with pytest.raises(TextInvalid):
            foreign_run(origin, series, 1, 2)


def test_a_step_needs_its_state():
    check_state("FM-2026-000001", "immobilised", MirrorState.IMMOBILISED)
    with pytest.raises(MirrorInOtherState, match="is released; this needs immobilised / mirrored"):
        check_state("FM-2026-000001", "released", MirrorState.IMMOBILISED, MirrorState.MIRRORED)
