import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulations.behaviour import BehaviourOutOfRange
from simulations.behaviour.strategies import CreditSupplier, Standing
from tests.simulations.behaviour.strategies.standings import STANDINGS, assert_placeable, standing

SUPPLIER = CreditSupplier(
    unit_cost_cny=30, discount=0.1, patience_days=20, sunk_days=10, offered_share=0.25
)
DAYS = st.floats(0, 500)


@given(now=STANDINGS, allowance=st.floats(1, 500), waiting=DAYS, left=DAYS)
def test_a_supplier_never_takes_less_than_its_floor(
    now: Standing, allowance: float, waiting: float, left: float
) -> None:
    floor = SUPPLIER.floor_cny(left)
    ask = SUPPLIER.ask_cny(allowance, waiting, left)
    assert 0 <= floor <= 30
    assert floor <= ask <= max(floor, 0.9 * allowance) + 1e-9
    made = SUPPLIER.quote(now, allowance, waiting, left)
    assert_placeable(made, now)
    assert made is None or not made.buys


@given(allowance=st.floats(1, 500), waiting=DAYS, more=DAYS, left=DAYS)
def test_waiting_makes_a_supplier_cheaper(
    allowance: float, waiting: float, more: float, left: float
) -> None:
    patient = SUPPLIER.ask_cny(allowance, waiting, left)
    assert SUPPLIER.ask_cny(allowance, waiting + more, left) <= patient + 1e-9


def test_credits_are_asked_at_a_discount_to_the_allowance_or_at_cost() -> None:
    assert SUPPLIER.ask_cny(100, 0, math.inf) == pytest.approx(90)
    assert SUPPLIER.ask_cny(20, 0, math.inf) == pytest.approx(30)
    assert SUPPLIER.ask_cny(100, 1e4, math.inf) == pytest.approx(30)


def test_cost_no_longer_counts_on_the_last_day() -> None:
    assert SUPPLIER.floor_cny(0) == 0
    assert SUPPLIER.floor_cny(1_000) == pytest.approx(30)


def test_a_part_of_its_credits_is_offered_at_once() -> None:
    made = SUPPLIER.quote(standing(held_t=101, sellable_t=101), 110, 0, math.inf)
    assert made == (False, 9_900, 26)


def test_supply_grows_with_the_price() -> None:
    suppliers = [CreditSupplier(cost, 0.1, 20, 10, 0.25) for cost in range(10, 60, 10)]
    counts = [sum(one.supplies(price) for one in suppliers) for price in (0, 10, 35, 100)]
    assert counts == [0, 1, 3, 5]


def test_a_discount_beyond_the_whole_price_is_refused() -> None:
    with pytest.raises(BehaviourOutOfRange):
        CreditSupplier(30, 1.1, 20, 10, 0.25)
