from datetime import date
from statistics import mean

import pytest

from tests.simulations.runs.happened import events, firms, run_small, total_t

COAL = ("coal_large", "coal_small", "coal_unconventional")


def shock(at: str, what: str) -> str:
    return f"shocks=[{{at: {at}, market: national, {what}}}]"


def announcement(at: str, effective: str, what: str, reversed_at: str | None = None) -> str:
    back = f", reversed_at: {reversed_at}" if reversed_at else ""
    said = f"{{at: {at}, market: national, effective: {effective}, set: {{{what}}}{back}}}"
    return f"announcements=[{said}]"


def test_a_rule_holds_from_the_first_trading_day_on_or_after_its_date() -> None:
    result = run_small(shock("2025-06-01", "set: {trading.listing.limit_pct: 5}"))
    (row,) = events(result, "rule")
    assert (row["date"], row["subject"], row["detail"]) == (
        date(2025, 6, 3),
        "trading.listing.limit_pct",
        "5",
    )


def test_benchmarks_that_change_before_the_final_issue_change_what_firms_receive() -> None:
    before = run_small()
    after = run_small(shock("2025-07-01", "set: {allocation.benchmarks.coal_large_t_mwh: 0.7515}"))
    received = total_t(after, "pre_issue", "final_issue")
    assert received < total_t(before, "pre_issue", "final_issue")
    late = run_small(shock("2025-10-09", "set: {allocation.benchmarks.coal_large_t_mwh: 0.7515}"))
    assert total_t(late, "final_issue") == total_t(before, "final_issue")


def test_a_deadline_put_off_moves_surrender_and_its_crowd() -> None:
    early = ("markets.national.compliance.deadline=11-28",)
    late = (*early, shock("2025-10-09", "set: {compliance.deadline: 12-31}"))
    before, after = run_small(*early), run_small(*late)
    assert {row["date"] for row in events(before, "surrender")} == {date(2025, 11, 28)}
    assert {row["date"] for row in events(after, "surrender")} == {date(2025, 12, 31)}
    assert {row["year"] for row in firms(after)} == {2024}
    assert max(row["date"] for row in after.trades.to_pylist()) > date(2025, 12, 1)


def test_verification_that_comes_earlier_is_noted_once() -> None:
    result = run_small(shock("2025-04-07", "set: {allocation.verified_on: 03-31}"))
    (row,) = events(result, "verified")
    assert row["date"] == date(2025, 4, 7)


def test_an_announced_rule_is_known_first_and_holds_later() -> None:
    what = "offsets.max_share: 0.0"
    result = run_small(announcement("2025-03-03", "2025-09-01", what))
    said, held = events(result, "announcement", "rule")
    assert (said["kind"], said["date"], said["detail"]) == (
        "announcement",
        date(2025, 3, 3),
        "2025-09-01",
    )
    assert (held["kind"], held["date"]) == ("rule", date(2025, 9, 1))
    assert total_t(result, "offset") == 0


def test_an_announcement_taken_back_never_takes_effect() -> None:
    what = "offsets.max_share: 0.0"
    result = run_small(announcement("2025-03-03", "2025-09-01", what, "2025-05-06"))
    assert [row["kind"] for row in events(result, "announcement", "reversal", "rule")] == [
        "announcement",
        "reversal",
    ]
    assert total_t(result, "offset") == total_t(run_small(), "offset") > 0


def test_what_is_announced_moves_expectations_before_it_holds() -> None:
    strict = ", ".join(f"allocation.benchmarks.{kind}_t_mwh: 0.6" for kind in COAL)
    heard = (
        "agents.attention={delay_days: 0, delay_days_spread: 0, responsiveness: 1.0}",
        announcement("2025-03-03", "2025-09-01", strict),
    )
    deaf = (heard[1],)
    closes = [
        {row["date"]: row["close_cny"] for row in run_small(*overrides).daily.to_pylist()}
        for overrides in (heard, deaf)
    ]
    day = date(2025, 3, 3)
    assert all(closes[0][at] == close for at, close in closes[1].items() if at < day)
    assert closes[0] != closes[1]


@pytest.mark.parametrize(("chance", "times"), [(0.0, 0), (1.0, 1)])
def test_a_shock_with_a_chance_comes_in_some_runs_only(chance: float, times: int) -> None:
    result = run_small(shock("2025-06-03", f"chance: {chance}, news: {{pct: 10}}"))
    assert len(events(result, "news")) == times


def test_chances_are_drawn_by_run_and_shock_alone() -> None:
    even = shock("2025-06-03", "chance: 0.5, news: {pct: 10}")
    came = {seed: len(events(run_small(even, seed=seed), "news")) for seed in range(6)}
    assert set(came.values()) == {0, 1}
    other = even.replace("shocks=[", "shocks=[{at: 2025-04-07, market: national, news: {pct: 1}}, ")
    for seed, times in came.items():
        assert len(events(run_small(other, seed=seed), "news")) == 1 + times


def test_dearer_abatement_leaves_less_of_it() -> None:
    cheap, dear = (
        run_small(shock("2025-02-05", f"cost: {{sector: power, shift_cny: 0, factor: {factor}}}"))
        for factor in (1.0, 4.0)
    )
    abated = [sum(row["abatement_t"] for row in firms(result)) for result in (cheap, dear)]
    assert abated[1] < 0.6 * abated[0]


