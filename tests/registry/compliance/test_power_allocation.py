from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from registry.compliance.power_allocation import (
    PowerUnitYear,
    gap_rate_percent,
    power_entity_allocation,
    power_unit_allocation,
)
from registry.compliance.power_factors import load_factor_correction
from registry.compliance.power_plans import power_plan
from registry.compliance.rules import PowerUnit, unit_allocation_t
from registry.rules import file_rules, power_benchmarks
from registry.worlds import RuleNotInForce

RULES = file_rules()
GOLDEN = YAML(typ="safe").load(
    (Path(__file__).parent / "golden_power.yaml").read_text(encoding="utf-8")
)
YEARS = (2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026)
CLASSES = ("coal_large", "coal_small", "coal_unconventional", "gas")


def unit(unit_class="coal_large", **changed):
    content = {
        "unit_class": unit_class,
        "output_mwh": Decimal(2_000_000),
        "heat_gj": Decimal(1_000_000),
        "load_factor": Decimal("0.60"),
        "heat_ratio": Decimal("0.10"),
        "cooling": "water_cooled",
        "emissions_t": 1,
    }
    return PowerUnitYear(**(content | changed))


@pytest.mark.parametrize("row", GOLDEN, ids=lambda row: f"{row['year']}-{row['unit_class']}")
def test_each_year_and_class_gives_its_golden_figure(row):
    given_ = {name: Decimal(text) for name, text in row["figures"].items()}
    found = power_unit_allocation(
        unit(row["unit_class"], cooling=row["cooling"], **given_), power_plan(RULES, row["year"])
    )
    assert found.allocation_t == row["allocation_t"]
    assert found.steps[-1 if row["unit_class"] != "gas" else -2].result == str(row["allocation_t"])


def test_the_goldens_name_every_year_and_class():
    assert {(row["year"], row["unit_class"]) for row in GOLDEN} >= {
        (year, each) for year in YEARS for each in CLASSES
    }


def test_there_is_no_plan_before_2019_or_after_2026():
    for year in (2018, 2027):
        with pytest.raises(RuleNotInForce):
            power_plan(RULES, year)


@pytest.mark.parametrize("year", [2025, 2026])
def test_plans_that_are_only_proposed_say_so(year):
    assert power_plan(RULES, year).is_draft
    assert power_entity_allocation([unit()], power_plan(RULES, year)).is_draft
    assert not power_plan(RULES, 2024).is_draft


def test_the_load_correction_of_2019_is_continuous():
    plan = power_plan(RULES, 2019)

    def correction(load):
        return load_factor_correction(Decimal(load), "coal_small", plan)

    assert correction("0.85") == 1
    assert correction("0.80") == Decimal("1.007000")
    assert correction("0.75") == Decimal("1.015000")
    assert abs(correction("0.7999999") - correction("0.80")) <= Decimal("0.000001")
    assert abs(correction("0.7499999") - correction("0.75")) <= Decimal("0.000001")
    assert correction("0.60") == Decimal("1.061364")


def test_the_draft_correction_takes_the_load_in_percent_and_ends_at_50():
    plan = power_plan(RULES, 2025)
    assert load_factor_correction(Decimal("0.4999"), "coal_large", plan) == Decimal("1.100321")
    assert load_factor_correction(Decimal("0.50"), "coal_large", plan) == 1
    assert load_factor_correction(Decimal("0.30"), "coal_unconventional", plan) == 1


def test_cooling_and_heat_count_until_2022_only():
    old = power_plan(RULES, 2021)
    water, air = (
        power_unit_allocation(unit(cooling=each), old).allocation_t
        for each in ("water_cooled", "air_cooled")
    )
    assert air > water
    assert power_unit_allocation(unit(heat_ratio=Decimal(0)), old).allocation_t > water
    new = power_plan(RULES, 2023)
    assert power_unit_allocation(unit(cooling="air_cooled"), new) == power_unit_allocation(
        unit(), new
    )


def test_units_outside_the_plan_count_neither_way():
    found = power_entity_allocation(
        [unit(), unit(special="biomass", emissions_t=9)], power_plan(RULES, 2024)
    )
    alone = power_entity_allocation([unit()], power_plan(RULES, 2024))
    assert (found.allocation_t, found.emissions_t) == (alone.allocation_t, alone.emissions_t)


def test_the_draft_gives_special_units_what_they_emit():
    found = power_unit_allocation(unit(special="new", emissions_t=77), power_plan(RULES, 2025))
    assert (found.allocation_t, found.emissions_t) == (77, 77)


def test_in_2019_a_gas_unit_owes_at_most_its_allowances():
    plan = power_plan(RULES, 2020)
    found = power_unit_allocation(unit("gas", emissions_t=10**7), plan)
    assert found.obligation_t == found.allocation_t < 10**7
    later = power_unit_allocation(unit("gas", emissions_t=10**7), power_plan(RULES, 2022))
    assert later.obligation_t == later.allocation_t == 10**7


def test_in_2019_a_large_gap_limits_the_obligation_not_the_allowances():
    found = power_entity_allocation([unit(emissions_t=3_000_000)], power_plan(RULES, 2019))
    assert found.allocation_t < 2_400_000
    assert found.obligation_t == found.allocation_t + 600_000


def test_the_gap_rate_has_two_decimals():
    assert gap_rate_percent(3, 2) == Decimal("33.33")
    assert gap_rate_percent(1_000, 1_100) == Decimal("-10.00")
    assert gap_rate_percent(0, 5) == 0


emissions = st.integers(0, 10**8)
units = st.lists(
    st.builds(
        unit,
        st.sampled_from(CLASSES),
        emissions_t=emissions,
        load_factor=st.decimals(0, 1, places=4),
        output_mwh=st.decimals(0, 10**8, places=2),
    ),
    min_size=1,
    max_size=5,
)


@given(units, st.sampled_from(YEARS))
def test_the_cap_holds_for_the_entity_in_every_year(given_, year):
    found = power_entity_allocation(given_, power_plan(RULES, year))
    gap = found.obligation_t - found.allocation_t
    assert gap <= found.emissions_t / Decimal(5) + 1
    assert found.obligation_t <= found.emissions_t
    assert found.allocation_t >= 0


@given(st.sampled_from(CLASSES), st.decimals(0, 1, places=4), emissions)
def test_both_ways_to_write_2023_and_2024_agree(unit_class, load, emitted):
    for year in (2023, 2024):
        simple = PowerUnit(
            unit_class=unit_class,
            generation_mwh=Decimal(2_000_000),
            heat_gj=Decimal(1_000_000),
            load_factor=load,
            emissions_t=emitted,
        )
        stepped = unit(unit_class, load_factor=load, emissions_t=emitted)
        assert power_unit_allocation(
            stepped, power_plan(RULES, year)
        ).allocation_t == unit_allocation_t(simple, power_benchmarks(year))
