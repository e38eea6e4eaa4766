"""Orders per second through a whole simulation, as a ratio to SimPy's own timeouts.

A year of the national market is run with 1,000 power firms that look at the book every day:
decision, checks, reservation, matching, settlement against payment, records and tables all count.
In the same process SimPy alone runs 1,000 processes that do nothing but wait. The ratio of both
rates says what the market costs on top of its event loop, on any machine. Processor time is
measured, so that other work on the machine matters little. The fast mode, which matches the orders
of a day in one call, is measured beside the book.

Run: ``python -m benchmarks.bench_simulation`` (``--json`` for one object); target ratio ≥ 0.1.
"""

import json
import sys
import time
from collections.abc import Generator

import simpy

from simulations import load_scenario, run

TARGET_RATIO = 0.1
PROCESSES = 1_000
TIMEOUTS = 500_000
REPEATS = 3
OVERRIDES = (
    "agents.firms.power.count=1000",
    "agents.firms.steel.count=0",
    "agents.firms.cement.count=0",
    "agents.firms.aluminium.count=0",
    "agents.behaviours.wake_up.base_per_day=1",
    "agents.behaviours.surplus_participation=1",
    "agents.behaviours.order_share=0.05",
    "markets.national.trading.block.enabled=false",
    "markets.national.allocation.pre_issue.on=01-02",
    "markets.national.offsets.max_share=0",
)


def timeouts_per_second() -> float:
    def wait(env: simpy.Environment) -> Generator[simpy.Event, None, None]:
        for _ in range(TIMEOUTS // PROCESSES):
            yield env.timeout(1)

    env = simpy.Environment()
    for _ in range(PROCESSES):
        env.process(wait(env))
    start = time.process_time()
    env.run()
    return TIMEOUTS / (time.process_time() - start)


def orders_per_second(matching: str = "book") -> tuple[float, int, int]:
    scenario = load_scenario("builtin:cn-national-2024", (*OVERRIDES, f"matching={matching}"))
    start = time.process_time()
    result = run(scenario, seed=1)
    elapsed = time.process_time() - start
    orders, trades = int(result.summary["orders"]), int(result.summary["trades"])
    return orders / elapsed, orders, trades


def year_seconds() -> float:
    scenario = load_scenario("builtin:cn-national-2024")
    start = time.process_time()
    run(scenario, seed=1)
    return time.process_time() - start


def measure() -> dict[str, float | int | bool]:
    year_seconds()  # the first run of a process reads rules and imports what it needs
    rounds = [(timeouts_per_second(), orders_per_second()) for _ in range(REPEATS)]
    ratio, timeouts, (rate, orders, trades) = sorted(
        (measured[0] / timeouts, timeouts, measured) for timeouts, measured in rounds
    )[REPEATS // 2]
    return {
        "orders_per_second": round(rate),
        "orders": orders,
        "trades": trades,
        "simpy_timeouts_per_second": round(timeouts),
        "ratio": round(ratio, 4),
        "target_ratio": TARGET_RATIO,
        "ok": ratio >= TARGET_RATIO,
        "call_orders_per_second": round(orders_per_second("call")[0]),
        "cn_national_2024_seconds": round(year_seconds(), 2),
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
