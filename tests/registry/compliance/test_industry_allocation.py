import random
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.compliance.industry_allocation import (
    LineYear,
    balance_value,
    industry_plan,
    line_allocation,
)
from registry.compliance.refused_cycle import NothingToBalance
from registry.rules import file_rules
from registry.worlds import RuleNotInForce

RULES = file_rules()
PLANTS = 1_291
PLAN_2025 = industry_plan(RULES, 2025, "cement")


def line(emissions_t=1_000_000, intensity="0.80", **changed):
    content = {
        "emissions_t": emissions_t,
        "intensity_emissions_t": Decimal(emissions_t),
        "product_t": Decimal(emissions_t) / Decimal(intensity),
    }
    return LineYear(**(content | changed))


def plants(seed):
    chance = random.Random(seed)
    return [
        line(round(chance.lognormvariate(13.5, 1.1)), f"{max(0.2, chance.gauss(0.84, 0.12)):.4f}")
        for _ in range(PLANTS)
    ]


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("sector", ["steel", "cement", "aluminium"])
def test_the_balance_value_makes_1291_plants_add_up(seed, sector):
    plan = industry_plan(RULES, 2025, sector)
    known = plants(seed)
    value = balance_value(known, plan)
    given_ = [line_allocation(each, plan, value)[0] for each in known]
    missing = sum(each.emissions_t for each in known) - sum(given_)
    assert 0 <= missing <= PLANTS


def test_in_2024_allowances_equal_verified_emissions():
    plan = industry_plan(RULES, 2024, "steel")
    found, steps = line_allocation(line(123_456), plan, None)
    assert found == 123_456
    assert [step.formula for step in steps] == ["A = E"]
    with pytest.raises(NothingToBalance):
        balance_value([line()], plan)
    with pytest.raises(RuleNotInForce):
        industry_plan(RULES, 2023, "steel")


def test_2026_is_a_draft():
    assert industry_plan(RULES, 2026, "cement").is_draft
    assert not PLAN_2025.is_draft


@pytest.mark.parametrize(
    ("intensity", "expected"),
    [("0.80", 1_000_000), ("0.76", 1_007_500), ("0.60", 1_030_000), ("1.10", 970_000)],
)
def test_a_line_gains_or_loses_by_its_deviation(intensity, expected):
    exact = line(intensity_emissions_t=Decimal(intensity), product_t=Decimal(1))
    found, steps = line_allocation(exact, PLAN_2025, Decimal("0.80"))
    assert found == expected
    assert len(steps) == 4


@pytest.mark.parametrize("special", ["white_cement", "gypsum_acid"])
def test_special_clinker_is_given_what_it_emits(special):
    assert line_allocation(line(5, special=special), PLAN_2025, Decimal("0.1"))[0] == 5


@pytest.mark.parametrize(
    ("year", "share", "as_verified"),
    [(2025, "0.15", False), (2025, "0.16", True), (2026, "0.30", False), (2026, "0.31", True)],
)
def test_much_carbide_slag_is_given_what_it_emits(year, share, as_verified):
    plan = industry_plan(RULES, year, "cement")
    slag = line(1_000, "0.40", carbide_slag_share=Decimal(share))
    found, _ = line_allocation(slag, plan, Decimal("0.80"))
    assert found == (1_000 if as_verified else 1_030)


lines = st.lists(
    st.builds(
        lambda emitted, thousandths: line(emitted, f"{thousandths / 1000:.3f}"),
        st.integers(1, 10**8),
        st.integers(1, 5_000),
    ),
    min_size=1,
    max_size=30,
)


@given(lines)
def test_allowances_add_up_and_stay_within_three_percent(known):
    value = balance_value(known, PLAN_2025)
    given_ = [line_allocation(each, PLAN_2025, value)[0] for each in known]
    assert 0 <= sum(each.emissions_t for each in known) - sum(given_) <= len(known)
    for each, found in zip(known, given_, strict=True):
        assert each.emissions_t * Decimal("0.97") - 1 < found
        assert found <= each.emissions_t * Decimal("1.03")


def test_a_sector_without_emissions_has_no_balance_value():
    with pytest.raises(NothingToBalance):
        balance_value([replace(line(), emissions_t=0)], PLAN_2025)
