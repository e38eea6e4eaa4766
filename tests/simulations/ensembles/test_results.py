import csv
import gc
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import simulations as sim
from simulations.ensembles import mean_interval, plan_of_scenarios
from tests.simulations.ensembles.plans import TINY, bytes_of

TIGHTEN = "markets.national.allocation.tighten_per_year"
SEEDS = (5, 3, 8)


@pytest.fixture(scope="module")
def base() -> sim.Scenario:
    return sim.Scenario.load(str(TINY)).with_(name="base")


@pytest.fixture(scope="module")
def runs(base: sim.Scenario) -> sim.EnsembleResult:
    tight = base.with_(
        name="tight", **{TIGHTEN: 0.03, "markets.national.trading.block.enabled": False}
    )
    return sim.run_many([base, tight], seeds=SEEDS, tables=("daily", "firms"))


def test_frames_name_run_scenario_and_seed_and_carry_units(runs: sim.EnsembleResult) -> None:
    prices = runs.table("prices")
    assert list(prices.columns) == ["run", "scenario", "seed", "date", "market", "price_cny"]
    assert sorted(set(prices["run"])) == list(range(6))
    assert set(zip(prices["run"], prices["scenario"], prices["seed"], strict=True)) == {
        (place * 3 + r, name, seed)
        for place, name in enumerate(("base", "tight"))
        for r, seed in enumerate(SEEDS)
    }
    assert len(runs.table("runs")) == 6
    assert "emissions_t" in runs.table("firms").columns
    with pytest.raises(sim.NoSuchResult, match="runs, prices, daily, firms"):
        runs.table("trades")


def test_each_run_is_that_of_its_scenario_and_seed(
    base: sim.Scenario, runs: sim.EnsembleResult
) -> None:
    alone = sim.run(base, seed=3)
    prices = runs.table("prices")
    kept = prices[(prices["scenario"] == "base") & (prices["seed"] == 3)]
    assert list(kept["price_cny"]) == alone.daily["close_cny"].to_pylist()


def test_a_summary_has_mean_and_interval_of_each_scenario(runs: sim.EnsembleResult) -> None:
    frame = runs.summary("price.mean", "compliance.rate", by="scenario", ci=0.9)
    assert list(frame.columns) == [
        "scenario", "metric", "unit", "runs", "mean", "sd", "low", "high",
    ]  # fmt: skip
    assert (
        list(frame["metric"]) == ["national.price_mean_cny"] * 2 + ["national.compliance_rate"] * 2
    )
    values = runs.table("runs").query("scenario == 'tight'")["national.price_mean_cny"]
    expected = mean_interval(list(values), 0.9)
    row = frame.iloc[1]
    assert (row["mean"], row["low"], row["high"]) == (expected.mean, expected.low, expected.high)
    assert list(runs.summary("price.mean", by=None)["runs"]) == [6]
    with pytest.raises(sim.UnknownMetric) as refused:
        runs.summary("price.median")
    assert str(refused.value.facts["nearest"]).count(", ") == 4


def test_pairs_are_taken_with_the_same_seed(runs: sim.EnsembleResult) -> None:
    pairs = runs.paired("price.mean", "tight", "base")
    frame = runs.table("runs").set_index(["scenario", "seed"])["national.price_mean_cny"]
    assert pairs.seeds == SEEDS
    assert list(pairs.differences) == [frame["tight", s] - frame["base", s] for s in SEEDS]
    assert pairs.interval.runs == 3
    assert "3 pairs" in str(pairs)
    with pytest.raises(sim.NoSuchResult, match="base, tight"):
        runs.paired("price.mean", "tight", "loose")


def test_intervals_are_those_of_student() -> None:
    found = mean_interval([1.0, 2.0, 3.0, 4.0], 0.95)
    assert found.mean == 2.5
    assert found.high - found.mean == pytest.approx(2.0543, abs=1e-4)
    assert mean_interval([7.0], 0.95)[:2] == (1, 7.0)


def test_any_workers_give_the_same_bytes_and_a_directory_is_resumed(
    base: sim.Scenario, tmp_path: Path
) -> None:
    with ThreadPoolExecutor(2) as threads:
        first = sim.run_many(base, seeds=(1, 2), executor=threads, directory=tmp_path / "a")
    second = sim.run_many(base, seeds=(1, 2), directory=tmp_path / "b")
    assert bytes_of(first.files.manifest) == bytes_of(second.files.manifest)
    again = sim.run_many(base, seeds=(1, 2), directory=tmp_path / "a")
    assert again.files.manifest == first.files.manifest
    assert sim.reproduce(tmp_path / "a")["ok"]


def test_runs_that_cannot_be_told_apart_are_refused(base: sim.Scenario) -> None:
    for scenarios, seeds in (([base], ()), ([], (1,)), ([base, base], (1,)), ([base], (1, 1))):
        with pytest.raises(sim.RunsUnclear):
            plan_of_scenarios(scenarios, tuple(seeds))


def test_failures_are_a_frame(runs: sim.EnsembleResult) -> None:
    assert len(runs.failures) == 0
    assert list(runs.failures.columns)[:3] == ["scenario", "error", "traceback"]


def test_results_are_shown_in_notebooks_with_what_they_are_not(runs: sim.EnsembleResult) -> None:
    shown = runs._repr_html_()
    assert "base, tight" in shown
    assert "6, of which 0 failed" in shown
    assert repr(runs) == "<EnsembleResult base: 6 runs>"


def test_exports_are_read_by_others(runs: sim.EnsembleResult, tmp_path: Path) -> None:
    written = runs.export(tmp_path, formats=["parquet", "csv", "iamc"])
    assert all(path.exists() for path in written)
    assert sim.read_ensemble(tmp_path).manifest == runs.files.manifest
    with (tmp_path / "iamc.csv").open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    assert head[:5] == ["Model", "Scenario", "Region", "Variable", "Unit"]
    assert head[5:] == ["2024", "2025"]
    price = next(row for row in rows if row[1:4] == ["tight", "national", "Price|Carbon"])
    closes = runs.table("prices").query("scenario == 'tight'")
    year = closes[[day.year == 2025 for day in closes["date"]]]
    assert float(price[6]) == pytest.approx(year.groupby("seed")["price_cny"].mean().mean())
    emitted = next(row for row in rows if row[3] == "Emissions|CO2|Covered" and row[1] == "base")
    firms = runs.table("firms").query("scenario == 'base'")
    assert float(emitted[5]) == pytest.approx(firms.groupby("seed")["emissions_t"].sum().mean())
    with pytest.raises(sim.NoSuchFormat, match="csv, xlsx, parquet, iamc"):
        runs.export(tmp_path, formats=["stata"])


def test_an_experiment_of_a_scenario_runs_by_a_call(tmp_path: Path) -> None:
    experiment = sim.Scenario.load(str(TINY)).experiment("two_policies")
    result = experiment.run(directory=tmp_path)
    assert result.scenarios == ("base", "no_blocks")
    report = result.moments()
    assert (report.runs, [market.market for market in report.markets]) == (6, ["national"])
    assert sim.ensemble_status(tmp_path).finished


def test_files_that_nobody_asked_to_keep_go_with_the_result(base: sim.Scenario) -> None:
    result = sim.run_many(base, seeds=(1,), tables=())
    directory = result.directory
    assert directory.exists()
    del result
    gc.collect()
    assert not directory.exists()
