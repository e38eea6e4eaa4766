"""Power generation: carbon, defaults, scope of the year, and data quality."""

from decimal import Decimal
from typing import Any

import pytest

from methodologies import MethodologyError, Result, estimate
from methodologies.ets.refusals import (
    CarbonAboveMass,
    Implausible,
    InstallationOutsideGuide,
    MoistureMissing,
    StockWithoutUse,
    YearBeforeMarket,
)
from tests.methodologies.ets_examples import account, coal
from tests.methodologies.examples import codes


def power(**changes: Any) -> Result:
    return account("ets-power", **changes)


def values(result: Result) -> dict[str, Decimal]:
    return {step.symbol: step.value for step in result.steps}


def test_a_unit_without_fossil_fuel_is_refused_with_the_article() -> None:
    with pytest.raises(InstallationOutsideGuide) as caught:
        power(unit_kind="not_fossil")
    assert caught.value.facts["field"] == "unit_kind"


def test_a_year_before_the_market_is_refused() -> None:
    with pytest.raises(YearBeforeMarket) as caught:
        power(year=2018)
    assert caught.value.facts["first_year"] == 2019


def test_purchased_electricity_counts_until_2022_and_not_from_2023_on() -> None:
    before, after = power(year=2022), power(year=2023)
    assert before.results["covered_emissions_t_co2"] == before.results["emissions_t_co2"]
    assert after.results["covered_emissions_t_co2"] == after.results["combustion_t_co2"]
    assert after.results["emissions_t_co2"] > after.results["covered_emissions_t_co2"]


@pytest.mark.parametrize(
    ("year", "factor"),
    [(2019, "0.6101"), (2020, "0.6101"), (2021, "0.5810"), (2023, "0.5568"), (2026, "0.5306")],
)
def test_the_electricity_factor_is_that_of_the_year_or_the_latest_before(
    year: int, factor: str
) -> None:
    result = power(year=year)
    assert result.results["electricity_t_co2"] == Decimal(factor) * 1250
    assert "methodologies.electricity_factor_unchecked" in codes(result)


def test_the_electricity_factor_can_be_replaced_with_its_source() -> None:
    row = {"symbol": "EF_elec", "value": "0.5897", "source": "Henan 2023, provincial factor"}
    result = power(replaced_factors=[row])
    assert result.results["electricity_t_co2"] == Decimal("737.125")
    assert "methodologies.electricity_factor_unchecked" not in codes(result)


def test_basis_conversion_gives_the_percentage_of_the_worked_example() -> None:
    row = coal(
        carbon_content="0.584",
        carbon_basis="air_dried",
        moisture_received_pct="12.6",
        moisture_air_dried_pct="2.35",
    )
    carbon = values(power(fuels=[row]))["C_ar,bituminous_coal"]
    assert str(carbon).replace("0.52", "52.", 1) == "52.26994367639528929851510496671786994368"


def test_dry_carbon_is_diluted_by_the_moisture_as_received() -> None:
    row = coal(carbon_content="0.6", carbon_basis="dry", moisture_received_pct="10")
    assert values(power(fuels=[row]))["C_ar,bituminous_coal"] == Decimal("0.54")


@pytest.mark.parametrize(
    "cells",
    [
        {"carbon_basis": "dry"},
        {"carbon_basis": "air_dried", "moisture_received_pct": "10"},
        {"carbon_basis": "air_dried", "moisture_air_dried_pct": "2"},
    ],
)
def test_carbon_on_another_basis_needs_its_moisture(cells: dict[str, str]) -> None:
    with pytest.raises(MoistureMissing):
        power(fuels=[coal(**cells)])


@pytest.mark.parametrize(
    ("year", "kind", "default"),
    [
        (2021, "conventional_coal", "0.03356"),
        (2022, "conventional_coal", "0.03085"),
        (2025, "unconventional_coal", "0.02858"),
    ],
)
def test_untested_coal_takes_the_default_of_year_and_unit(
    year: int, kind: str, default: str
) -> None:
    result = power(year=year, unit_kind=kind, fuels=[coal(carbon_content=None)])
    assert values(result)["C_ar,bituminous_coal"] == Decimal("20.908") * Decimal(default)
    assert "methodologies.untested_carbon" in codes(result)


