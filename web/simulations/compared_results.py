"""Results that can be laid over each other: a run, or one case of an ensemble.

side = open_result(installation, "3f2a…")        # a run, by its number
side = open_result(installation, "9c41….2")      # the third case of an ensemble
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from simulations import METRICS, Scenario, SimulationError, parse_scenario, read_ensemble
from web.installation import Installation
from web.simulations.ensembles import KIND as ENSEMBLE
from web.simulations.ensembles import Ensemble, find_ensemble, folder_of
from web.simulations.refused_ensembles import UnknownEnsemble
from web.simulations.run_errors import RunError, RunNotDone
from web.simulations.runs import Run, find_run, results
from web.simulations.scenario_sources import scenario_from, source_of

DAILY: Final = "daily"
CASE_DIGITS_MAX: Final = 6


class Closes(NamedTuple):
    """Closing prices of a market: its days, and of each run as many prices, CNY/t."""

    days: Sequence[str]
    runs_cny: Sequence[Sequence[float]]


@dataclass(frozen=True, slots=True)
class Opened:
    """One result.

    Args:
        reference: as addresses name it.
        found: the run or the ensemble.
        case: name of the case; empty for a run.
        scenario: what ran, with the sources of its values where its files are still the same.
        daily: `daily.parquet` of all its runs, with the column `seed`; None if it was not kept.
        figures: by `market.metric`, the value of each run by seed.
    """

    reference: str
    found: Run | Ensemble
    case: str
    scenario: Scenario
    daily: pa.Table | None
    figures: Mapping[str, Mapping[int, float]]

    @property
    def seeds(self) -> list[int]:
        """Return the seeds of its runs."""
        return sorted({seed for values in self.figures.values() for seed in values})

    def closes(self, market: str) -> Closes:
        """Return the closing prices of a market; nothing where days were not kept."""
        if self.daily is None:
            return Closes([], [])
        mine = self.daily.filter(pc.equal(self.daily["market"], market)).to_pylist()
        runs: dict[int, dict[str, float]] = {}
        for row in mine:
            runs.setdefault(row["seed"], {})[row["date"].isoformat()] = float(row["close_cny"])
        days = sorted(set.intersection(*map(set, runs.values()))) if runs else []
        return Closes(days, [[run[day] for day in days] for run in runs.values()])


def find_result(installation: Installation, reference: str) -> Run | Ensemble:
    """Return the run or the ensemble that a reference names, whether or not it has ended.

    Raises:
        UnknownRun: there is neither a run nor an ensemble of this number.
    """
    number = reference.partition(".")[0]
    job = installation.jobs.find(number)
    if job is not None and job.kind == ENSEMBLE:
        return find_ensemble(installation, number)
    return find_run(installation, number)


def open_result(installation: Installation, reference: str) -> Opened:
    """Return a result, its files checked against their manifest.

    Raises:
        UnknownRun: there is neither a run nor an ensemble of this number.
        UnknownEnsemble: the ensemble has no such case.
        RunNotDone: it has no results.
        NotARun, NotAnEnsemble: its folder is gone or incomplete.
        ResultsChanged: a file differs from the manifest.
    """
    found = find_result(installation, reference)
    if isinstance(found, Run):
        return _opened_run(installation, found)
    return _opened_case(installation, found, reference.partition(".")[2] or "0")


def _opened_run(installation: Installation, found: Run) -> Opened:
    files = results(installation, found)
    seed = files.manifest["seed"]
    daily = files.table(DAILY)
    figures = {
        f"{market}.{name}": {seed: float(numbers[name])}
        for market, numbers in files.summary["markets"].items()
        for name in METRICS
        if name in numbers
    }
    return Opened(
        found.id,
        found,
        "",
        _as_it_ran(files.scenario, found.request.scenario_of),
        daily.append_column("seed", pa.array([seed] * daily.num_rows, pa.int64())),
        figures,
    )


def _opened_case(installation: Installation, found: Ensemble, asked: str) -> Opened:
    if not found.is_done:
        raise RunNotDone(state=found.job.state)
    files = read_ensemble(folder_of(installation.settings, found.id))
    cases = files.plan.cases()
    if not (asked.isascii() and asked.isdecimal() and len(asked) <= CASE_DIGITS_MAX):
        raise UnknownEnsemble(ensemble_id=f"{found.id}.{asked[:20]}")
    if int(asked) >= len(cases):
        raise UnknownEnsemble(ensemble_id=f"{found.id}.{asked}")
    case = cases[int(asked)]
    runs = files.runs()
    rows = runs.filter(pc.equal(runs["case"], case.number)).to_pylist()
    names = [name for name in runs.column_names if name.partition(".")[2] in METRICS]
    scenario = _as_it_ran(
        files.plan.scenario.canonical(),
        lambda: scenario_from(source_of(installation, found.origin)),
    )
    return Opened(
        f"{found.id}.{case.number}",
        found,
        case.name,
        scenario.with_(scenario.id, **case.settings),
        files.partition(DAILY, case.number),
        {name: {r["seed"]: r[name] for r in rows if r[name] is not None} for name in names},
    )


def _as_it_ran(values: Mapping[str, Any], read: Callable[[], Scenario]) -> Scenario:
    """Return the scenario of these values, from its files if they still say the same."""
    ran = parse_scenario(json.dumps(values, ensure_ascii=False))
    try:
        found = read()
    except (RunError, SimulationError):  # its files have gone or no longer fit
        return ran
    return found if found.digest == ran.digest else ran
