"""Runs of many sets of values with the same seeds, on any workers."""

import json
from collections.abc import Callable, Mapping, Sequence

from simulations.calibration.free_parameters import FreeParameters
from simulations.calibration.objective import UNDEFINED_DEVIATION, Objective, mean_of_runs
from simulations.calibration.refused_calibration import RunsFailed
from simulations.calibration.search import Point
from simulations.ensembles import Crew, EnsembleCancelled, Outcome, Task, Workers
from simulations.scenarios import Scenario

Settings = Mapping[str, float | int]
Run = Mapping[str, float | None]
OnProgress = Callable[[int, float | None], None]
ShouldCancel = Callable[[], bool]


class Evaluations:
    """Carries out the runs that a search asks for.

    Every set of values is run with the same seeds (common random numbers), so that distances
    differ by the values only.

    Args:
        base: The scenario whose values are changed.
        seeds: Seeds of the runs of each set.
        workers: Who carries out; closed by the caller.
        metrics: The metrics of a run that are needed.
        should_cancel: Asked several times a second whether to stop.
    """

    def __init__(
        self,
        base: Scenario,
        seeds: Sequence[int],
        workers: Workers,
        metrics: Sequence[str],
        should_cancel: ShouldCancel,
    ) -> None:
        self.runs_done = 0
        self._base = json.dumps(base.canonical(), ensure_ascii=False)
        self._seeds = tuple(seeds)
        self._workers = workers
        self._metrics = tuple(metrics)
        self._should_cancel = should_cancel

    def of(self, sets: Sequence[Settings]) -> list[list[Run]]:
        """Return the metrics of the runs of each set that did not fail, in the order of seeds.

        Raises:
            EnsembleCancelled: ``should_cancel`` answered yes.
            RunsFailed: Every run of every set failed.
        """
        found: dict[tuple[int, int], Outcome] = {}

        def take(outcome: Outcome) -> None:
            found[outcome.key] = outcome
            self.runs_done += 1

        tasks = [
            Task(case, replication, seed, settings)
            for case, settings in enumerate(sets)
            for replication, seed in enumerate(self._seeds)
        ]
        crew = Crew(self._workers, self._base, (), self._metrics, take)
        if not crew.carry_out(tasks, self._should_cancel):
            raise EnsembleCancelled(done=self.runs_done, total=self.runs_done + len(tasks))
        if all(outcome.error for outcome in found.values()):
            raise RunsFailed(error=found[0, 0].error, settings=dict(sets[0]))
        return [
            [outcome.metrics for outcome in outcomes if not outcome.error]
            for outcomes in (
                [found[case, replication] for replication in range(len(self._seeds))]
                for case in range(len(sets))
            )
        ]

    def distances(
        self, objective: Objective, parameters: FreeParameters
    ) -> Callable[[Sequence[Point]], list[float]]:
        """Return the function that gives the distances of points of the unit cube."""

        def of_points(points: Sequence[Point]) -> list[float]:
            runs = self.of([parameters.settings(point) for point in points])
            return [_distance(objective, of_set) for of_set in runs]

        return of_points


def _distance(objective: Objective, runs: Sequence[Run]) -> float:
    """Return the distance of a set; one whose runs all failed is as far as can be."""
    if not runs:
        return UNDEFINED_DEVIATION**2
    return objective.distance(mean_of_runs(runs, objective.targets.metrics))