def test_a_revision_corrects_part_of_a_sector_and_leaves_allocation_alone() -> None:
    what = "revision: {sector: power, firms_share: 0.5, pct: 10}"
    before, after = run_small(), run_small(shock("2025-10-09", what))
    was = {row["firm_id"]: row for row in firms(before, sector="power")}
    now = {row["firm_id"]: row for row in firms(after, sector="power")}
    ratios = [now[name]["emissions_t"] / row["emissions_t"] for name, row in was.items()]
    assert {round(ratio, 3) for ratio in ratios} == {1.0, 1.1}
    assert all(now[name]["allocation_t"] == row["allocation_t"] for name, row in was.items())
    (event,) = events(after, "revision")
    corrected_t = sum(now[name]["emissions_t"] - row["emissions_t"] for name, row in was.items())
    assert event["quantity_t"] == corrected_t


def test_void_credits_are_gone_from_every_account() -> None:
    what = "invalidation: {unit: CCER, share: 1.0}"
    before, after = run_small(), run_small(shock("2025-12-30", what))
    assert total_t(before, "offset") > 0
    (event,) = events(after, "invalidation")
    assert event["quantity_t"] > 0
    assert total_t(after, "offset") == 0


def test_news_of_dearer_units_raises_prices() -> None:
    quiet, loud = run_small(), run_small(shock("2025-11-03", "news: {pct: 50}"))
    means = [
        mean(row["close_cny"] for row in result.daily.to_pylist() if row["date"].month >= 11)
        for result in (quiet, loud)
    ]
    assert means[1] > means[0]


def test_something_dated_to_another_market_happens_there_only() -> None:
    assert not events(run_small(), "rule", "news", "demand")


def test_a_sector_that_becomes_covered_joins_with_the_next_cycle() -> None:
    result = run_small(
        "horizon.end=2026-12-31",
        "markets.national.allocation.covered=[power]",
        shock("2025-09-09", "set: {allocation.covered: [power, steel, cement, aluminium]}"),
    )
    sectors = {year: {row["sector"] for row in firms(result, year=year)} for year in (2024, 2025)}
    assert sectors == {2024: {"power"}, 2025: {"power", "steel", "cement", "aluminium"}}


def test_a_threshold_leaves_small_firms_without_a_duty() -> None:
    rows = {row["firm_id"]: row for row in firms(run_small(), sector="power")}
    sizes = sorted(row["emissions_t"] for row in rows.values())
    middle = sizes[len(sizes) // 2]
    covered = firms(run_small(f"markets.national.allocation.threshold_t={middle}"), sector="power")
    owing = [row for row in covered if row["obligation_t"] > 0]
    assert 0 < len(owing) < len(rows)


def test_output_and_projects_are_told_by_firm() -> None:
    rows = firms(run_small())
    assert all(row["output_share"] == 1 and row["project_abatement_t"] == 0 for row in rows)


def test_dated_cycles_settle_several_years_at_once() -> None:
    cycle = (
        "{emission_years: [2024, 2025], pre_issue: 2025-06-30, verified: 2026-06-30, "
        "final_issue: 2026-09-30, deadline: 2026-12-31}"
    )
    two = run_small("horizon.end=2026-12-31", f"markets.national.compliance.cycles=[{cycle}]")
    each = run_small("horizon.end=2026-12-31")
    assert {row["date"] for row in events(two, "surrender")} == {date(2026, 12, 31)}
    assert {row["year"] for row in firms(two)} == {2025}
    assert set(two.daily["instrument"].to_pylist()) == {"CEA-2025"}
    together = sum(row["emissions_t"] for row in firms(two, sector="power"))
    assert together == sum(row["emissions_t"] for row in firms(each, sector="power"))
    assert two.years("national")[0]["emission_years"] == [2024, 2025]


def test_benchmarks_of_a_year_hold_in_that_year_of_a_cycle() -> None:
    names = ("coal_large_t_mwh", "coal_small_t_mwh", "coal_unconventional_t_mwh", "gas_t_mwh")
    low = ", ".join(f"{name}: 0.3" for name in names)
    strict = f"[{{year: 2025, {low}, heat_coal_t_gj: 0.05, heat_gas_t_gj: 0.05}}]"
    years = "horizon.end=2026-12-31"
    before = run_small(years)
    after = run_small(years, f"markets.national.allocation.year_benchmarks={strict}")
    for year, same in ((2024, True), (2025, False)):
        given = [
            sum(row["allocation_t"] for row in firms(result, year=year, sector="power"))
            for result in (before, after)
        ]
        assert (given[0] == given[1]) is same
        assert given[1] <= given[0]


def test_demand_that_rises_late_brings_the_units_that_rates_give_for_it() -> None:
    what = "demand: {sector: power, pct: 10}"
    before, after = run_small(), run_small(shock("2025-11-03", what))
    given = [
        sum(row["allocation_t"] for row in firms(result, sector="power"))
        for result in (before, after)
    ]
    assert 1.09 * given[0] < given[1] < 1.11 * given[0]
