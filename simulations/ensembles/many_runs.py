"""Several scenarios with the same seeds: an ensemble of cases made from whole scenarios."""

import shutil
import weakref
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from pydantic import JsonValue

from simulations.ensembles.experiments import TABLES, Experiment, NamedCases
from simulations.ensembles.plans import EnsemblePlan
from simulations.ensembles.reading import read_ensemble
from simulations.ensembles.refused_ensembles import RunsUnclear
from simulations.ensembles.results import EnsembleResult
from simulations.ensembles.running import OnProgress, run_ensemble
from simulations.ensembles.tasks import ShouldCancel
from simulations.scenarios import Scenario

_NAME = "runs"


def run_many(  # noqa: PLR0913  who, with what, where to and on whom: each is the caller's
    scenarios: Scenario | Sequence[Scenario],
    seeds: Iterable[int],
    *,
    jobs: int = 1,
    executor: Any = None,
    directory: Path | str | None = None,
    tables: Sequence[str] = ("daily",),
    on_progress: OnProgress | None = None,
    should_cancel: ShouldCancel | None = None,
) -> EnsembleResult:
    """Run each scenario with each seed.

    Args:
        scenarios: One, or several with ids of their own; all have the same markets.
        seeds: Seeds, each 0 to 2**63 - 1; every scenario has all of them.
        jobs: Processes on this machine; 1 runs in this process.
        executor: Instead of ``jobs``: a ``distributed.Client`` or any executor with ``submit``.
        directory: Where to write; the same scenarios and seeds are resumed there. Without one,
            files are kept only as long as the result.
        tables: Tables to keep: daily, events, firms, trades.
        on_progress: Called at the start and after each run.
        should_cancel: Asked several times a second whether to stop.

    Returns:
        What was found; the same for any jobs or executor.

    Raises:
        RunsUnclear: No scenario or no seed, one of them twice, or different markets.
        EnsembleDiffers: The directory holds an ensemble of something else.
        EnsembleCancelled: ``should_cancel`` answered yes.
    """
    given = [scenarios] if isinstance(scenarios, Scenario) else list(scenarios)
    return carry_out(
        plan_of_scenarios(given, tuple(seeds), tables),
        jobs=jobs,
        executor=executor,
        directory=directory,
        on_progress=on_progress,
        should_cancel=should_cancel,
    )


def carry_out(
    plan: EnsemblePlan,
    *,
    jobs: int = 1,
    executor: Any = None,
    directory: Path | str | None = None,
    on_progress: OnProgress | None = None,
    should_cancel: ShouldCancel | None = None,
) -> EnsembleResult:
    """Carry out an ensemble as ``run_ensemble`` does, and return what was found.

    Args:
        plan: What to carry out.
        jobs: Processes on this machine.
        executor: Instead of ``jobs``.
        directory: Where to write; without one, files are kept only as long as the result.
        on_progress: Called at the start and after each run.
        should_cancel: Asked several times a second whether to stop.
    """
    path = Path(directory or mkdtemp(prefix="tanlab-ensemble-"))
    try:
        run_ensemble(
            plan,
            path,
            jobs=jobs,
            executor=executor,
            on_progress=on_progress,
            should_cancel=should_cancel,
        )
        result = EnsembleResult(read_ensemble(path))
    except BaseException:
        if directory is None:
            shutil.rmtree(path, ignore_errors=True)
        raise
    if directory is None:
        weakref.finalize(result, shutil.rmtree, path, ignore_errors=True)
    return result


def plan_of_scenarios(
    scenarios: Sequence[Scenario], seeds: tuple[int, ...], tables: Sequence[str] = ("daily",)
) -> EnsemblePlan:
    """Return the plan that runs each scenario with each seed.

    Args:
        scenarios: At least one; the first is the base, of the others what differs is laid over it.
        seeds: At least one, each once.
        tables: Tables to keep.

    Raises:
        RunsUnclear: No scenario or no seed, one of them twice, or different markets.
    """
    names = [scenario.id for scenario in scenarios]
    if not names or not seeds:
        raise RunsUnclear(reason_en="no scenario or no seed.", reason_zh="没有情景或没有种子。")
    if len(set(names)) < len(names) or len(set(seeds)) < len(seeds):
        raise RunsUnclear(reason_en="one of them is given twice.", reason_zh="存在重复项。")
    base = scenarios[0]
    if any(set(other.markets) != set(base.markets) for other in scenarios):
        raise RunsUnclear(reason_en="their markets are not the same.", reason_zh="市场不一致。")
    cases = {scenario.id: _settings(base, scenario) for scenario in scenarios}
    experiment = Experiment(
        design=NamedCases(kind="cases", cases=cases),
        replications=len(seeds),
        seeds=seeds,
        metrics=tuple(f"{market}.price_mean_cny" for market in base.markets),
        tables=tuple(name for name in TABLES if name in tables),
    )
    return EnsemblePlan(base, _NAME, experiment)


def _settings(base: Scenario, other: Scenario) -> dict[str, JsonValue]:
    """Return the parts at the top of a scenario that are not those of the base, whole."""
    whole = other.model_dump(mode="json", by_alias=True)
    here, there = base.canonical(), other.canonical()
    keys = [key for key in whole if key != "seed" and here.get(key) != there.get(key)]
    return {key: whole[key] for key in keys}
