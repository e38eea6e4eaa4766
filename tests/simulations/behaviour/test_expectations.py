import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulations.behaviour import (
    Adaptive,
    BehaviourOutOfRange,
    Naive,
    PerfectForesight,
    RollingHorizon,
    ShortageProbability,
    Trend,
    blended_cny,
    regular_network,
)
from tests.simulations.behaviour.knowledge import fundamentals, seen, shortage

PRICES = st.lists(st.floats(1, 500), min_size=1, max_size=30)
SHARES = st.floats(0, 1)


def test_the_naive_expect_the_last_price() -> None:
    assert Naive().expected_cny(seen([80, 90, 100])) == 100


@given(closes=PRICES, held=st.floats(1, 500), weight=SHARES, cut=st.integers(0, 30))
def test_it_does_not_matter_how_often_an_adaptive_agent_looks(
    closes: list[float], held: float, weight: float, cut: int
) -> None:
    rule = Adaptive(weight)
    at_once = rule.expected_cny(seen(closes, held_cny=held, new_closes=len(closes)))
    early = closes[:cut] or closes[:1]
    between = rule.expected_cny(seen(early, held_cny=held, new_closes=len(early)))
    later = seen(closes, held_cny=between, new_closes=len(closes) - len(early))
    assert rule.expected_cny(later) == pytest.approx(at_once)


@given(closes=PRICES, held=st.floats(1, 500), weight=SHARES)
def test_an_adaptive_expectation_stays_among_the_prices_seen(
    closes: list[float], held: float, weight: float
) -> None:
    expected = Adaptive(weight).expected_cny(seen(closes, held_cny=held, new_closes=len(closes)))
    assert min(*closes, held) - 1e-9 <= expected <= max(*closes, held) + 1e-9


def test_an_adaptive_expectation_covers_its_share_of_the_error_each_day() -> None:
    looked = seen([100, 100], held_cny=50, new_closes=2)
    assert Adaptive(0.1).expected_cny(looked) == pytest.approx(50 + 50 * (1 - 0.9**2))


def test_a_trend_is_carried_on_at_its_rate() -> None:
    growing = seen([100 * 1.01**day for day in range(11)])
    rule = Trend(window_days=5, ahead_days=3, strength=1, change_max=0.5)
    assert rule.expected_cny(growing) == pytest.approx(100 * 1.01**13)


@given(closes=PRICES, strength=st.floats(-5, 5), change=SHARES, window=st.integers(1, 40))
def test_a_trend_departs_from_the_price_no_further_than_it_may(
    closes: list[float], strength: float, change: float, window: int
) -> None:
    expected = Trend(window, 20, strength, change).expected_cny(seen(closes))
    ratio = expected / closes[-1]
    assert 1 / (1 + change) - 1e-9 <= ratio <= 1 + change + 1e-9
    assert Trend(window, 20, 0, change).expected_cny(seen(closes)) == closes[-1]


@given(own=st.floats(1, 500), peers=st.lists(st.floats(1, 500), max_size=6), weight=SHARES)
def test_peers_pull_toward_their_mean(own: float, peers: list[float], weight: float) -> None:
    expected = blended_cny(own, peers, weight)
    ends = [own, sum(peers) / len(peers) if peers else own]
    assert min(ends) - 1e-9 <= expected <= max(ends) + 1e-9


def test_firms_that_only_listen_to_each_other_come_to_agree() -> None:
    network = regular_network(12, 4)
    expected = [float(10 * place) for place in range(12)]
    for _ in range(300):
        expected = [
            blended_cny(expected[place], [expected[one] for one in near], 0.7)
            for place, near in enumerate(network)
        ]
    assert max(expected) - min(expected) < 1e-6
    assert expected[0] == pytest.approx(55)  # On a ring everybody counts the same.


def test_foresight_knows_the_five_years_of_check_8() -> None:
    actual = fundamentals((10, 20, 30, 40, 50))
    assert PerfectForesight().expected_cny(seen([1], actual=actual)) == pytest.approx(
        27.146, abs=5e-4
    )


