from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulations.markets import (
    MarketTermRefused,
    ReserveMove,
    ReserveRules,
    ReserveState,
    adjusted_offers,
    circulation_t,
    reserve_after,
    reserve_move,
)

MT = 1_000_000
EU = ReserveRules(
    release_below_t=400 * MT,
    release_t=100 * MT,
    intake_above_t=833 * MT,
    full_intake_above_t=1_096 * MT,
    intake_share=Decimal("0.24"),
    intake_t_min=0,
    held_t_max=400 * MT,
)
OFFERED = 10_000 * MT
QUANTITIES = st.integers(0, 5_000 * MT)


@pytest.mark.parametrize(
    ("circulating_t", "withheld_t", "released_t"),
    [
        (1_134_794_738, 272_350_737, 0),
        (1_000 * MT, 167 * MT, 0),
        (500 * MT, 0, 0),
        (390 * MT, 0, 100 * MT),
        (1_096 * MT, 263 * MT, 0),
        (833 * MT, 0, 0),
        (400 * MT, 0, 0),
        (-20 * MT, 0, 100 * MT),
    ],
)
def test_the_reserve_of_check_22(circulating_t: int, withheld_t: int, released_t: int) -> None:
    move = reserve_move(circulating_t, 400 * MT, OFFERED, EU)
    assert move == ReserveMove(withheld_t, released_t)


def test_without_a_buffer_the_share_counts_from_the_threshold_on() -> None:
    """The rule of 2019: 24 % of all circulation above 833 Mt, none below 200 Mt."""
    rules = replace(EU, full_intake_above_t=833 * MT, intake_t_min=200 * MT)
    assert reserve_move(1_000 * MT, 0, OFFERED, rules).withheld_t == 240 * MT
    assert reserve_move(833 * MT + 1, 0, OFFERED, rules).withheld_t == 0


def test_no_more_is_withheld_than_offered_nor_released_than_held() -> None:
    assert reserve_move(2_000 * MT, 0, 30 * MT, EU).withheld_t == 30 * MT
    assert reserve_move(100 * MT, 7 * MT, OFFERED, EU).released_t == 7 * MT


@given(circulating_t=QUANTITIES, held_t=QUANTITIES, offered_t=QUANTITIES, cancelled_t=QUANTITIES)
def test_no_unit_is_lost_between_offers_reserve_and_cancellation(
    circulating_t: int, held_t: int, offered_t: int, cancelled_t: int
) -> None:
    move = reserve_move(circulating_t, held_t, offered_t, EU)
    after = reserve_after(ReserveState(held_t, cancelled_t), move, EU)
    offers = adjusted_offers([offered_t // 3, offered_t - offered_t // 3, 5], move, last=2)
    assert sum(offers) + sum(after) == offered_t + 5 + held_t + cancelled_t
    assert 0 <= after.held_t <= 400 * MT
    assert min(offers) >= 0
    assert 0 in move


@given(lower_t=QUANTITIES, more_t=QUANTITIES)
def test_more_circulation_never_leads_to_a_larger_supply(lower_t: int, more_t: int) -> None:
    few, many = (
        reserve_move(amount_t, 400 * MT, OFFERED, EU) for amount_t in (lower_t, lower_t + more_t)
    )
    assert few.released_t - few.withheld_t >= many.released_t - many.withheld_t


def test_offers_change_in_proportion_from_the_first_that_is_reached() -> None:
    assert adjusted_offers([100, 100, 300], ReserveMove(40, 0), first=1) == (100, 90, 270)
    assert adjusted_offers([0, 0, 0], ReserveMove(0, 10)) == (4, 3, 3)
    assert adjusted_offers([100, 300, 7], ReserveMove(0, 40), last=2) == (110, 330, 7)


def test_circulation_is_what_was_issued_less_what_was_used_or_put_away() -> None:
    assert circulation_t(issued_t=1_000, emitted_t=700, cancelled_t=50, held_t=100) == 150


def test_a_move_that_cannot_be_carried_out_is_refused() -> None:
    with pytest.raises(MarketTermRefused):
        adjusted_offers([10, 10], ReserveMove(21, 0))
    with pytest.raises(MarketTermRefused):
        adjusted_offers([], ReserveMove(0, 1))
    with pytest.raises(MarketTermRefused):
        reserve_after(ReserveState(5, 0), ReserveMove(0, 6), EU)


@pytest.mark.parametrize(
    "wrong",
    [
        {"intake_above_t": 399 * MT},
        {"full_intake_above_t": 832 * MT},
        {"intake_share": Decimal("1.1")},
        {"intake_share": Decimal("NaN")},
        {"release_t": -1},
        {"held_t_max": -1},
    ],
)
def test_rules_that_contradict_each_other_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(MarketTermRefused):
        replace(EU, **wrong)
