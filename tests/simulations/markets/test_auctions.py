from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.matching import AtMargin, Pricing
from market.rules import BidInvalid, Side
from simulations.markets import (
    AuctionRules,
    MarketTermRefused,
    SealedBid,
    Unsold,
    following_reserve_fen,
    hold_auction,
    leftover,
    within_limit_t,
)
from tests.simulations.markets.orders import firms


def rules(**changed: Any) -> AuctionRules:
    terms: dict[str, Any] = {
        "pricing": Pricing.UNIFORM,
        "at_margin": AtMargin.PRO_RATA,
        "reserve_fen": 0,
        "bidder_share_max": Decimal(1),
        "cover_share_min": Decimal(0),
        "unsold": Unsold.CANCEL,
    }
    return AuctionRules(**(terms | changed))


CHECK_19 = [
    SealedBid(bidder, price * 100, quantity)
    for bidder, price, quantity in (
        ("a", 50, 30),
        ("b", 45, 30),
        ("c", 40, 30),
        ("d", 40, 10),
        ("e", 30, 50),
    )
]
BIDS = st.lists(
    st.builds(SealedBid, st.sampled_from("abc"), st.integers(1, 30), st.integers(1, 40)),
    max_size=10,
)
RULES = st.builds(
    rules,
    pricing=st.sampled_from(Pricing),
    at_margin=st.sampled_from(AtMargin),
    reserve_fen=st.integers(0, 30),
    bidder_share_max=st.decimals(0, 1, places=2),
    cover_share_min=st.decimals(0, 1, places=2),
    unsold=st.sampled_from(Unsold),
)


def test_the_auction_of_check_19() -> None:
    sold = hold_auction(CHECK_19, 80, rules())
    assert (sold.price_fen, sold.awards_t) == (4_000, (30, 30, 15, 5, 0))
    assert (sold.sold_t, sold.revenue_fen, sold.unsold_t) == (80, 320_000, 0)
    reserved = hold_auction(CHECK_19, 80, rules(reserve_fen=4_200))
    assert (reserved.price_fen, reserved.sold_t, reserved.unsold_t) == (4_200, 60, 20)


def test_a_reserve_that_binds_leaves_units_unsold() -> None:
    """Check 6: all auctioned with a reserve of 40: 146.667 of 160 Mt are bid for."""
    orders = [order for order in firms(0, 0) if order.side is Side.BUY]
    bids = [SealedBid(f"{bid.owner_id}", bid.price_fen, bid.quantity_t) for bid in orders]
    sold = hold_auction(bids, 160_000, rules(reserve_fen=4_000))
    assert sold.price_fen == 4_000
    assert 200_000 - sold.sold_t == pytest.approx(53_333, abs=1)
    assert sold.unsold_t == pytest.approx(13_333, abs=1)


@given(bids=BIDS, offered_t=st.integers(0, 100), terms=RULES)
def test_units_offered_are_sold_or_left_and_go_to_one_place(
    bids: list[SealedBid], offered_t: int, terms: AuctionRules
) -> None:
    sold = hold_auction(bids, offered_t, terms)
    assert sum(sold.awards_t) == sold.sold_t == offered_t - sold.unsold_t
    paid = zip(sold.prices_fen, sold.awards_t, strict=True)
    assert sold.revenue_fen == sum(price_fen * part_t for price_fen, part_t in paid)
    left = leftover(sold, terms)
    assert sum(left) == sold.unsold_t
    assert sum(part_t > 0 for part_t in left) <= 1
    limit_t = terms.bidder_share_max * offered_t
    for bidder in "abc":
        awards = zip(bids, sold.awards_t, strict=True)
        assert sum(part_t for bid, part_t in awards if bid.bidder == bidder) <= limit_t
    for bid, price_fen, part_t in zip(bids, sold.prices_fen, sold.awards_t, strict=True):
        assert part_t <= bid.quantity_t
        assert not part_t or terms.reserve_fen <= price_fen <= bid.price_fen


def test_a_bidder_over_its_limit_keeps_its_dearest_bids() -> None:
    bids = [SealedBid("a", 10, 30), SealedBid("b", 12, 5), SealedBid("a", 20, 30)]
    assert within_limit_t(bids, 40) == (10, 5, 30)


def test_an_auction_with_too_few_bids_fails_only_if_its_terms_say_so() -> None:
    bids = [SealedBid("a", 10, 49)]
    assert hold_auction(bids, 100, rules(cover_share_min=Decimal("0.495"))).sold_t == 0
    assert hold_auction(bids, 100, rules(cover_share_min=Decimal("0.49"))).sold_t == 49
    assert hold_auction(bids, 100, rules()).sold_t == 49


def test_the_reserve_of_shanghai_follows_six_months_of_listed_trades() -> None:
    assert following_reserve_fen(735_000_000, 100_000, Decimal("1.2"), 0) == 8_820
    assert following_reserve_fen(5, 2, Decimal(1), 0) == 3
    assert following_reserve_fen(0, 0, Decimal("1.2"), 4_600) == 4_600
    assert following_reserve_fen(100, 1, Decimal("1.2"), 4_600) == 4_600


@pytest.mark.parametrize(
    "wrong",
    [
        {"reserve_fen": -1},
        {"bidder_share_max": Decimal("1.01")},
        {"cover_share_min": Decimal("NaN")},
    ],
)
def test_terms_out_of_range_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(MarketTermRefused):
        rules(**wrong)


def test_a_bid_for_nothing_is_refused() -> None:
    with pytest.raises(BidInvalid):
        hold_auction([SealedBid("a", 10, 0)], 100, rules())
