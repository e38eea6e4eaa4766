"""What a calibration found: every target before and after, the values accepted, how it went."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from simulations.calibration.objective import Objective, mean_of_runs
from simulations.calibration.plans import CalibrationPlan
from simulations.calibration.search import Trace
from simulations.calibration.targets import Target, Targets
from simulations.runs import versions

SCHEMA: Final = "tanlab/calibration-report@1"
_DIGITS: Final = 6
_TAIL: Final = 0.05


@dataclass(frozen=True, slots=True)
class Fit:
    """How one set of values does against the targets.

    Args:
        runs: Runs that succeeded.
        distance: The mean weighted square of the deviations.
        values: Mean of every metric over the runs; NaN where undefined in all.
        spreads: 5 % and 95 % quantile of every metric over the runs.
    """

    runs: int
    distance: float
    values: Mapping[str, float]
    spreads: Mapping[str, tuple[float, float]]


def fit_of(objective: Objective, runs: Sequence[Mapping[str, float | None]]) -> Fit:
    """Return how runs of one set of values do against the targets."""
    metrics = objective.targets.metrics
    values = mean_of_runs(runs, metrics)
    spreads = {}
    for metric in metrics:
        defined = [value for run in runs if (value := run.get(metric)) is not None]
        ends = np.quantile(defined, (_TAIL, 1 - _TAIL)) if defined else (math.nan, math.nan)
        spreads[metric] = (float(ends[0]), float(ends[1]))
    return Fit(len(runs), objective.distance(values), values, spreads)


@dataclass(frozen=True, slots=True)
class CalibrationReport:
    """Everything that a calibration found.

    Args:
        plan: What was calibrated.
        targets: What it was compared with.
        trace: Every point tried.
        accepted: The values with the least distance.
        before: The scenario's own fit.
        after: The fit of the accepted values.
    """

    plan: CalibrationPlan
    targets: Targets
    trace: Trace
    accepted: Mapping[str, float | int]
    before: Fit
    after: Fit

    def as_dict(self) -> dict[str, Any]:
        """Return the report as plain JSON values; null where a statistic is undefined."""
        file = self.plan.file
        return {
            "schema": SCHEMA,
            "id": file.id,
            "title": file.title.model_dump(),
            "digest": self.plan.digest,
            "scenario": {"id": self.plan.scenario.id, "digest": self.plan.scenario.digest},
            "versions": dict(versions()),
            "weighting": self.targets.weighting,
            "search": file.search.model_dump(mode="json")
            | {
                "sets_tried": len(self.trace.points),
                "least_distance": _number(self.trace.distances[self.trace.best]),
                "least_by_generation": [_number(d) for d in self.trace.best_by_generation()],
            },
            "distance": {
                "before": _number(self.before.distance),
                "after": _number(self.after.distance),
            },
            "runs": {"before": self.before.runs, "after": self.after.runs},
            "parameters": [self._parameter(key) for key in self.plan.parameters.keys],
            "targets": [self._target(row) for row in self.targets.rows],
            "missed": [row.metric for row in self.targets.rows if self._misses(row)],
        }

    def _misses(self, row: Target) -> bool:
        return row.inside(self.after.values[row.metric]) is False

    def _parameter(self, key: str) -> dict[str, Any]:
        parameters = self.plan.parameters
        bounds, value = parameters.bounds[key], self.accepted[key]
        return {
            "key": key,
            "before": parameters.start[key],
            "after": value,
            "low": bounds.low,
            "high": bounds.high,
            "scale": bounds.scale,
            "at_bound": parameters.at_bound(key, float(value)),
        }

    def _target(self, row: Target) -> dict[str, Any]:
        return {
            "metric": row.metric,
            "use": row.use,
            "published": row.value,
            "low": row.low,
            "high": row.high,
            "standard_error": row.standard_error,
            "source": row.source,
            "confidence": row.confidence,
            "before": _side(self.before, row),
            "after": _side(self.after, row),
        }


def _side(fit: Fit, row: Target) -> dict[str, Any]:
    low, high = fit.spreads[row.metric]
    value = fit.values[row.metric]
    return {
        "value": _number(value),
        "run_low": _number(low),
        "run_high": _number(high),
        "inside": row.inside(value),
    }


def _number(value: float) -> float | None:
    return round(value, _DIGITS) if math.isfinite(value) else None
