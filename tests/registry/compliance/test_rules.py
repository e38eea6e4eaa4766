from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.compliance.law import legal_carry_over_t, legal_credit_limit_t, penalty_range_fen
from registry.compliance.rules import (
    PowerUnit,
    capped_allocation_t,
    carry_over_t,
    credit_limit_t,
    entity_allocation_t,
    fine_fen,
    industry_allocation_t,
    load_adjustment,
    net_sales_t,
    unit_allocation_t,
)
from registry.rules.benchmarks import power_benchmarks
from registry.rules.files import file_rules
from registry.worlds.refused_values import RuleNotInForce

DEADLINE = date(2025, 12, 31)
THRESHOLD = Decimal("0.65")


def unit(unit_class="coal_large", load="0.60", emissions_t=1_800_000):
    return PowerUnit(
        unit_class=unit_class,
        generation_mwh=Decimal(2_000_000),
        heat_gj=Decimal(1_000_000),
        load_factor=Decimal(load),
        emissions_t=emissions_t,
    )


def test_a_coal_unit_of_2024_gets_1_782_377_t():
    assert load_adjustment(Decimal("0.60"), "coal_large", THRESHOLD) == Decimal("1.061364")
    assert unit_allocation_t(unit(), power_benchmarks(2024)) == 1_782_377


def test_the_load_adjustment_ends_with_a_jump_at_65_percent():
    assert load_adjustment(Decimal("0.6499"), "coal_small", THRESHOLD) > Decimal("1.045")
    assert load_adjustment(Decimal("0.65"), "coal_small", THRESHOLD) == 1
    assert load_adjustment(Decimal("0.30"), "coal_unconventional", THRESHOLD) == 1


def test_a_gas_unit_gets_at_least_its_emissions():
    plain = unit_allocation_t(unit("gas", emissions_t=1), power_benchmarks(2024))
    assert plain == 710_900
    assert unit_allocation_t(unit("gas", emissions_t=800_000), power_benchmarks(2024)) == 800_000


def test_an_entity_short_by_30_percent_is_topped_up_to_a_gap_of_20():
    assert capped_allocation_t(700_000, 1_000_000, Decimal("0.8")) - 700_000 == 100_000
    assert capped_allocation_t(900_000, 1_000_000, Decimal("0.8")) == 900_000


def test_the_cap_holds_for_the_entity_not_the_unit():
    units = [unit(emissions_t=4_000_000), unit(emissions_t=400_000)]
    assert entity_allocation_t(units, power_benchmarks(2024)) == 2 * 1_782_377


def test_carry_over_is_base_plus_one_and_a_half_net_sales_within_holdings():
    assert legal_carry_over_t(net_sales_t(50_000, 20_000), 60_000, DEADLINE) == 55_000
    assert legal_carry_over_t(net_sales_t(50_000, 20_000), 40_000, DEADLINE) == 40_000
    assert legal_carry_over_t(net_sales_t(20_000, 50_000), 60_000, DEADLINE) == 10_000
    assert legal_carry_over_t(1, 60_000, DEADLINE) == 10_001


def test_industry_allowances_are_rounded_down():
    assert industry_allocation_t(1_001, Decimal("0.015")) == 1_016


def test_the_fine_is_five_to_ten_times_the_value():
    assert penalty_range_fen(10_000, 7_000, DEADLINE) == (350_000_000, 700_000_000)


def test_credits_cover_at_most_five_percent():
    assert legal_credit_limit_t(1_000_000, DEADLINE) == 50_000


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_carry_over_never_exceeds_holdings_and_never_falls_with_sales(sales, holdings):
    base_t, multiple = Decimal(10_000), Decimal("1.5")
    carried = carry_over_t(sales, holdings, base_t, multiple)
    assert 0 <= carried <= holdings
    assert carried <= carry_over_t(sales + 1, holdings, base_t, multiple)


def test_a_scenario_brings_its_own_numbers():
    assert carry_over_t(100, 10_000, Decimal(0), Decimal(2)) == 200
    assert credit_limit_t(1_999, Decimal("0.1")) == 199
    assert fine_fen(3, Decimal("50.5"), Decimal(1)) == 152


def test_a_rule_not_in_force_is_refused_with_the_day():
    with pytest.raises(RuleNotInForce, match="penalty_multiple_min on 2020-01-01") as refused:
        file_rules().parameter("cn_ets", "penalty_multiple_min", date(2020, 1, 1))
    assert refused.value.facts == {"key": "penalty_multiple_min", "day": "2020-01-01"}
    with pytest.raises(RuleNotInForce, match="2018-12-31"):
        power_benchmarks(2018)
    with pytest.raises(RuleNotInForce):
        legal_carry_over_t(0, 1, date(2026, 6, 11))
    with pytest.raises(RuleNotInForce):
        file_rules().parameter("cn_ets", "industry_slope", date(2024, 12, 31), "industry")
