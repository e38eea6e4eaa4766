"""The price that theory gives a cycle, from the firms as drawn."""

import pytest

from simulations import RunResult, run
from simulations.agents import draw_firms
from simulations.equilibria import LinearFirm, solve_cap
from simulations.streams import Streams
from tests.simulations.runs.happened import FEW, run_small
from tests.simulations.scenarios import small

SHORT = ("agents.firms.power.gap_mean=0.06", "agents.firms.power.gap_sd=0.01")
ALONE = ("markets.national.offsets.supply_t=0", "markets.national.offsets.units=[]")


def years(result: RunResult) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = result.summary["markets"]["national"]["years"]
    return rows


def test_a_year_has_a_row_with_its_prices_and_what_was_surrendered() -> None:
    result = run_small("horizon.end=2026-12-31")
    rows = years(result)
    market = result.summary["markets"]["national"]
    assert [row["year"] for row in rows] == [2024, 2025]
    assert sum(row["surrendered_t"] for row in rows) == market["surrendered_t"]  # type: ignore[misc]
    assert sum(row["volume_t"] for row in rows) == market["volume_t"]  # type: ignore[misc]
    assert rows[0]["deadline"] == "2025-12-31"


def test_the_equilibrium_is_that_of_the_solver_for_the_firms_as_drawn() -> None:
    overrides = (*FEW, *SHORT, *ALONE, "agents.firms.power.abatement.share_max=1.0")
    scenario = small(*overrides)
    result = run(scenario, seed=7)
    emissions = {row["firm_id"]: row["emissions_t"] for row in result.firms.to_pylist()}
    firms = [
        LinearFirm(emissions[name], profile.abatement.of_year(1, emissions[name], 0, 1.0).slope)
        for profile in draw_firms(scenario, Streams(7))
        if profile.sector == "power" and (name := profile.firm_id)
    ]
    (row,) = years(result)
    found = solve_cap(firms, float(str(row["units_t"]))).price_cny
    assert row["equilibrium_price_cny"] == pytest.approx(found, abs=0.01)
    assert found > 100


def test_a_slack_market_has_no_price_and_a_ceiling_or_a_flat_fine_caps_it() -> None:
    long = ("agents.firms.power.gap_mean=-0.06", "agents.firms.power.gap_sd=0.01")
    assert years(run_small(*long))[0]["equilibrium_price_cny"] == 0
    ceiling = "markets.national.price_controls={ceiling_cny: 90}"
    assert years(run_small(*SHORT, *ALONE, ceiling))[0]["equilibrium_price_cny"] == 90
    fine = "markets.national.compliance.penalty={flat_cny: 50, make_good: false}"
    assert years(run_small(*SHORT, *ALONE, fine))[0]["equilibrium_price_cny"] == 50


def test_cheap_credits_lower_the_equilibrium() -> None:
    without, with_credits = (
        years(run_small(*SHORT, *more))[0]["equilibrium_price_cny"] for more in (ALONE, ())
    )
    assert with_credits < without  # type: ignore[operator]
