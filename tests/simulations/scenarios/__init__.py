"""Small scenarios for tests."""

from pathlib import Path

from simulations import Scenario, load_scenario

SMALL = Path(__file__).parent.parent / "small.yaml"


def small(*overrides: str) -> Scenario:
    return load_scenario(str(SMALL), overrides)
