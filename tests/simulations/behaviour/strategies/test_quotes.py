import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulations.behaviour import BehaviourOutOfRange
from simulations.behaviour.strategies import Position, Quote, Standing, quote
from tests.simulations.behaviour.strategies.standings import (
    STANDINGS,
    assert_placeable,
    standing,
)

POSITION = Position(position_t_max=1_000, neutral_share=0.5, order_t_max=200)


@given(
    now=STANDINGS,
    buys=st.booleans(),
    limit=st.one_of(st.floats(-10, 1_000), st.just(float("inf"))),
    quantity=st.integers(0, 10**9),
)
def test_a_quote_can_always_be_placed_and_keeps_its_limit(
    now: Standing, buys: bool, limit: float, quantity: int
) -> None:
    made = quote(now, buys, limit, quantity)
    assert_placeable(made, now)
    if made:
        assert made.buys == buys
        if buys:
            assert made.price_fen <= limit * 100 + 1e-5
        else:
            assert made.price_fen >= limit * 100 - 1e-5


def test_a_limit_is_rounded_in_the_traders_favour() -> None:
    now = standing(held_t=100, sellable_t=100)
    assert quote(now, True, 99.999, 10) == Quote(True, 9_999, 10)
    assert quote(now, False, 99.991, 10) == Quote(False, 10_000, 10)
    cheap = Standing(0.3, 1, 100, 100, 100, 10**6)
    assert quote(cheap, True, 0.29, 10) == Quote(True, 29, 10)
    assert quote(cheap, False, 0.29, 10) == Quote(False, 29, 10)


def test_a_better_limit_comes_to_the_edge_of_the_band_and_a_worse_one_is_not_placed() -> None:
    now = standing(held_t=100, sellable_t=100)
    assert quote(now, True, 150, 10) == Quote(True, 11_000, 10)
    assert quote(now, True, 80, 10) is None
    assert quote(now, False, 50, 10) == Quote(False, 9_000, 10)
    assert quote(now, False, 120, 10) is None


@given(tilt=st.floats(-3, 3), now=STANDINGS)
def test_a_position_stays_between_nothing_and_its_most(tilt: float, now: Standing) -> None:
    target = POSITION.target_t(tilt)
    assert 0 <= target <= 1_000
    made = POSITION.toward(now, tilt, now.last_cny, now.last_cny)
    assert_placeable(made, now)
    if made:
        assert made.buys == (target > now.held_t)
        assert made.quantity_t <= min(200, abs(target - now.held_t))


def test_who_holds_what_it_wants_does_nothing() -> None:
    assert POSITION.toward(standing(held_t=500, sellable_t=500), 0.0, 100, 100) is None


def test_a_position_that_cannot_be_is_refused() -> None:
    with pytest.raises(BehaviourOutOfRange):
        Position(1_000, 1.5, 200)
    with pytest.raises(BehaviourOutOfRange):
        Position(1_000, 0.5, 0)
