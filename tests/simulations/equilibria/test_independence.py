"""The solvers judge the simulator, so they share nothing with it but its errors."""

import ast
from pathlib import Path

import simulations.equilibria

AREA = Path(simulations.equilibria.__file__).parent
OWN = ("registry", "market", "methodologies", "simulations", "web")


def test_solvers_import_nothing_else_of_the_house_but_errors() -> None:
    found = {
        node.module
        for path in AREA.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in OWN
    }
    foreign = {name for name in found if not name.startswith("simulations.equilibria")}
    assert foreign == {"simulations.errors"}
