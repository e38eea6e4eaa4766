import pytest
from pydantic import ValidationError

from simulations import load_scenario
from simulations.calibration.free_parameters import Bounds, free_parameters
from simulations.ensembles import NoSuchKey

BASE = load_scenario("cn-national-2024").canonical()
WIDTH = "agents.behaviours.quote_width"
ORDERS = "agents.behaviours.orders_per_wake_max"
PRICE = "markets.national.offsets.price_cny"


def test_a_logarithmic_range_is_searched_evenly_in_its_logarithm() -> None:
    bounds = Bounds(low=0.001, high=0.1, scale="log")
    assert bounds.at(0.5) == pytest.approx(0.01)
    assert bounds.place(0.01) == pytest.approx(0.5)
    assert (bounds.place(1.0), bounds.place(0.0)) == (1.0, 0.0)


def test_values_take_the_form_that_the_scenario_has() -> None:
    bounds = {ORDERS: Bounds(low=1, high=20), PRICE: Bounds(low=50, high=90)}
    settings = free_parameters(bounds, BASE).settings((0.49, 0.12345))
    assert settings == {ORDERS: 10, PRICE: 54.94}


def test_the_start_is_the_scenarios_own_value_cut_to_the_range() -> None:
    parameters = free_parameters({WIDTH: Bounds(low=0.02, high=0.05)}, BASE)
    assert parameters.start == {WIDTH: 0.015}
    assert parameters.start_point() == [0.0]


def test_a_value_near_the_end_of_its_range_is_told() -> None:
    parameters = free_parameters({WIDTH: Bounds(low=0.0, high=1.0)}, BASE)
    assert [parameters.at_bound(WIDTH, value) for value in (0.01, 0.5, 0.99)] == [True, False, True]


def test_a_key_that_leads_nowhere_and_one_without_a_number_are_refused() -> None:
    with pytest.raises(NoSuchKey):
        free_parameters({"agents.behaviours.quote_wdth": Bounds(low=0, high=1)}, BASE)
    with pytest.raises(TypeError):
        free_parameters({"markets.national.borrowing": Bounds(low=0, high=1)}, BASE)


@pytest.mark.parametrize(
    "terms",
    [{"low": 1, "high": 1}, {"low": 2, "high": 1}, {"low": 0, "high": 1, "scale": "log"}],
)
def test_an_impossible_range_is_refused(terms: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Bounds.model_validate(terms)
