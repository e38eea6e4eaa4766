import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulations.behaviour.compliance_trading import (
    quantile,
    quote_fen,
    slices,
    urgency,
    wake_up_chance,
)


def test_wake_ups_crowd_toward_the_deadline() -> None:
    chances = [wake_up_chance(days, 0.01, 0.25, 25) for days in (200, 50, 10, 0)]
    assert chances == sorted(chances)
    assert chances[-1] == 0.26


def test_quotes_grow_urgent_toward_the_deadline() -> None:
    assert urgency(0, 0.05, 15) == 0.05
    assert urgency(100, 0.05, 15) < 0.001


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
