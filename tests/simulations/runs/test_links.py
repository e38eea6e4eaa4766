"""Links between a national market that is short and a pilot that is long."""

from collections import Counter
from fractions import Fraction
from statistics import fmean

import pytest

from simulations import RunResult
from tests.simulations.runs.two_markets import run_two

APART = (
    "agents.firms.pilot-power.gap_mean=-0.03",
    "agents.firms.power.gap_mean=0.08",
    "markets.pilot.opening_price_cny=60",
)
FULL = "kind: full"
SEEDS = range(6)


def linked(terms: str, *overrides: str, seed: int = 0) -> RunResult:
    link = (
        "links=[{first: pilot, second: national, from: 2025-01-01,"
        f" carriers: {{cost_cny: 0.2, holds_t_max: 200000}}, {terms}}}]"
    )
    return run_two(link, *APART, *overrides, seed=seed)


def spreads(result: RunResult, units_for_one: float = 1.0) -> list[float]:
    """Return what a pilot unit is worth abroad over its price, less 1, in the last 60 days."""
    closes: dict[object, dict[str, float]] = {}
    for row in result.daily.to_pylist():
        closes.setdefault(row["date"], {})[row["market"]] = row["close_cny"]
    last = [closes[day] for day in sorted(closes)[-60:]]  # type: ignore[type-var]
    return [units_for_one * day["national"] / day["pilot"] - 1.0 for day in last]


def moved(result: RunResult) -> Counter[tuple[str, str]]:
    totals: Counter[tuple[str, str]] = Counter()
    for row in result.events.to_pylist():
        if row["kind"].startswith("link_"):
            totals[row["market"], row["kind"]] += row["quantity_t"]
    return totals


def test_without_carriers_or_without_a_link_prices_stay_apart() -> None:
    alone = run_two(*APART, seed=0)
    idle = run_two(
        "links=[{first: pilot, second: national, from: 2025-01-01, kind: full}]", *APART, seed=0
    )
    assert alone.daily.equals(idle.daily)
    assert fmean(spreads(alone)) > 0.2


@pytest.mark.parametrize(
    ("matching", "mean_max", "most"), [("book", 0.01, 0.03), ("call", 0.04, 0.1)]
)
def test_a_full_link_makes_prices_equal(matching: str, mean_max: float, most: float) -> None:
    """In the fast mode carriers see no book and follow a day later, so more is left between."""
    found = [fmean(spreads(linked(FULL, f"matching={matching}", seed=seed))) for seed in SEEDS]
    assert fmean(found) == pytest.approx(0.0, abs=mean_max)
    assert max(abs(spread) for spread in found) < most


def test_units_flow_from_the_long_market_and_none_is_lost() -> None:
    totals = moved(linked(FULL))
    assert totals["pilot", "link_out"] == totals["national", "link_in"] > 100_000
    assert totals["national", "link_out"] == totals["pilot", "link_in"]


def test_a_quota_stops_the_flow_and_leaves_a_wedge() -> None:
    result = linked("kind: quota, quota_t: 20000")
    assert 0 < moved(result)["pilot", "link_out"] <= 20_000
    assert fmean(spreads(result)) > 0.05


def test_a_one_way_link_leads_from_the_first_market_to_the_second_only() -> None:
    forth = moved(linked("kind: one_way"))
    assert forth["pilot", "link_out"] > 0
    assert forth["national", "link_out"] == 0
    back = run_two(
        "links=[{first: national, second: pilot, from: 2025-01-01, kind: one_way,"
        " carriers: {cost_cny: 0.2, holds_t_max: 200000}}]",
        *APART,
        seed=0,
    )
    assert moved(back)["pilot", "link_out"] == 0
    assert fmean(spreads(back)) > 0.2


def test_at_an_exchange_ratio_units_become_fewer_and_prices_keep_the_ratio() -> None:
    result = linked("kind: exchange_ratio, units_for_one: 0.8")
    totals = moved(result)
    sent_t, received_t = totals["pilot", "link_out"], totals["national", "link_in"]
    assert 0 < received_t <= Fraction(4, 5) * sent_t
    assert fmean(spreads(result, units_for_one=0.8)) == pytest.approx(0.0, abs=0.03)


def test_units_from_elsewhere_cover_a_share_of_obligations_only() -> None:
    result = linked("kind: full, share_max: 0.001")
    emitted_t = sum(
        row["emissions_t"] for row in result.firms.to_pylist() if row["market"] == "national"
    )
    assert 0 < moved(result)["national", "link_in"] <= 0.001 * emitted_t


def test_nothing_moves_before_the_link_opens_or_after_it_ends() -> None:
    result = linked("kind: full, until: 2025-10-15")
    days = [str(row["date"]) for row in result.events.to_pylist() if row["kind"] == "link_out"]
    assert days
    assert max(days) < "2025-10-15"
    assert min(days) >= "2025-01-02"
