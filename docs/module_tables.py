"""Writes the tables of modules in `architecture.md` from the modules' own docstrings.

Run: python -m docs.module_tables [--check]
"""

import ast
import sys
from itertools import groupby
from pathlib import Path

from docs.made_pages import between, write_or_check

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "architecture.md"
PACKAGES = ("registry", "methodologies", "market", "simulations", "web")
BEGIN, END = "<!-- modules: begin -->", "<!-- modules: end -->"


def first_sentence(path: Path) -> str:
    """Return the first paragraph of a module's docstring on one line."""
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return " ".join(docstring.split("\n\n")[0].split())


def tables() -> str:
    """Return one table for each folder of code, headed by what its face says."""
    parts = []
    for package in PACKAGES:
        paths = sorted(
            (path for path in (ROOT / package).rglob("*.py") if "versions" not in path.parts),
            key=lambda path: (str(path.parent), path.name),
        )
        for folder, modules in groupby(paths, key=lambda path: path.parent):
            name = folder.relative_to(ROOT).as_posix()
            rows = [
                f"| `{path.relative_to(ROOT).as_posix()}` | {first_sentence(path)} |"
                for path in modules
                if path.name != "__init__.py"
            ]
            if not rows:
                continue
            level = "###" if folder == ROOT / package else "####"
            head = f"{level} {name}\n\n{first_sentence(folder / '__init__.py')}\n"
            parts.append("\n".join([head, "| module | what it knows |", "|---|---|", *rows]))
    return "\n\n".join(parts)


def page() -> str:
    """Return the architecture page with its tables as they should be."""
    return between(PAGE, BEGIN, END, tables())


if __name__ == "__main__":
    sys.exit(write_or_check(PAGE, page()))
