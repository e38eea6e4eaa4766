import itertools
from collections import Counter
from collections.abc import Iterable

import pyarrow.compute as pc
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from registry.ledger import Ledger, Leg
from simulations import RunCancelled, run
from simulations.memory import accounts as memory_module
from simulations.runs.results import parquet_bytes
from tests.simulations.scenarios import small


def total(events: list[dict[str, object]], *kinds: str) -> int:
    return sum(int(str(row["quantity_t"])) for row in events if row["kind"] in kinds)


def test_a_small_run_keeps_its_recorded_result() -> None:
    result = run(small())
    market = result.summary["markets"]["national"]
    assert result.summary["trading_days"] == 243
    recorded = {
        name: market[name]
        for name in (
            "price_last_cny",
            "volume_t",
            "block_volume_t",
            "emissions_t",
            "surrendered_t",
            "carried_over_t",
            "shortfall_t",
        )
    }
    assert recorded == {
        "price_last_cny": 42.57,
        "volume_t": 648_675,
        "block_volume_t": 217_399,
        "emissions_t": 159_999_999,
        "surrendered_t": 155_530_039,
        "carried_over_t": 1_217_789,
        "shortfall_t": 0,
    }


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others() -> None:
    first, again, other = run(small()), run(small()), run(small(), seed=8)
    for name, table in first.tables().items():
        assert parquet_bytes(table) == parquet_bytes(again.tables()[name])
    assert parquet_bytes(first.trades) != parquet_bytes(other.trades)
    assert first.summary == again.summary


def test_tables_agree_with_each_other() -> None:
    result = run(small())
    daily, trades = result.daily.to_pylist(), result.trades.to_pylist()
    for mode, column in (("listed", "listed_volume_t"), ("block", "block_volume_t")):
        traded = sum(row["quantity_t"] for row in trades if row["mode"] == mode)
        assert traded == sum(row[column] for row in daily)
    fen = sum(
        round(row["price_cny"] * 100) * row["quantity_t"]
        for row in trades
        if row["mode"] != "negotiated"
    )
    assert fen == sum(round(row["turnover_cny"] * 100) for row in daily)
    bought: Counter[str] = Counter()
    for row in trades:
        if row["instrument"].startswith("CEA"):
            bought[row["buyer_id"]] += row["quantity_t"]
            bought[row["seller_id"]] -= row["quantity_t"]
    firms = result.firms.to_pylist()
    assert {row["firm_id"]: row["net_purchases_t"] for row in firms if row["net_purchases_t"]} == {
        name: net for name, net in bought.items() if net
    }
    for row in firms:
        paid = row["surrendered_t"] + row["offsets_t"] + row["shortfall_t"]
        assert paid == row["obligation_t"] == row["emissions_t"] - row["abatement_t"]
        assert row["offsets_t"] <= 0.05 * row["obligation_t"]


def test_prices_stay_inside_the_daily_band() -> None:
    rows = run(small()).daily.to_pylist()
    for before, row in itertools.pairwise(rows):
        assert 0.9 * before["close_cny"] - 0.01 <= row["low_cny"]
        assert row["high_cny"] <= 1.1 * before["close_cny"] + 0.01


def test_two_years_carry_units_over() -> None:
    result = run(small("horizon.end=2026-12-31", "agents.firms.power.count=20"))
    assert set(result.firms["year"].to_pylist()) == {2024, 2025}
    assert {"CEA-2024", "CEA-2025"} <= set(result.daily["instrument"].to_pylist())
    assert pc.sum(result.firms["carried_over_t"]).as_py() > 0


def test_a_rule_change_takes_effect_on_its_day() -> None:
    shock = "shocks=[{at: 2025-11-03, market: national, set: {trading.block.enabled: false}}]"
    result = run(small(shock))
    modes = [(row["date"].isoformat(), row["mode"]) for row in result.trades.to_pylist()]
    assert any(mode == "block" and day < "2025-11-03" for day, mode in modes)
    assert not any(mode == "block" and day >= "2025-11-03" for day, mode in modes)
    assert "rule" in result.events["kind"].to_pylist()


def test_a_demand_shock_changes_emissions_of_its_sector() -> None:
    shock = "shocks=[{at: 2025-03-03, market: national, demand: {sector: power, pct: 10}}]"
    base, shocked = run(small()), run(small(shock))

    def emitted(result: object, sector: str) -> int:
        rows = result.firms.to_pylist()  # type: ignore[attr-defined]
        return sum(row["emissions_t"] for row in rows if row["sector"] == sector)

    assert emitted(shocked, "power") == pytest.approx(1.1 * emitted(base, "power"), rel=1e-6)
    assert emitted(shocked, "steel") == emitted(base, "steel")


def test_progress_is_told_and_a_run_can_be_cancelled() -> None:
    seen: list[tuple[int, int]] = []
    run(small(), on_progress=lambda done, of: seen.append((done, of)))
    assert seen[0] == (0, 243)
    assert seen[-1] == (243, 243)
    assert len(seen) == 244
    with pytest.raises(RunCancelled) as refused:
        run(small(), should_cancel=lambda: True)
    assert refused.value.facts == {"done_days": 0, "total_days": 243}


OVERRIDES = st.fixed_dictionaries(
    {
        "agents.firms.power.count": st.integers(1, 25),
        "agents.firms.power.gap_mean": st.floats(-0.3, 0.3),
        "agents.firms.power.gap_sd": st.floats(0, 0.3),
        "agents.firms.power.opening_bank_share": st.floats(0, 0.2),
        "markets.national.carry_over.rule": st.sampled_from(["net_sales", "unlimited", "none"]),
        "markets.national.trading.block.enabled": st.sampled_from(["true", "false"]),
        "agents.behaviours.hoarding": st.floats(0, 1),
    }
)
NO_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)  # a run is too long to repeat often


@settings(max_examples=40, deadline=None, phases=NO_SHRINKING)
@given(seed=st.integers(0, 2**63 - 1), overrides=OVERRIDES, pct=st.floats(-90, 200))
def test_units_and_cash_are_conserved_in_any_small_scenario(
    seed: int, overrides: dict[str, object], pct: float
) -> None:
    """The run itself asserts that every unit type and cash sum to zero over all accounts."""
    shock = f"{{at: 2025-09-01, market: national, demand: {{sector: power, pct: {pct:.3f}}}}}"
    given_values = [
        f"{key}={value:.6f}" if isinstance(value, float) else f"{key}={value}"
        for key, value in overrides.items()
    ]
    scenario = small(*given_values, f"shocks=[{shock}]")
    result = run(scenario, seed=seed)
    events = result.events.to_pylist()
    issued = total(events, "opening", "pre_issue", "final_issue")
    assert issued == total(events, "surrender", "carry_over", "cancelled")
    for row in result.firms.to_pylist():
        assert min(row["surrendered_t"], row["carried_over_t"], row["shortfall_t"]) >= 0
        assert row["obligation_t"] >= 0


def test_a_planted_bug_in_settlement_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted bug: each delivery gives the buyer one unit too many."""

    class Leaking(Ledger):
        def post(self, legs: Iterable[Leg], *, undoing: bool = False) -> None:
            posted = tuple(legs)
            super().post(posted, undoing=undoing)
            leg = posted[0]
            self.balance(leg.to_account_id, leg.unit_type_id).quantity += 1

    monkeypatch.setattr(memory_module, "Ledger", Leaking)
    with pytest.raises(AssertionError, match="does not sum to zero"):
        run(small())
