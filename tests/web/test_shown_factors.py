"""Which factors stand beside the fields of a form."""

import pytest

from methodologies import Methodology, find, library, list_methodologies, parse_inputs
from web.estimates.forms import estimate_form, typed_values
from web.estimates.shown_factors import assumed_factors, factor_places, factors_beside

WIND = find("ccer-01-002")


def shown(methodology: Methodology, **typed: str) -> dict[str, list[tuple[str, str, int]]]:
    """Return key, region and year of the factors beside each field."""
    found = factors_beside(methodology, typed, library())
    return {
        name: [(factor.key, factor.region, factor.year) for factor in factors]
        for name, factors in found.items()
    }


def test_nothing_is_shown_before_a_choice() -> None:
    assert shown(WIND) == {}
    assert shown(WIND, grid="", factor_year="2019") == {}
    assert shown(WIND, grid="mars") == {}


def test_a_grid_brings_its_margins_of_the_latest_year_up_to_the_one_asked() -> None:
    south = [("build_margin", "south", 2019), ("operating_margin", "south", 2019)]
    assert sorted(shown(WIND, grid="south")["grid"]) == south
    assert shown(WIND, grid="south", factor_year="２０２４") == shown(WIND, grid="south")
    assert shown(WIND, grid="south", factor_year="2018") == {}
    assert shown(WIND, grid="south", period_start="2018-01-01", factor_year="2024") == {}


def test_fuels_in_rows_bring_theirs_once_below_the_table() -> None:
    solar = find("ccer-01-001")
    typed = {"fuels.0.fuel": "diesel", "fuels.1.fuel": "diesel", "fuels.2.fuel": "natural_gas"}
    found = factors_beside(solar, typed, library())["fuels"]
    assert {factor.region for factor in found} == {"diesel", "natural_gas"}
    assert len({(factor.key, factor.region) for factor in found}) == len(found)


def test_only_columns_that_the_methodology_takes_are_shown() -> None:
    gas = find("ccer-10-001")
    assert [key for key, _, _ in shown(gas, gwp_set="ar5")["gwp_set"]] == ["methane"]


def test_names_nobody_asked_for_bring_nothing() -> None:
    nonsense = {"fuels.x.fuel": "diesel", "grid.0.grid": "south", "a.0.b": "south", "": "south"}
    assert factors_beside(WIND, nonsense, library()) == {}


def test_a_text_that_assumes_nothing_offers_nothing_to_replace() -> None:
    assert assumed_factors(WIND, None, library()) is None


def test_assumed_coefficients_follow_what_was_typed_once_it_is_complete() -> None:
    gas = find("ccer-10-001")
    of_example = assumed_factors(gas, None, library())
    assert of_example is not None
    assert of_example.of_example
    inputs = parse_inputs(gas.id, next(iter(gas.examples.values())))
    own = assumed_factors(gas, gas.calculate(inputs), library())
    assert own is not None
    assert not own.of_example
    assert own.assumptions == of_example.assumptions


@pytest.mark.parametrize("methodology", list_methodologies(), ids=lambda m: m.id)
def test_each_example_shows_only_factors_it_takes_or_could_take(methodology: Methodology) -> None:
    places = factor_places(methodology, library())
    for example in methodology.examples.values():
        inputs = parse_inputs(methodology.id, example)
        plain = methodology.calculate(inputs).to_dict()["inputs"]
        typed = typed_values(estimate_form(methodology, "en", plain))
        found = factors_beside(methodology, typed, library())
        assert set(found) <= set(places)
        assert all(factor.table in methodology.tables for each in found.values() for factor in each)
