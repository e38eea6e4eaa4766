"""Sectors that leave a pilot for the national market."""

from datetime import date

import pytest

from simulations import RunResult
from tests.simulations.runs.happened import events, firms, total_t
from tests.simulations.runs.two_markets import run_two

STEEL = (
    "agents.firms.pilot-steel={market: pilot, sector: steel, count: 6, emissions_t: 9_000_000, "
    "emissions_sigma_log: 0.5, emissions_change_sd: 0.04, gap_mean: -0.05, gap_sd: 0.02, "
    "classes: {coal_large: 1.0, coal_small: 0.0, coal_unconventional: 0.0, gas: 0.0}, "
    "heat_share: 0.0, load_factor_low: 0.85, load_factor_high: 0.85, opening_bank_share: 0.02, "
    "abatement: {cost_cny_per_pct: 37.5, sigma_log: 0.5, share_max: 0.10}}"
)
YEARS = ("horizon.end=2026-12-31", "markets.pilot.compliance.deadline=11-28")


def move(first_year: int, surplus: str, keep_years: int = 0, ratio: float = 1.0) -> str:
    return (
        f"moves=[{{sector: steel, pilot: pilot, national: national, first_year: {first_year}, "
        f"announced: 2025-03-03, surplus: {surplus}, keep_years: {keep_years}, "
        f"units_for_one: {ratio}}}]"
    )


def moved(*overrides: str) -> RunResult:
    return run_two(STEEL, *YEARS, *overrides)


def test_a_sector_surrenders_in_one_market_each_year() -> None:
    result = moved(move(2025, "cancel_free"))
    steel = firms(result, sector="steel")
    assert {(row["market"], row["year"]) for row in steel} == {("pilot", 2024), ("national", 2025)}
    assert len(steel) == 12
    (joined,) = events(result, "join")
    assert (joined["market"], joined["detail"]) == ("national", "6")
    said = events(result, "announcement")
    assert {row["market"] for row in said} == {"pilot", "national"}
    assert {row["date"] for row in said} == {date(2025, 3, 3)}


def test_the_national_plan_gives_the_sector_its_units_after_the_move() -> None:
    result = moved(move(2025, "cancel_free"))
    for row in firms(result, sector="steel", year=2025):
        assert row["allocation_t"] == row["emissions_t"] == row["obligation_t"] > 0


def test_emissions_go_on_as_they_would_have_without_the_move() -> None:
    stayed = {row["firm_id"]: row for row in firms(moved(), sector="steel", year=2025)}
    for row in firms(moved(move(2025, "cancel_free")), sector="steel", year=2025):
        assert row["emissions_t"] == stayed[row["firm_id"]]["emissions_t"]


@pytest.mark.parametrize(
    ("surplus", "keep_years", "kind"),
    [("cancel_free", 3, "exit_cancelled"), ("keep", 3, "exit_kept"), ("exchange", 3, "exchange")],
)
def test_units_left_become_what_the_terms_say(surplus: str, keep_years: int, kind: str) -> None:
    result = moved(move(2025, surplus, keep_years, 0.5))
    left_t = {name: total_t(result, name) for name in ("exit_kept", "exit_cancelled")}
    assert total_t(result, kind) > 0
    if surplus == "exchange":
        assert total_t(result, "exchange") <= total_t(result, "exit_exchanged") // 2
        assert left_t["exit_cancelled"] == 0
    if surplus == "keep":
        assert left_t["exit_cancelled"] == total_t(result, "exit_exchanged") == 0


def test_units_kept_are_sold_in_the_pilot_and_cancelled_when_their_time_is_over() -> None:
    result = moved(move(2025, "keep", 1))
    sold_t = sum(
        row["quantity_t"]
        for row in result.trades.to_pylist()
        if "pilot-steel" in row["seller_id"] and row["instrument"] == "TEA-2025"
    )
    assert 0 < sold_t <= total_t(result, "exit_kept")
    held = [row for row in events(result, "carry_over", "cancelled") if row["market"] == "pilot"]
    assert sum(row["quantity_t"] for row in held if row["date"].year == 2026) > 0


def test_a_sector_that_has_left_before_the_run_is_national_from_the_start() -> None:
    result = moved(move(2024, "cancel_free"))
    assert {row["market"] for row in firms(result, sector="steel")} == {"national"}
    assert {row["year"] for row in firms(result, sector="steel")} == {2024, 2025}
