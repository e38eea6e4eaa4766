"""A national market and a pilot, for tests of what markets share."""

from pathlib import Path
from typing import Any

from simulations import RunResult, Scenario, load_scenario, run

_FILE = Path(__file__).parent / "two_markets.yaml"


def two_markets(*overrides: str) -> Scenario:
    return load_scenario(str(_FILE), overrides)


def run_two(*overrides: str, seed: int = 7) -> RunResult:
    return run(two_markets(*overrides), seed=seed)


def credit_trades(result: RunResult) -> list[dict[str, Any]]:
    return [row for row in result.trades.to_pylist() if row["mode"] == "negotiated"]
