"""CCER-14-002-V01 as reconstructed: scope, pools, gases, fallback values."""

from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from methodologies import Result, find, library
from methodologies.ccer.forest_refusals import (
    IntervalDiffers,
    NoStrata,
    NotMangroveCreation,
    SiteUnsuitable,
    StockMissing,
    TidelandTenureUnproven,
)
from tests.methodologies.examples import codes
from tests.methodologies.forest_examples import (
    FIVE_YEARS,
    MANGROVE,
    mangrove,
    mangrove_stratum,
    replaced,
)

increments = st.decimals(0, 50, places=3)
areas = st.decimals("0.01", 10_000, places=2)


def removals(result: Result) -> Decimal:
    return result.results["emission_reductions_t_co2e"]


def step(result: Result, symbol: str) -> Decimal:
    return next(found.value for found in result.steps if found.symbol == symbol)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"site": "vegetated_flat"}, NotMangroveCreation),
        ({"site": "existing_stand"}, NotMangroveCreation),
        ({"site_suitable": False}, SiteUnsuitable),
        ({"tenure_proven": False}, TidelandTenureUnproven),
    ],
)
def test_each_condition_refuses_once_with_its_article(
    changes: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal) as caught:
        mangrove(**changes)
    source = vars(type(caught.value))["source"]
    assert source.startswith("CCER-14-002-V01")
    assert "numbering not seen" in source


def test_abandoned_ponds_are_eligible_and_declared_conditions_are_not_warned_of() -> None:
    result = mangrove(site="abandoned_pond", site_suitable=True, tenure_proven=True)
    assert "methodologies.undeclared_clause" not in codes(result)
    assert result.issuable_units == 9825


def test_the_fallback_values_say_that_they_are_not_the_text() -> None:
    table = library()["mangrove"]
    for factor in table.factors:
        if factor.key != "molar_mass":
            assert factor.confidence == "low"
            assert "CCER-14-002" in factor.source
            assert "not the defaults" in factor.source
    assumed = {assumption.symbol for assumption in mangrove().assumptions}
    assert {"SOC", "S_min", "EF_CH4", "EF_N2O", "K_risk"} <= assumed


@pytest.mark.parametrize(("salinity", "rate"), [("17.999", "193.7"), ("18", "0"), ("35", "0")])
def test_methane_counts_below_the_threshold_of_salinity(salinity: str, rate: str) -> None:
    result = mangrove(strata=[mangrove_stratum(salinity_permille=salinity)])
    assert step(result, "EF_CH4,1") == Decimal(rate)


def test_a_replaced_threshold_decides() -> None:
    result = mangrove(replaced_factors=[replaced("S_min", "30")])
    assert step(result, "GHG_CH4") == Decimal("4067.7")


def test_each_stratum_has_its_own_water() -> None:
    fresh = mangrove_stratum(salinity_permille="3", area_ha="50")
    result = mangrove(strata=[mangrove_stratum(area_ha="100"), fresh])
    assert step(result, "GHG_CH4") == Decimal("4067.7") / 3
    assert step(result, "ΔC_SOC") == 4455


def test_aquaculture_loses_nitrogen_as_nitrous_oxide() -> None:
    result = mangrove(fish_kg="28000000")
    expected = Decimal("0.00169") * 44 * 265 * 1000
    assert abs(step(result, "GHG_N2O") - expected) < Decimal("1e-30")


@pytest.mark.parametrize(
    ("climate", "ratio"),
    [("tropical_wet", "1.49"), ("tropical_dry", "1.29"), ("subtropical", "1.96")],
)
def test_two_measured_stocks_take_the_roots_of_the_climate(climate: str, ratio: str) -> None:
    grown = mangrove_stratum(
        method="biomass",
        increment_t_c_ha_a=None,
        biomass_start_t_ha="0",
        biomass_end_t_ha="12",
    )
    result = mangrove(climate=climate, strata=[grown])
    assert step(result, "ΔC_BIO") == 150 * 44 * Decimal(ratio) * Decimal("0.451")


