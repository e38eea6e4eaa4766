"""Published worked examples, reproduced to the last given digit."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from ruamel.yaml import YAML

from methodologies import estimate, find, list_methodologies, plain

FILES = sorted((Path(__file__).parent / "golden").glob("*.yaml"))


def load(path: Path) -> Any:
    return YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_worked_example_is_reproduced(path: Path) -> None:
    golden = load(path)
    result = estimate(golden["methodology"], golden["inputs"], golden["version"])
    shown = result.to_dict()
    assert shown["results"] == golden["results"]
    assert shown["issuable_units"] == golden["issuable_units"]
    values = {step.symbol: plain(step.value) for step in result.steps}
    for symbol, expected in golden["steps"].items():
        assert values[symbol] == plain(Decimal(expected)), symbol


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_echoed_inputs_give_the_same_result_again(path: Path) -> None:
    golden = load(path)
    first = estimate(golden["methodology"], golden["inputs"]).to_dict()
    assert first["inputs"] == golden["inputs"]
    assert estimate(golden["methodology"], first["inputs"]).to_dict() == first


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_worked_example_agrees_on_arrays_in_every_output(path: Path) -> None:
    golden = load(path)
    known = find(golden["methodology"], golden["version"])
    inputs = known.Inputs.model_validate(golden["inputs"])
    exact = known.calculate(inputs)
    symbols = known.symbols(inputs)
    given = known.sample(inputs, {})
    same = known.sample(inputs, {s: np.full(3, float(value)) for s, value in symbols.items()})
    assert set(given) == set(same) == set(exact.results)
    scale = max(abs(float(value)) for value in exact.results.values())
    for name, value in exact.results.items():
        for found in (given[name], same[name]):
            np.testing.assert_allclose(found, float(value), rtol=1e-12, atol=1e-14 * scale)


def test_every_methodology_has_a_golden_example() -> None:
    covered = {(load(path)["methodology"], load(path)["version"]) for path in FILES}
    assert covered == {(known.id, known.version) for known in list_methodologies()}
