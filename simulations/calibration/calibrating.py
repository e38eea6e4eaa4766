"""A calibration carried out: search in the sample, then before and after in the scenario itself."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulations.calibration.evaluations import Evaluations, ShouldCancel
from simulations.calibration.objective import Objective
from simulations.calibration.plans import CalibrationPlan
from simulations.calibration.refused_calibration import NothingToFit, UnknownTargets
from simulations.calibration.reports import CalibrationReport, Fit, fit_of
from simulations.calibration.search import Trace, search
from simulations.calibration.targets import FITTED, Targets, price_targets, published_targets
from simulations.ensembles import Given, Here, Processes, Workers, seeds_of
from simulations.moments import published_bands, read_price_file


@dataclass(frozen=True, slots=True)
class CalibrationProgress:
    """How far a calibration has come.

    Args:
        runs: Runs that ended.
        total: All runs, those of the report included.
        distance: Least distance so far; None before the first generation.
    """

    runs: int
    total: int
    distance: float | None


OnProgress = Callable[[CalibrationProgress], None]


def targets_of(plan: CalibrationPlan, name: str = "") -> Targets:
    """Return what a plan aims at.

    Args:
        plan: The plan; its price levels are always among the targets.
        name: A published series such as ``CEA``, or the path of a CSV file of the user's prices;
            default the plan's own.

    Raises:
        UnknownTargets: Nothing has that name.
        NothingToFit: No target has a weight.
    """
    published, market = published_bands(), plan.file.market
    name = name or plan.file.targets
    if name in published.series:
        found_targets = published_targets(market, published, name, plan.levels())
    elif Path(name).is_file():
        file = read_price_file(Path(name), market)
        days = file.series.get(market) or next(iter(file.series.values()))
        found_targets = price_targets(market, days, FITTED, published.bootstrap, plan.levels())
    else:
        raise UnknownTargets(name=name, known=", ".join(published.series))
    if not found_targets.fitted:
        raise NothingToFit(name=name)
    return found_targets


def calibrate(
    plan: CalibrationPlan,
    targets: Targets,
    *,
    jobs: int = 1,
    executor: Any = None,
    on_progress: OnProgress | None = None,
    should_cancel: ShouldCancel | None = None,
) -> CalibrationReport:
    """Carry out a calibration; the same report for any workers.

    Args:
        plan: What to calibrate and how.
        targets: What to aim at.
        jobs: Processes on this machine; 1 runs in this process.
        executor: Instead of ``jobs``: a ``distributed.Client`` or any executor with ``submit``.
        on_progress: Called after every generation and after the report's runs.
        should_cancel: Asked several times a second whether to stop.

    Raises:
        EnsembleCancelled: ``should_cancel`` answered yes; nothing is kept.
        RunsFailed: No run of the scenario succeeds.
        SearchNotInstalled: The plan's search needs a package that is not installed.
    """
    asked = should_cancel or (lambda: False)
    workers = _workers(jobs, executor, asked)
    objective = Objective(targets)
    terms = plan.file.search
    searched = (terms.generations + 1) * terms.population * terms.replications
    total = searched + 2 * plan.file.report_replications
    try:
        seeds = seeds_of(terms.seed, terms.replications)
        sample = Evaluations(plan.sample, seeds, workers, targets.metrics, asked)

        def after(trace: Trace) -> None:
            if on_progress:
                least = trace.distances[trace.best]
                on_progress(CalibrationProgress(sample.runs_done, total, least))

        trace = search(
            terms.method,
            sample.distances(objective, plan.parameters),
            plan.parameters.start_point(),
            terms.population,
            terms.generations,
            terms.seed,
            after,
        )
        accepted = plan.parameters.settings(trace.points[trace.best])
        before, after_fit = _fits(plan, objective, accepted, workers, asked)
    finally:
        workers.close()
    if on_progress:
        on_progress(CalibrationProgress(total, total, trace.distances[trace.best]))
    return CalibrationReport(plan, targets, trace, accepted, before, after_fit)


def _fits(
    plan: CalibrationPlan,
    objective: Objective,
    accepted: dict[str, float | int],
    workers: Workers,
    should_cancel: ShouldCancel,
) -> tuple[Fit, Fit]:
    """Return the scenario's own fit and that of the accepted values, with fresh seeds."""
    seeds = seeds_of(plan.scenario.seed, plan.file.report_replications)
    metrics = objective.targets.metrics
    whole = Evaluations(plan.scenario, seeds, workers, metrics, should_cancel)
    before, after = whole.of([{}, accepted])
    return fit_of(objective, before), fit_of(objective, after)


def _workers(jobs: int, executor: Any, should_cancel: ShouldCancel) -> Workers:
    if executor is not None:
        return Given(executor)
    return Processes(jobs) if jobs > 1 else Here(should_cancel)
