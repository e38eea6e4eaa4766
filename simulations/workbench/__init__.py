"""Scenarios as researchers hold them: loaded, changed, compared, with their experiments."""

from simulations.workbench.comparison import Comparison
from simulations.workbench.scenario import (
    Scenario,
    experiment_names,
    file_schema,
    load_scenario,
    parse_scenario,
)

__all__ = [
    "Comparison",
    "Scenario",
    "experiment_names",
    "file_schema",
    "load_scenario",
    "parse_scenario",
]
