"""What is told about variants of an estimate, without a page."""

import json
from decimal import Decimal
from typing import Any

import pytest

from methodologies import estimate, list_methodologies
from web.estimates.differences import CELLS_MAX, Variant, compared, without_origins

WIND = {
    "distance_to_shore_km": "45",
    "water_depth_m": "38",
    "grid": "south",
    "factor_year": 2019,
    "export_mwh": "1500000",
    "import_mwh": "3200",
}
TEN = Decimal(10)


def variant(title: str = "", methodology: str = "ccer-01-002", **changes: Any) -> Variant:
    base = WIND if methodology == "ccer-01-002" else {}
    return Variant(title, "ES-1", estimate(methodology, {**base, **changes}).to_dict())


def entry(found: dict[str, Any], part: str, name: str) -> dict[str, Any]:
    key = "symbol" if part == "factors" else "name"
    return next(row for row in found[part] if row[key] == name)


def test_differences_are_those_to_the_first_variant() -> None:
    found = compared([variant(), variant(grid="north"), variant(import_mwh="0")], TEN)
    row = entry(found, "outputs", "emission_reductions_t_co2e")
    assert row["values"] == ["761646.68", "1065571.92", "763275"]
    assert row["differences"] == ["0", "303925.24", "1628.32"]
    assert row["percent"] == ["0", "39.9", "0.21"]
    assert entry(found, "outputs", "issuable_units")["values"] == ["761646", "1065571", "763275"]


def test_a_share_of_nothing_is_not_told() -> None:
    row = entry(compared([variant(), variant()], TEN), "outputs", "leakage_t_co2e")
    assert (row["percent"], row["differs"]) == ([None, None], False)


def test_an_input_differs_by_its_value_and_a_choice_carries_its_words() -> None:
    found = compared([variant(), variant(grid="north")], TEN)
    grid = entry(found, "inputs", "grid")
    assert grid["differs"]
    assert [text["en"] for text in grid["texts"]] == ["South China grid", "North China grid"]
    assert not entry(found, "inputs", "export_mwh")["differs"]


def test_a_default_left_out_is_the_same_as_typed() -> None:
    inputs = dict(next(iter(_of("ets-power").examples.values())))
    typed = {**inputs, "missing_months": "highest_month"}
    left_out = {name: value for name, value in typed.items() if name != "missing_months"}
    found = compared([variant("", "ets-power", **given) for given in (typed, left_out)], TEN)
    assert entry(found, "inputs", "missing_months")["values"] == ["highest_month"] * 2
    assert not any(row["differs"] for row in found["inputs"])


def test_factors_differ_by_value_region_and_year() -> None:
    found = compared([variant(), variant(grid="north")], TEN)
    margin = entry(found, "factors", "EF_grid,OM,y")
    assert [value["value"] for value in margin["values"]] == ["0.8042", "0.9419"]
    assert margin["differs"]
    assert not entry(found, "factors", "ω_OM")["differs"]


def test_a_factor_that_one_variant_does_not_take_is_empty_there() -> None:
    plain, aided = (
        Variant("", "", estimate("ccer-01-001", inputs).to_dict()) for inputs in _with_fuel()
    )
    found = compared([plain, aided], TEN)
    missing = [row for row in found["factors"] if row["values"][0] is None]
    assert missing
    assert all(row["differs"] for row in missing)
    assert Decimal(found["tornado_between"]["remainder"]) < 0  # fuel lowers the reductions


def test_a_replaced_coefficient_shows_the_users_number_and_source() -> None:
    inputs = dict(next(iter(_of("ccer-14-001").examples.values())))
    symbol = estimate("ccer-14-001", inputs).to_dict()["assumptions"][0]["symbol"]
    own = {"symbol": symbol, "value": "0.41", "source": "test report 7"}
    variants = [inputs, {**inputs, "replaced_factors": [own]}]
    found = compared(
        [Variant("", "", estimate("ccer-14-001", given).to_dict()) for given in variants], TEN
    )
    row = entry(found, "factors", symbol)
    assert row["values"][1]["value"] == "0.41"
    assert row["values"][1]["source"] == "test report 7"
    assert symbol in [s["symbol"] for s in found["tornado_between"]["swings"]]


