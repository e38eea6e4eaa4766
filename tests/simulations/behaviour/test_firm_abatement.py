import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulations.behaviour import FirmAbatement

LINE = FirmAbatement.line(0.1, 10_000)
POWER = FirmAbatement(5.0, 0.1, 200.0, 0.675, 10_000, 0, 1.0)
PRICES = st.floats(0, 500)


def test_a_firm_abates_until_marginal_cost_equals_the_price() -> None:
    assert LINE.at(50.0) == 500
    assert LINE.at(5_000.0) == 10_000
    assert POWER.at(5.0) == 0
    assert POWER.at(205.0) == 10_000


def test_a_tonne_that_cannot_be_abated_is_worth_any_price() -> None:
    assert LINE.worth_cny(1_000) == 100.0
    assert LINE.worth_cny(10_001) == math.inf
    assert LINE.worth_cny(0) == 0.0


@given(price=PRICES)
def test_the_worth_of_what_is_abated_is_at_most_the_price(price: float) -> None:
    for curve in (LINE, POWER):
        assert curve.worth_cny(curve.at(price)) <= price * (1 + 1e-9)


@given(tonnes=st.integers(1, 9_999))
def test_the_last_tonne_costs_its_marginal_cost(tonnes: int) -> None:
    for curve in (LINE, POWER):
        rise = curve.cost_cny(tonnes + 1) - curve.cost_cny(tonnes)
        assert curve.worth_cny(tonnes) - 1e-6 <= rise <= curve.worth_cny(tonnes + 1) + 1e-6


def test_nothing_is_abated_where_the_allocation_falls_by_as_much() -> None:
    in_vain = LINE.of_year(1, 50_000, 0, 0.0)
    assert in_vain.at(1_000.0) == in_vain.most_t == 0
    assert in_vain.worth_cny(1) == math.inf


def test_what_is_built_abates_whatever_the_price() -> None:
    standing = LINE.of_year(1, 50_000, 3_000, 1.0)
    assert standing.at(0.0) == 3_000
    assert standing.at(50.0) == 3_500
    assert standing.cost_cny(3_000) == 0.0
    assert standing.most_t == 13_000


def test_no_more_is_abated_than_emitted() -> None:
    small = POWER.of_year(1, 4_000, 1_000, 1.0)
    assert small.most_t == 4_000
    assert small.at(1_000.0) == 4_000
    assert POWER.of_year(1, 0, 0, 1.0).at(1_000.0) == 0
    assert small.worth_cny(3_000) == pytest.approx(POWER.worth_cny(2_000))


def test_two_years_together_abate_twice_as_much_at_each_price() -> None:
    together = LINE.of_year(2, 500_000, 0, 1.0)
    assert together.at(50.0) == 1_000
    assert together.most_t == 20_000


@given(price=PRICES, part=st.floats(0, 1))
def test_part_of_a_curve_abates_that_part_at_every_price(price: float, part: float) -> None:
    for curve in (LINE, POWER):
        assert curve.narrowed(part).at(price) == pytest.approx(part * curve.at(price), abs=2)


def test_fuel_moves_a_curve_and_technology_stretches_it() -> None:
    assert LINE.changed(20.0, 1.0).at(50.0) == 300
    assert LINE.changed(0.0, 2.0).at(50.0) == 250
    assert LINE.changed(-20.0, 1.0).at(0.0) == 200
