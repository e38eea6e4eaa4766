"""Checks 23 and 24 on whole runs: rules as a run keeps them, and books when much happens."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from simulations.agents import draw_firms
from simulations.checks.check import Check, exact
from simulations.runs import RunResult, parquet_bytes, run
from simulations.scenarios import Scenario, load_scenario
from simulations.streams import Streams

_SEED = 23
_LISTED_PCT, _BLOCK_PCT, _BLOCK_T, _CREDIT_SHARE, _BASE_T = 10, 30, 100_000, 0.05, 10_000
_FEN = 100
_SMALL = (
    "agents.firms.power.count=60",
    "agents.firms.power.emissions_t=300_000_000",
    "agents.firms.steel.count=3",
    "agents.firms.cement.count=3",
    "agents.firms.aluminium.count=2",
)
_ISSUED = ("opening", "pre_issue", "final_issue", "auction", "borrowed", "exchange")
_EVENTFUL = (
    "horizon.end=2026-12-31",
    "agents.firms.power.gap_mean=0.04",
    "agents.behaviours.bidding={lines: 3, shading_max: 0.05}",
    "markets.national.allocation.auction_share=0.05",
    "markets.national.auctions={on: [07-15, 11-16], bidder_share_max: 0.5, unsold: next_auction}",
    "markets.national.price_controls={floor_cny: 60, ceiling_cny: 110, ceiling_supply_t: 500_000}",
    "markets.national.reserve={release_below_t: 1_000, release_t: 100_000, "
    "intake_above_t: 2_000, full_intake_above_t: 2_000, intake_share: 0.24, intake_t_min: 0, "
    "review_on: 05-15}",
    "markets.national.borrowing=allowed",
    "markets.national.borrowing_share_max=0.01",
    "markets.national.compliance.penalty={flat_cny: 300, make_good: true}",
    "agents.investors={funds: {market: national, count: 8, value_share: 0.4, momentum_share: 0.3, "
    "wakes_per_day: 0.3, cash_cny: 5_000_000, position_t_max: 50_000, opening_share: 0.3, "
    "order_t_max: 2_000, value_strength: 2.0, value_threshold: 0.02, value_reversion: 0.5, "
    "value_sd: 0.1, momentum_window_days: 10, momentum_scale: 0.05, momentum_strength: 1.0, "
    "momentum_chase: 0.01, noise_t_mean: 500, noise_width: 0.02}}",
    "agents.liquidity_providers={desk: {market: national, count: 1, quotes_per_day: 4, "
    "cash_cny: 50_000_000, inventory_t: 200_000, inventory_t_range: 200_000, spread_min: 0.01, "
    "spread_per_sd: 1.0, skew: 1.0, quantity_t: 1_000}}",
    "shocks=[{at: 2025-04-07, market: national, demand: {sector: power, pct: 2}}, "
    "{at: 2025-08-11, market: national, chance: 0.9, set: {trading.listing.limit_pct: 5}}, "
    "{at: 2025-10-13, market: national, revision: {sector: power, firms_share: 0.2, pct: 3}}, "
    "{at: 2026-03-02, market: national, liquidity: {share: 0.0, days: 20}}, "
    "{at: 2026-06-01, market: national, invalidation: {unit: CCER, share: 0.5}}]",
)


def eventful_checks() -> Iterator[Check]:
    """Yield the checks of a plain run's rules and of an eventful run's books."""
    plain = _scenario()
    yield from _rules_kept(plain, run(plain, seed=_SEED))
    eventful = _scenario(*_EVENTFUL)
    first, again = run(eventful, seed=_SEED), run(eventful, seed=_SEED)
    yield exact(
        24,
        "auctions, floor, ceiling, reserve, borrowing, investors: units issued = "
        "surrendered + cancelled + carried over at the end, t",
        _total(first, *_ISSUED, "ceiling_issue"),
        _total(first, "surrender", "cancelled") + _carried_on_t(first),
    )
    yield exact(24, "an eventful run again: the same bytes", _hashes(first), _hashes(again))
    yield exact(
        24,
        "firms whose emissions investors, auctions or news change",
        0,
        _moved_emissions(),
    )


def _scenario(*overrides: str) -> Scenario:
    return load_scenario("builtin:cn-national-2024", (*_SMALL, *overrides))


def _hashes(result: RunResult) -> list[str]:
    return [sha256(parquet_bytes(table)).hexdigest() for table in result.tables().values()]


def _total(result: RunResult, *kinds: str) -> int:
    return sum(event["quantity_t"] for event in result.events.to_pylist() if event["kind"] in kinds)


def _carried_on_t(result: RunResult) -> int:
    """Return what was carried over at the last deadline, t."""
    rows = [row for row in result.events.to_pylist() if row["kind"] == "carry_over"]
    last = max(row["date"] for row in rows)
    return sum(row["quantity_t"] for row in rows if row["date"] == last)


def _rules_kept(scenario: Scenario, result: RunResult) -> Iterator[Check]:
    days, trades = result.daily.to_pylist(), result.trades.to_pylist()
    before = _previous_closes(scenario, days)
    listed = [row for row in trades if row["mode"] == "listed"]
    blocks = [row for row in trades if row["mode"] == "block"]
    firms = result.firms.to_pylist()
    for name, broken in (
        (
            "listed trades outside ±10 % of the previous close",
            _outside(listed, before, _LISTED_PCT),
        ),
        ("blocks outside ±30 % of the previous close", _outside(blocks, before, _BLOCK_PCT)),
        ("blocks below 100,000 t", sum(row["quantity_t"] < _BLOCK_T for row in blocks)),
        ("days without a listed trade whose close changed", _moved_closes(days, before)),
        (
            "firms whose credits exceed 5 % of the obligation",
            sum(row["offsets_t"] > _CREDIT_SHARE * row["obligation_t"] for row in firms),
        ),
        (
            "firms that carry over other than T = min(⌊10,000 + 1.5 NS⌋, H)",
            _carried(scenario, firms),
        ),
    ):
        yield exact(23, f"a run of the national market: {name}", 0, broken)


def _previous_closes(scenario: Scenario, days: list[dict[str, Any]]) -> dict[Any, int]:
    last = round(float(scenario.markets["national"].opening_price_cny) * _FEN)
    found = {}
    for row in days:
        found[row["date"]] = last
        last = round(row["close_cny"] * _FEN)
    return found


def _outside(trades: list[dict[str, Any]], before: dict[Any, int], pct: int) -> int:
    """Return how many trades lie further from the previous close than the band, in whole fen."""
    return sum(
        abs(round(row["price_cny"] * _FEN) - before[row["date"]]) * 100
        > pct * before[row["date"]] + 50
        for row in trades
    )


def _moved_closes(days: list[dict[str, Any]], before: dict[Any, int]) -> int:
    return sum(
        not row["listed_volume_t"] and round(row["close_cny"] * _FEN) != before[row["date"]]
        for row in days
    )


def _moved_emissions() -> int:
    """Return how many firms emit otherwise once others trade and the regulator auctions."""
    quiet = [part for part in _EVENTFUL if part.startswith(("horizon", "agents.firms"))]
    busy = [part for part in _EVENTFUL if not part.startswith("shocks")]
    rows = [
        {
            (row["firm_id"], row["year"]): row["emissions_t"]
            for row in run(_scenario(*parts), seed=_SEED).firms.to_pylist()
        }
        for parts in (quiet, busy)
    ]
    return sum(rows[1][key] != emissions_t for key, emissions_t in rows[0].items())


def _carried(scenario: Scenario, firms: list[dict[str, Any]]) -> int:
    opening = {
        profile.firm_id: profile.opening_bank_t for profile in draw_firms(scenario, Streams(_SEED))
    }
    wrong = 0
    for row in firms:
        left_t = (
            opening[row["firm_id"]]
            + row["allocation_t"]
            + row["net_purchases_t"]
            - row["surrendered_t"]
        )
        sales_t = max(0, -row["net_purchases_t"])
        wrong += row["carried_over_t"] != min(_BASE_T + 3 * sales_t // 2, left_t)
    return wrong