def test_coal_without_any_test_takes_the_default_heat_too() -> None:
    result = power(fuels=[coal(carbon_content=None, heating_value=None)])
    assert values(result)["C_ar,bituminous_coal"] == Decimal("26.7") * Decimal("0.03085")


def test_other_fuels_take_their_own_defaults_and_oxidation() -> None:
    gas = power(fuels=[{"fuel": "natural_gas", "quantity": "45.2"}], generation=None)
    assert abs(values(gas)["E_natural_gas"] - Decimal("978.5868702192")) < Decimal("1e-30")
    oil = power(fuels=[{"fuel": "diesel", "quantity": "18.6"}], generation=None)
    assert abs(values(oil)["E_diesel"] - Decimal("57.5839192544")) < Decimal("1e-30")


def test_an_assumed_oxidation_can_be_replaced() -> None:
    row = {"symbol": "OF_bituminous_coal", "value": "0.98", "source": "test report 12"}
    replaced, assumed = power(replaced_factors=[row]), power()
    ratio = replaced.results["combustion_t_co2"] / assumed.results["combustion_t_co2"]
    assert abs(ratio - Decimal("0.98") / Decimal("0.99")) < Decimal("1e-27")
    assert {each.symbol for each in assumed.assumptions} >= {"OF_bituminous_coal", "EF_elec"}


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"fuels": [coal(carbon_content="52.3")]}, CarbonAboveMass),
        ({"fuels": [coal(quantity="250000000", carbon_content="0.523")]}, MethodologyError),
        ({"generation": [{"output_mwh": "56000000"}]}, Implausible),
        ({"fuels": [coal(carbon_content="0.02")]}, Implausible),
        ({"fuels": [coal(heating_value="500")]}, Implausible),
        ({"electricity": [{"electricity_mwh": "50000000"}]}, Implausible),
    ],
    ids=["percent", "kg of coal", "kWh generated", "carbon", "MJ of heat", "kWh bought"],
)
def test_unit_mistakes_are_caught(changes: dict[str, Any], refusal: type[Exception]) -> None:
    with pytest.raises((refusal, ValueError)):
        power(**changes)


def test_unlikely_figures_are_noticed() -> None:
    assert "methodologies.unlikely" in codes(power(fuels=[coal(carbon_content="0.2")]))
    assert "methodologies.unlikely" not in codes(power())


def stock(**changes: str) -> dict[str, str]:
    base = {"fuel": "bituminous_coal", "opening": "20000", "received": "245000", "closing": "15000"}
    return {**base, **changes}


def test_a_stock_balance_that_closes_says_nothing() -> None:
    result = power(fuel_stocks=[stock()])
    assert "methodologies.unlikely" not in codes(result)
    assert result.results == power().results


def test_a_stock_balance_that_is_off_is_noticed() -> None:
    assert "methodologies.unlikely" in codes(power(fuel_stocks=[stock(received="260000")]))


def test_a_stock_balance_far_off_is_refused() -> None:
    with pytest.raises(Implausible):
        power(fuel_stocks=[stock(received="545000")])


@pytest.mark.parametrize("stocks", [[stock(fuel="lignite")], [stock(), stock()]])
def test_a_stock_without_its_fuel_is_refused(stocks: list[dict[str, str]]) -> None:
    with pytest.raises(StockWithoutUse):
        power(fuel_stocks=stocks)


def test_a_stock_of_a_fuel_with_missing_months_is_not_judged() -> None:
    result = power(fuels=[coal(month=1)], fuel_stocks=[stock(received="9")], generation=None)
    assert "methodologies.unlikely" not in codes(result)


def test_no_activity_emits_nothing() -> None:
    result = estimate("ets-power", {"year": 2025, "unit_kind": "gas"})
    assert set(result.results.values()) == {Decimal(0)}
    assert result.issuable_units is None
