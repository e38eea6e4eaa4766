from hypothesis import given
from hypothesis import strategies as st

from market.rules import Movement, Trade, Venue, cash_to_reserve_fen, clear, fee_fen, net

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
