from itertools import pairwise
from statistics import fmean

import pytest
from pydantic import JsonValue

from simulations import Scenario
from simulations.agents import Mind
from simulations.agents.beliefs import carry_over_limit
from simulations.behaviour import Adaptive, Attention, PolicyAnnouncement
from tests.simulations.agents.markets import TestMarket, changed, open_market, with_rules
from tests.simulations.behaviour.knowledge import seen
from tests.simulations.scenarios import small

TERMS: dict[str, JsonValue] = {
    "mix": {"naive": 0.5, "rolling_horizon": 0.5},
    "trend_window_days": 5,
    "trend_strength": 1.0,
    "trend_change_max": 0.2,
    "peer_weight": 0.5,
    "peer_network": "regular",
    "peer_degree": 4,
    "peer_rewired_share": 0.0,
    "horizon_years": 3,
    "rate": 0.05,
    "shortage_near_days": 30,
}
SHORT = ("agents.firms.power.gap_mean=0.08", "agents.firms.power.gap_sd=0.02")
AT_ONCE = Attention(0, 1.0)


@pytest.fixture
def market() -> TestMarket:
    return open_market(kept_freely())


def kept_freely() -> Scenario:
    scenario = changed(*SHORT, expectations=TERMS)
    return with_rules(scenario, {"carry_over.rule": "unlimited"})


def halved(market: TestMarket, published: int = 0, effective: int = 500) -> PolicyAnnouncement:
    caps_t = market.view.stock.caps_t(3)
    later = tuple((year, 0.5 * cap_t) for year, cap_t in caps_t.items() if year > 2024)
    return PolicyAnnouncement(published, effective, later)


def test_adaptive_firms_expect_what_the_rule_makes_of_all_closes(market: TestMarket) -> None:
    closes = [98.0, 99.5, 97.0, 101.0]
    market.pass_days(*closes)
    rule = Adaptive(market.now().behaviours.expectation_weight)
    expected = rule.expected_cny(seen(closes, held_cny=97.49, new_closes=4))
    assert market.view.expected_cny("adaptive", None, 100) == pytest.approx(expected)


def test_naive_firms_expect_the_last_close_and_trend_followers_more(market: TestMarket) -> None:
    market.pass_days(98.0, 99.0, 100.0)
    assert market.view.expected_cny("naive", None, 100) == pytest.approx(100.0)
    assert market.view.expected_cny("trend", None, 100) > 101.0


def test_whoever_looks_ahead_expects_what_theory_makes_of_the_years_to_come() -> None:
    loose = open_market(changed(*SHORT, expectations=TERMS))
    strict = open_market(
        with_rules(loose.scenario, {"allocation.tighten_per_year": 0.02}),
    )
    prices = [one.view.expected_cny("rolling_horizon", None, 100) for one in (loose, strict)]
    assert 1 < prices[0] < prices[1]


def test_an_announcement_enters_at_once_late_or_partly(market: TestMarket) -> None:
    view = market.view
    for rule in ("rolling_horizon", "naive"):
        before = view.expected_cny(rule, AT_ONCE, 100)
        view.announcements.clear()
        view.announce(halved(market))
        at_once = view.expected_cny(rule, AT_ONCE, 100)
        late = view.expected_cny(rule, Attention(5, 1.0), 100)
        partly = view.expected_cny(rule, Attention(0, 0.2), 100)
        assert late == pytest.approx(before)
        assert before < partly < at_once
        assert view.expected_cny(rule, None, 100) == pytest.approx(before)
        view.announcements.clear()


def test_an_announcement_taken_back_is_forgotten(market: TestMarket) -> None:
    view = market.view
    before = view.expected_cny("rolling_horizon", AT_ONCE, 100)
    view.announce(halved(market))
    assert view.expected_cny("rolling_horizon", AT_ONCE, 100) > before
    caps_t = view.stock.caps_t(3)
    view.announce(PolicyAnnouncement(0, 500, tuple(caps_t.items())))
    assert view.expected_cny("rolling_horizon", AT_ONCE, 100) == pytest.approx(before)


def test_what_an_announcement_adds_to_the_price_fades_as_the_price_takes_it_in(
    market: TestMarket,
) -> None:
    market.view.announce(halved(market))
    raised = []
    for _ in range(3):
        raised.append(market.view.expected_cny("naive", AT_ONCE, 100))
        market.pass_days(97.49)
    assert raised[0] > raised[1] > raised[2] > 97.49


