"""Every calculation of pages, API and command line takes the world's tables of factors."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
ON_PURPOSE = ("web/factors/", "web/demo/", "web/cli/factor_tables.py")
"""Where the packaged tables are meant: imports are added to them, a demonstration has none, and a
command may name no world."""
EXAMPLE_TABLES = "web/estimates/shown_factors.py library()"
"""Which columns a methodology takes is learned from its packaged examples, once."""
DIFFERENT = {"calculate"}
"""Also the name of the allocation calculator's, which has no factors."""
CALCULATING = {
    "calculate",
    "estimate",
    "estimate_years",
    "evaluate_batch",
    "credit_years",
    "sample",
    "symbols",
    "uncertainty",
}


def calls(path: Path) -> list[str]:
    """Return the calculations of a module that say nothing about factors."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "") == "methodologies"
        for alias in node.names
    }
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name) and node.func.id in imported:
            name = imported[node.func.id]
        elif isinstance(node.func, ast.Attribute) and node.func.attr in {"calculate", "sample"}:
            name = node.func.attr if imported else ""
        else:
            continue
        said = ast.unparse(node)
        if name == "library" or (name in CALCULATING and not says_factors(said)):
            found.append(f"{path.relative_to(ROOT).as_posix()} {said}")
    return found


def says_factors(call: str) -> bool:
    return any(word in call for word in ("factors", "library", "tables"))


def test_no_calculation_of_the_web_forgets_what_the_world_imported() -> None:
    forgotten = [
        call
        for path in sorted((ROOT / "web").rglob("*.py"))
        if not path.relative_to(ROOT).as_posix().startswith(ON_PURPOSE)
        for call in calls(path)
        if not call.endswith(EXAMPLE_TABLES)
    ]
    assert forgotten == []


def takers(path: Path) -> set[str]:
    """Return the functions of a module that go without the world's tables unless told."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        and any(argument.arg == "factors" for argument in node.args.args + node.args.kwonlyargs)
    }


def test_no_page_or_operation_leaves_the_tables_out_where_it_may_give_them() -> None:
    names = {name for path in (ROOT / "web").rglob("*.py") for name in takers(path)}
    assert "calculate_years" in names
    forgotten = [
        f"{path.relative_to(ROOT).as_posix()}: {ast.unparse(node)}"
        for folder in ("pages", "api")
        for path in sorted((ROOT / "web" / folder).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in names - DIFFERENT
        and not says_factors(ast.unparse(node))
    ]
    assert forgotten == []
