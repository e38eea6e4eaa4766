"""Scenarios fitted to real markets: simulated moments, search, report, preset."""

from simulations.calibration.accepted_presets import preset_text
from simulations.calibration.calibrating import CalibrationProgress, calibrate, targets_of
from simulations.calibration.plans import CalibrationPlan, calibration_names, load_calibration
from simulations.calibration.refused_calibration import (
    NothingToFit,
    RunsFailed,
    SearchNotInstalled,
    UnknownTargets,
)
from simulations.calibration.reports import CalibrationReport, Fit
from simulations.calibration.targets import Target, Targets

__all__ = [
    "CalibrationPlan",
    "CalibrationProgress",
    "CalibrationReport",
    "Fit",
    "NothingToFit",
    "RunsFailed",
    "SearchNotInstalled",
    "Target",
    "Targets",
    "UnknownTargets",
    "calibrate",
    "calibration_names",
    "load_calibration",
    "preset_text",
    "targets_of",
]
