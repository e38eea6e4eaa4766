"""Clearing of sealed bids: worked examples and what always holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.matching import AtMargin, Bid, Pricing, Terms, clear_bids, first_come, pro_rata
from market.rules import BidInvalid, Side, SupplyInvalid

CHECK_19 = [
    Bid(1, 50, 30),
    Bid(2, 45, 30),
    Bid(3, 40, 30),
    Bid(4, 40, 10),
    Bid(5, 30, 50),
]
"""Bids of check 19: price and quantity; the supply is 80."""

OFFERS = [Bid(1, 30, 30), Bid(2, 35, 30), Bid(3, 40, 30), Bid(4, 40, 10), Bid(5, 50, 50)]


def test_check_19_sells_at_one_price() -> None:
    assert clear_bids(CHECK_19, Terms(80)) == (
        40,
        (30, 30, 15, 5, 0),
        (40, 40, 40, 40, 0),
        80,
        3_200,
    )


def test_check_19_with_a_reserve_of_42_sells_60_at_42() -> None:
    assert clear_bids(CHECK_19, Terms(80, limit_fen=42)) == (
        42,
        (30, 30, 0, 0, 0),
        (42, 42, 0, 0, 0),
        60,
        2_520,
    )


def test_pay_as_bid_lets_each_winner_pay_its_own_price() -> None:
    cleared = clear_bids(CHECK_19, Terms(80, pricing=Pricing.PAY_AS_BID))
    assert cleared.prices_fen == (50, 45, 40, 40, 0)
    assert cleared.price_fen == 40
    assert cleared.turnover_fen == 30 * 50 + 30 * 45 + 20 * 40


def test_time_priority_serves_the_earlier_bid_at_the_last_price() -> None:
    cleared = clear_bids(CHECK_19, Terms(80, at_margin=AtMargin.TIME))
    assert cleared.allocations_t == (30, 30, 20, 0, 0)
    later = [*CHECK_19[:2], CHECK_19[3], CHECK_19[2], CHECK_19[4]]
    cleared = clear_bids(later, Terms(80, at_margin=AtMargin.TIME))
    assert cleared.allocations_t == (30, 30, 10, 10, 0)


def test_a_buyer_takes_the_lowest_offers() -> None:
    cleared = clear_bids(OFFERS, Terms(80, side=Side.BUY))
    assert cleared == (40, (30, 30, 15, 5, 0), (40, 40, 40, 40, 0), 80, 3_200)


def test_a_buyer_with_a_ceiling_buys_what_is_offered_below_it_at_the_ceiling() -> None:
    cleared = clear_bids(OFFERS, Terms(80, side=Side.BUY, limit_fen=38))
    assert cleared == (38, (30, 30, 0, 0, 0), (38, 38, 0, 0, 0), 60, 2_280)


def test_a_sale_without_a_reserve_sells_what_is_wished_at_the_lowest_bid() -> None:
    assert clear_bids(CHECK_19, Terms(1_000))[::3] == (30, 150)


def test_below_the_minimum_nothing_is_sold() -> None:
    assert clear_bids(CHECK_19, Terms(1_000, minimum_t=151)).traded_t == 0
    assert clear_bids(CHECK_19, Terms(1_000, minimum_t=150)).traded_t == 150
    assert clear_bids(CHECK_19, Terms(80, limit_fen=42, minimum_t=80)).price_fen is None
    assert clear_bids(CHECK_19, Terms(80, limit_fen=40, minimum_t=80)).traded_t == 80


def test_nothing_offered_or_bid_is_nothing_sold() -> None:
    assert clear_bids([], Terms(80)) == (None, (), (), 0, 0)
    assert clear_bids(CHECK_19, Terms(0)) == (None, (0,) * 5, (0,) * 5, 0, 0)
    assert clear_bids(CHECK_19, Terms(80, limit_fen=51)).traded_t == 0


@pytest.mark.parametrize("bid", [Bid(1, 0, 5), Bid(1, 5, 0), Bid(1, -1, 5), Bid(1, 5, -1)])
def test_bids_are_above_zero(bid: Bid) -> None:
    with pytest.raises(BidInvalid):
        clear_bids([bid], Terms(5))


@pytest.mark.parametrize("terms", [Terms(-1), Terms(1, limit_fen=-1), Terms(1, minimum_t=-1)])
def test_terms_are_not_negative(terms: Terms) -> None:
    with pytest.raises(SupplyInvalid):
        clear_bids([], terms)


def test_the_earlier_wish_is_served_first() -> None:
    assert first_come(25, (10, 20, 5)) == (10, 15, 0)
    assert pro_rata(25, (10, 20, 20)) == (5, 10, 10)


BIDS = st.lists(st.tuples(st.integers(1, 20), st.integers(1, 50)), max_size=25).map(
    lambda wishes: [Bid(number, *wish) for number, wish in enumerate(wishes, start=1)]
)
TERMS = st.builds(
    Terms,
    st.integers(0, 300),
    st.sampled_from(Side),
    st.sampled_from(Pricing),
    st.sampled_from(AtMargin),
    st.integers(0, 21),
    st.integers(0, 100),
)


@given(BIDS, TERMS)
def test_no_more_is_traded_than_offered_wished_or_allowed(bids: list[Bid], terms: Terms) -> None:
    cleared = clear_bids(bids, terms)
    assert cleared.traded_t == sum(cleared.allocations_t) <= terms.quantity_t
    assert cleared.traded_t == 0 or cleared.traded_t >= terms.minimum_t
    assert cleared.turnover_fen == sum(
        price * part for price, part in zip(cleared.prices_fen, cleared.allocations_t, strict=True)
    )
    sign = 1 if terms.side is Side.SELL else -1
    for bid, part, price_fen in zip(bids, cleared.allocations_t, cleared.prices_fen, strict=True):
        assert 0 <= part <= bid.quantity_t
        if part:
            assert sign * (bid.price_fen - price_fen) >= 0
            assert not terms.limit_fen or sign * (price_fen - terms.limit_fen) >= 0


@given(BIDS, TERMS)
def test_no_winner_is_worse_than_the_last_price_and_no_loser_better(
    bids: list[Bid], terms: Terms
) -> None:
    cleared = clear_bids(bids, terms)
    if cleared.price_fen is None:
        return
    sign = 1 if terms.side is Side.SELL else -1
    for bid, part in zip(bids, cleared.allocations_t, strict=True):
        gap_fen = sign * (bid.price_fen - cleared.price_fen)
        assert part == bid.quantity_t if gap_fen > 0 else True
        assert part == 0 if gap_fen < 0 else True


@given(BIDS, TERMS)
def test_the_whole_quantity_is_traded_when_bids_suffice(bids: list[Bid], terms: Terms) -> None:
    sign = 1 if terms.side is Side.SELL else -1
    wished_t = sum(
        bid.quantity_t
        for bid in bids
        if not terms.limit_fen or sign * (bid.price_fen - terms.limit_fen) >= 0
    )
    due_t = min(wished_t, terms.quantity_t)
    traded_t = clear_bids(bids, terms).traded_t
    assert traded_t == (due_t if due_t >= terms.minimum_t else 0)


@given(BIDS, TERMS, st.randoms(use_true_random=False))
def test_in_proportion_the_order_of_bids_moves_no_more_than_one_tonne_each(
    bids: list[Bid], terms: Terms, chance: object
) -> None:
    terms = terms._replace(at_margin=AtMargin.PRO_RATA)
    mixed = list(bids)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    first, second = clear_bids(bids, terms), clear_bids(mixed, terms)
    assert (first.price_fen, first.traded_t, first.turnover_fen) == (
        second.price_fen,
        second.traded_t,
        second.turnover_fen,
    )
    shares = dict(zip((bid.bid_id for bid in mixed), second.allocations_t, strict=True))
    for bid, part in zip(bids, first.allocations_t, strict=True):
        assert abs(shares[bid.bid_id] - part) <= 1


@given(BIDS, TERMS)
def test_a_purchase_mirrors_a_sale(bids: list[Bid], terms: Terms) -> None:
    sale = clear_bids(bids, terms._replace(side=Side.SELL))
    mirrored = [bid._replace(price_fen=100 - bid.price_fen) for bid in bids]
    limit_fen = 100 - terms.limit_fen if terms.limit_fen else 0
    purchase = clear_bids(mirrored, terms._replace(side=Side.BUY, limit_fen=limit_fen))
    assert purchase.allocations_t == sale.allocations_t
    assert (purchase.price_fen is None) == (sale.price_fen is None)
    if sale.price_fen is not None:
        assert purchase.price_fen == 100 - sale.price_fen
