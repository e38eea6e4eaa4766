"""Black's model against parity, finite differences, limits and a published example."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.derivatives.pricing import black_76, forward_price, implied_volatility, intrinsic

FORWARDS = st.floats(20, 200)
STRIKES = st.floats(20, 200)
YEARS = st.floats(0.02, 3)
VOLATILITIES = st.floats(0.05, 1.5)
RATES = st.floats(0, 0.1)
TYPES = st.sampled_from(["call", "put"])


def test_a_published_example_comes_out():
    # Hull, Options, Futures, and Other Derivatives, chapter on futures options: F 60, K 60, four
    # months, r 9 %, sigma 25 %: 3.35 for the call and for the put.
    for option_type in ("call", "put"):
        value = black_76(option_type, 60, 60, 4 / 12, 0.25, 0.09)
        assert value.price == pytest.approx(3.35, abs=0.005)


@given(FORWARDS, STRIKES, YEARS, VOLATILITIES, RATES)
def test_call_less_put_is_the_discounted_difference(forward, strike, years, volatility, rate):
    call = black_76("call", forward, strike, years, volatility, rate)
    put = black_76("put", forward, strike, years, volatility, rate)
    discounted = math.exp(-rate * years) * (forward - strike)
    assert call.price - put.price == pytest.approx(discounted, abs=1e-9)
    assert call.delta - put.delta == pytest.approx(math.exp(-rate * years), abs=1e-12)
    assert call.gamma == put.gamma
    assert call.vega == put.vega


@given(TYPES, FORWARDS, st.floats(0.7, 1.4), YEARS, VOLATILITIES, RATES)
def test_greeks_are_the_slopes_of_the_price(option_type, forward, ratio, years, volatility, rate):
    terms = {
        "forward": forward,
        "strike": forward * ratio,
        "years": years,
        "volatility": volatility,
        "rate": rate,
    }
    value = black_76(option_type, **terms)

    def slope(of, by, step):
        """Fourth-order central difference."""
        at = [black_76(option_type, **{**terms, by: terms[by] + n * step}) for n in (-2, -1, 1, 2)]
        low2, low, high, high2 = (getattr(each, of) for each in at)
        return (low2 - 8 * low + 8 * high - high2) / (12 * step)

    def close(found, expected):
        """Within 1e-6, and of what is smaller than 1 within 1e-6 of it."""
        assert abs(found - expected) <= 1e-6
        assert found == pytest.approx(expected, rel=1e-6, abs=1e-9)

    close(value.delta, slope("price", "forward", forward * 1e-3 * volatility * math.sqrt(years)))
    close(value.gamma, slope("delta", "forward", forward * 1e-3 * volatility * math.sqrt(years)))
    close(value.vega, slope("price", "volatility", volatility * 1e-3))
    close(value.theta, -slope("price", "years", years * 1e-3))
    close(value.rho, slope("price", "rate", 1e-3))


@given(TYPES, FORWARDS, STRIKES, RATES)
def test_without_volatility_or_time_an_option_is_worth_what_exercising_brings(
    option_type, forward, strike, rate
):
    gain = max(0.0, (forward - strike) * (1 if option_type == "call" else -1))
    assert black_76(option_type, forward, strike, 0, 0.3, rate).price == gain
    still = black_76(option_type, forward, strike, 1, 0, rate)
    assert still.price == pytest.approx(math.exp(-rate) * gain, abs=1e-12)
    nearly = black_76(option_type, forward, strike, 1e-12, 0.3, rate)
    assert nearly.price == pytest.approx(gain, abs=1e-4)
    calm = black_76(option_type, forward, strike, 1, 1e-9, rate)
    assert calm.price == pytest.approx(still.price, abs=1e-6)


@given(TYPES, FORWARDS, st.floats(0.8, 1.25), st.floats(0.1, 2), st.floats(0.1, 1), RATES)
def test_implied_volatility_gives_back_the_volatility(
    option_type, forward, ratio, years, volatility, rate
):
    strike = forward * ratio
    price = black_76(option_type, forward, strike, years, volatility, rate).price
    found = implied_volatility(option_type, price, forward, strike, years, rate)
    assert found is not None
    assert black_76(option_type, forward, strike, years, found, rate).price == pytest.approx(
        price, abs=1e-9
    )
    if black_76(option_type, forward, strike, years, volatility, rate).vega > 1e-2:
        assert found == pytest.approx(volatility, abs=1e-6)


@pytest.mark.parametrize(("price", "years"), [(0.5, 1.0), (101.0, 1.0), (5.0, 0.0)])
def test_a_price_that_no_volatility_gives_has_none(price, years):
    assert implied_volatility("call", price, 100, 99, years) is None


def test_the_forward_price_is_spot_with_simple_interest():
    assert forward_price(7200, 0.02, 73) == pytest.approx(7228.8)


def test_exercising_brings_the_difference_or_nothing():
    assert intrinsic("call", 10_100, 9_800) == 300
    assert intrinsic("put", 10_100, 9_800) == 0
    assert intrinsic("put", 9_700, 9_800) == 100
