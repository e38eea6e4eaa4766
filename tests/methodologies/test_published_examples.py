"""Every published worked example is a golden, figure by figure."""

from collections.abc import Iterator
from decimal import Decimal, localcontext
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from methodologies import Result, estimate
from methodologies.engine.trace import CONTEXT
from tests.methodologies.examples import CSP

FOLDER = Path(__file__).parent


def load(path: Path) -> Any:
    return YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))


PUBLISHED = load(FOLDER / "published_examples.yaml")


def calculated(stem: str) -> Result:
    golden = load(FOLDER / "golden" / f"{stem}.yaml")
    return estimate(golden["methodology"], golden["inputs"], golden["version"])


def numbers(value: object) -> Iterator[Decimal]:
    """Walk through inputs and yield what is a number."""
    if isinstance(value, dict):
        for part in value.values():
            yield from numbers(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from numbers(part)
    elif isinstance(value, Decimal):
        yield value


def answers(result: Result) -> set[Decimal]:
    """Every number of a result: inputs, factors, steps, results and units."""
    return {
        *numbers(result.inputs.model_dump()),
        *(factor.value for factor in result.factors.values()),
        *(step.value for step in result.steps),
        *result.results.values(),
        Decimal(result.issuable_units or 0),
    }


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_published_example_is_reproduced_to_the_last_digit(name: str) -> None:
    example = PUBLISHED[name]
    found = answers(calculated(example["golden"]))
    missed = {key for key, figure in example["figures"].items() if Decimal(figure) not in found}
    assert not missed


def test_the_numbered_goldens_are_exactly_the_published_examples() -> None:
    files = {path.stem for path in (FOLDER / "golden").glob("[abcd][0-9_]*.yaml")}
    assert files == {example["golden"] for example in PUBLISHED.values()}
    for name, example in PUBLISHED.items():
        assert example["golden"].startswith(name.lower().replace("-", "_"))


@pytest.mark.parametrize(
    ("fuel", "quantity", "emissions"),
    [
        ("natural_gas", "45.2", "978.5868702192000000000000000000000000000"),
        ("diesel", "18.6", "57.58391925440000000000000000000000000001"),
    ],
)
def test_each_fuel_of_the_solar_thermal_example_emits_what_is_published(
    fuel: str, quantity: str, emissions: str
) -> None:
    alone = estimate("ccer-01-001", {**CSP, "fuels": [{"fuel": fuel, "quantity": quantity}]})
    assert alone.results["project_emissions_t_co2e"] == Decimal(emissions)


def test_the_afforestation_example_gives_the_published_mean_of_five_years() -> None:
    with localcontext(CONTEXT):
        reductions = calculated("a3_1_afforestation").results["emission_reductions_t_co2e"]
        assert reductions / 5 == Decimal("4066.18576663565851200000000000000000000")


def test_the_clinker_example_deducts_what_is_published() -> None:
    values = {step.symbol: step.value for step in calculated("c2_1_clinker_deductions").steps}
    deducted = [value for symbol, value in values.items() if symbol.startswith("D_")]
    assert sum(deducted) == Decimal("31550.000")


def test_the_steel_example_balances_the_published_carbon() -> None:
    values = {step.symbol: step.value for step in calculated("c4_1_steel_balance").steps}
    carbon = {symbol: value for symbol, value in values.items() if symbol.startswith("C_")}
    leaving = [value for symbol, value in carbon.items() if symbol.endswith(",out")]
    assert sum(leaving) == Decimal("33040.0000")
    assert sum(carbon.values()) - sum(leaving) == Decimal("956464.0000")
