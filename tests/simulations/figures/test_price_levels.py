import csv
from datetime import date
from pathlib import Path
from statistics import fmean

import pytest

from docs.price_levels_page import DIGEST, PAGE, QUARTERS, TARGET, numbers_of, page
from simulations import load_plan, read_ensemble, run_ensemble
from simulations.figures import (
    quarter_levels,
    save_ensemble_figures,
    simulated_closes,
    surrender_deadlines,
)
from simulations.figures.files import save_rows
from tests.simulations.ensembles.plans import plan

PUBLISHED = {
    date(2025, 1, 27): 92.0,
    date(2025, 2, 28): 88.74,
    date(2025, 5, 30): 68.46,
    date(2031, 5, 30): 1.0,
}


@pytest.fixture(scope="module")
def ensemble(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ensemble") / "two"
    run_ensemble(plan("two_policies"), path)
    return path


def test_a_quarter_is_compared_on_the_days_on_which_closes_were_published(ensemble: Path) -> None:
    days = read_ensemble(ensemble).table("daily").to_pylist()
    first, second = quarter_levels(
        simulated_closes(read_ensemble(ensemble), 1)["national"], PUBLISHED
    )
    runs: dict[int, list[float]] = {}
    for row in days:
        if row["case"] == 1 and row["date"] in {date(2025, 1, 27), date(2025, 2, 28)}:
            runs.setdefault(row["replication"], []).append(row["close_cny"])
    means = [fmean(closes) for closes in runs.values()]
    assert len(means) == 3
    assert (first["quarter"], first["days"]) == ("2025 Q1", 2)
    assert first["simulated_cny"] == pytest.approx(fmean(means), abs=0.005)
    assert first["lowest_cny"] == pytest.approx(min(means), abs=0.005)
    assert first["highest_cny"] == pytest.approx(max(means), abs=0.005)
    assert first["published_cny"] == 90.37
    assert first["inside"] == (min(means) <= 90.37 <= max(means))
    assert (second["quarter"], second["days"]) == ("2025 Q2", 1)


def test_published_closes_are_drawn_and_a_table_of_quarters_stands_beside(
    ensemble: Path, tmp_path: Path
) -> None:
    read = read_ensemble(ensemble)
    written = save_ensemble_figures(read, tmp_path, "en", "column", {"national": PUBLISHED})
    names = {path.name for path in written}
    assert {"quarters_national_base.csv", "fan_national_base_en.png"} <= names
    with (tmp_path / "fan_national_base_en.csv").open(encoding="utf-8-sig") as sheet:
        told = {row["date"]: row["published_cny"] for row in csv.DictReader(sheet)}
    assert told["2025-02-28"] == "88.74"
    bare = save_ensemble_figures(read, tmp_path / "bare", "en", "column")
    assert len(written) == len(bare) + 2


def test_deadlines_are_the_last_trading_days_of_each_cycle() -> None:
    found = surrender_deadlines(load_plan(TARGET).scenario)
    assert found == {"national": [date(2021, 12, 31), date(2023, 12, 29), date(2024, 12, 31)]}


def test_the_page_of_price_levels_is_made_from_its_numbers_and_these_from_this_scenario() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()
    assert DIGEST.read_text(encoding="utf-8").strip() == load_plan(TARGET).scenario.digest


@pytest.mark.soak
def test_the_numbers_of_the_page_are_found_again(tmp_path: Path) -> None:
    run_ensemble(load_plan(TARGET), tmp_path / "out", jobs=2)
    _, quarters = numbers_of(read_ensemble(tmp_path / "out"))
    again = save_rows(quarters, tmp_path / "quarters")
    assert again.read_bytes() == QUARTERS.read_bytes()
