import pytest

from simulations import ScenarioInvalid, load_scenario
from simulations.scenarios.documents import read_document, read_scalar
from tests.simulations.scenarios import SMALL


@pytest.mark.parametrize("number", ["9" * 5000, "9" * 300 + "e999", "1e999"])
def test_a_number_beyond_all_bounds_is_complained_of_with_its_place(number: str) -> None:
    document = read_document(f"schema: x\nseed: {number}\n", "big.yaml")
    [problem] = document.problems
    assert (problem.where, problem.line, problem.column) == ("big.yaml", 2, 7)


def test_whole_numbers_may_be_written_with_exponent_and_underscores() -> None:
    assert read_scalar("1e9") == 10**9
    assert read_scalar("5_100_000_000") == 5_100_000_000


@pytest.mark.parametrize("value", ["9" * 5000, "\udcff", "\0", "[" * 2000])
def test_an_override_of_nonsense_is_an_ordinary_complaint(value: str) -> None:
    with pytest.raises(ScenarioInvalid) as caught:
        load_scenario(str(SMALL), [f"seed={value}"])
    [problem] = caught.value.problems
    assert (problem.where, problem.path) == ("--set", "seed")
    problem.render("en").encode()
