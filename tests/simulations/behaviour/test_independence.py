"""Behaviour is a value of values: it knows no market, no scenario and no source of chance."""

import ast
from pathlib import Path

import simulations.behaviour

AREA = Path(simulations.behaviour.__file__).parent
OWN = ("registry", "market", "methodologies", "simulations", "web")


def test_behaviour_imports_nothing_of_the_house_but_solvers_and_errors() -> None:
    found = {
        node.module
        for path in AREA.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in OWN
    }
    foreign = {name for name in found if not name.startswith("simulations.behaviour")}
    assert foreign == {"simulations.equilibria", "simulations.errors"}