def test_rows_are_compared_cell_by_cell_and_their_number_is_told() -> None:
    plots = [{"stock_t_ha": str(90 + place)} for place in range(8)]
    moved = [*plots[:-1], {"stock_t_ha": "120"}, {"stock_t_ha": "95"}]
    found = compared([variant("", "forest-plots", plots=given) for given in (plots, moved)], TEN)
    assert entry(found, "inputs", "plots")["values"] == ["8", "9"]
    assert entry(found, "inputs", "plots.7.stock_t_ha")["values"] == ["97", "120"]
    assert entry(found, "inputs", "plots.8.stock_t_ha")["values"] == [None, "95"]
    assert not any(row["name"] == "plots.0.stock_t_ha" for row in found["inputs"])


def test_very_many_different_cells_are_counted_instead_of_listed() -> None:
    tables = [[{"stock_t_ha": str(base + place % 7)} for place in range(500)] for base in (90, 91)]
    found = compared([variant("", "forest-plots", plots=given) for given in tables], TEN)
    cells = [row for row in found["inputs"] if row["name"].startswith("plots.")]
    assert (len(cells), found["cells_left_out"]) == (CELLS_MAX, 500 - CELLS_MAX)
    assert found["tornado"]["swings_left_out"] > 0


def test_molar_masses_do_not_move() -> None:
    inputs = next(iter(_of("ets-power").examples.values()))
    found = compared([Variant("", "", estimate("ets-power", inputs).to_dict())], TEN)
    symbols = {swing["symbol"] for swing in found["tornado"]["swings"]}
    assert "FC_bituminous_coal" in symbols
    assert not symbols & {"M_C", "M_CO2"}


def test_a_single_variant_has_its_own_tornado_only() -> None:
    found = compared([variant()], TEN)
    assert found["tornado"]["swings"][0]["name"]["en"] == "Exported electricity"
    assert found["tornado_between"] is None


def test_factors_of_a_saved_result_stay_in_its_tornado() -> None:
    kept = variant()
    older = json.loads(json.dumps(kept.result))
    older["factors"]["EF_grid,OM,y"]["value"] = "1"
    found = compared([Variant("", "", older)], TEN)
    assert Decimal(found["tornado"]["base"]) == Decimal("1496800") * Decimal("0.60675")


def test_figures_of_an_older_form_are_compared_though_they_cannot_be_moved() -> None:
    older = json.loads(json.dumps(variant().result))
    older["inputs"] = {**older["inputs"], "a_field_of_old": "1"}
    found = compared([variant(), Variant("", "", older)], TEN)
    assert found["outputs"][0]["values"] == ["761646.68", "761646.68"]
    assert (found["tornado"], found["tornado_between"], found["other"]) == (None, None, None)


def test_others_do_not_learn_the_numbers_of_saved_estimates() -> None:
    found = without_origins(compared([variant("mine"), variant("other")], TEN))
    assert "ES-1" not in json.dumps(found)


@pytest.mark.parametrize("methodology", list_methodologies(), ids=lambda known: known.id)
def test_examples_of_every_methodology_can_be_compared(methodology: Any) -> None:
    results = [
        methodology.calculate(methodology.Inputs.model_validate(inputs)).to_dict()
        for inputs in methodology.examples.values()
    ]
    found = compared([Variant("", "", result) for result in results * 2][:5], TEN)
    assert json.loads(json.dumps(found)) == found
    assert len(found["outputs"][0]["values"]) == min(2 * len(results), 5)


def _of(methodology_id: str) -> Any:
    return next(known for known in list_methodologies() if known.id == methodology_id)


def _with_fuel() -> list[dict[str, Any]]:
    inputs = dict(next(iter(_of("ccer-01-001").examples.values())))
    assert inputs["fuels"]
    return [{**inputs, "fuels": []}, inputs]
