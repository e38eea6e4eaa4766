import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.matching import Bid, pro_rata, uniform_price_auction
from market.rules import BidInvalid, SupplyInvalid
from tests.checked import passes, trips

BIDS = [
    Bid(1, 5_000, 30),
    Bid(2, 4_500, 30),
    Bid(3, 4_000, 30),
    Bid(4, 4_000, 10),
    Bid(5, 3_000, 50),
]
bids_drawn = st.lists(st.builds(Bid, st.integers(1, 99), st.integers(1, 9), st.integers(1, 50)))


@passes(BidInvalid, SupplyInvalid)
def test_check_19_clears_at_40_with_pro_rata_at_the_margin() -> None:
    result = uniform_price_auction(BIDS, 80)
    assert result.price_fen == 4_000
    assert result.allocations_t == (30, 30, 15, 5, 0)
    assert (result.sold_t, result.revenue_fen) == (80, 320_000)


def test_check_19_with_a_reserve_of_42_sells_60_at_42() -> None:
    result = uniform_price_auction(BIDS, 80, 4_200)
    assert (result.price_fen, result.sold_t) == (4_200, 60)
    assert result.allocations_t == (30, 30, 0, 0, 0)


def test_without_demand_for_the_supply_the_lowest_bid_sets_the_price() -> None:
    result = uniform_price_auction(BIDS, 1_000)
    assert (result.price_fen, result.sold_t) == (3_000, 150)


def test_nothing_is_sold_without_eligible_bids_or_supply() -> None:
    assert uniform_price_auction(BIDS, 80, 6_000) == (None, (0,) * 5, 0, 0)
    assert uniform_price_auction(BIDS, 0) == (None, (0,) * 5, 0, 0)
    assert uniform_price_auction([], 80) == (None, (), 0, 0)


def test_equal_remainders_go_to_the_earlier_bid() -> None:
    assert pro_rata(2, [1, 1, 1]) == (1, 1, 0)
    assert pro_rata(0, []) == ()


@trips(BidInvalid, SupplyInvalid)
def test_invalid_bids_and_supplies_are_refused() -> None:
    with pytest.raises(BidInvalid):
        uniform_price_auction([Bid(1, 0, 5)], 5)
    with pytest.raises(BidInvalid):
        uniform_price_auction([Bid(1, 5, 0)], 5)
    with pytest.raises(SupplyInvalid):
        uniform_price_auction([], -1)


@given(bids_drawn, st.integers(0, 300), st.integers(0, 10))
def test_no_more_than_the_supply_is_sold_and_nobody_pays_above_their_bid(
    bids, supply_t, reserve_fen
) -> None:
    price_fen, allocations_t, sold_t, _ = uniform_price_auction(bids, supply_t, reserve_fen)
    eligible_t = sum(bid.quantity_t for bid in bids if bid.price_fen >= reserve_fen)
    assert sold_t == sum(allocations_t) == min(supply_t, eligible_t)
    for bid, won_t in zip(bids, allocations_t, strict=True):
        assert 0 <= won_t <= bid.quantity_t
        if won_t:
            assert bid.price_fen >= price_fen >= reserve_fen
        if price_fen is not None and bid.price_fen > price_fen:
            assert won_t == bid.quantity_t


@given(st.lists(st.integers(0, 1_000), min_size=1), st.data())
def test_shares_are_within_one_tonne_of_proportion(wishes, data) -> None:
    total = data.draw(st.integers(0, sum(wishes)))
    shares = pro_rata(total, wishes)
    assert sum(shares) == total
    for share, wish in zip(shares, wishes, strict=True):
        assert share <= wish
        assert abs(share * sum(wishes) - total * wish) <= sum(wishes)
