"""Check 24: conservation, determinism, and shocks that belong to their firm alone."""

from collections.abc import Iterator
from hashlib import sha256

import pyarrow.compute as pc

from simulations.agents import draw_firms
from simulations.checks.check import Check, exact
from simulations.runs import RunResult, parquet_bytes, run
from simulations.scenarios import Scenario, load_scenario
from simulations.streams import Streams

_SMALL = (
    "agents.firms.power.count=80",
    "agents.firms.steel.count=4",
    "agents.firms.cement.count=4",
    "agents.firms.aluminium.count=2",
)


def _small(*overrides: str) -> Scenario:
    return load_scenario("builtin:cn-national-2024", (*_SMALL, *overrides))


def _hashes(result: RunResult) -> list[str]:
    return [sha256(parquet_bytes(table)).hexdigest() for table in result.tables().values()]


def _total(result: RunResult, *kinds: str) -> int:
    return sum(event["quantity_t"] for event in result.events.to_pylist() if event["kind"] in kinds)


def run_checks() -> Iterator[Check]:
    """Yield the checks of whole runs."""
    first = run(_small(), seed=24)
    yield exact(
        24,
        "units issued = surrendered + carried over + cancelled, t",
        _total(first, "opening", "pre_issue", "final_issue"),
        _total(first, "surrender", "carry_over", "cancelled"),
    )
    offsets_t = _total(first, "offset")
    firms = first.firms
    yield exact(24, "net purchases of all firms, t", 0, pc.sum(firms["net_purchases_t"]).as_py())
    yield exact(
        24,
        "offsets surrendered: events and firms, t",
        offsets_t,
        pc.sum(firms["offsets_t"]).as_py(),
    )
    again, other = run(_small(), seed=24), run(_small(), seed=25)
    yield exact(
        24, "same scenario and seed: the same bytes", True, _hashes(first) == _hashes(again)
    )
    yield exact(24, "another seed: other bytes", True, _hashes(first) != _hashes(other))
    yield exact(24, "firms whose shocks change when a firm is added", 0, _changed("count=81"))
    yield exact(
        24,
        "firms whose shocks change when a lever is moved",
        0,
        _changed("abatement.share_max=0.2"),
    )


def _changed(override: str) -> int:
    """Return how many firms draw other numbers under a changed scenario."""
    streams = Streams(24)
    old = {firm.firm_id: firm for firm in draw_firms(_small(), streams)}
    changed = _small(f"agents.firms.power.{override}")
    new = {firm.firm_id: firm for firm in draw_firms(changed, streams)}
    return sum(
        (firm.weight, firm.gap, firm.estimate_error, firm.unit_class, firm.load_factor)
        != (
            new[name].weight,
            new[name].gap,
            new[name].estimate_error,
            new[name].unit_class,
            new[name].load_factor,
        )
        for name, firm in old.items()
    )
