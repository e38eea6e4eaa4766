import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.rules import Movement, Trade, Venue, cash_to_reserve_fen, clear, fee_fen, net
from market.rules.clearing import recovered, rest_after_fill_fen, withdrawable_fen
from market.rules.market_rules import FEE_DENOMINATOR, PRICE_FEN_MAX

BUYER, SELLER, EXCHANGE, CEA, CNY = 10, 20, 30, 2, 1


def test_a_trade_delivers_units_against_cash() -> None:
    movements = clear(Trade(9_781, 100, BUYER, SELLER), Venue(CEA, CNY))
    assert movements == (
        Movement(SELLER, BUYER, CEA, 100),
        Movement(BUYER, SELLER, CNY, 978_100),
    )


def test_both_sides_pay_the_fee_of_a_venue_that_charges_one() -> None:
    """7.5 per mille of 978,100 fen is 7,335.75 fen, rounded down."""
    movements = clear(Trade(9_781, 100, BUYER, SELLER), Venue(CEA, CNY, 750, EXCHANGE))
    assert movements[2:] == (
        Movement(BUYER, EXCHANGE, CNY, 7_335),
        Movement(SELLER, EXCHANGE, CNY, 7_335),
    )
    assert net(movements)[EXCHANGE, CNY] == 14_670


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(0, 5_000))
def test_movements_sum_to_zero(price_fen, quantity_t, fee_rate) -> None:
    change = net(
        clear(Trade(price_fen, quantity_t, BUYER, SELLER), Venue(CEA, CNY, fee_rate, EXCHANGE))
    )
    for unit_type_id in (CEA, CNY):
        assert sum(moved for (_, kind), moved in change.items() if kind == unit_type_id) == 0


@given(
    st.integers(1, 10**6),
    st.lists(st.tuples(st.integers(0, 500), st.integers(1, 1_000)), min_size=1),
    st.integers(0, 5_000),
)
def test_what_a_buyer_reserves_covers_any_parts_at_any_better_price(
    limit_fen, parts, fee_rate
) -> None:
    reserved_fen = cash_to_reserve_fen(limit_fen, sum(part for _, part in parts), fee_rate)
    spent_fen = sum(
        price_fen * part_t + fee_fen(price_fen, part_t, fee_rate)
        for price_fen, part_t in ((max(limit_fen - better, 1), part) for better, part in parts)
    )
    assert spent_fen <= reserved_fen


@given(
    price_fen=st.integers(1, PRICE_FEN_MAX),
    parts_t=st.lists(st.integers(1, 10**6), min_size=1, max_size=8),
    fee_rate=st.integers(0, FEE_DENOMINATOR),
)
def test_what_was_reserved_for_a_whole_carries_its_parts_and_leaves_at_most_a_fen_a_part(
    price_fen, parts_t, fee_rate
):
    rest_t = sum(parts_t)
    reserved_fen = cash_to_reserve_fen(price_fen, rest_t, fee_rate)
    for part_t in parts_t:
        saved_fen = rest_after_fill_fen(price_fen, rest_t, part_t, fee_rate)
        assert saved_fen in {0, 1}
        rest_t -= part_t
        reserved_fen -= cash_to_reserve_fen(price_fen, part_t, fee_rate) + saved_fen
        assert reserved_fen == cash_to_reserve_fen(price_fen, rest_t, fee_rate)
    assert reserved_fen == 0


@given(available_fen=st.integers(0, 10**15), traded_fen=st.integers(-(10**15), 10**15))
def test_todays_net_proceeds_stay_and_nothing_else_does(available_fen, traded_fen):
    free_fen = withdrawable_fen(available_fen, traded_fen)
    assert 0 <= free_fen <= available_fen
    assert available_fen - free_fen == min(available_fen, max(0, traded_fen))


@pytest.mark.parametrize(
    ("amount_fen", "owed_fen", "shares"),
    [(5, 3, (3, 2)), (3, 5, (3, 0)), (5, 0, (0, 5)), (5, 5, (5, 0))],
)
def test_the_creditor_comes_before_the_reserve(amount_fen, owed_fen, shares):
    assert recovered(amount_fen, owed_fen) == shares
