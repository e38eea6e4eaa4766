import math
from itertools import pairwise
from statistics import fmean

import pytest
from pydantic import JsonValue

from market.listed import CancelOrder, PlaceOrder
from market.rules import Side
from simulations.agents import (
    InvestorAgent,
    LiquidityAgent,
    draw_investors,
    draw_liquidity_providers,
    draw_suppliers,
    times,
    visits_of,
)
from simulations.behaviour.strategies import MomentumInvestor, NoiseTrader, ValueInvestor
from simulations.scenarios import Cycle
from tests.simulations.agents.markets import TestMarket, changed, open_market

FUNDS: dict[str, JsonValue] = {
    "market": "national",
    "count": 200,
    "value_share": 0.3,
    "momentum_share": 0.2,
    "wakes_per_day": 0.25,
    "cash_cny": 10_000_000,
    "position_t_max": 50_000,
    "opening_share": 0.2,
    "order_t_max": 5_000,
    "value_strength": 5.0,
    "value_threshold": 0.01,
    "value_reversion": 0.5,
    "value_sd": 0.1,
    "momentum_window_days": 5,
    "momentum_scale": 0.01,
    "momentum_strength": 1.0,
    "momentum_chase": 0.01,
    "noise_t_mean": 500.0,
    "noise_width": 0.02,
}
MAKERS: dict[str, JsonValue] = {
    "market": "national",
    "count": 1,
    "quotes_per_day": 4,
    "cash_cny": 10_000_000,
    "inventory_t": 20_000,
    "inventory_t_range": 20_000,
    "spread_min": 0.01,
    "spread_per_sd": 1.0,
    "skew": 0.5,
    "quantity_t": 1_000,
    "withdraws_above_sd": 0.04,
}
CREDITS: dict[str, JsonValue] = {
    "unit": "CCER",
    "markets": ["national"],
    "count": 30,
    "opening_supply_t": 1_000_000,
    "supply_t_per_year": 500_000,
    "supply_sigma_log": 1.0,
    "unit_cost_cny": 40,
    "cost_sigma_log": 0.3,
    "discount": 0.05,
    "patience_days": 30.0,
    "sunk_days": 60.0,
    "offered_share": 0.5,
}
CYCLE = Cycle(0, (2024,), 0, 199, 0, 0, 0, 0)


@pytest.fixture
def market() -> TestMarket:
    agents: dict[str, JsonValue] = {
        "investors": {"funds": FUNDS},
        "liquidity_providers": {"makers": MAKERS},
        "suppliers": {"projects": CREDITS},
    }
    return open_market(changed(**agents))


def investors(market: TestMarket) -> list[InvestorAgent]:
    return draw_investors(market.scenario, "national", market.streams)


def maker(market: TestMarket) -> LiquidityAgent:
    (one,) = draw_liquidity_providers(market.scenario, "national", market.streams)
    market.enter(one)
    return one


def one_of(market: TestMarket, kind: type) -> InvestorAgent:
    found = next(one for one in investors(market) if isinstance(one.strategy, kind))
    market.enter(found)
    return found


def carry_out(market: TestMarket, commands: list[object]) -> list[object]:
    for command in commands:
        market.world.execute(command)  # type: ignore[arg-type]
    return commands


def test_investors_trade_on_value_momentum_and_noise_by_their_shares(market: TestMarket) -> None:
    kinds = [type(one.strategy) for one in investors(market)]
    assert kinds.count(ValueInvestor) == pytest.approx(60, abs=20)
    assert kinds.count(MomentumInvestor) == pytest.approx(40, abs=20)
    assert kinds.count(NoiseTrader) == pytest.approx(100, abs=25)
    assert draw_investors(market.scenario, "elsewhere", market.streams) == []


def test_an_investor_that_is_added_changes_no_other(market: TestMarket) -> None:
    few = open_market(changed(investors={"funds": FUNDS | {"count": 10}}))
    pairs = zip(investors(few), investors(market), strict=False)
    assert all((a.account, a.opinion) == (b.account, b.opinion) for a, b in pairs)


def test_value_investors_buy_below_what_they_hold_a_unit_to_be_worth(market: TestMarket) -> None:
    value = one_of(market, ValueInvestor)
    for worth, side in ((150.0, Side.BUY), (50.0, Side.SELL)):
        market.view.worth_cny = worth / value.opinion
        orders = [c for c in value.act(market.world, market.now()) if isinstance(c, PlaceOrder)]
        assert [order.side for order in orders] == [side]


