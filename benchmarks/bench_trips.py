"""A million bus trips: one batch against the plain Decimal loop, the same figures, trips/s.

Each trip has a person, a day and a distance as text, as platforms write them. Both read the
distance, evaluate equations (1) to (3), share each reduction between platform and person below a
threshold per person and month, and add up per person. The loop does no more than that: no checks
of rows, no clauses, no trace. Each runs in a process of its own, which tells its peak of memory,
the trips included. Processor time is judged, as nothing here waits, so that other work on the
machine matters little. The largest relative difference of any trip's figure is told. A third
figure is the single record with its checks and trace.

The hardest file is measured too, as `tanlab estimate batch` reads and evaluates it: every trip has
a record id, a person and a reward of its own, and what was collected before stands beside it.

Run: ``python -m benchmarks.bench_trips [--trips N] [--seed S]``; JSON is the last line.
"""

import argparse
import csv
import json
import multiprocessing
import resource
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from methodologies import evaluate_batch, find

TRIPS = 1_000_000
PERSONS = 50_000
SECONDS_MAX = 10.0
MEGABYTES_MAX = 500.0
RELATIVE_MAX = 1e-12
TRACED = 2_000
METHODOLOGY = "inclusion-wuhan-bus"
FILE_HEADINGS = (
    "record_id",
    "user_id",
    "platform",
    "day",
    "amount",
    "consent",
    "reward",
    "collected_kg_co2e",
)
SAME = {
    "platform": "bus-operator",
    "on_city_platform": True,
    "data_consent": True,
    "as_described": True,
    "consent": "given",
    "rewarded": True,
}
Columns = dict[str, Any]
FloatArray = NDArray[np.float64]
Measured = dict[str, Any]


def trips(count: int, seed: int) -> Columns:
    """Draw trips of a month, about 20 for each person.

    Args:
        count: of trips.
        seed: of the generator.

    Returns:
        Columns of texts; equal arguments give equal trips.
    """
    draw = np.random.default_rng(seed)
    distances = np.minimum(np.round(draw.gamma(2.0, 4.0, count), 1), 400)
    days = [f"2024-12-{day:02d}" for day in range(1, 32)]
    return {
        "user_id": [f"u{person:06d}" for person in draw.integers(0, PERSONS, count).tolist()],
        "day": [days[day] for day in np.sort(draw.integers(0, 31, count)).tolist()],
        "amount": [str(distance) for distance in distances.tolist()],
    }


def batch(columns: Columns) -> Measured:
    """Evaluate all trips at once."""
    found = evaluate_batch(find(METHODOLOGY), {**SAME, **columns})
    assert found.people is not None
    assert found.refused_count == 0
    return {
        "reductions_kg": found.results["emission_reductions_kg_co2e"],
        "enterprise_kg": found.results["enterprise_kg_co2e"],
        "people_kg": found.people.results["enterprise_kg_co2e"],
    }


def decimal_loop(columns: Columns) -> Measured:
    """Evaluate trip by trip in plain decimals."""
    base, project, threshold = Decimal("0.130"), Decimal("0.064"), Decimal(20)
    collected: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
    people: defaultdict[str, Decimal] = defaultdict(Decimal)
    reductions: list[Decimal] = []
    enterprises: list[Decimal] = []
    for user, day, amount in zip(
        columns["user_id"], columns["day"], columns["amount"], strict=True
    ):
        distance = Decimal(amount)
        reduction = distance * base - distance * project
        place = (user, day[:7])
        enterprise = max(Decimal(0), min(reduction, threshold - collected[place]))
        collected[place] += reduction
        people[user] += enterprise
        reductions.append(reduction)
        enterprises.append(enterprise)
    return {
        "reductions_kg": reductions,
        "enterprise_kg": enterprises,
        "people_kg": list(people.values()),
    }


def write_hardest(path: Path, count: int, seed: int) -> None:
    """Write trips of which nearly everything differs, as a platform's file."""
    draw = np.random.default_rng(seed)
    columns = trips(count, seed)
    people = draw.permutation(count).tolist()
    collected = np.round(draw.random(count) * 5, 3).tolist()
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(FILE_HEADINGS)
        for row, (day, amount) in enumerate(zip(columns["day"], columns["amount"], strict=True)):
            consent, reward = ("given", f"c{row}") if row % 2 else ("withdrawn", "")
            person, record, platform = f"u{people[row]:07d}", f"r{row:012d}", f"p{row % 3}"
            writer.writerow(
                (record, person, platform, day, amount, consent, reward, collected[row])
            )