def test_a_measured_soil_rate_takes_the_place_of_the_fallback() -> None:
    measured = mangrove(strata=[mangrove_stratum(soil_t_c_ha_a="0.81")])
    assert step(measured, "ΔC_SOC") == Decimal("2227.5")
    assert "SOC" not in {assumption.symbol for assumption in measured.assumptions}


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"strata": []}, NoStrata),
        ({"strata": [mangrove_stratum(increment_t_c_ha_a=None)]}, StockMissing),
        ({"strata": [mangrove_stratum(method="biomass")]}, StockMissing),
        ({**FIVE_YEARS, "years": "4"}, IntervalDiffers),
    ],
)
def test_inputs_that_do_not_fit_together_are_refused(
    changes: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        mangrove(**changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"years": "1826"},
        {"strata": [mangrove_stratum(salinity_permille="25000")]},
        {"strata": [mangrove_stratum(area_ha="-150")]},
        {"strata": [mangrove_stratum(increment_t_c_ha_a="1e400")]},
        {"fish_kg": "-1"},
    ],
)
def test_numbers_in_the_wrong_unit_are_out_of_bounds(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        mangrove(**changes)


@pytest.mark.parametrize("changes", [{"years": "0"}, {"strata": [mangrove_stratum(area_ha="0")]}])
def test_no_activity_removes_nothing(changes: dict[str, Any]) -> None:
    result = mangrove(**changes)
    assert set(result.to_dict()["results"].values()) == {"0"}


@given(increment=increments, more=increments, fish=st.decimals(0, 1_000_000, places=1))
def test_more_growth_never_earns_less_and_more_fish_never_more(
    increment: Decimal, more: Decimal, fish: Decimal
) -> None:
    def earned(increment: Decimal, fish: Decimal) -> Decimal:
        strata = [mangrove_stratum(increment_t_c_ha_a=min(increment, Decimal(50)))]
        return removals(mangrove(strata=strata, fish_kg=fish))

    assert earned(increment + more, fish) >= earned(increment, fish)
    assert earned(increment, fish) <= earned(increment, Decimal(0))


@given(salinity=st.decimals(0, 30, places=2), more=st.decimals(0, 30, places=2))
def test_saltier_water_never_earns_less(salinity: Decimal, more: Decimal) -> None:
    def earned(salinity: Decimal) -> Decimal:
        return removals(mangrove(strata=[mangrove_stratum(salinity_permille=salinity)]))

    assert earned(salinity + more) >= earned(salinity)


@given(area=areas, factor=st.integers(1, 9))
def test_removals_scale_with_the_area(area: Decimal, factor: int) -> None:
    one = removals(mangrove(strata=[mangrove_stratum(area_ha=area)]))
    many = removals(mangrove(strata=[mangrove_stratum(area_ha=area * factor)]))
    assert abs(many - one * factor) <= Decimal("1e-30") * abs(many)


@settings(max_examples=50)
@given(area=areas, salinity=st.decimals(0, 36, places=1), fish=st.decimals(0, 1_000_000, places=1))
def test_decimals_and_arrays_agree(area: Decimal, salinity: Decimal, fish: Decimal) -> None:
    methodology = find("ccer-14-002")
    grown = mangrove_stratum(
        area_ha=area,
        salinity_permille=salinity,
        method="biomass",
        increment_t_c_ha_a=None,
        biomass_start_t_ha="3.7",
        biomass_end_t_ha="21.9",
    )
    inputs = methodology.Inputs.model_validate(
        {**MANGROVE, "strata": [grown, *MANGROVE["strata"]], "fish_kg": fish}
    )
    exact = methodology.calculate(inputs)
    arrays = methodology.sample(inputs, {"A_1": np.full(3, float(area))})
    scale = float(step(exact, "ΔC_BIO") + step(exact, "ΔC_SOC") + step(exact, "GHG_CH4"))
    for name, value in exact.results.items():
        np.testing.assert_allclose(
            arrays[name], np.full_like(arrays[name], float(value)), rtol=1e-12, atol=1e-12 * scale
        )