def test_a_longer_horizon_sees_the_scarcity_to_come() -> None:
    believed = fundamentals((10, 20, 30, 40, 50))
    prices = [RollingHorizon(h).expected_cny(seen([1], believed=believed)) for h in range(1, 6)]
    assert prices[0] == pytest.approx(10)
    assert prices == sorted(prices)
    foresight = PerfectForesight().expected_cny(seen([1], actual=believed))
    assert prices[-1] == pytest.approx(foresight)


@given(
    needed=st.lists(st.floats(0, 80), min_size=2, max_size=5),
    horizon=st.integers(1, 8),
    rate=st.floats(0, 0.2),
)
def test_a_horizon_beyond_the_last_year_is_foresight(
    needed: list[float], horizon: int, rate: float
) -> None:
    believed = fundamentals(needed, rate=rate)
    short = RollingHorizon(horizon).expected_cny(seen([1], believed=believed))
    if horizon >= len(needed):
        assert short == PerfectForesight().expected_cny(seen([1], actual=believed))
    if horizon == 1:
        assert short == pytest.approx(needed[0], abs=1e-6)


@given(needed=st.lists(st.floats(0, 80), min_size=2, max_size=5), rate=st.floats(0, 0.2))
def test_foresight_is_not_surprised_by_the_next_year(needed: list[float], rate: float) -> None:
    """A plan solved anew from the bank it led to is the rest of the same plan."""
    today = fundamentals(needed, rate=rate)
    price = PerfectForesight().expected_cny(seen([1], actual=today))
    bank_t = max(price - needed[0], 0.0)
    later = fundamentals(needed[1:], bank_t=bank_t, rate=rate)
    next_price = PerfectForesight().expected_cny(seen([1], actual=later))
    if bank_t > 1e-6:
        assert next_price == pytest.approx(price * (1 + rate), abs=1e-5)
    else:
        assert next_price <= price * (1 + rate) + 1e-5


def test_a_price_at_the_deadline_is_discounted_to_today() -> None:
    at_once = RollingHorizon(2).expected_cny(seen([1], believed=fundamentals((10, 50))))
    early = fundamentals((10, 50), years_left=0.5)
    assert RollingHorizon(2).expected_cny(seen([1], believed=early)) == pytest.approx(
        at_once / 1.05**0.5
    )


def test_the_probability_of_shortage_gives_the_prices_of_check_18() -> None:
    rule = ShortageProbability(20, Naive())
    half = 5 / math.sqrt(2)
    for mean_t, sd_t, price in [(100, 5, 21.19), (100, half, 12.9), (104, half, 50), (106, 0, 100)]:
        told = seen([60], days_left=0, ends=shortage(mean_t, sd_t))
        assert rule.expected_cny(told) == pytest.approx(price, abs=0.01)


@given(days=st.integers(0, 60), mean=st.floats(80, 130), sd=st.floats(0, 20))
def test_near_the_deadline_the_price_is_between_nothing_and_the_penalty(
    days: int, mean: float, sd: float
) -> None:
    told = seen([60], days_left=days, ends=shortage(mean, sd))
    expected = ShortageProbability(30, Naive()).expected_cny(told)
    assert 0 <= expected <= 100
    if days >= 30:
        assert expected == 60


@pytest.mark.parametrize(
    "build",
    [
        lambda: Adaptive(1.1),
        lambda: Adaptive(math.nan),
        lambda: Trend(0, 1, 1, 0.1),
        lambda: RollingHorizon(0),
        lambda: ShortageProbability(0, Naive()),
        lambda: fundamentals(()),
    ],
)
def test_a_number_outside_its_range_is_refused_with_its_name(build: Callable[[], object]) -> None:
    with pytest.raises(BehaviourOutOfRange) as refused:
        build()
    assert refused.value.facts["field"]
