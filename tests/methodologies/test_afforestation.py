"""CCER-14-001-V01 as reconstructed: applicability, strata, fires, deductions, replacement."""

from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from methodologies import Result, find, library
from methodologies.ccer.forest_refusals import (
    AgeWithoutCombustion,
    BurntAboveArea,
    ForestTooRecently,
    MorePlotsNeeded,
    NoStrata,
    NotAfforestation,
    OnWetland,
    ParcelTooSmall,
    SamplingErrorMissing,
    ShrubsRemoved,
    SpeciesParameterMissing,
    StockMissing,
    TenureUnclear,
    TooFewPlots,
    TreesRemoved,
    UnknownStratum,
)
from tests.methodologies.examples import codes
from tests.methodologies.forest_examples import DECLARED, FOREST, forest, replaced, stratum

FIRE = {"area_ha": "12.4", "biomass_t_ha": "38.5", "age_years": 8}
volumes = st.decimals(0, 500, places=3)
areas = st.decimals("0.01", 10_000, places=2)


def removals(result: Result) -> Decimal:
    return result.results["emission_reductions_t_co2e"]


def step(result: Result, symbol: str) -> Decimal:
    return next(found.value for found in result.steps if found.symbol == symbol)


@pytest.mark.parametrize(
    ("changes", "refusal", "article"),
    [
        ({"planting": "economic_forest"}, NotAfforestation, "适用条件"),
        ({"planting": "corridor_greening"}, NotAfforestation, "适用条件"),
        ({"planting": "town_greening"}, NotAfforestation, "适用条件"),
        ({"non_forest_three_years": False}, ForestTooRecently, "(a)"),
        ({"tenure_clear": False}, TenureUnclear, "(b)"),
        ({"smallest_parcel_m2": "399.99"}, ParcelTooSmall, "(c)"),
        (
            {"smallest_parcel_m2": "666.99", "construction_start": "2019-12-31"},
            ParcelTooSmall,
            "(c)",
        ),
        ({"on_wetland": True}, OnWetland, "(d)"),
        ({"trees_removed": True}, TreesRemoved, "(e)"),
        ({"shrubs_removed_pct": "20.01"}, ShrubsRemoved, "(e)"),
    ],
)
def test_each_condition_refuses_once_with_its_article(
    changes: dict[str, Any], refusal: type[Exception], article: str
) -> None:
    with pytest.raises(refusal) as caught:
        forest(**{**DECLARED, **changes})
    source = vars(type(caught.value))["source"]
    assert article in source
    assert source.startswith("CCER-14-001-V01")
    assert "numbering not seen" in source


def test_a_project_that_declares_every_condition_is_not_warned_of_any() -> None:
    assert "methodologies.undeclared_clause" in codes(forest())
    assert "methodologies.undeclared_clause" not in codes(forest(**DECLARED))


def test_parcels_below_667_m2_depend_on_the_year_of_the_start() -> None:
    small = {**DECLARED, "smallest_parcel_m2": "400"}
    assert "methodologies.undeclared_clause" in codes(forest(**small))
    later = forest(**small, construction_start="2020-01-01")
    assert "methodologies.undeclared_clause" not in codes(later)


def test_the_status_is_reconstructed_and_every_coefficient_is_listed_as_assumed() -> None:
    result = forest(fires=[FIRE])
    assert result.status == "reconstructed"
    assumed = {assumption.symbol for assumption in result.assumptions}
    assert {"D_chinese_fir", "BEF_masson_pine", "R_chinese_fir", "CF_masson_pine"} <= assumed
    assert {"u_3,max", "DR_2", "COMF_age_6_10", "EF_CH4", "EF_N2O", "K_risk"} <= assumed
    assert not {"M_CO2", "M_C"} & assumed


def test_an_assumed_deduction_for_risk_can_be_replaced() -> None:
    result = forest(replaced_factors=[replaced("K_risk", "0.2")])
    assert removals(result) == Decimal("22589.9209257536584") * Decimal("0.8")


@pytest.mark.parametrize(
    ("error_pct", "kept"),
    [("0", "1"), ("10", "1"), ("10.01", "0.94"), ("20", "0.94"), ("20.01", "0.89"), ("30", "0.89")],
)
def test_the_sampling_error_sets_the_deduction_band(error_pct: str, kept: str) -> None:
    result = forest(sampling_error_pct=error_pct)
    assert step(result, "ΔC_DR") == step(result, "ΔC") * Decimal(kept)


def test_an_error_beyond_the_last_band_asks_for_more_plots() -> None:
    with pytest.raises(MorePlotsNeeded) as caught:
        forest(sampling_error_pct="30.01")
    assert caught.value.facts["most"] == "30"


