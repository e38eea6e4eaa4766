"""Writes the reference of every key into `scenarios.md` from the schema of scenarios.

Run: python -m docs.scenario_reference [--check]
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docs.made_pages import between, write_or_check
from simulations import load_scenario
from simulations.scenarios.hints import number_text
from simulations.scenarios.keys import KeyInfo, keys_of_part, parts_of

PAGE = Path(__file__).resolve().parent / "scenarios.md"
BEGIN, END = "<!-- keys: begin -->", "<!-- keys: end -->"
REFERENCE = "cn-national-2024"
_FREE = {"markets.NAME": "markets.national", "agents.firms.NAME": "agents.firms.power"}


def tables() -> str:
    """Return one table for each part of a scenario, headed by its path and what it is."""
    places: dict[Any, list[str]] = {}
    for path, part in parts_of():
        places.setdefault(part, []).append(path)
    usual = {s.path: s.value for s in load_scenario(REFERENCE).settings}
    return "\n\n".join("\n".join(_table(part, paths, usual)) for part, paths in places.items())


def _table(part: Any, paths: list[str], usual: dict[str, Any]) -> Iterator[str]:
    named = ", ".join(f"`{path}`" for path in paths if path) or "a scenario file"
    yield f"### {part.__name__}: {named}"
    yield ""
    yield " ".join(part.__doc__.split())
    yield ""
    yield f"| key | what it is | written as | unit | accepted | `{REFERENCE}` |"
    yield "|---|---|---|---|---|---|"
    for info in keys_of_part(part):
        yield _row(info, paths, usual)


def _row(info: KeyInfo, paths: list[str], usual: dict[str, Any]) -> str:
    name = f"`{info.name}`" + ("" if info.needed else " (optional)")
    cells = [name, info.meaning["en"], info.form["en"], info.unit, _range(info)]
    return f"| {' | '.join([*cells, _usual(info, paths, usual)])} |"


def _range(info: KeyInfo) -> str:
    if info.low is None or info.high is None:
        return ""
    least = number_text(info.low) if info.low_counts else f"above {number_text(info.low)}"
    return f"{least} to {number_text(info.high)}"


def _usual(info: KeyInfo, paths: list[str], usual: dict[str, Any]) -> str:
    for path in paths:
        for free, name in _FREE.items():
            path = path.replace(free, name)  # noqa: PLW2901  one path after the other
        value = usual.get(f"{path}.{info.name}" if path else info.name)
        if value is not None and not isinstance(value, dict | list):
            text = str(value)
            return text if info.name not in {"zh", "en"} else ""
    return ""


def page() -> str:
    """Return the page with its reference as it should be."""
    return between(PAGE, BEGIN, END, tables())


if __name__ == "__main__":
    sys.exit(write_or_check(PAGE, page()))
