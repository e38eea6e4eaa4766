from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.matching import AtMargin, Bid, Terms, clear_bids, uniform_price_auction
from market.rules import PRICE_FEN_MAX, BidInvalid, Side
from simulations.markets import CallOrder, UnitRow, clear_call, trades_of
from tests.simulations.markets.orders import ORDERS, PRICES_FEN, firms, offered_t, wanted_t


def _clears(orders: list[CallOrder], price_fen: int) -> bool:
    """Whoever would do better than the price can be served in full."""
    return wanted_t(orders, price_fen + 1) <= offered_t(orders, price_fen) and (
        offered_t(orders, price_fen - 1) <= wanted_t(orders, price_fen)
    )


@given(orders=ORDERS, reference_fen=PRICES_FEN, at_margin=st.sampled_from(AtMargin))
def test_as_much_is_traded_as_at_any_price(
    orders: list[CallOrder], reference_fen: int, at_margin: AtMargin
) -> None:
    most_t = max(min(wanted_t(orders, p), offered_t(orders, p)) for p in range(42))
    assert clear_call(orders, reference_fen, at_margin).volume_t == most_t


@given(orders=ORDERS, reference_fen=PRICES_FEN)
def test_of_the_prices_that_clear_the_one_next_to_the_reference_holds(
    orders: list[CallOrder], reference_fen: int
) -> None:
    price_fen = clear_call(orders, reference_fen).price_fen
    if price_fen is not None:
        clearing = [fen for fen in range(1, 42) if _clears(orders, fen)]
        assert price_fen in clearing
        assert abs(price_fen - reference_fen) == min(abs(fen - reference_fen) for fen in clearing)


@given(orders=ORDERS, reference_fen=PRICES_FEN, at_margin=st.sampled_from(AtMargin))
def test_orders_better_than_the_price_are_served_in_full_and_worse_ones_not_at_all(
    orders: list[CallOrder], reference_fen: int, at_margin: AtMargin
) -> None:
    result = clear_call(orders, reference_fen, at_margin)
    sides: Counter[Side] = Counter()
    for order, part_t in zip(orders, result.traded_t, strict=True):
        sides[order.side] += part_t
        assert 0 <= part_t <= order.quantity_t
        if result.price_fen is not None and order.price_fen != result.price_fen:
            better = (order.side is Side.BUY) is (order.price_fen > result.price_fen)
            assert part_t == (order.quantity_t if better else 0)
    assert sides[Side.BUY] == sides[Side.SELL] == result.volume_t


@given(orders=ORDERS)
def test_the_ends_of_the_clearing_prices_are_those_of_two_sealed_auctions(
    orders: list[CallOrder],
) -> None:
    """Sellers bid to keep their units in an auction of all that is offered, and the other way."""
    bids = [Bid(place, order.price_fen, order.quantity_t) for place, order in enumerate(orders)]
    row = UnitRow(orders)
    low_fen, high_fen = row.clearing_range_fen()
    if row.offered_t and row.wanted_t:
        assert clear_bids(bids, Terms(row.offered_t)).price_fen == high_fen
        assert clear_bids(bids, Terms(row.wanted_t, Side.BUY)).price_fen == low_fen


@given(
    bids=st.lists(st.tuples(PRICES_FEN, st.integers(1, 30)), min_size=1, max_size=10),
    supply_t=st.integers(1, 100),
    reserve_fen=PRICES_FEN,
)
def test_with_one_seller_it_is_the_uniform_price_auction(
    bids: list[tuple[int, int]], supply_t: int, reserve_fen: int
) -> None:
    auction = uniform_price_auction(
        [Bid(place, *bid) for place, bid in enumerate(bids)], supply_t, reserve_fen
    )
    orders = [CallOrder(place, Side.BUY, *bid) for place, bid in enumerate(bids)]
    seller = CallOrder(99, Side.SELL, reserve_fen, supply_t)
    result = clear_call([*orders, seller], PRICE_FEN_MAX)
    assert result.price_fen == auction.price_fen
    assert result.traded_t == (*auction.allocations_t, auction.sold_t)
    assert result.turnover_fen == auction.revenue_fen


@given(orders=ORDERS, reference_fen=PRICES_FEN)
def test_trades_deliver_to_everybody_what_the_auction_gave(
    orders: list[CallOrder], reference_fen: int
) -> None:
    orders = [order._replace(owner_id=place) for place, order in enumerate(orders)]
    result = clear_call(orders, reference_fen)
    trades = trades_of(orders, result)
    moved: Counter[int] = Counter()
    for trade in trades:
        assert trade.price_fen == result.price_fen
        assert trade.quantity_t > 0
        moved[trade.buyer_account_id] += trade.quantity_t
        moved[trade.seller_account_id] += trade.quantity_t
    assert [moved[place] for place in range(len(orders))] == list(result.traded_t)
    assert len(trades) < max(1, sum(part_t > 0 for part_t in result.traded_t))


@pytest.mark.parametrize("units_mt", [(80, 80), (120, 40), (160, 0)])
def test_truthful_firms_find_the_price_of_the_cap_whatever_their_allocation(
    units_mt: tuple[int, int],
) -> None:
    """Checks 1 and 2: price 30, and the firm with steep costs ends with 90."""
    result = clear_call(firms(*units_mt), 1)
    assert result.price_fen == pytest.approx(3_000, abs=10)
    assert result.volume_t == pytest.approx(abs(units_mt[1] - 90) * 1_000, abs=200)


def test_orders_that_do_not_cross_trade_nothing() -> None:
    orders = [CallOrder(1, Side.BUY, 30, 5), CallOrder(2, Side.SELL, 31, 5)]
    result = clear_call(orders, 30)
    assert (result.price_fen, result.traded_t, result.turnover_fen) == (None, (0, 0), 0)
    assert trades_of(orders, result) == []
    assert clear_call([], 30).volume_t == 0


def test_an_order_without_price_is_refused() -> None:
    with pytest.raises(BidInvalid):
        clear_call([CallOrder(1, Side.BUY, 0, 5), CallOrder(2, Side.SELL, 1, 5)], 30)
