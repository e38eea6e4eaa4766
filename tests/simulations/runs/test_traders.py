"""Investors and liquidity providers, woken in sessions beside the firms."""

from datetime import date

from tests.simulations.runs.happened import events, run_small, total_t

INVESTORS = (
    "agents.investors={funds: {market: national, count: 12, value_share: 0.3, "
    "momentum_share: 0.3, wakes_per_day: 0.5, cash_cny: 5_000_000, position_t_max: 50_000, "
    "opening_share: 0.3, order_t_max: 2_000, value_strength: 2.0, value_threshold: 0.02, "
    "value_reversion: 0.5, value_sd: 0.1, momentum_window_days: 10, momentum_scale: 0.05, "
    "momentum_strength: 1.0, momentum_chase: 0.01, noise_t_mean: 500, noise_width: 0.02}}"
)
PROVIDERS = (
    "agents.liquidity_providers={desk: {market: national, count: 1, quotes_per_day: 4, "
    "cash_cny: 50_000_000, inventory_t: 200_000, inventory_t_range: 200_000, spread_min: 0.01, "
    "spread_per_sd: 1.0, skew: 1.0, quantity_t: 1_000}}"
)


def accounts(result: object, part: str) -> set[str]:
    rows = result.trades.to_pylist()  # type: ignore[attr-defined]
    return {row[side] for row in rows for side in ("buyer_id", "seller_id") if part in row[side]}


def listed_t(result: object) -> int:
    return sum(result.daily["listed_volume_t"].to_pylist())  # type: ignore[attr-defined]


def test_investors_and_providers_trade_in_the_same_book_as_firms() -> None:
    result = run_small(INVESTORS, PROVIDERS)
    assert len(accounts(result, "/investor-funds")) >= 6
    assert accounts(result, "/liquidity-desk") == {"national/liquidity-desk-0001"}
    assert listed_t(result) > listed_t(run_small())


def test_a_provider_keeps_a_market_quoted_on_both_sides() -> None:
    bare, quoted = run_small(), run_small(PROVIDERS)
    known = [
        sum(spread is not None for spread in result.daily["spread_cny"].to_pylist())
        for result in (bare, quoted)
    ]
    assert known[1] > 200 > known[0]
    assert min(quoted.daily["depth_t"].to_pylist()) > 0


def test_traders_change_no_draw_of_a_firm() -> None:
    bare, busy = run_small(), run_small(INVESTORS, PROVIDERS)
    names = ("firm_id", "emissions_t", "allocation_t")
    rows = [
        [tuple(row[name] for name in names) for row in result.firms.to_pylist()]
        for result in (bare, busy)
    ]
    assert rows[0] == rows[1]


def test_their_units_are_issued_once_and_carried_over_by_the_rule() -> None:
    result = run_small(INVESTORS, PROVIDERS)
    issued_t = total_t(result, "opening", "pre_issue", "final_issue")
    assert issued_t == total_t(result, "surrender", "carry_over", "cancelled")


def test_liquidity_withdrawn_for_some_days_comes_back() -> None:
    gone = "shocks=[{at: 2025-06-03, market: national, liquidity: {share: 0.0, days: 20}}]"
    result = run_small(PROVIDERS, gone)
    (event,) = events(result, "liquidity")
    assert event["date"] == date(2025, 6, 3)
    depth = {row["date"]: row["depth_t"] for row in result.daily.to_pylist()}
    days = sorted(depth)
    first = days.index(date(2025, 6, 3))
    before_t = sum(depth[day] for day in days[first - 20 : first])
    during_t = sum(depth[day] for day in days[first : first + 20])
    assert during_t < 0.5 * before_t
    assert depth[days[first + 25]] > 0


def test_traders_wait_for_the_day_from_which_investors_may_trade() -> None:
    admitted = "markets.national.trading.investors_from=2025-07-01"
    result = run_small(INVESTORS, PROVIDERS, admitted)
    days = [
        row["date"]
        for row in result.trades.to_pylist()
        if "investor" in row["buyer_id"] + row["seller_id"]
    ]
    assert min(days) >= date(2025, 7, 1)


def test_admission_is_a_lever() -> None:
    never = "markets.national.trading.investors_from=2099-01-01"
    admits = "set: {trading.investors_from: 2025-09-01}"
    opened = f"shocks=[{{at: 2025-09-01, market: national, {admits}}}]"
    assert not accounts(run_small(INVESTORS, never), "/investor")
    assert accounts(run_small(INVESTORS, never, opened), "/investor")
