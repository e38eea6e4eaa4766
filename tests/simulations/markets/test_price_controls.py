import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.rules import Side
from simulations.markets import (
    CallOrder,
    MarketTermRefused,
    PriceControls,
    Tier,
    clear_call,
    standing_orders,
)
from tests.simulations.markets.orders import ORDERS, PRICES_FEN, firms

REGULATOR = 1_000


def test_unlimited_sales_at_a_ceiling_hold_the_price() -> None:
    """Check 5: with a ceiling of 20 firms abate 26.667 and 13.333 is sold to them."""
    orders = firms(80, 80)
    controls = PriceControls(ceilings=(Tier(2_000, None),), floors=())
    mine = standing_orders(orders, controls, REGULATOR)
    result = clear_call([*orders, *mine], 1)
    assert result.price_fen == 2_000
    assert result.traded_t[-1] == pytest.approx(13_333, abs=1)


def test_a_limited_sale_at_a_ceiling_only_lowers_the_price() -> None:
    """Five more units: 35 to abate, at 26.25."""
    orders = firms(80, 80)
    controls = PriceControls(ceilings=(Tier(2_000, 5_000),), floors=())
    mine = standing_orders(orders, controls, REGULATOR)
    result = clear_call([*orders, *mine], 1)
    assert result.price_fen == pytest.approx(2_625, abs=10)
    assert result.traded_t[-1] == 5_000


def test_purchases_at_a_floor_hold_the_price() -> None:
    """Caps of 190: without them the price is 7.5; a floor of 40 buys 43.333."""
    orders = firms(95, 95)
    controls = PriceControls(ceilings=(), floors=(Tier(4_000, None),))
    mine = standing_orders(orders, controls, REGULATOR)
    result = clear_call([*orders, *mine], 1)
    assert result.price_fen == 4_000
    assert result.traded_t[-1] == pytest.approx(43_333, abs=1)


@given(
    orders=ORDERS,
    reference_fen=PRICES_FEN,
    floor_fen=st.integers(1, 39),
    width_fen=st.integers(1, 40),
)
def test_without_limits_no_trade_is_outside_floor_and_ceiling(
    orders: list[CallOrder], reference_fen: int, floor_fen: int, width_fen: int
) -> None:
    controls = PriceControls(
        ceilings=(Tier(floor_fen + width_fen, None),), floors=(Tier(floor_fen, None),)
    )
    mine = standing_orders(orders, controls, REGULATOR)
    price_fen = clear_call([*orders, *mine], reference_fen).price_fen
    assert price_fen is None or floor_fen <= price_fen <= floor_fen + width_fen


def test_tiers_are_drawn_in_their_order() -> None:
    controls = PriceControls(
        ceilings=(Tier(50, 10), Tier(60, 10), Tier(70, None)), floors=(Tier(20, 8), Tier(10, 8))
    )
    after = controls.after(sold_t=14, bought_t=3)
    assert after.ceilings == (Tier(50, 0), Tier(60, 6), Tier(70, None))
    assert after.floors == (Tier(20, 5), Tier(10, 8))
    assert standing_orders([CallOrder(1, Side.BUY, 55, 4)], after, REGULATOR) == []
    assert standing_orders([CallOrder(1, Side.BUY, 65, 4)], after, REGULATOR) == [
        CallOrder(REGULATOR, Side.SELL, 60, 5)
    ]
    with pytest.raises(MarketTermRefused):
        controls.after(sold_t=0, bought_t=17)


def test_controls_out_of_order_are_refused() -> None:
    for ceilings, floors in (
        ((Tier(30, 1), Tier(30, 1)), ()),
        ((), (Tier(10, 1), Tier(20, 1))),
        ((Tier(30, 1),), (Tier(30, 1),)),
        ((Tier(0, 1),), ()),
        ((Tier(30, -1),), ()),
    ):
        with pytest.raises(MarketTermRefused):
            PriceControls(ceilings=ceilings, floors=floors)
