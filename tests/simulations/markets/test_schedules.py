from hypothesis import given
from hypothesis import strategies as st

from market.rules import PriceBand, Side
from simulations.markets import orders_of, price_ladder_fen
from tests.simulations.markets.orders import offered_t, wanted_t

WISHES = st.lists(st.integers(-50, 50), min_size=5, max_size=5).map(
    lambda wishes: sorted(wishes, reverse=True)
)
LADDER = (10, 20, 30, 40, 50)


@given(wishes=WISHES)
def test_orders_add_up_to_the_wish_at_every_price(wishes: list[int]) -> None:
    orders = orders_of(1, dict(zip(LADDER, wishes, strict=True)).__getitem__, LADDER)
    for price_fen, wish_t in zip(LADDER, wishes, strict=True):
        assert wanted_t(orders, price_fen) - offered_t(orders, price_fen) == wish_t


@given(wishes=WISHES, shading=st.floats(0, 0.5))
def test_shading_worsens_every_price_and_no_quantity(wishes: list[int], shading: float) -> None:
    wish = dict(zip(LADDER, wishes, strict=True)).__getitem__
    honest, shaded = orders_of(1, wish, LADDER), orders_of(1, wish, LADDER, shading)
    for true, said in zip(honest, shaded, strict=True):
        assert (true.side, true.quantity_t) == (said.side, said.quantity_t)
        sign = 1 if true.side is Side.BUY else -1
        assert sign * said.price_fen <= sign * true.price_fen


@given(low=st.integers(1, 500), span=st.integers(0, 500), steps=st.integers(2, 40))
def test_a_ladder_rises_from_one_end_of_the_band_to_the_other(
    low: int, span: int, steps: int
) -> None:
    ladder = price_ladder_fen(PriceBand(low, low + span), steps)
    assert (ladder[0], ladder[-1]) == (low, low + span)
    assert list(ladder) == sorted(set(ladder))
    assert len(ladder) == min(steps, span + 1)
