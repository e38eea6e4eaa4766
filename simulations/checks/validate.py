"""Checks of the simulator against closed forms and rules, each with its tolerance.

A check compares numbers computed here with numbers from papers or rules. Layer S is the
equilibrium solver, B the order book with simple agents over many seeds, R rules in integers.
"""

from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

from simulations.checks.check import Check
from simulations.checks.equilibria import equilibrium_checks
from simulations.checks.markets import market_checks
from simulations.checks.prices import price_checks
from simulations.checks.rules import rule_checks
from simulations.checks.runs import run_checks

Progress = Callable[[int, int], None]
_EXPECTED = 24


def _all_checks() -> Iterator[Check]:
    yield from equilibrium_checks()
    yield from price_checks()
    yield from rule_checks()
    yield from market_checks()
    yield from run_checks()


def validate(on_progress: Progress | None = None) -> dict[str, Any]:
    """Run every analytic check that exists.

    Args:
        on_progress: Called with checks done and checks expected in all.

    Returns:
        ``{"checks": [{id, layer, name, expected, obtained, tolerance, ok}], "passed", "failed"}``.
    """
    checks: list[Check] = []
    for check in _all_checks():
        checks.append(check)
        if on_progress:
            on_progress(len(checks), max(len(checks), _EXPECTED))
    passed = sum(check.ok for check in checks)
    return {
        "checks": [asdict(check) for check in checks],
        "passed": passed,
        "failed": len(checks) - passed,
    }
