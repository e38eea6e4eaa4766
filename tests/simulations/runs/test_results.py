import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from simulations import NotARun, OutputNotEmpty, ResultsChanged, RunResult, read_run, run, write_run
from simulations.runs.results import SCHEMAS
from tests.simulations.scenarios import small


@pytest.fixture(scope="module")
def result() -> RunResult:
    return run(small())


def test_a_run_directory_keeps_the_contract(result: RunResult, tmp_path: Path) -> None:
    write_run(result, tmp_path / "run")
    files = read_run(tmp_path / "run")
    assert set(files.manifest["files"]) == {
        "daily.parquet",
        "trades.parquet",
        "firms.parquet",
        "events.parquet",
        "scenario.json",
        "summary.json",
    }
    assert files.manifest["seed"] == 7
    assert files.manifest["scenario_digest"] == result.scenario.digest
    assert files.manifest["calibration"] == files.summary["calibration"] == "none"
    for name, schema in SCHEMAS.items():
        assert files.table(name).schema.equals(schema)
        assert pq.read_metadata(tmp_path / "run" / f"{name}.parquet").num_rows > 0


def test_prices_hold_whole_fen(result: RunResult) -> None:
    for column in ("open_cny", "close_cny", "turnover_cny"):
        for value in result.daily[column].to_pylist():
            assert round(value * 100) / 100 == value


def test_an_earlier_run_is_replaced_with_the_same_bytes(result: RunResult, tmp_path: Path) -> None:
    first = write_run(result, tmp_path)
    assert write_run(result, tmp_path) == first


def test_a_directory_with_other_files_is_left_alone(result: RunResult, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(OutputNotEmpty):
        write_run(result, tmp_path)
    (tmp_path / "manifest.json").write_text(json.dumps({"schema": "other"}))
    with pytest.raises(OutputNotEmpty):
        write_run(result, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["manifest.json", "mine.txt"]


def test_a_changed_or_missing_file_is_noticed(result: RunResult, tmp_path: Path) -> None:
    with pytest.raises(NotARun):
        read_run(tmp_path)
    write_run(result, tmp_path)
    (tmp_path / "summary.json").write_text("{}")
    with pytest.raises(ResultsChanged):
        read_run(tmp_path)
    (tmp_path / "summary.json").unlink()
    with pytest.raises(NotARun):
        read_run(tmp_path)
