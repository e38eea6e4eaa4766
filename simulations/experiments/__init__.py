"""The questions shipped with the simulator, and whether a run of them finds what was stated."""

from simulations.experiments.figures import findings_data, save_findings_figure
from simulations.experiments.findings import (
    FindingsUnavailable,
    FoundAgain,
    found_again,
    measured_findings,
)
from simulations.experiments.shipped import ShippedExperiment, list_experiments

__all__ = [
    "FindingsUnavailable",
    "FoundAgain",
    "ShippedExperiment",
    "findings_data",
    "found_again",
    "list_experiments",
    "measured_findings",
    "save_findings_figure",
]
