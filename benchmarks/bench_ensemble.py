"""Runs per second of an ensemble, as a ratio to a bare process pool that keeps nothing.

Both carry out the same runs with the same processes, started afresh. The pool maps over seeds in
chunks and throws the results away; the ensemble writes every table, metrics, hashes and a manifest,
survives deaths and can be cancelled. The ratio says what that costs, on any machine. Two sizes: a
small ensemble, where what is done once for all runs weighs most, and one as large as a question of
ten cases with twenty seeds. ``first_ratio`` is that of the first round, in which this process loads
what later rounds find loaded.

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
RUNS = (48, 200)
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
    replications: REPLICATIONS
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


def measure(runs: int) -> dict[str, float | int | bool]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.yaml"
        path.write_text(TEXT.replace("REPLICATIONS", str(runs)), encoding="utf-8")
        plan = load_plan(f"{path}:seeds")
        rounds = [
            (bare_seconds(plan), ensemble_seconds(plan, Path(folder) / str(i)))
            for i in range(REPEATS)
        ]
    ratio, bare, ours = sorted((bare / ours, bare, ours) for bare, ours in rounds)[REPEATS // 2]
    return {
        "jobs": JOBS,
        "runs": runs,
        "bare_pool_runs_per_second": round(runs / bare, 2),
        "ensemble_runs_per_second": round(runs / ours, 2),
        "first_ratio": round(rounds[0][0] / rounds[0][1], 3),
        "ratio": round(ratio, 3),
        "target_ratio": TARGET_RATIO,
        "ok": ratio >= TARGET_RATIO,
    }


def main() -> None:
    sizes = [measure(runs) for runs in RUNS]
    if "--json" in sys.argv:
        print(json.dumps({"sizes": sizes, "ok": all(size["ok"] for size in sizes)}))
        return
    for size in sizes:
        print("\n".join(f"{name}: {value}" for name, value in size.items()), end="\n\n")


if __name__ == "__main__":
    main()
