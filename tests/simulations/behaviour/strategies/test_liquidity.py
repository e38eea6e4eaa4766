import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulations.behaviour import BehaviourOutOfRange
from simulations.behaviour.strategies import LiquidityProvider, Standing
from tests.simulations.behaviour.strategies.standings import (
    STANDINGS,
    assert_placeable,
    standing,
)

PROVIDER = LiquidityProvider(
    spread_min=0.02,
    spread_per_sd=0.5,
    inventory_t=10_000,
    inventory_t_range=5_000,
    skew=0.5,
    quantity_t=1_000,
)


@given(
    now=STANDINGS,
    away=st.floats(0.8, 1.2),
    sd=st.floats(0, 0.2),
    spread=st.floats(0, 0.2),
    skew=st.floats(0, 3),
)
def test_both_sides_can_be_placed_and_never_meet(
    now: Standing, away: float, sd: float, spread: float, skew: float
) -> None:
    provider = LiquidityProvider(spread, 0.5, 10_000, 5_000, skew, 1_000)
    quotes = provider.quotes(now, now.last_cny * away, sd)
    for made in quotes:
        assert_placeable(made, now)
    if len(quotes) == 2:
        bid, ask = quotes
        assert bid.buys > ask.buys
        assert bid.price_fen < ask.price_fen


def test_a_provider_content_with_its_holding_quotes_around_the_reference() -> None:
    bid, ask = PROVIDER.quotes(standing(held_t=10_000, sellable_t=10_000), 100, 0.0)
    assert (bid.price_fen, ask.price_fen) == (9_900, 10_100)
    assert bid.quantity_t == ask.quantity_t == 1_000


@given(held=st.integers(5_100, 14_800), more=st.integers(1, 100))
def test_the_more_it_holds_the_lower_and_the_smaller_it_bids(held: int, more: int) -> None:
    poor, rich = (
        PROVIDER.quotes(standing(held_t=units, sellable_t=units), 100, 0.0)
        for units in (held, held + more)
    )
    assert all(now.price_fen <= before.price_fen for before, now in zip(poor, rich, strict=True))
    assert rich[0].quantity_t <= poor[0].quantity_t
    assert rich[1].quantity_t >= poor[1].quantity_t


def test_at_the_ends_of_its_range_it_only_quotes_the_way_back() -> None:
    full = PROVIDER.quotes(standing(held_t=15_000, sellable_t=15_000), 100, 0.0)
    empty = PROVIDER.quotes(standing(held_t=5_000, sellable_t=5_000), 100, 0.0)
    assert [made.buys for made in full] == [False]
    assert [made.buys for made in empty] == [True]


def test_an_agitated_market_gets_a_wider_spread() -> None:
    now = standing(held_t=10_000, sellable_t=10_000)
    calm, agitated = (PROVIDER.quotes(now, 100, sd) for sd in (0.0, 0.03))
    assert agitated[1].price_fen - agitated[0].price_fen == 350
    assert calm[1].price_fen - calm[0].price_fen == 200


def test_a_provider_without_a_range_is_refused() -> None:
    with pytest.raises(BehaviourOutOfRange):
        LiquidityProvider(0.02, 0.5, 10_000, 0, 0.5, 1_000)
