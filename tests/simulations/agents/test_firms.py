import math
from dataclasses import replace

import pytest
from pydantic import JsonValue

from simulations.agents import FirmAgent, YearPosition
from tests.simulations.agents.markets import TestMarket, changed, open_market, with_rules
from tests.simulations.scenarios import small

PLAN = YearPosition(1_000_000, 1_000_000, 900_000, 0, 900_000)


def firm_in(market: TestMarket, year: YearPosition = PLAN) -> FirmAgent:
    """Return a firm of a million tonnes that sells and has nothing but its plan."""
    profile = market.firms[0].profile
    agent = market.firms[0]
    slope = 1e-3
    line = type(profile.abatement).line(slope, 100_000)
    agent.profile = replace(profile, size_t=1_000_000, abatement=line, sells=True)
    fresh = FirmAgent(agent.profile, agent.account_id, market.streams)
    fresh.expected_cny = 97.49
    fresh.start_year(year, False, 0)
    return fresh


def terms(**parts: JsonValue) -> dict[str, JsonValue]:
    tree: dict[str, JsonValue] = small().canonical()["agents"]["firms"]
    power = tree["power"]
    assert isinstance(power, dict)
    return tree | {"power": power | parts}


def built_by(agent: FirmAgent) -> list[str]:
    return [one.project.name for one in agent.built]


def test_a_firm_buys_what_abating_at_the_price_leaves_it_short() -> None:
    market = open_market(small())
    wish = firm_in(market).wish(market.now())
    assert wish is not None
    assert wish.buys
    assert wish.quantity_t == 1_000_000 - 900_000 - int(97.49 / 1e-3)
    assert wish.limit_cny == pytest.approx(100.0)


def test_a_firm_that_cannot_abate_what_it_lacks_pays_up_to_the_band() -> None:
    market = open_market(small())
    wish = firm_in(market, PLAN._replace(allocation_t=500_000)).wish(market.now())
    assert wish is not None
    assert wish.limit_cny == market.venue.block_band.high_fen / 100


def test_a_surplus_is_offered_but_for_what_is_hoarded() -> None:
    market = open_market(with_rules(small(), {"carry_over.rule": "unlimited"}))
    agent = firm_in(market, PLAN._replace(allocation_t=1_200_000))
    market.give(agent.account, 1_200_000)
    agent.issued_t = 1_200_000
    wish = agent.wish(market.now())
    surplus_t = 200_000 + agent.abatement.at(97.49)
    assert wish is not None
    assert not wish.buys
    assert wish.quantity_t == surplus_t - int(market.view.banking.hoarding * surplus_t)


def test_a_firm_with_a_target_buys_for_the_years_to_come_at_no_more_than_it_expects() -> None:
    tightening = with_rules(
        changed(banking={"weights": [0.8, 0.5]}),
        {"carry_over.rule": "unlimited", "allocation.tighten_per_year": 0.1},
    )
    market = open_market(tightening)
    agent = firm_in(market, PLAN._replace(allocation_t=905_000, output_t=905_000))
    wish = agent.wish(market.now())
    need_t = 1_000_000 - agent.abatement.at(97.49)
    later = 0.8 * (need_t - 905_000 * 0.9) + 0.5 * (need_t - 905_000 * 0.81)
    assert wish is not None
    assert wish.buys
    assert wish.quantity_t == pytest.approx(later - (905_000 - need_t), abs=2)
    assert wish.limit_cny == pytest.approx(97.49)


def test_no_target_reaches_beyond_what_may_be_carried_over() -> None:
    market = open_market(
        with_rules(changed(banking={"weights": [1.0]}), {"carry_over.rule": "none"})
    )
    agent = firm_in(market, PLAN._replace(allocation_t=905_000))
    wish = agent.wish(market.now())
    assert wish is None or not wish.buys