def test_news_move_every_rule_and_fade(market: TestMarket) -> None:
    calm = market.view.expected_cny("rolling_horizon", None, 100)
    market.view.hear(10.0)
    assert market.view.expected_cny("rolling_horizon", None, 100) == pytest.approx(1.1 * calm)
    assert market.view.expected_cny("naive", None, 100) == pytest.approx(1.1 * 97.49)
    market.pass_days(*[97.49] * 200)
    assert market.view.expected_cny("naive", None, 100) == pytest.approx(97.49, rel=1e-3)


def test_near_the_deadline_the_probability_of_shortage_decides(market: TestMarket) -> None:
    far = market.view.expected_cny("shortage_probability", None, 100)
    assert far == pytest.approx(market.view.expected_cny("adaptive", None, 100))
    market.pass_days(97.49)
    near = market.view.expected_cny("shortage_probability", None, 1)
    assert near != pytest.approx(far)


def test_firms_that_trust_an_announcement_plan_with_its_carry_over(market: TestMarket) -> None:
    rules = with_rules(market.scenario, {"carry_over.rule": "none"}).markets["national"]
    market.view.announce(PolicyAnnouncement(0, 50, ()), rules)
    trusting = Mind("naive", 1.0, Attention(0, 0.5), 0.4, ())
    doubting = Mind("naive", 1.0, Attention(0, 0.5), 0.6, ())
    today = carry_over_limit(market.scenario.markets["national"])
    assert market.view.carry_over_for(trusting, 100).rule == "none"
    assert market.view.carry_over_for(trusting, 40) == today
    assert market.view.carry_over_for(doubting, 100) == today


def test_perfect_foresight_knows_the_emissions_of_later_years() -> None:
    mix: dict[str, JsonValue] = {"mix": {"perfect_foresight": 1.0}}
    scenario = changed(
        *SHORT, "agents.firms.power.emissions_change_sd=0.2", expectations=TERMS | mix
    )
    free = with_rules(scenario, {"carry_over.rule": "unlimited"})
    prices = []
    for seed in range(4):
        market = open_market(free, seed)
        known, expected = (
            market.view.expected_cny(rule, None, 1)
            for rule in ("perfect_foresight", "rolling_horizon")
        )
        assert known > 0
        prices.append((known, expected))
    assert any(abs(known / expected - 1) > 0.01 for known, expected in prices)


def test_value_follows_the_mean_of_the_last_year(market: TestMarket) -> None:
    market.pass_days(*[50.0] * 242)
    assert 60.0 < market.view.worth_cny < 75.0


def test_lively_days_come_in_clusters_around_one_on_average() -> None:
    lively: JsonValue = {"persistence": 0.9, "sd": 0.5, "quote_exponent": 1.0}
    scenario = small()
    ways = scenario.canonical()["agents"]["behaviours"] | {"activity": lively}
    view = open_market(changed(behaviours=ways)).view
    days = [view.liveliness.activity(day) for day in range(20_000)]
    assert fmean(days) == pytest.approx(1.0, abs=0.1)
    near = fmean((a - 1) * (b - 1) for a, b in pairwise(days))
    assert near > 0.7 * fmean((a - 1) ** 2 for a in days)
    assert view.liveliness.quote_factor(3) == pytest.approx(days[3])


def test_quotes_widen_where_trading_is_thin_when_the_exponent_is_below_zero() -> None:
    thin: JsonValue = {"persistence": 0.9, "sd": 0.5, "quote_exponent": -1.0}
    ways = small().canonical()["agents"]["behaviours"] | {"activity": thin}
    liveliness = open_market(changed(behaviours=ways)).view.liveliness
    assert liveliness.quote_factor(3) == pytest.approx(1.0 / liveliness.activity(3))


def test_without_terms_every_day_is_alike(market: TestMarket) -> None:
    assert {market.view.liveliness.activity(day) for day in range(10)} == {1.0}
    assert market.view.liveliness.quote_factor(5) == 1.0


def test_liveliness_of_prices_is_that_of_recent_returns(market: TestMarket) -> None:
    assert market.view.daily_sd == 0.0
    market.pass_days(*[97.49, 102.49] * 10)
    assert market.view.daily_sd == pytest.approx(0.05, abs=0.002)