def hardest(path: Path) -> Measured:
    """Read and evaluate a file, as the command line does."""
    from web.estimates.batches import evaluate_file  # noqa: PLC0415  its memory is not the batch's

    declared = {
        name: value for name, value in SAME.items() if name not in {*FILE_HEADINGS, "rewarded"}
    }
    found = evaluate_file(
        find(METHODOLOGY), path, declared, rows_max=10 * TRIPS, bytes_max=2 * 1024**3
    )
    assert found.refused == 0
    return {}


def traced(columns: Columns) -> Measured:
    """Calculate the first trips as single records, each with checks and trace."""
    methodology = find(METHODOLOGY)
    for day, amount in zip(columns["day"][:TRACED], columns["amount"][:TRACED], strict=True):
        record = {**SAME, "day": day, "distance_km": amount}
        record.pop("platform")
        methodology.calculate(methodology.Inputs.model_validate(record))
    return {}


def measured(work: Callable[[Columns], Measured], count: int, seed: int) -> Measured:
    """Run in a process of its own, and tell time and peak of memory."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        return pool.apply(_measured_trips, (work, count, seed))


def measured_file(count: int, seed: int) -> Measured:
    """Read and evaluate the hardest file in a process of its own."""
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder, context.Pool(1) as pool:
        path = Path(folder) / "trips.csv"
        write_hardest(path, count, seed)
        return pool.apply(_measured, (hardest, path))


def _measured_trips(work: Callable[[Columns], Measured], count: int, seed: int) -> Measured:
    return _measured(work, trips(count, seed))


def _measured(work: Callable[[Any], Measured], columns: Any) -> Measured:
    began, cpu_began = time.perf_counter(), time.process_time()
    found = work(columns)
    seconds, cpu_seconds = time.perf_counter() - began, time.process_time() - cpu_began
    peak_megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figures = {name: np.asarray(values, dtype=np.float64) for name, values in found.items()}
    return {**figures, "seconds": seconds, "cpu_seconds": cpu_seconds, "megabytes": peak_megabytes}


def compare(count: int, seed: int) -> Measured:
    """Measure all three and compare their figures."""
    ours, peer = measured(batch, count, seed), measured(decimal_loop, count, seed)
    single = measured(traced, min(count, TRACED), seed)
    file = measured_file(count, seed)
    scales = {
        "reductions_kg": peer["reductions_kg"],
        "enterprise_kg": peer["reductions_kg"],
        "people_kg": peer["people_kg"],
    }
    differences = [
        _largest_difference(ours[name], peer[name], scale) for name, scale in scales.items()
    ]
    return {
        "trips": count,
        "seconds": round(ours["seconds"], 2),
        "cpu_seconds": round(ours["cpu_seconds"], 2),
        "megabytes": round(ours["megabytes"]),
        "trips_per_second": round(count / ours["cpu_seconds"]),
        "decimal_loop_seconds": round(peer["seconds"], 2),
        "decimal_loop_cpu_seconds": round(peer["cpu_seconds"], 2),
        "decimal_loop_megabytes": round(peer["megabytes"]),
        "ratio_to_decimal_loop": round(peer["cpu_seconds"] / ours["cpu_seconds"], 2),
        "hardest_file_seconds": round(file["seconds"], 2),
        "hardest_file_cpu_seconds": round(file["cpu_seconds"], 2),
        "hardest_file_megabytes": round(file["megabytes"]),
        "traced_records_per_second": round(min(count, TRACED) / single["cpu_seconds"]),
        "relative_difference": max(differences),
        "ok": max(ours["cpu_seconds"], file["cpu_seconds"]) <= SECONDS_MAX
        and max(ours["megabytes"], file["megabytes"]) <= MEGABYTES_MAX
        and max(differences) <= RELATIVE_MAX,
    }


def _largest_difference(ours: FloatArray, peer: FloatArray, scale: FloatArray) -> float:
    counted = scale > 0
    return float(np.max(np.abs(ours - peer)[counted] / scale[counted], initial=0.0))


def main() -> None:
    """Print a table; the last line is JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trips", type=int, default=TRIPS)
    parser.add_argument("--seed", type=int, default=20)
    given = parser.parse_args()
    found = compare(given.trips, given.seed)
    for name, value in found.items():
        print(f"{name}: {value}")
    print(json.dumps(found))


if __name__ == "__main__":
    main()
