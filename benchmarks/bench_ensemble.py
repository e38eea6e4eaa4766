"""Runs per second of an ensemble, as a ratio to a bare process pool that keeps nothing.

Both carry out the same runs with the same processes, started afresh. The pool maps over seeds in
chunks and throws the results away; the ensemble writes every table, metrics, hashes and a manifest,
survives deaths and can be cancelled. The ratio says what that costs, on any machine.

Run: ``python -m benchmarks.bench_ensemble`` (``--json`` for one object); target ratio ≥ 0.95.
"""

import json
import multiprocessing
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from simulations import EnsemblePlan, load_plan, run, run_ensemble

TARGET_RATIO = 0.95
JOBS = 2
REPEATS = 3
CHUNK = 4
TEXT = """\
schema: tanlab/scenario@1
extends: builtin:cn-national-2024
id: bench
title: {zh: 基准, en: Benchmark}
agents:
  firms:
    power: {count: 300}
    steel: {count: 0}
    cement: {count: 0}
    aluminium: {count: 0}
experiments:
  seeds:
    design: {kind: cases, cases: {base: {}}}
    replications: 48
    metrics: [national.price_mean_cny]
    tables: [daily, firms, events]
"""


def one(task: tuple[EnsemblePlan, int]) -> int:
    plan, seed = task
    return int(run(plan.scenario, seed).summary["trades"])


def bare_seconds(plan: EnsemblePlan) -> float:
    start = time.perf_counter()
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(JOBS, mp_context=context) as pool:
        list(pool.map(one, [(plan, seed) for seed in plan.seeds()], chunksize=CHUNK))
    return time.perf_counter() - start


def ensemble_seconds(plan: EnsemblePlan, directory: Path) -> float:
    start = time.perf_counter()
    run_ensemble(plan, directory, jobs=JOBS)
    return time.perf_counter() - start


def measure() -> dict[str, float | int | bool]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.yaml"
        path.write_text(TEXT, encoding="utf-8")
        plan = load_plan(f"{path}:seeds")
        rounds = [
            (bare_seconds(plan), ensemble_seconds(plan, Path(folder) / str(i)))
            for i in range(REPEATS)
        ]
    ratio, bare, ours = sorted((bare / ours, bare, ours) for bare, ours in rounds)[REPEATS // 2]
    runs = len(plan.seeds())
    return {
        "jobs": JOBS,
        "runs": runs,
        "bare_pool_runs_per_second": round(runs / bare, 2),
        "ensemble_runs_per_second": round(runs / ours, 2),
        "ratio": round(ratio, 3),
        "target_ratio": TARGET_RATIO,
        "ok": ratio >= TARGET_RATIO,
    }


def main() -> None:
    measured = measure()
    if "--json" in sys.argv:
        print(json.dumps(measured))
        return
    for name, value in measured.items():
        print(f"{name}: {value}")


if __name__ == "__main__":
    main()
