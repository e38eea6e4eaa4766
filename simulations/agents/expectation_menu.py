"""The rules of expectation that a scenario names, with its numbers."""

from simulations.behaviour import (
    Adaptive,
    Expectation,
    Naive,
    PerfectForesight,
    RollingHorizon,
    ShortageProbability,
    Trend,
)
from simulations.scenarios import Expectations

ADAPTIVE, PEERS = "adaptive", "peers"
THEORY = ("rolling_horizon", "perfect_foresight")
"""Rules that ask theory and not the price."""


def menu_of(terms: Expectations | None, weight_per_day: float) -> dict[str, Expectation]:
    """Return the rules of a scenario by name, that of peers as they expect by themselves.

    Args:
        terms: Numbers of the rules; None where all firms are adaptive.
        weight_per_day: Part of its error that an adaptive firm corrects in a day.
    """
    adaptive = Adaptive(weight_per_day)
    if terms is None:
        return {ADAPTIVE: adaptive}
    days = terms.trend_window_days
    return {
        ADAPTIVE: adaptive,
        PEERS: adaptive,
        "naive": Naive(),
        "trend": Trend(days, days, terms.trend_strength, terms.trend_change_max),
        "rolling_horizon": RollingHorizon(terms.horizon_years),
        "perfect_foresight": PerfectForesight(),
        "shortage_probability": ShortageProbability(terms.shortage_near_days, adaptive),
    }
