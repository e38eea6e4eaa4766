"""Iron and steel: the carbon balance, its defaults and its intensity."""

from decimal import Decimal
from typing import Any, get_args

import pytest

from methodologies import Result, estimate, library
from methodologies.activity.fuels import GASES_BY_VOLUME
from methodologies.ets.refusals import (
    BalanceNegative,
    CarbonAboveMass,
    CarbonMissing,
    Implausible,
    InstallationOutsideGuide,
    YearBeforeMarket,
)
from methodologies.ets.steel_materials import GASES, MATERIALS, Material
from tests.methodologies.ets_examples import account, in_months
from tests.methodologies.examples import codes

COKE = {"material": "coke", "quantity_t": "1000", "carbon_content": "0.85"}


def works(rows: list[dict[str, Any]], **changes: Any) -> Result:
    return estimate("ets-steel", {"year": 2024, "materials": rows, **changes})


def balance(result: Result) -> Decimal:
    return result.results["carbon_balance_t_co2"]


def test_a_rolling_mill_is_refused_with_the_article() -> None:
    with pytest.raises(InstallationOutsideGuide):
        account("ets-steel", works_kind="rolling_only")


def test_a_year_before_the_market_is_refused() -> None:
    with pytest.raises(YearBeforeMarket):
        account("ets-steel", year=2023)


def test_carbon_that_leaves_is_taken_off() -> None:
    out = {"flow": "out", "material": "coal_tar", "quantity_t": "30", "carbon_content": "0.9"}
    assert balance(works([COKE])) - balance(works([COKE, out])) == 99


def test_more_carbon_out_than_in_is_refused() -> None:
    with pytest.raises(BalanceNegative):
        works([{**COKE, "flow": "out", "quantity_t": "2000"}, COKE])


def test_output_without_any_input_is_refused() -> None:
    with pytest.raises(BalanceNegative):
        works([{**COKE, "flow": "out"}])


@pytest.mark.parametrize("material", library()["ets_steel"].regions())
def test_a_material_by_default_emits_its_factor(material: str) -> None:
    factor = library()["ets_steel"].get("emission_factor", material).value
    result = works([{"material": material, "quantity_t": "1000"}])
    assert abs(balance(result) - 1000 * factor) < Decimal("1e-30")
    assert "methodologies.untested_carbon" in codes(result)


def test_a_fuel_by_default_emits_all_its_carbon() -> None:
    result = works([{"material": "natural_gas", "quantity_t": "1"}])
    expected = Decimal("389.31") * Decimal("0.01532") * 44 / 12
    assert abs(balance(result) - expected) < Decimal("1e-30")


def test_an_assumed_factor_can_be_replaced() -> None:
    rows = [{"material": "pig_iron", "quantity_t": "1000"}]
    row = {"symbol": "EF_pig_iron", "value": "0.18", "source": "guide, annex"}
    assert abs(balance(works(rows, replaced_factors=[row])) - 180) < Decimal("1e-30")


def test_a_material_without_test_or_default_is_refused() -> None:
    with pytest.raises(CarbonMissing):
        works([{"material": "scrap", "quantity_t": "1"}])


def test_carbon_in_per_cent_is_caught() -> None:
    with pytest.raises(CarbonAboveMass):
        works([{**COKE, "carbon_content": "85"}])


def test_gases_are_by_volume_everywhere() -> None:
    assert GASES == GASES_BY_VOLUME
    assert set(MATERIALS) == set(get_args(Material))
    assert all("10^4 Nm3" in MATERIALS[gas]["en"] for gas in GASES)


def test_a_missing_month_is_substituted_going_in_and_not_deducted_going_out() -> None:
    entering = in_months(COKE, {1: "100", 2: "300"}, "quantity_t")
    leaving = in_months({**COKE, "flow": "out"}, {1: "10"}, "quantity_t")
    result = works([*entering, *leaving], through_month=3)
    carbon = Decimal("0.85") * (100 + 300 + 300 - 10)
    assert abs(balance(result) - carbon * 44 / 12) < Decimal("1e-30")
    assert {"methodologies.months_substituted", "methodologies.months_not_deducted"} <= codes(
        result
    )


def test_the_same_material_may_enter_two_processes_in_a_month() -> None:
    rows = [
        {**COKE, "month": 1, "process": "ironmaking"},
        {**COKE, "month": 1, "process": "sintering", "quantity_t": "100"},
        {**COKE, "month": 1, "quantity_t": "10"},
    ]
    result = works(rows, through_month=1)
    iron = result.results["iron_and_sinter_t_co2"]
    assert abs(iron * 1110 - balance(result) * 1100) < Decimal("1e-28")


@pytest.mark.parametrize(
    "changes",
    [
        {"production": [{"crude_steel_t": "1800000000"}]},
        {"production": [{"crude_steel_t": "1800"}]},
        {"electricity": [{"electricity_mwh": "99000000"}]},
    ],
    ids=["kg of steel", "kt of steel", "kWh"],
)
def test_unit_mistakes_are_caught(changes: dict[str, Any]) -> None:
    with pytest.raises((Implausible, ValueError)):
        account("ets-steel", **changes)


def test_electricity_is_reported_and_not_counted() -> None:
    results = account("ets-steel").results
    assert results["covered_emissions_t_co2"] == results["carbon_balance_t_co2"]
    assert results["emissions_t_co2"] > results["covered_emissions_t_co2"]
