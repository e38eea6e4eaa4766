import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulations.behaviour import (
    AbatementCurve,
    AbatementProject,
    BehaviourOutOfRange,
    Investing,
    Splitting,
    built_t,
)
from tests.simulations.behaviour.curves import CURVES

PROJECTS = st.builds(
    AbatementProject,
    name=st.just("kiln"),
    size_t=st.floats(1, 1e6),
    capital_cny=st.floats(1, 1e9),
    running_cny=st.floats(0, 100),
    lead_years=st.integers(0, 3),
    life_years=st.integers(1, 20),
)
RATES = st.floats(0, 0.3)
PATHS = st.lists(st.floats(0, 2_000), min_size=1, max_size=6)
KILN = AbatementProject("kiln", 1_000, 400_000, 10.0, lead_years=2, life_years=10)


@given(project=PROJECTS, rate=RATES)
def test_a_project_just_pays_at_its_unit_cost(project: AbatementProject, rate: float) -> None:
    cost = project.unit_cost_cny(rate)
    assert project.worth_cny([cost], rate) == pytest.approx(project.capital_cny)
    judge = Investing(rate, 1.0)
    assert judge.adopts(project, [cost * 1.001 + 0.001])
    assert not judge.adopts(project, [cost * 0.999 - 0.001])


@given(project=PROJECTS, rate=RATES, path=PATHS, more=st.floats(0, 500), hurdle=st.floats(1, 2))
def test_a_higher_price_or_a_lower_hurdle_never_stops_a_project(
    project: AbatementProject, rate: float, path: list[float], more: float, hurdle: float
) -> None:
    if Investing(rate, hurdle).adopts(project, path):
        assert Investing(rate, hurdle).adopts(project, [price + more for price in path])
        assert Investing(rate, 1.0).adopts(project, path)


def test_only_prices_of_the_years_in_which_it_abates_count() -> None:
    judge = Investing(rate=0.0, hurdle=1.0)
    assert judge.adopts(KILN, [0, 0, 51])
    assert not judge.adopts(KILN, [1_000, 1_000, 49])


def test_what_is_built_stays_when_the_price_falls() -> None:
    judge = Investing(rate=0.05, hurdle=1.2)
    built = judge.decided([KILN], (), [200], 2024)
    after = judge.decided([KILN], built, [0], 2025)
    assert after == built
    assert [built_t(after, year) for year in (2025, 2026, 2035, 2036)] == [0, 1_000, 1_000, 0]


def test_a_project_stands_once_and_can_be_built_again_when_it_is_worn_out() -> None:
    judge = Investing(rate=0.05, hurdle=1.0)
    built = judge.decided([KILN], (), [200], 2024)
    assert judge.decided([KILN], built, [200], 2035) == built
    assert len(judge.decided([KILN], built, [200], 2036)) == 2


@given(curve=CURVES, price=st.floats(1, 1_500), part=st.floats(0, 1), rate=st.floats(0, 0.2))
def test_at_a_constant_price_both_parts_abate_as_the_whole_curve(
    curve: AbatementCurve, price: float, part: float, rate: float
) -> None:
    slices = 200
    split = Splitting(part, slices, 1, 10, rate).split(curve, 1_000)
    built = Investing(rate, 1.0).decided(split.projects, (), [price], 2024)
    abated_t = split.abatement_t(1_000, price, built_t(built, 2025))
    one_slice_t = 1_000 * curve.share_max * (1 - part) / slices
    assert abated_t == pytest.approx(1_000 * curve.share(price), abs=one_slice_t + 1e-6)


@given(curve=CURVES, part=st.floats(0, 0.9), slices=st.integers(1, 30))
def test_slices_grow_dearer_and_cost_what_the_curve_costs(
    curve: AbatementCurve, part: float, slices: int
) -> None:
    split = Splitting(part, slices, 0, 1, 0.0).split(curve, 1_000)
    costs = [project.unit_cost_cny(0.0) for project in split.projects]
    assert costs == sorted(costs)
    capital = sum(project.capital_cny for project in split.projects)
    rest = curve.narrowed(1 - part)
    assert capital == pytest.approx(1_000 * rest.cost_cny(rest.share_max))


def test_a_hurdle_lets_firms_wait_for_a_higher_price() -> None:
    split = Splitting(0.0, 100, 1, 10, 0.08).split(AbatementCurve.power(1_000, 1, 0, 0.5), 1_000)
    abated = [
        built_t(Investing(0.08, hurdle).decided(split.projects, (), [150], 2024), 2025)
        for hurdle in (1.0, 1.5)
    ]
    assert abated == pytest.approx([150, 100], abs=5)


def test_nothing_abates_more_than_is_emitted() -> None:
    split = Splitting(0.5, 4, 0, 10, 0.05).split(AbatementCurve.line(100, 1, 0, 1), 100)
    assert split.abatement_t(30, 1e6, 50) == 30


def test_a_fully_reversible_curve_has_nothing_to_build() -> None:
    assert Splitting(1.0, 4, 0, 10, 0.05).split(AbatementCurve.line(9, 1, 0, 1), 9).projects == ()


def test_impossible_projects_are_refused() -> None:
    with pytest.raises(BehaviourOutOfRange):
        AbatementProject("none", 0, 1, 1, 0, 1)
    with pytest.raises(BehaviourOutOfRange):
        AbatementProject("past", 1, 1, 1, -1, 1)
    with pytest.raises(BehaviourOutOfRange):
        Investing(0.05, 0.9)
