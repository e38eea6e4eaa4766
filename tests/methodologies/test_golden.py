"""Published worked examples, reproduced to the last given digit."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from methodologies import estimate, list_methodologies, plain

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


def test_every_methodology_has_a_golden_example() -> None:
    covered = {(load(path)["methodology"], load(path)["version"]) for path in FILES}
    assert covered == {(known.id, known.version) for known in list_methodologies()}