def test_opinions_move_what_a_firm_expects() -> None:
    market = open_market(small())
    agent = firm_in(market)
    plain = agent.reckon(market.now())
    agent.mind = replace(agent.mind, opinion=1.1)
    assert agent.reckon(market.now()) == pytest.approx(1.1 * plain)


def test_projects_that_pay_are_built_once_and_abate_after_their_lead_time() -> None:
    projects: JsonValue = {
        "reversible_share": 0.4,
        "slices": 3,
        "lead_years": 1,
        "life_years": 10,
        "rate": 0.05,
        "hurdle": 1.0,
    }
    abatement: JsonValue = {
        "cost_cny_per_pct": 10.0,
        "sigma_log": 0.0,
        "share_max": 0.06,
        "projects": projects,
    }
    market = open_market(changed(firms=terms(abatement=abatement)))
    agent = market.firms[0]
    size_t = agent.profile.size_t
    assert len(agent.profile.projects) == len(agent.built) == 3
    assert agent.invested_cny > 0
    assert agent.abatement.built_t == 0
    assert agent.abatement.reversible_t == pytest.approx(0.4 * 0.06 * size_t, abs=2)
    agent.start_year(agent.year, False, 0)
    assert agent.invested_cny == 0
    assert agent.abatement.built_t == pytest.approx(0.6 * 0.06 * size_t, rel=1e-3, abs=3)
    agent.expected_cny = 0.0
    agent.start_year(agent.year, False, 0)
    assert len(agent.built) == 3
    assert agent.abatement.built_t > 0


def test_projects_that_do_not_pay_are_left() -> None:
    projects: JsonValue = {
        "reversible_share": 0.0,
        "slices": 2,
        "lead_years": 0,
        "life_years": 10,
        "rate": 0.05,
        "hurdle": 1.0,
    }
    abatement: JsonValue = {
        "cost_cny_per_pct": 100.0,
        "sigma_log": 0.0,
        "share_max": 0.04,
        "projects": projects,
    }
    market = open_market(changed(firms=terms(abatement=abatement)))
    assert built_by(market.firms[0]) == []
    market.firms[0].expected_cny = 250.0
    market.firms[0].start_year(market.firms[0].year, False, 0)
    assert built_by(market.firms[0]) == ["slice-001"]


def test_output_falls_with_the_carbon_cost_and_a_rate_based_plan_dampens_it() -> None:
    response: JsonValue = {
        "product_price_cny_per_t": 500,
        "elasticity": 0.5,
        "output_share_max": 1.2,
    }
    scenario = changed(firms=terms(output_response=response))
    market = open_market(scenario)
    agent, free = market.firms[0], YearPosition(10**6, 10**6, 0)
    agent.start_year(free, False, 0)
    capped_t = agent.year.emissions_t
    agent.start_year(free._replace(allocation_t=900_000, output_t=900_000), False, 0)
    rated_t = agent.year.emissions_t
    assert capped_t < rated_t < 10**6
    assert agent.year.allocation_t == pytest.approx(0.9 * rated_t, abs=2)
    agent.change_cost(0.0, 1.0)
    assert agent.year.emissions_t == rated_t


def test_abatement_earns_nothing_where_units_follow_verified_emissions() -> None:
    market = open_market(small())
    agent = firm_in(market)
    agent.start_year(PLAN, True, 0)
    assert agent.abatement_max_t == 0
    assert agent.abatement.worth_cny(1) == math.inf


def test_quotes_are_anchored_in_what_the_firm_expects() -> None:
    ways = small().canonical()["agents"]["behaviours"]
    still = {"quote_anchor": 1.0, "quote_width": 0.0, "impatience_per_try": 0}
    market = open_market(changed(behaviours=ways | still))
    agent = firm_in(market)
    market.give(agent.account, 0)
    wish = agent.wish(market.now())
    assert wish is not None
    low = replace(wish, expected_cny=90.0, limit_cny=200.0)
    (order, *_) = agent.orders(market.world, market.now(), low, 1_000)
    assert order.price_fen == 9_000
