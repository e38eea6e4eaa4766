"""The worked examples of the published rules, as people and the registry calculate them."""

from datetime import date
from decimal import Decimal

import pytest

from registry.compliance import (
    PowerUnitYear,
    balance_value,
    carry_over_limit,
    carry_over_plan,
    fine_range,
    industry_plan,
    line_allocation,
    power_entity_allocation,
    power_plan,
)
from registry.compliance.industry_allocation import LineYear
from registry.compliance.power_allocation import power_unit_allocation
from registry.compliance.refused_compliance import CreditLimitExceeded
from registry.compliance.rules import capped_allocation_t, industry_adjustment
from registry.ledger import Measure, UnitKind, add_unit_type, find_unit_type, issue_units
from registry.rules import file_rules
from tests.checked import trips
from tests.registry.compliance.cycle import (
    allocated,
    enrolled,
    go_to,
    power_figures,
    surrendered,
)

RULES = file_rules()
DEADLINE = date(2025, 12, 31)


def test_1_a_class_i_unit_of_2024_gets_1_782_377_t_and_shows_how():
    unit = PowerUnitYear(
        unit_class="coal_large",
        output_mwh=Decimal(2_000_000),
        heat_gj=Decimal(1_000_000),
        load_factor=Decimal("0.60"),
        emissions_t=1_800_000,
    )
    found = power_unit_allocation(unit, power_plan(RULES, 2024))
    assert found.allocation_t == 1_782_377
    assert [step.result for step in found.steps] == ["1.061364", "1782377"]
    assert found.steps[-1].formula == "A = ⌊Qe × Be × Ff + Qh × Bh⌋"
    assert dict(found.steps[-1].values)["Be"] == "0.791"


def test_2_a_gap_of_30_percent_is_topped_up_by_100_000_t_to_20_percent():
    assert capped_allocation_t(700_000, 1_000_000, Decimal("0.8")) == 800_000
    unit = PowerUnitYear(
        unit_class="coal_unconventional",
        output_mwh=Decimal(700_000) / Decimal("0.8244"),
        heat_gj=Decimal(0),
        load_factor=Decimal("0.8"),
        emissions_t=1_000_000,
    )
    found = power_entity_allocation([unit], power_plan(RULES, 2024))
    assert (found.allocation_t, found.gap_rate_percent) == (800_000, Decimal("20.00"))


def test_3_carry_over_is_55_000_t():
    plan = carry_over_plan(RULES, "power", date(2026, 1, 15))
    limit, steps = carry_over_limit({"CEA-2024": 50_000}, {"CEA-2023": 20_000}, 60_000, plan)
    assert limit == 55_000
    assert [step.result for step in steps] == ["30000", "55000"]


@pytest.mark.parametrize(("intensity", "alpha"), [("0.90", "0.015"), ("0.70", "0.03")])
def test_4_industry_gains_one_and_a_half_or_at_most_three_percent(intensity, alpha):
    slope, most = Decimal("0.15"), Decimal("0.2")
    assert industry_adjustment(Decimal(intensity), Decimal("1.00"), slope, most) == Decimal(alpha)
    line = LineYear(
        emissions_t=1_000_000,
        intensity_emissions_t=Decimal(1_000_000),
        product_t=1_000_000 / Decimal(intensity),
    )
    found, _ = line_allocation(line, industry_plan(RULES, 2025, "cement"), Decimal("1.00"))
    assert abs(found - 1_000_000 * (1 + Decimal(alpha))) <= 1


def test_8_the_fine_for_10_000_t_at_70_yuan_is_3_5_to_7_million():
    found = fine_range(RULES, "CEA", 10_000, 7_000, DEADLINE)
    assert (found.least_fen, found.most_fen) == (350_000_000, 700_000_000)
    assert found.deducts_next_year


@trips(CreditLimitExceeded)
def test_9_credits_of_60_000_t_are_refused_above_50_000_t(session, clock):
    go_to(clock, "2025-03-03")
    entity = enrolled(session, first_year=2024)
    allocated(session, entity, 2024, power_figures(1_000_000, output_mwh="1000000"))
    add_unit_type(session, "CCER-2024", UnitKind.CREDIT, Measure.T_CO2E)
    issue_units(session, find_unit_type(session, "CCER-2024"), entity.owner.account_id, 60_000)
    with pytest.raises(CreditLimitExceeded) as refused:
        surrendered(session, entity, "CCER-2024", 60_000, 2024)
    assert refused.value.facts["limit"] == 50_000
    surrendered(session, entity, "CCER-2024", 50_000, 2024)
    with pytest.raises(CreditLimitExceeded) as refused:
        surrendered(session, entity, "CCER-2024", 1, 2024)
    assert refused.value.facts["left"] == 0


def test_the_balance_value_of_a_sector_is_found_from_its_lines():
    plan = industry_plan(RULES, 2025, "steel")
    lines = [
        LineYear(emissions_t=100, intensity_emissions_t=Decimal(100), product_t=Decimal(product))
        for product in (100, 110)
    ]
    value = balance_value(lines, plan)
    # Both within 20 %: 100 (BP - 1) / BP + 100 (BP - 10/11) / BP = 0, so BP is their mean.
    assert value == Decimal("0.954545454545454545")
