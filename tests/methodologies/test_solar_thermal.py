"""Applicability, fuels and fuel meters of CCER-01-001-V01."""

from decimal import Decimal

import pytest

from methodologies import (
    AgainstLawOrPolicy,
    CorrectionAboveMetered,
    FuelTwice,
    MeterWithoutReading,
    NotSeparatelyMetered,
    NotSolarThermal,
    find,
    library,
    plain,
)
from tests.methodologies.examples import codes, csp


def test_another_technique_is_refused() -> None:
    with pytest.raises(NotSolarThermal) as caught:
        csp(plant_type="other")
    assert caught.value.source == "CCER-01-001-V01 §2"


def test_an_integrated_part_without_its_own_meter_is_refused() -> None:
    with pytest.raises(NotSeparatelyMetered) as caught:
        csp(plant_type="integrated_part", separately_metered=False)
    assert caught.value.source == "CCER-01-001-V01 §2"


def test_an_integrated_part_with_its_own_meter_is_accepted() -> None:
    result = csp(plant_type="integrated_part", separately_metered=True)
    assert result.issuable_units == 122936


def test_an_integrated_part_that_does_not_say_is_warned() -> None:
    silent = csp(plant_type="integrated_part", complies_with_law_and_policy=True)
    assert "methodologies.undeclared_clause" in codes(silent)
    alone = csp(complies_with_law_and_policy=True)
    assert "methodologies.undeclared_clause" not in codes(alone)


def test_a_plant_against_law_or_policy_is_refused() -> None:
    with pytest.raises(AgainstLawOrPolicy):
        csp(complies_with_law_and_policy=False)


def test_a_plant_without_fuel_emits_nothing() -> None:
    result = csp(fuels=None)
    assert result.results["project_emissions_t_co2e"] == 0
    assert (
        result.results["emission_reductions_t_co2e"] == result.results["baseline_emissions_t_co2e"]
    )


def test_each_fuel_has_its_own_coefficient_and_unit() -> None:
    steps = {step.symbol: step for step in csp().steps}
    assert steps["COEF_natural_gas,y"].unit == "t CO2/10^4 Nm3"
    assert steps["COEF_diesel,y"].unit == "t CO2/t"
    assert steps["COEF_diesel,y"].expression == "42.652 × 0.0202 × 0.98 × (44/12)"


def test_a_fuel_meter_is_corrected_upwards() -> None:
    row = {"meter": "diesel", "metered": "8.6", "calibration": "uncalibrated"}
    result = csp(meter_corrections=[{**row, "permissible_error_pct": "1"}])
    corrected = next(step for step in result.steps if step.symbol == "FC_diesel,y")
    assert corrected.value == Decimal("18.686")
    assert corrected.equation == "§7.3.4 c)"
    assert corrected.unit == "t"
    assert result.results["project_emissions_t_co2e"] > csp().results["project_emissions_t_co2e"]


def test_a_fuel_listed_twice_is_refused() -> None:
    row = {"fuel": "diesel", "quantity": "1"}
    with pytest.raises(FuelTwice):
        csp(fuels=[row, row])


def test_a_correction_of_a_fuel_that_was_not_burned_is_refused() -> None:
    row = {"meter": "lignite", "metered": "1", "calibration": "late"}
    with pytest.raises(MeterWithoutReading):
        csp(meter_corrections=[row])


def test_a_fuel_correction_cannot_exceed_the_reading() -> None:
    row = {"meter": "diesel", "metered": "18.7", "calibration": "late"}
    with pytest.raises(CorrectionAboveMetered):
        csp(meter_corrections=[row])


def test_form_and_factor_table_list_the_same_fuels_in_the_same_units() -> None:
    table = library()["fuels"]
    fuels = next(field for field in find("ccer-01-001").fields if field.name == "fuels")
    offered = dict(next(column for column in fuels.columns if column.name == "fuel").choices)
    assert list(offered) == list(table.regions())
    for fuel, label in offered.items():
        unit = table.get("heating_value", fuel).unit.removeprefix("GJ/")
        for lang, name in table.regions()[fuel].items():
            assert label[lang] == f"{name} ({unit})"


@pytest.mark.parametrize("fuel", list(library()["fuels"].regions()))
def test_every_fuel_can_be_calculated(fuel: str) -> None:
    result = csp(fuels=[{"fuel": fuel, "quantity": "1"}])
    assert Decimal(0) < result.results["project_emissions_t_co2e"] < Decimal(30)
    assert plain(result.results["leakage_t_co2e"]) == "0"
