"""Small runs with something happening, and what their tables say of it."""

from typing import Any

from simulations import RunResult, run
from tests.simulations.scenarios import small

FEW = (
    "agents.firms.power.count=30",
    "agents.firms.power.emissions_t=75_000_000",
)


def run_small(*overrides: str, seed: int = 7) -> RunResult:
    return run(small(*FEW, *overrides), seed=seed)


def events(result: RunResult, *kinds: str) -> list[dict[str, Any]]:
    return [row for row in result.events.to_pylist() if row["kind"] in kinds]


def total_t(result: RunResult, *kinds: str) -> int:
    return sum(int(row["quantity_t"]) for row in events(result, *kinds))


def firms(result: RunResult, **wanted: object) -> list[dict[str, Any]]:
    return [
        row
        for row in result.firms.to_pylist()
        if all(row[name] == value for name, value in wanted.items())
    ]
