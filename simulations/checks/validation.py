"""Checks of the simulator against closed forms and rules, each with its tolerance.

A check compares numbers computed here with numbers from papers or rules. Layer S is the
equilibrium solver; B the venue of a run with simple agents, over many seeds; R rules in integers.
"""

from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any, Final

from simulations.checks.check import Check
from simulations.checks.equilibria import equilibrium_checks
from simulations.checks.eventful_runs import eventful_checks
from simulations.checks.limiting_cases import limiting_checks
from simulations.checks.linked_markets import link_checks
from simulations.checks.markets import market_checks
from simulations.checks.prices import price_checks
from simulations.checks.rules import rule_checks
from simulations.checks.runs import run_checks
from simulations.checks.shortage_option import shortage_checks
from simulations.checks.titles import TITLES
from simulations.checks.trading_costs import trading_cost_checks
from simulations.checks.two_years import banking_checks
from simulations.checks.zero_intelligence import zero_intelligence_checks

Progress = Callable[[int, int], None]
_EXPECTED: Final = 100
_LAYERS: Final = "SBR"


def _all_checks() -> Iterator[Check]:
    yield from equilibrium_checks()
    yield from rule_checks()
    yield from market_checks()
    yield from run_checks()
    yield from eventful_checks()
    yield from venue_checks()


def venue_checks() -> Iterator[Check]:
    """Yield layer B: the checks that take many seeds."""
    yield from price_checks()
    yield from limiting_checks()
    yield from banking_checks()
    yield from link_checks()
    yield from trading_cost_checks()
    yield from shortage_checks()
    yield from zero_intelligence_checks()


def validate(on_progress: Progress | None = None) -> dict[str, Any]:
    """Run every analytic check that exists.

    Args:
        on_progress: Called with checks done and checks expected in all.

    Returns:
        ``{"checks": [{id, layer, name, title, expected, obtained, tolerance, ok, seeds, bias,
        standard_error, coverage}], "passed", "failed"}``, in the order of numbers and layers S, B,
        R; the last four fields are None where nothing is random or they mean nothing.
    """
    checks: list[Check] = []
    for check in _all_checks():
        checks.append(check)
        if on_progress:
            on_progress(len(checks), max(len(checks), _EXPECTED))
    checks.sort(key=lambda check: (check.id, _LAYERS.index(check.layer)))
    passed = sum(check.ok for check in checks)
    return {
        "checks": [asdict(check) | {"title": TITLES[check.id]._asdict()} for check in checks],
        "passed": passed,
        "failed": len(checks) - passed,
    }
