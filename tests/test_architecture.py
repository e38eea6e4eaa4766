"""The shape of the house: import contracts, faces, and documents in step with the code."""

import ast
import importlib
import inspect
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from docs import module_tables

ROOT = Path(__file__).resolve().parent.parent
PACKAGE_NAMES = ("market", "methodologies", "registry", "simulations", "web")
PACKAGES = [ROOT / name for name in PACKAGE_NAMES]
PARTED = ("registry", "market")
AREAS = [
    f"{package}.{path.parent.name}"
    for package in PARTED
    for path in sorted((ROOT / package).glob("*/__init__.py"))
]
FACES = [*(name for name in PACKAGE_NAMES if name not in PARTED), *AREAS]
MODULE_LINES_MAX = 400
FUNCTION_LINES_MAX = 60
README_LINES_MAX = 120


def modules() -> list[Path]:
    return sorted(path for package in PACKAGES for path in package.rglob("*.py"))


def isort_key(name: str) -> tuple[int, str]:
    """Order as ruff keeps it: constants, then classes, then functions."""
    return (0 if name.isupper() else 1 if name[0].isupper() else 2), name


def face(name: str) -> ModuleType:
    return importlib.import_module(name)


def test_import_contracts_are_kept() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", FACES)
def test_a_face_lists_what_it_offers_in_order(name: str) -> None:
    offered = face(name).__all__
    assert list(offered) == sorted(offered, key=isort_key)
    assert len(set(offered)) == len(offered)
    assert all(hasattr(face(name), item) for item in offered)


@pytest.mark.parametrize("name", FACES)
def test_nothing_runs_in_a_face(name: str) -> None:
    tree = ast.parse((ROOT / name.replace(".", "/") / "__init__.py").read_text(encoding="utf-8"))
    docstring, *rest = tree.body
    assert isinstance(docstring, ast.Expr)
    quiet = (ast.Import, ast.ImportFrom, ast.FunctionDef)
    loud = [node for node in rest if not isinstance(node, quiet)]
    assert [ast.unparse(node).split("=")[0].split(":")[0].strip() for node in loud] in (
        ["__all__"],
        ["if TYPE_CHECKING", "__all__"],
    )


@pytest.mark.parametrize("name", FACES)
def test_what_a_face_offers_is_documented(name: str) -> None:
    offered = (getattr(face(name), item) for item in face(name).__all__)
    code = [item for item in offered if inspect.isfunction(item) or inspect.isclass(item)]
    assert [item.__name__ for item in code if not item.__doc__] == []


def test_the_architecture_page_walks_every_module() -> None:
    assert module_tables.PAGE.read_text(encoding="utf-8") == module_tables.page(), "make docs"


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_can_be_read_whole(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= MODULE_LINES_MAX
    tree = ast.parse(source)
    assert path.name == "__main__.py" or ast.get_docstring(tree)
    if "versions" in path.parts:
        return  # a migration is one long statement of what the tables are
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            assert (node.end_lineno or 0) - node.lineno < FUNCTION_LINES_MAX, node.name


def test_the_readme_stays_short() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= README_LINES_MAX