def test_a_replaced_band_moves_the_refusal() -> None:
    rows = [replaced("u_3,max", "0.4")]
    assert step(forest(sampling_error_pct="35", replaced_factors=rows), "DR") == Decimal("0.11")


def test_a_loss_is_raised_by_the_deduction() -> None:
    shrinking = [stratum(volume_start_m3_ha="61.5", volume_end_m3_ha="18")]
    result = forest(strata=shrinking)
    assert step(result, "ΔC_DR") == step(result, "ΔC") * Decimal("1.06")
    assert result.issuable_units == 0
    assert "methodologies.no_reduction" in codes(result)


PLOTS = [
    {"stratum": number, "stock_t_ha": stock}
    for number, stocks in ((1, ("70", "75", "78")), (2, ("45", "52", "48")))
    for stock in stocks
]


def test_plots_lead_to_the_sampling_error() -> None:
    result = forest(sampling_error_pct=None, plots=PLOTS)
    plots = find("forest-plots")
    areas_only = [{"area_ha": row["area_ha"]} for row in FOREST["strata"]]
    alone = plots.calculate(plots.Inputs.model_validate({"strata": areas_only, "plots": PLOTS}))
    assert step(result, "u") == alone.results["relative_error"]
    assert step(result, "DR") == 0


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"sampling_error_pct": None}, SamplingErrorMissing),
        ({"plots": PLOTS}, SamplingErrorMissing),
        ({"sampling_error_pct": None, "plots": PLOTS[:4]}, TooFewPlots),
        (
            {"sampling_error_pct": None, "plots": [*PLOTS, {"stratum": 3, "stock_t_ha": "1"}]},
            UnknownStratum,
        ),
        ({"strata": []}, NoStrata),
        ({"strata": [stratum(volume_end_m3_ha=None)]}, StockMissing),
        ({"strata": [stratum(method="biomass")]}, StockMissing),
        ({"strata": [stratum(species="other")]}, SpeciesParameterMissing),
        ({"fires": [{**FIRE, "area_ha": "530.76"}]}, BurntAboveArea),
        ({"fires": [{**FIRE, "age_years": 2}]}, AgeWithoutCombustion),
    ],
)
def test_inputs_that_do_not_fit_together_are_refused(
    changes: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        forest(**changes)


def test_form_and_factor_table_list_the_same_species() -> None:
    strata = next(field for field in find("ccer-14-001").fields if field.name == "strata")
    offered = dict(next(column for column in strata.columns if column.name == "species").choices)
    table = library()["forest_species"].regions()
    assert list(offered) == list(table)
    for species, name in table.items():
        assert all(
            offered[species][lang].startswith(name[lang].split(" ")[0]) for lang in ("zh", "en")
        )


@pytest.mark.parametrize("species", ["chinese_fir", "masson_pine", "eucalyptus", "poplar", "larch"])
def test_every_species_with_defaults_can_be_calculated(species: str) -> None:
    assert Decimal(0) < removals(forest(strata=[stratum(species=species)])) < Decimal(40_000)


def test_a_species_without_defaults_states_its_own_parameters() -> None:
    own = {"wood_density": "0.5", "expansion": "1.4", "root_ratio": "0.25"}
    result = forest(strata=[stratum(species="other", **own)])
    assert (
        step(result, "c_1,t1")
        == Decimal("18")
        * Decimal("0.5")
        * Decimal("1.4")
        * Decimal("1.25")
        * Decimal("0.47")
        * 44
        / 12
    )


def test_biomass_of_an_allometric_equation_needs_neither_density_nor_expansion() -> None:
    grown = stratum(
        method="biomass",
        volume_start_m3_ha=None,
        volume_end_m3_ha=None,
        biomass_start_t_ha="9.029484",
        biomass_end_t_ha="30.850737",
    )
    assert removals(forest(strata=[grown])) == removals(forest(strata=[stratum()]))


@pytest.mark.parametrize(
    ("age", "share"),
    [(3, ".46"), (5, ".46"), (6, ".67"), (10, ".67"), (11, ".50"), (17, ".50"), (18, ".32")],
)
def test_the_age_of_a_stand_sets_how_much_burns(age: int, share: str) -> None:
    result = forest(fires=[{**FIRE, "age_years": age}])
    assert step(result, "B_burn") == Decimal("12.4") * Decimal("38.5") * Decimal(share)


def test_a_young_stand_burns_by_its_stated_factor() -> None:
    fire = {**FIRE, "age_years": 1, "combustion_factor": "0.67"}
    assert step(forest(fires=[fire]), "GHG_E") == Decimal("64.131529")


def test_several_fires_add_up() -> None:
    assert step(forest(fires=[FIRE, FIRE]), "GHG_E") == 2 * Decimal("64.131529")


def test_the_warming_potentials_are_those_of_the_chosen_report() -> None:
    ar4 = step(forest(fires=[FIRE], warming_set="ar4"), "GHG_E")
    expected = Decimal("319.858") * (Decimal("4.7") * 25 + Decimal("0.26") * 298) / 1000
    assert ar4 == expected


@pytest.mark.parametrize(
    "changes",
    [
        {"strata": [stratum(carbon_fraction="52")]},
        {"strata": [stratum(wood_density="307")]},
        {"strata": [stratum(area_ha="-1")]},
        {"strata": [stratum(area_ha="1e400")]},
        {"strata": [stratum(volume_end_m3_ha="61500")]},
        {"shrubs_removed_pct": "101"},
        {"baseline_change_t_co2": "-1"},
    ],
)
def test_numbers_in_the_wrong_unit_are_out_of_bounds(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        forest(**changes)


def test_a_sampling_error_typed_as_a_fraction_is_pointed_out() -> None:
    assert "methodologies.sampling_error_below_one" in codes(forest(sampling_error_pct="0.13"))
    assert "methodologies.sampling_error_below_one" not in codes(forest())


def test_no_area_removes_nothing() -> None:
    result = forest(strata=[stratum(area_ha="0")])
    assert set(result.to_dict()["results"].values()) == {"0"}
    assert result.issuable_units == 0


@given(start=volumes, end=volumes, more=volumes)
def test_more_volume_at_the_end_never_earns_less_and_at_the_start_never_more(
    start: Decimal, end: Decimal, more: Decimal
) -> None:
    def earned(start: Decimal, end: Decimal) -> Decimal:
        strata = [stratum(volume_start_m3_ha=start, volume_end_m3_ha=end)]
        return removals(forest(strata=strata))

    assert earned(start, end + more) >= earned(start, end)
    assert earned(start + more, end) <= earned(start, end)


@given(error=st.decimals(0, 15, places=2), more=st.decimals(0, 15, places=2))
def test_a_larger_sampling_error_never_earns_more(error: Decimal, more: Decimal) -> None:
    assert removals(forest(sampling_error_pct=error + more)) <= removals(
        forest(sampling_error_pct=error)
    )


@given(area=st.decimals(0, 500, places=2), baseline=st.decimals(0, 1000, places=2))
def test_fires_and_a_growing_baseline_never_earn_more(area: Decimal, baseline: Decimal) -> None:
    burnt = forest(fires=[{**FIRE, "area_ha": area}])
    assert removals(burnt) <= removals(forest())
    assert removals(forest(baseline_change_t_co2=baseline)) <= removals(forest())


@given(area=areas, factor=st.integers(1, 9))
def test_removals_scale_with_the_area(area: Decimal, factor: int) -> None:
    one = removals(forest(strata=[stratum(area_ha=area)]))
    many = removals(forest(strata=[stratum(area_ha=area * factor)]))
    assert abs(many - one * factor) <= Decimal("1e-30") * abs(many)


@settings(max_examples=50)
@given(area=areas, volume=volumes, burnt=st.decimals("0.01", 300, places=2))
def test_decimals_and_arrays_agree(area: Decimal, volume: Decimal, burnt: Decimal) -> None:
    methodology = find("ccer-14-001")
    inputs = methodology.Inputs.model_validate(
        {
            **FOREST,
            "strata": [stratum(area_ha=area + 300, volume_end_m3_ha=volume), stratum(1)],
            "sampling_error_pct": None,
            "plots": PLOTS,
            "fires": [{**FIRE, "area_ha": burnt}],
        }
    )
    exact = methodology.calculate(inputs)
    arrays = methodology.sample(inputs, {"V_1,t2": np.full(3, float(volume))})
    scale = float(step(exact, "C_t2") + step(exact, "C_t1"))
    for name, value in exact.results.items():
        np.testing.assert_allclose(
            arrays[name], np.full_like(arrays[name], float(value)), rtol=1e-12, atol=1e-12 * scale
        )


def test_samples_beyond_the_last_band_earn_nothing_and_are_not_refused() -> None:
    methodology = find("ccer-14-001")
    inputs = methodology.Inputs.model_validate(FOREST)
    found = methodology.sample(inputs, {"u_pct": np.array([5.0, 15.0, 25.0, 35.0])})
    kept = found["project_removals_t_co2e"] / found["project_removals_t_co2e"][0]
    np.testing.assert_allclose(kept, [1, 0.94, 0.89, 0], rtol=1e-12)
