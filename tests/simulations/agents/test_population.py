import math
from statistics import fmean

import pytest
from pydantic import JsonValue

from simulations import Scenario
from simulations.agents import FirmProfile, YearPosition, draw_firms, year_position
from simulations.agents.output import common_factors, monthly_factors
from simulations.scenarios import OutputShocks
from simulations.streams import Streams
from tests.simulations.agents.markets import changed, with_rules
from tests.simulations.scenarios import small

STREAMS = Streams(3)
HISTORY: dict[str, JsonValue] = {"allocation.method": "historical_intensity"}
GRANTED: dict[str, JsonValue] = {"allocation.method": "grandfathering"}


def power(scenario: Scenario, seed: int = 3) -> list[FirmProfile]:
    return [firm for firm in draw_firms(scenario, Streams(seed)) if firm.sector == "power"]


def first_year(firm: FirmProfile, scenario: Scenario, demand: float = 1.0) -> YearPosition:
    plan = scenario.markets["national"].allocation
    return year_position(firm, plan, STREAMS, 0, demand)


def test_sizes_add_up_to_the_population() -> None:
    firms = power(small())
    assert sum(firm.size_t for firm in firms) == pytest.approx(150_000_000, abs=len(firms))


def test_a_firm_that_is_added_changes_no_other_firms_draws() -> None:
    few, many = power(small()), power(small("agents.firms.power.count=61"))
    for one, other in zip(few, many, strict=False):
        assert (one.weight, one.gap, one.load_factor) == (
            other.weight,
            other.gap,
            other.load_factor,
        )
        assert one.mind == other.mind


def test_own_history_follows_output_and_grandfathering_does_not() -> None:
    for rules, follows in ((HISTORY, True), (GRANTED, False)):
        scenario = with_rules(small(), rules)
        firm = power(scenario)[0]
        normal, booming = (first_year(firm, scenario, demand) for demand in (1.0, 1.2))
        assert normal.allocation_t == int(normal.emissions_t * (1 - firm.gap))
        grown = 1.2 if follows else 1.0
        assert booming.allocation_t == pytest.approx(grown * normal.allocation_t, rel=1e-6)
        assert booming.emissions_t == pytest.approx(1.2 * normal.emissions_t, rel=1e-6)


def test_a_firm_without_a_plant_receives_by_its_history_under_a_plan_for_plants() -> None:
    firm = power(with_rules(small(), HISTORY))[0]
    year = first_year(firm, small())
    assert firm.mwh_per_t == 0
    assert year.allocation_t == int(year.emissions_t * (1 - firm.gap))


def test_allocations_by_history_tighten_yearly() -> None:
    scenario = with_rules(small(), GRANTED | {"allocation.tighten_per_year": 0.1})
    firm, plan = power(scenario)[0], scenario.markets["national"].allocation
    years = [year_position(firm, plan, STREAMS, k).allocation_t for k in range(3)]
    assert years[2] == pytest.approx(0.81 * years[0], rel=1e-6)


def test_benchmarks_that_fall_leave_firms_shorter() -> None:
    scenario = small()
    plan = scenario.markets["national"].allocation
    assert plan.benchmarks is not None
    lower = {name: 0.9 * value for name, value in plan.benchmarks.model_dump().items()}
    stricter = with_rules(scenario, {"allocation.benchmarks": lower}).markets["national"]
    given_t = [
        sum(year_position(firm, rules, STREAMS, 0).allocation_t for firm in power(scenario))
        for rules in (plan, stricter.allocation)
    ]
    assert 0.88 * given_t[0] < given_t[1] < 0.95 * given_t[0]


def test_what_is_auctioned_is_not_given() -> None:
    whole, parted = (
        with_rules(small(), HISTORY),
        with_rules(small(), HISTORY | {"allocation.auction_share": 0.1}),
    )
    firm = power(whole)[0]
    full, free = first_year(firm, whole), first_year(firm, parted)
    assert free.allocation_t + free.auctioned_t == full.allocation_t
    assert free.auctioned_t == int(0.1 * full.allocation_t)


def test_firms_below_the_threshold_owe_nothing() -> None:
    sizes = sorted(firm.size_t for firm in power(small()))
    scenario = with_rules(small(), HISTORY | {"allocation.threshold_t": sizes[30]})
    owing = [first_year(firm, scenario).emissions_t > 0 for firm in power(scenario)]
    assert 20 <= sum(owing) <= 40


def test_indirect_emissions_count_only_where_the_plan_says_so() -> None:
    own = with_rules(small("agents.firms.power.indirect_share=0.3"), HISTORY)
    both = with_rules(own, {"allocation.scope2": {"sectors": ["power"]}})
    firm = power(own)[0]
    counted, whole = first_year(firm, own), first_year(firm, both)
    assert counted.emissions_t == pytest.approx(0.7 * whole.emissions_t, rel=1e-5)
    assert counted.allocation_t == pytest.approx(0.7 * whole.allocation_t, rel=1e-5)


def test_a_sector_around_its_balance_value_is_neither_long_nor_short() -> None:
    balance: JsonValue = {"sectors": ["power"], "share_max": 0.03, "slope": 0.15}
    scenario = with_rules(small(), {"allocation.balance": balance})
    firms = power(scenario)
    years = [first_year(firm, scenario) for firm in firms]
    emitted_t = sum(year.emissions_t for year in years)
    given_t = sum(year.allocation_t for year in years)
    assert given_t == pytest.approx(emitted_t, rel=1e-3)
    for firm, year in zip(firms, years, strict=True):
        assert abs(year.allocation_t / year.emissions_t - 1) <= 0.03 + 1e-6
        assert (year.allocation_t > year.emissions_t) == (firm.deviation > 0)


def test_monthly_shocks_persist_and_leave_the_mean_as_it_was() -> None:
    terms = OutputShocks(persistence=0.8, sd=0.05, common_sd_per_year=0.0)
    firms = power(small("agents.firms.power.count=400"))
    paths = [monthly_factors(firm, terms, STREAMS, 1) for firm in firms]
    years = [path[1] for path in paths]
    assert fmean(years) == pytest.approx(1.0, abs=0.005)
    assert 0.02 < math.sqrt(fmean((year - 1.0) ** 2 for year in years)) < 0.05


def test_later_years_leave_the_shocks_of_earlier_ones_as_they_were() -> None:
    terms = OutputShocks(persistence=0.8, sd=0.05, common_sd_per_year=0.02)
    firm = power(small())[0]
    assert monthly_factors(firm, terms, STREAMS, 3)[:3] == monthly_factors(firm, terms, STREAMS, 1)
    assert common_factors(firm, terms, STREAMS, 3)[:3] == common_factors(firm, terms, STREAMS, 1)


def test_activity_is_common_to_a_sector() -> None:
    shocks: JsonValue = {"persistence": 0.5, "sd": 0.0, "common_sd_per_year": 0.1}
    scenario = changed("agents.firms.power.emissions_change_sd=0")
    firms = scenario.canonical()["agents"]["firms"]
    firms["power"]["output_shocks"] = shocks
    moved = changed("agents.firms.power.emissions_change_sd=0", firms=firms)
    plan = moved.markets["national"].allocation
    growths = {
        round(year_position(firm, plan, STREAMS, 2).emissions_t / firm.size_t, 4)
        for firm in power(moved)
        if firm.size_t > 100_000
    }
    assert len(growths) == 1
    assert growths != {1.0}
