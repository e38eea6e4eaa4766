from hypothesis import given
from hypothesis import strategies as st

from simulations.behaviour.strategies import (
    MomentumInvestor,
    Position,
    Quote,
    Standing,
    ValueInvestor,
)
from tests.simulations.behaviour.strategies.standings import (
    STANDINGS,
    assert_placeable,
    standing,
)

POSITION = Position(position_t_max=1_000, neutral_share=0.5, order_t_max=200)
VALUE = ValueInvestor(POSITION, strength=2.0, threshold=0.01, reversion=0.5)
MOMENTUM = MomentumInvestor(POSITION, window_days=5, return_scale=0.01, strength=0.5, chase=0.01)
HALF = standing(held_t=500, sellable_t=500)


@given(now=STANDINGS, worth=st.floats(0.5, 1_000), reversion=st.floats(0, 1))
def test_a_value_investor_never_pays_more_nor_takes_less_than_a_unit_is_worth(
    now: Standing, worth: float, reversion: float
) -> None:
    made = ValueInvestor(POSITION, 2.0, 0.0, reversion).quote(now, worth)
    assert_placeable(made, now)
    if made and made.buys:
        assert made.price_fen <= worth * 100 + 1e-5
    elif made:
        assert made.price_fen >= worth * 100 - 1e-5


def test_a_value_investor_buys_what_is_cheap_and_sells_what_is_dear() -> None:
    cheap, dear = VALUE.quote(HALF, 105), VALUE.quote(HALF, 95)
    assert cheap
    assert dear
    assert cheap == Quote(True, 10_246, 97)  # Half of the log gap conceded; 2 ln 1.05 of 1,000 t.
    assert not dear.buys
    assert 9_500 <= dear.price_fen <= 10_000


def test_a_gap_below_its_threshold_is_no_reason_to_trade() -> None:
    assert VALUE.quote(HALF, 100.5) is None


def test_a_momentum_investor_buys_what_rises_and_sells_what_falls() -> None:
    up = MOMENTUM.quote(HALF, [100 * 1.01**day for day in range(10)])
    down = MOMENTUM.quote(HALF, [100 * 0.99**day for day in range(10)])
    assert up
    assert down
    assert (up.buys, up.price_fen, up.quantity_t) == (True, 10_100, 200)
    assert (down.buys, down.price_fen, down.quantity_t) == (False, 9_900, 200)


@given(closes=st.lists(st.floats(1, 500), min_size=1, max_size=20), now=STANDINGS)
def test_momentum_leans_as_far_down_as_up(closes: list[float], now: Standing) -> None:
    tilt = MOMENTUM.tilt(closes)
    assert -0.5 <= tilt <= 0.5
    mirrored = MOMENTUM.tilt([1 / close for close in closes])
    assert abs(tilt + mirrored) < 1e-9
    assert_placeable(MOMENTUM.quote(now, closes), now)


def test_one_price_is_no_trend() -> None:
    assert MOMENTUM.tilt([100]) == 0
