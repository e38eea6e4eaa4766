import csv
import json
from datetime import datetime
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest
from pyarrow import parquet

import simulations as sim
from docs import run_tables_page
from simulations.ensembles import FORMATS, described, metric_names
from simulations.ensembles.sheets import SHEET_ROWS_MAX
from simulations.runs import COLUMNS, sha256_of
from simulations.runs.results import SCHEMAS
from tests.simulations.ensembles.plans import TINY, plan

ALL = ("csv", "xlsx", "parquet", "iamc")


@pytest.fixture(scope="module")
def run_directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("run")
    sim.write_run(sim.run(sim.load_scenario(str(TINY)), seed=3), directory)
    return directory


@pytest.fixture(scope="module")
def ensemble_directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("ensemble")
    sim.run_ensemble(plan("two_policies"), directory)
    return directory


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_column_of_a_run_has_a_unit_or_needs_none_and_a_meaning_in_both_languages() -> None:
    assert {name: list(columns) for name, columns in COLUMNS.items()} == {
        name: schema.names for name, schema in SCHEMAS.items()
    }
    units = {"_t": "t", "_cny": ("CNY", "CNY/t")}
    for columns in COLUMNS.values():
        for name, column in columns.items():
            assert column.meaning["zh"]
            assert column.meaning["en"]
            ending = next((unit for end, unit in units.items() if name.endswith(end)), "")
            assert column.unit in ending or column.unit == "share"


def test_the_page_of_tables_is_made_from_the_dictionary() -> None:
    assert run_tables_page.PAGE.read_text(encoding="utf-8") == run_tables_page.page(), "make docs"


@pytest.mark.parametrize("kind", ["run", "ensemble"])
def test_the_dictionary_covers_every_column_that_is_written(
    kind: str, run_directory: Path, ensemble_directory: Path, tmp_path: Path
) -> None:
    sim.export(run_directory if kind == "run" else ensemble_directory, tmp_path, ["csv"])
    told = {(row["table"], row["column"]) for row in rows(tmp_path / "dictionary.csv")}
    found = set()
    for path in tmp_path.glob("*.csv"):
        if path.stem != "dictionary":
            with path.open(encoding="utf-8", newline="") as file:
                found |= {(path.stem, name) for name in next(csv.reader(file))}
    assert told == found
    assert ("daily", "close_cny") in told


def test_factors_windows_and_pairs_are_in_the_dictionary_too() -> None:
    names = ["agents.behaviours.hoarding", "agents.firms.power.gap_mean"]
    schema = pa.schema([("case", pa.int32()), *((name, pa.float64()) for name in names)])
    _, hoarding, gap = described("design", schema)
    assert (hoarding.unit, gap.unit) == ("share", "share")
    metrics = ["hubei.volume_t@2024-09-01/2024-09-30", "national~hubei.weekly_correlation"]
    window, pair = described("runs", pa.schema([(name, pa.float64()) for name in metrics]))
    assert (window.unit, window.meaning_en) == ("t", "hubei: volume 2024-09-01/2024-09-30")
    assert pair.meaning_zh.startswith("national ~ hubei：")
    every = metric_names(sim.load_scenario(str(TINY)))
    for entry in described("runs", pa.schema([(name, pa.float64()) for name in every])):
        assert entry.meaning_zh
        assert entry.meaning_en


def test_csv_has_the_numbers_of_the_tables(run_directory: Path, tmp_path: Path) -> None:
    sim.export(run_directory, tmp_path, ["csv"])
    files = sim.read_run(run_directory)
    closes = [float(row["close_cny"]) for row in rows(tmp_path / "daily.csv")]
    assert closes == files.table("daily")["close_cny"].to_pylist()
    assert len(rows(tmp_path / "trades.csv")) == files.table("trades").num_rows
    summary = {row["metric"]: row for row in rows(tmp_path / "summary.csv")}
    assert summary["price_mean_cny"]["unit"] == "CNY/t"
    stated = files.summary["markets"]["national"]["price_mean_cny"]
    assert float(summary["price_mean_cny"]["value"]) == stated


