import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulations.behaviour.compliance_trading import (
    Need,
    buyer_limit_cny,
    expected_price,
    keepable_t,
    need,
    offered_t,
    quantile,
    quote_fen,
    seller_limit_cny,
    slices,
    urgency,
    wake_up_chance,
)


def test_a_firm_abates_until_marginal_cost_equals_the_price() -> None:
    assert need(1_000, 50.0, 0.1, 10_000) == Need(500, 500)
    assert need(1_000, 50.0, 0.1, 300) == Need(300, 700)
    assert need(1_000, 50.0, math.inf, 300) == Need(0, 1_000)


def test_a_buyer_pays_at_most_what_abating_instead_would_cost() -> None:
    assert buyer_limit_cny(Need(500, 500), 0.1, 10_000, 900.0) == 100.0
    assert buyer_limit_cny(Need(500, 500), 0.1, 800, 900.0) == 900.0


def test_a_seller_takes_at_least_what_it_saves_by_abating_less() -> None:
    assert seller_limit_cny(Need(500, -100), 0.1, 100) == 40.0
    assert seller_limit_cny(Need(0, -100), math.inf, 100) == 0.0


def test_wake_ups_crowd_toward_the_deadline() -> None:
    chances = [wake_up_chance(days, 0.01, 0.25, 25) for days in (200, 50, 10, 0)]
    assert chances == sorted(chances)
    assert chances[-1] == 0.26


def test_quotes_grow_urgent_toward_the_deadline() -> None:
    assert urgency(0, 0.05, 15) == 0.05
    assert urgency(100, 0.05, 15) < 0.001


def test_an_expectation_moves_toward_the_last_price() -> None:
    assert expected_price(100.0, 80.0, 0.5, 1) == 90.0
    assert expected_price(100.0, 80.0, 0.5, 0) == 100.0


@given(
    rule=st.sampled_from(["net_sales", "unlimited", "none"]),
    surplus=st.integers(0, 10**8),
    sold=st.integers(-(10**6), 10**8),
    hoarding=st.floats(0, 1),
)
def test_what_is_kept_may_be_carried_over_after_selling_the_rest(
    rule: str, surplus: int, sold: int, hoarding: float
) -> None:
    kept = keepable_t(rule, surplus, sold, 10_000, 1.5)
    assert 0 <= kept <= surplus
    offered = offered_t(surplus, kept, hoarding)
    assert 0 <= offered <= surplus
    if rule == "net_sales":
        assert kept <= 10_000 + 1.5 * (max(sold, 0) + surplus - kept)


@given(
    last=st.integers(1, 10**5),
    shift=st.floats(-0.5, 0.5),
    limit=st.floats(0, 2_000),
    buys=st.booleans(),
)
def test_a_quote_respects_band_and_limit(last: int, shift: float, limit: float, buys: bool) -> None:
    low, high = max(1, last * 9 // 10), last * 11 // 10 + 1
    price = quote_fen(last, shift, limit, buys, (low, high))
    if price is not None:
        assert low <= price <= high
        assert price <= limit * 100 if buys else price >= limit * 100


def test_quantiles_are_interpolated() -> None:
    points = ((0.0, -0.2), (0.5, 0.0), (1.0, 0.1))
    assert quantile(points, 0.25) == pytest.approx(-0.1)
    assert quantile(points, 0.75) == pytest.approx(0.05)
    assert quantile(points, 0.0) == -0.2


def test_large_orders_are_sliced() -> None:
    assert slices(250, 100, 5) == [100, 100, 50]
    assert slices(250, 100, 2) == [100, 100]
    assert slices(0, 100, 2) == []
