"""Positions, variations and margins, on numbers worked out by hand and on any."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.derivatives.margin import (
    Collected,
    Holding,
    MarginTerms,
    average_price_fen,
    collect,
    initial_margin_fen,
    maintenance_margin_fen,
    margin_to_keep_fen,
    marked,
    realised_loss_fen,
    traded,
    variation_fen,
)

TERMS = MarginTerms(size_t=100, initial_bp=1_000, maintenance_bp=800)
FEN = st.integers(0, 10**12)


def test_a_bought_position_gains_what_the_price_rises():
    held = traded(Holding(), 10, 9_800, 100)
    assert held == Holding(10, 9_800_000)
    assert variation_fen(held, 10_000, 100) == 200_000
    assert marked(held, 10_000, 100) == Holding(10, 10_000_000)


def test_a_position_traded_back_keeps_what_it_gained_until_it_is_paid():
    held = traded(traded(Holding(), 10, 9_800, 100), -10, 9_900, 100)
    assert held == Holding(0, -100_000)
    assert variation_fen(held, 12_345, 100) == 100_000


def test_margins_are_shares_of_the_underlying_rounded_up():
    assert initial_margin_fen(TERMS, -10, 9_800, 9_781) == 978_100
    assert maintenance_margin_fen(TERMS, 10, 9_800, 9_781) == 782_480
    assert initial_margin_fen(MarginTerms(1, 333, 200), 1, 100, 101) == 4  # 3.3633


def test_a_bought_option_needs_no_more_than_its_price():
    terms = MarginTerms(100, 1_000, 800, option=True)
    assert initial_margin_fen(terms, 5, 250, 9_781) == 125_000
    assert maintenance_margin_fen(terms, 5, 250, 9_781) == 100_000
    assert initial_margin_fen(terms, -5, 250, 9_781) == 489_050


def test_a_loss_is_taken_from_margin_first_then_from_cash():
    assert collect(800_000, 489_050, 10_950) == Collected(489_050, 10_950, 300_000)
    assert collect(100, 489_050, 10_950) == Collected(100, 0, 0)


@given(FEN, FEN, FEN)
def test_a_loss_is_collected_whole(due, margin, cash):
    taken = collect(due, margin, cash)
    assert sum(taken) == due
    assert 0 <= taken.from_margin_fen <= margin
    assert 0 <= taken.from_cash_fen <= cash


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(1, 50), FEN)), FEN)
def test_variations_of_all_positions_add_up_to_zero(trades, price):
    held = {number: Holding() for number in range(4)}
    for buyer, seller, contracts, price_fen in trades:
        held[buyer] = traded(held[buyer], contracts, price_fen, 100)
        held[seller] = traded(held[seller], -contracts, price_fen, 100)
    assert sum(each.net for each in held.values()) == 0
    assert sum(variation_fen(each, price, 100) for each in held.values()) == 0


def test_an_average_is_rounded_half_up_to_the_tick():
    assert average_price_fen(3, 2, 1) == 2
    assert average_price_fen(9_900 + 2 * 9_902, 3, 5) == 9_900
    assert average_price_fen(9_905, 2, 5) == 4_955


def test_a_loss_that_was_realised_stays_covered_and_a_floating_one_waits():
    open_at = traded(Holding(), 10, 9_800, 100)
    # 6.00 lost on five of ten contracts; the other five float, at 92.00 or at 98.00.
    half_back = traded(open_at, -5, 9_200, 100)
    assert realised_loss_fen(half_back, 9_200, 9_800, 100) == 300_000
    assert realised_loss_fen(open_at, 9_800, 9_000, 100) == 0
    assert realised_loss_fen(traded(open_at, -10, 9_200, 100), 9_200, 1, 100) == 600_000


@pytest.mark.parametrize(
    ("initial", "loss", "has", "free", "kept"),
    [
        (0, 0, 978_100, 0, 0),
        (489_050, 0, 78_100, 5_000_000, 78_100),  # what it has may do
        (0, 400_000, 978_100, 0, 400_000),
        (0, 400_000, 78_100, 5_000_000, 400_000),
        (0, 400_000, 78_100, 1_000, 79_100),  # all there is
        (489_050, 400_000, 978_100, 0, 889_050),
    ],
)
def test_a_smaller_position_keeps_what_its_loss_will_take(initial, loss, has, free, kept):
    assert margin_to_keep_fen(initial, loss, has, free) == kept
