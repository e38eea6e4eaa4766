"""Three years of the national market and the eight pilots: seconds, memory, and both as ratios.

All presets as shipped (6,901 firms, order books, investors and liquidity providers where a pilot
has them) run through 2024 to 2026 in one process. Seconds of processor time depend on the machine;
SimPy's timeouts of the same process say how fast it is, so their product is a number of timeouts
that the run costs, on any machine.

Run: ``python -m benchmarks.bench_simulation_years`` (``--json`` for one object); targets: at most
30 seconds and 1.5 GB on one core.
"""

import json
import resource
import sys
import time
from pathlib import Path

from benchmarks.bench_simulation import timeouts_per_second
from simulations import load_scenario, run

SCENARIO = Path(__file__).parent / "scenarios" / "three-years.yaml"
SECONDS_MAX = 30.0
GB_MAX = 1.5


def measure(matching: str = "book") -> dict[str, float | int | bool]:
    scenario = load_scenario(str(SCENARIO), (f"matching={matching}",))
    timeouts = timeouts_per_second()
    start = time.process_time()
    result = run(scenario, seed=1)
    seconds = time.process_time() - start
    timeouts = (timeouts + timeouts_per_second()) / 2
    memory_gb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    return {
        "firms": sum(firms.count for firms in scenario.agents.firms.values()),
        "trading_days": int(result.summary["trading_days"]),
        "orders": int(result.summary["orders"]),
        "trades": int(result.summary["trades"]),
        "seconds": round(seconds, 2),
        "seconds_max": SECONDS_MAX,
        "memory_gb": round(memory_gb, 3),
        "memory_gb_max": GB_MAX,
        "simpy_timeouts_per_second": round(timeouts),
        "million_timeouts": round(seconds * timeouts / 1e6, 1),
        "ok": seconds <= SECONDS_MAX and memory_gb <= GB_MAX,
    }


def main() -> None:
    measured = measure("call" if "--call" in sys.argv else "book")
    if "--json" in sys.argv:
        print(json.dumps(measured))
        return
    for name, value in measured.items():
        print(f"{name}: {value}")


if __name__ == "__main__":
    main()
