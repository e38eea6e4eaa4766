"""Cement clinker: routes, deductions month by month, and data quality."""

from decimal import Decimal
from typing import Any, get_args

import pytest

from methodologies import Result, estimate, library
from methodologies.ets.clinker_materials import CLINKERS, MATERIALS, Clinker, Material
from methodologies.ets.refusals import (
    DeductedTwice,
    Implausible,
    InstallationOutsideGuide,
    OxidesMissing,
    ShareAboveWhole,
    YearBeforeMarket,
)
from tests.methodologies.ets_examples import account, in_months
from tests.methodologies.examples import codes

OXIDES = {
    "clinker_t": "1000",
    "route": "oxides",
    "calcium_oxide_pct": "65.12",
    "calcium_oxide_other_pct": "0.40",
    "magnesium_oxide_pct": "2.31",
    "magnesium_oxide_other_pct": "0.10",
}


def clinker(rows: list[Any], **changes: Any) -> Result:
    return estimate("ets-cement", {"year": 2024, "clinker": rows, **changes})


def process(result: Result) -> Decimal:
    return result.results["process_t_co2"]


def test_a_grinding_station_is_refused_with_the_article() -> None:
    with pytest.raises(InstallationOutsideGuide):
        account("ets-cement", line_kind="grinding_station")


def test_a_year_before_the_market_is_refused() -> None:
    with pytest.raises(YearBeforeMarket):
        account("ets-cement", year=2023)


@pytest.mark.parametrize("kind", get_args(Clinker))
def test_every_kind_of_clinker_has_its_factor(kind: str) -> None:
    factor = library()["ets_cement"].get("process_factor", kind).value
    assert process(clinker([{"kind": kind, "clinker_t": "1000"}])) == 1000 * factor


@pytest.mark.parametrize("material", get_args(Material))
def test_every_material_is_deducted_by_its_factor(material: str) -> None:
    rows = [{"clinker_t": "1000"}]
    used = [{"material": material, "quantity_t": "100"}]
    deduction = library()["ets_cement"].get("deduction", material).value
    assert process(clinker(rows, alternatives=used)) == 535 - 100 * deduction


def test_form_and_table_name_clinkers_and_materials_alike() -> None:
    regions = library()["ets_cement"].regions()
    for name, label in {**CLINKERS, **MATERIALS}.items():
        assert dict(label) == dict(regions[name])
    assert set(CLINKERS) == set(get_args(Clinker))
    assert set(MATERIALS) == set(get_args(Material))


def test_deductions_never_make_a_month_negative() -> None:
    rows = in_months({}, {1: "100", 2: "100"}, "clinker_t")
    used = [{"month": 1, "material": "slaked_lime", "quantity_t": "150"}]
    result = clinker(rows, alternatives=used, through_month=2)
    assert process(result) == Decimal("53.5")


def test_a_material_is_deducted_in_its_month_only() -> None:
    rows = in_months({}, {1: "1000", 2: "1000"}, "clinker_t")
    used = [{"month": 2, "material": "carbide_slag", "quantity_t": "50"}]
    result = clinker(rows, alternatives=used, through_month=2)
    steps = {step.symbol: step.value for step in result.steps}
    assert steps["E_proc,m,1"] == 535
    assert steps["E_proc,m,2"] == 511
    assert "methodologies.months_not_deducted" in codes(result)


def test_clinker_of_a_missing_month_is_substituted() -> None:
    rows = in_months({}, {1: "1000", 3: "2000"}, "clinker_t")
    result = clinker(rows, through_month=3)
    assert process(result) == 5000 * Decimal("0.535")


def test_a_month_may_hold_two_kinds_of_clinker() -> None:
    rows = [
        {"month": 1, "kind": "portland", "clinker_t": "100"},
        {"month": 1, "kind": "white", "clinker_t": "100"},
    ]
    assert process(clinker(rows, through_month=1)) == Decimal("108.5")


def test_non_carbonate_oxides_lower_the_factor() -> None:
    whole = clinker([{**OXIDES, "calcium_oxide_other_pct": "0"}])
    assert process(clinker([OXIDES])) < process(whole)


@pytest.mark.parametrize(
    "cells",
    [
        {"calcium_oxide_pct": None},
        {"magnesium_oxide_pct": None},
        {"calcium_oxide_other_pct": "66"},
        {"magnesium_oxide_other_pct": "3"},
    ],
)
def test_oxides_that_are_missing_or_above_their_whole_are_refused(cells: dict[str, Any]) -> None:
    row = {name: value for name, value in {**OXIDES, **cells}.items() if value is not None}
    with pytest.raises(OxidesMissing):
        clinker([row])


def test_oxides_as_fractions_are_caught() -> None:
    with pytest.raises(Implausible):
        clinker(
            [
                {
                    "clinker_t": "1000",
                    "route": "oxides",
                    "calcium_oxide_pct": "0.6512",
                    "magnesium_oxide_pct": "0.0231",
                }
            ]
        )


def test_more_replacing_material_than_raw_material_is_refused() -> None:
    with pytest.raises(ShareAboveWhole):
        account("ets-cement", raw_material_t="79999")


@pytest.mark.parametrize(
    "changes",
    [
        {"clinker": [{"clinker_t": "1500"}], "alternatives": None},
        {"fuels": [{"fuel": "bituminous_coal", "quantity": "30000000"}]},
        {"electricity": [{"electricity_mwh": "90000000"}]},
        {"alternatives": [{"material": "red_mud", "quantity_t": "50000000"}]},
    ],
    ids=["kt of clinker", "kg of coal", "kWh", "kg of material"],
)
def test_unit_mistakes_are_caught(changes: dict[str, Any]) -> None:
    with pytest.raises(Implausible):
        account("ets-cement", **{"raw_material_t": None, **changes})


def test_electricity_and_heat_are_reported_and_not_counted() -> None:
    results = account("ets-cement").results
    direct = results["combustion_t_co2"] + results["process_t_co2"]
    assert results["covered_emissions_t_co2"] == direct
    indirect = results["electricity_t_co2"] + results["heat_t_co2"]
    assert results["emissions_t_co2"] == direct + indirect
    assert results["heat_t_co2"] == 110


@pytest.mark.parametrize(("clinker_month", "material_month"), [(1, 1), (None, None), (1, None)])
def test_materials_are_not_deducted_twice_from_clinker_by_oxides(
    clinker_month: int | None, material_month: int | None
) -> None:
    rows = [{**OXIDES, **({"month": clinker_month} if clinker_month else {})}]
    used = {"material": "carbide_slag", "quantity_t": "1"}
    months = {"month": material_month} if material_month else {}
    with pytest.raises(DeductedTwice):
        clinker(rows, alternatives=[{**used, **months}], through_month=1)


def test_materials_of_other_months_may_be_deducted_beside_clinker_by_oxides() -> None:
    rows = [{**OXIDES, "month": 1}, {"month": 2, "clinker_t": "1000"}]
    used = [{"month": 2, "material": "carbide_slag", "quantity_t": "50"}]
    whole = clinker(rows, through_month=2)
    assert process(whole) - process(clinker(rows, alternatives=used, through_month=2)) == 24
