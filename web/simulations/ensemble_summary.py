"""What the page of a finished ensemble shows, summed up once: metrics by case, fans, moments."""

import json
import math
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from simulations import (
    BootstrapPlan,
    EnsembleFiles,
    EnsembleResult,
    FindingsUnavailable,
    SimulationError,
    found_again,
    report_of_runs,
    sensitivity,
)
from web.simulations.bands import band, days_shown, spread

CASES_SHOWN: Final = 200
FANS_SHOWN: Final = 20
MOMENT_RUNS_MAX: Final = 100
SAMPLED: Final = ("sobol", "morris")
NAMED: Final = "cases"
NAMED_SHOWN: Final = 6
CONFIDENCE: Final = 0.95
_PAIRS_MIN: Final = 2
DAILY: Final = "daily"
_BANDS: Final = BootstrapPlan(replications=500, mean_block_days=10.0, coverage=0.9, seed=1)
_MOMENT_TABLES: Final = ("daily", "events", "firms")


def summarise(files: EnsembleFiles) -> dict[str, Any]:
    """Return plain values: each part is empty where the ensemble does not allow it."""
    experiment = files.plan.experiment
    return {
        "design": experiment.design.kind,
        "manifest": {key: value for key, value in files.manifest.items() if key != "files"},
        "metrics": list(experiment.metrics),
        "cases": _cases(files),
        "differences": _differences(files),
        "findings": _findings(files),
        "fans": _fans(files),
        "moments": _moments(files),
        "sensitivity": _sensitivity(files),
    }


def _cases(files: EnsembleFiles) -> list[dict[str, Any]]:
    """Return for each of the first 200 cases its settings and the spread of every metric."""
    settings = files.design().select(["case", "name", "settings"]).to_pylist()
    runs = files.runs()
    metrics = [name for name in files.plan.experiment.metrics if name in runs.column_names]
    found = []
    for case in settings[:CASES_SHOWN]:
        mine = runs.filter(pc.equal(runs["case"], case["case"]))
        values = {name: spread(_known(mine[name])) for name in metrics}
        ended = sum(1 for error in mine["error"].to_pylist() if not error)
        changed = json.loads(case["settings"])
        found.append({**case, "settings": changed, "runs": ended, "values": values})
    return found


def _differences(files: EnsembleFiles) -> list[dict[str, Any]]:
    """Return how each further named case differs from the first, by runs with the same seed."""
    names = [case.name for case in files.plan.cases()]
    if files.plan.experiment.design.kind != NAMED or not 1 < len(names) <= NAMED_SHOWN:
        return []
    result, against = EnsembleResult(files), names[0]
    found = []
    for case in names[1:]:
        values = {}
        for metric in files.plan.experiment.metrics:
            interval = result.paired(metric, case, against, CONFIDENCE).interval
            if interval.runs >= _PAIRS_MIN:
                values[metric] = {name: getattr(interval, name) for name in ("mean", "low", "high")}
        found.append({"case": case, "against": against, "values": values})
    return found


def _findings(files: EnsembleFiles) -> list[dict[str, Any]]:
    """Return what the experiment states beside what these runs find; empty if it states nothing."""
    try:
        return [one.as_dict() for one in found_again(files)]
    except FindingsUnavailable:
        return []


def _known(column: pa.ChunkedArray) -> list[float]:
    return [x for x in column.to_pylist() if x is not None and math.isfinite(x)]


def _fans(files: EnsembleFiles) -> list[dict[str, Any]]:
    """Return the bands of prices of the first cases, market by market, if days were kept."""
    if DAILY not in files.plan.experiment.tables:
        return []
    found = []
    for case in range(min(files.manifest["cases"], FANS_SHOWN)):
        table = files.partition(DAILY, case)
        if table is None:
            continue
        for market in files.plan.scenario.markets:
            found.append({"case": case, "market": market, **_fan(table, market)})
    return found


def _fan(table: pa.Table, market: str) -> dict[str, Any]:
    mine = table.filter(pc.equal(table["market"], market))
    closes: dict[int, list[float]] = {}
    for replication, close in zip(
        mine["replication"].to_pylist(), mine["close_cny"].to_pylist(), strict=True
    ):
        closes.setdefault(replication, []).append(float(close))
    length = min(map(len, closes.values()), default=0)
    shown = days_shown([""] * length)
    days = [day.isoformat() for day in mine["date"].to_pylist()[:length]]
    return {
        "days": [days[place] for place in shown],
        "band": band([[run[place] for place in shown] for run in closes.values()]),
    }


def _moments(files: EnsembleFiles) -> dict[str, Any]:
    """Return the moments of the first case's runs beside the published bands, if all were kept."""
    if not set(_MOMENT_TABLES) <= set(files.plan.experiment.tables):
        return {}
    runs = []
    for tables in files.each_run(_MOMENT_TABLES):
        runs.append(tables)
        if len(runs) >= min(files.manifest["replications"], MOMENT_RUNS_MAX):
            break
    if not runs:
        return {}
    return report_of_runs(runs, _BANDS).as_dict()


def _sensitivity(files: EnsembleFiles) -> dict[str, Any]:
    if files.plan.experiment.design.kind not in SAMPLED:
        return {}
    try:
        return sensitivity(files)
    except SimulationError as error:
        said = {
            language: error.text[language].format_map({k: str(v) for k, v in error.facts.items()})
            for language in ("zh", "en")
        }
        return {"refused": said}