def test_a_workbook_has_a_sheet_for_each_table(ensemble_directory: Path, tmp_path: Path) -> None:
    sim.export(ensemble_directory, tmp_path, ["xlsx"])
    book = openpyxl.load_workbook(tmp_path / "results.xlsx", read_only=True)
    tables = ["design", "runs", "daily", "events", "firms"]
    assert book.sheetnames == ["about", "dictionary", *tables]
    about = {str(key): value for key, value in book["about"].iter_rows(values_only=True)}
    assert about["runs"] == 6
    assert "未经校准" in str(about["note_zh"])
    head, first, *_ = book["daily"].iter_rows(values_only=True)
    daily = sim.read_ensemble(ensemble_directory).table("daily")
    assert list(head) == daily.column_names
    shown = dict(zip(head, first, strict=True))
    assert isinstance(shown["date"], datetime)
    assert shown["date"].date() == daily["date"][0].as_py()
    assert shown["close_cny"] == daily["close_cny"][0].as_py()
    assert shown["seed"] == str(daily["seed"][0]), "a sheet keeps 15 digits of a number"


def test_parquet_is_the_directory_as_it_is(ensemble_directory: Path, tmp_path: Path) -> None:
    sim.export(ensemble_directory, tmp_path, ["parquet"])
    before = sim.read_ensemble(ensemble_directory)
    assert sim.read_ensemble(tmp_path).manifest == before.manifest
    frame = parquet.read_table(tmp_path / "daily").to_pandas()
    assert len(frame) == before.table("daily").num_rows


def test_the_table_of_the_iamc_is_made_of_a_run_too(run_directory: Path, tmp_path: Path) -> None:
    sim.export(run_directory, tmp_path, ["iamc"])
    found = rows(tmp_path / "iamc.csv")
    assert not [row for row in found if "Percentile" in row["Variable"]]
    price = next(row for row in found if row["Variable"] == "Price|Carbon")
    book = openpyxl.load_workbook(tmp_path / "iamc.xlsx")
    assert book.sheetnames == ["data", "meta"]
    assert [str(cell.value) for cell in book["data"][1]] == list(price)
    assert [cell.value for cell in book["meta"][1]][:2] == ["Model", "Scenario"]
    assert book["meta"]["B2"].value == price["Scenario"] == "tiny"


def test_a_table_of_the_iamc_says_what_each_case_sets(
    ensemble_directory: Path, tmp_path: Path
) -> None:
    sim.export(str(ensemble_directory), str(tmp_path), ["iamc"])
    head, *cases = openpyxl.load_workbook(tmp_path / "iamc.xlsx")["meta"].iter_rows(
        values_only=True
    )
    settings = {row[1]: json.loads(str(row[head.index("settings")])) for row in cases}
    assert settings == {
        "base": {},
        "no_blocks": {"markets.national.trading.block.enabled": False},
    }
    found = {row["Variable"] for row in rows(tmp_path / "iamc.csv")}
    assert {"Price|Carbon", "Price|Carbon|Percentile 95", "Emissions|CO2|Covered"} <= found


def test_an_export_lists_its_files_with_hashes_and_is_replaced_by_the_next(
    run_directory: Path, tmp_path: Path
) -> None:
    first = sim.export(run_directory, tmp_path, ALL)
    told = json.loads((tmp_path / "export.json").read_text(encoding="utf-8"))
    assert told["formats"] == list(ALL)
    assert told["results"] == sim.read_run(run_directory).manifest
    assert told["files"] == {
        path.relative_to(tmp_path).as_posix(): sha256_of(path.read_bytes())
        for path in first
        if path.name != "export.json"
    }
    again = {path: path.read_bytes() for path in sim.export(run_directory, tmp_path, ALL)}
    assert again == {path: again[path] for path in first}
    sim.export(run_directory, tmp_path, ["iamc"])
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"iamc.csv", "iamc.xlsx", "dictionary.csv", "export.json"}


def test_what_cannot_be_exported_is_refused_and_nothing_is_written(
    run_directory: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    with pytest.raises(sim.NoSuchFormat, match=", ".join(FORMATS)):
        sim.export(run_directory, out, ["stata"])
    with pytest.raises(sim.NotARun):
        sim.export(tmp_path, out, ["csv"])
    sim.run_ensemble(plan("grid"), tmp_path / "grid")
    with pytest.raises(sim.NothingYearly):
        sim.export(tmp_path / "grid", out, ["csv", "iamc"])
    monkeypatch.setattr("simulations.ensembles.exporting.SHEET_ROWS_MAX", 30)
    assert SHEET_ROWS_MAX == 2**20 - 1
    with pytest.raises(sim.TableTooLarge, match="daily"):
        sim.export(run_directory, out, ["xlsx"])
    assert not out.exists()
    for taken in (run_directory, run_directory / "manifest.json"):
        with pytest.raises(sim.ExportInTheWay):
            sim.export(run_directory, taken, ["csv"])
    assert sim.read_run(run_directory)