def test_momentum_investors_wait_for_a_trend_and_follow_it(market: TestMarket) -> None:
    momentum = one_of(market, MomentumInvestor)
    assert momentum.act(market.world, market.now()) == []
    market.pass_days(98.5, 99.5, 100.5, 101.5, 102.5)
    (order,) = momentum.act(market.world, market.now())
    assert isinstance(order, PlaceOrder)
    assert order.side is Side.BUY
    assert order.quantity_t <= 5_000


def test_what_rests_is_replaced_and_never_more_is_set_aside(market: TestMarket) -> None:
    provider = maker(market)
    first = carry_out(market, list(provider.act(market.world, market.now())))
    assert [type(command) for command in first] == [PlaceOrder, PlaceOrder]
    second = carry_out(market, list(provider.act(market.world, market.now())))
    assert [type(c) for c in second] == [CancelOrder, CancelOrder, PlaceOrder, PlaceOrder]
    assert len(market.venue.book) == 2
    market.world.check_conservation()


def test_a_liquidity_provider_quotes_both_sides_and_withdraws_from_a_wild_market(
    market: TestMarket,
) -> None:
    provider = maker(market)
    bid, ask = carry_out(market, list(provider.act(market.world, market.now())))
    assert isinstance(bid, PlaceOrder)
    assert isinstance(ask, PlaceOrder)
    assert bid.price_fen is not None
    assert ask.price_fen is not None
    assert bid.price_fen < 9_749 < ask.price_fen
    market.pass_days(*[97.49, 105.0] * 5)
    assert provider.act(market.world, market.now()) == []


def test_nobody_sells_what_it_bought_today_or_holds_more_than_it_may(market: TestMarket) -> None:
    noise = [one for one in investors(market) if isinstance(one.strategy, NoiseTrader)]
    for one in noise:
        market.enter(one)
    for _ in range(3):
        for one in noise:
            carry_out(market, list(one.act(market.world, market.now())))
        market.pass_days(97.49)
    assert market.world.tape
    for one in noise:
        held_t = market.world.held(market.world.accounts[one.account], market.venue.unit_type_id)
        assert 0 <= held_t <= one.position_t_max
    market.world.check_conservation()


def test_visits_come_as_often_as_the_scenario_says(market: TestMarket) -> None:
    funds = investors(market)
    days = visits_of(CYCLE, funds, market.streams)
    count = sum(len(half) for day in days for half in day)
    assert count / (200 * 200) == pytest.approx(0.25, abs=0.01)
    for morning, afternoon in days:
        assert morning == sorted(morning)
        assert all(visit[0] < 0.5 for visit in morning)
        assert all(visit[0] >= 0.5 for visit in afternoon)


def test_a_liquidity_provider_comes_in_even_steps(market: TestMarket) -> None:
    for morning, afternoon in visits_of(CYCLE, [maker(market)], market.streams):
        when = [visit[0] for visit in morning + afternoon]
        assert len(when) == 4
        assert all(b - a == pytest.approx(0.25) for a, b in pairwise(when))


def test_a_lively_market_makes_traders_act_more_often() -> None:
    numbers = [k / 1_000 for k in range(1_000)]
    for activity in (0.0, 0.3, 1.0, 2.5):
        acts = [times((0.1, 0, number), activity) for number in numbers]
        assert fmean(acts) == pytest.approx(activity, abs=2e-3)
    assert {times((0.1, 0, number), 1.0) for number in numbers} == {1}


def test_suppliers_share_what_is_supplied_and_ask_less_the_longer_they_wait(
    market: TestMarket,
) -> None:
    suppliers = draw_suppliers(market.scenario, market.streams)
    assert sum(one.opening_t for one in suppliers) == 1_000_000
    assert sum(one.yearly_t for one in suppliers) == 500_000
    cheap = min(suppliers, key=lambda one: one.strategy.unit_cost_cny)
    assert cheap.issued_t(1.0) == 0
    assert cheap.issued_t(1_000.0) == cheap.yearly_t
    first, later = (cheap.offer(10_000, 97.49, day, math.inf) for day in (0, 60))
    assert first is not None
    assert later is not None
    assert later.price_fen < first.price_fen < 9_749
    assert first.quantity_t == 5_000
    cheap.sold(60)
    again = cheap.offer(10_000, 97.49, 60, math.inf)
    assert again == first
