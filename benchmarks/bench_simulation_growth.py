"""How the cost of a run grows with its firms and with its days: the data of a figure.

One national market, with more and more power firms for a year, then with 1,000 firms for more and
more years. Each cost is processor time over that of a million of SimPy's timeouts, measured before
and after, so that the machine and its other work cancel. A straight line through the points says
how far growth is linear: the largest distance from it, as a share of the largest cost.

Run: ``python -m benchmarks.bench_simulation_growth`` (``--csv`` for the points, ``--json`` for one
object); target: within 0.1 of a line.
"""

import json
import sys
import time

import numpy as np

from benchmarks.bench_simulation import timeouts_per_second
from simulations import load_scenario, run

FIRMS = (500, 1_000, 2_000, 4_000)
YEARS = (1, 2, 3, 4)
FIRMS_OF_YEARS = 1_000
DISTANCE_MAX = 0.1
_ONLY_POWER = tuple(f"agents.firms.{name}.count=0" for name in ("steel", "cement", "aluminium"))
Point = tuple[str, int, float]


def cost(firms: int, years: int) -> float:
    """Return processor time of a run over that of a million timeouts."""
    overrides = (
        f"agents.firms.power.count={firms}",
        f"horizon.end={2024 + years}-12-31",
        *_ONLY_POWER,
    )
    scenario = load_scenario("builtin:cn-national-2024", overrides)
    before = timeouts_per_second()
    start = time.process_time()
    run(scenario, seed=1)
    seconds = time.process_time() - start
    return seconds * (before + timeouts_per_second()) / 2e6


def points() -> list[Point]:
    cost(100, 1)  # the first run of a process reads rules and imports what it needs
    by_firms: list[Point] = [("firms", firms, cost(firms, 1)) for firms in FIRMS]
    return by_firms + [("years", years, cost(FIRMS_OF_YEARS, years)) for years in YEARS]


def distance(found: list[Point], axis: str) -> float:
    """Return the largest distance of the points of an axis from a line, over their largest cost."""
    sizes = np.array([size for name, size, _ in found if name == axis], dtype=float)
    costs = np.array([spent for name, _, spent in found if name == axis])
    slope, base = np.polyfit(sizes, costs, 1)
    return float(np.max(np.abs(costs - (base + slope * sizes))) / np.max(costs))


def main() -> None:
    found = points()
    distances = {axis: round(distance(found, axis), 3) for axis in ("firms", "years")}
    if "--csv" in sys.argv:
        print("axis,size,million_timeouts")
        for axis, size, spent in found:
            print(f"{axis},{size},{spent:.3f}")
        return
    told = {
        **{f"{axis}_{size}": round(spent, 3) for axis, size, spent in found},
        **{f"distance_{axis}": value for axis, value in distances.items()},
        "distance_max": DISTANCE_MAX,
        "ok": max(distances.values()) <= DISTANCE_MAX,
    }
    if "--json" in sys.argv:
        print(json.dumps(told))
        return
    for name, value in told.items():
        print(f"{name}: {value}")


if __name__ == "__main__":
    main()
