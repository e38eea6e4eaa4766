import json
import shutil
from datetime import date
from pathlib import Path

import numpy as np
import pytest

import simulations
from tests.simulations.moments.series import heavy_returns, weekdays
from tests.simulations.scenarios import small
from web.cli import main


def tanlab(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    return int(left.value.code or 0)


@pytest.fixture(scope="module")
def run_directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("runs") / "one"
    few = [f"agents.firms.{name}.count={count}" for name, count in (("power", 15), ("steel", 1))]
    simulations.write_run(simulations.run(small(*few)), directory)
    return directory


def test_the_moments_of_a_run_stand_beside_the_published_ones(
    run_directory: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tanlab("moments", str(run_directory), "--replications", "50", "--json") == 0
    data = json.loads(capsys.readouterr().out)
    national = data["markets"]["national"]
    assert (data["schema"], data["runs"]) == ("tanlab/moments@1", 1)
    assert national["compared_with"] == "CEA"
    by_id = {moment["id"]: moment for moment in national["moments"]}
    assert by_id["sd_pct"]["published"][0]["low"] == 1.49
    assert by_id["sd_pct"]["low"] <= by_id["sd_pct"]["high"]
    assert by_id["turnover_pct"]["value"] > 0
    assert national["inside"] + national["outside"] > 0
    assert list(by_id["last_60_days_share_pct"]["by_period"]) == ["2025-12-31"]


def test_runs_below_a_folder_are_averaged(
    run_directory: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("seed-1", "seed-2"):
        shutil.copytree(run_directory, tmp_path / name)
    assert tanlab("moments", str(tmp_path), "--json") == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["runs"], data["bands"]["of"]) == (2, "runs")
    first = data["markets"]["national"]["moments"][0]
    assert first["low"] == first["value"] == first["high"]


def test_a_changed_file_or_an_empty_folder_is_refused(
    run_directory: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tanlab("moments", str(tmp_path)) == 2
    changed = tmp_path / "changed"
    shutil.copytree(run_directory, changed)
    (changed / "daily.parquet").write_bytes(b"PAR1")
    capsys.readouterr()
    assert tanlab("moments", str(changed), "--json") == 3
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "simulations.results_changed"


def test_the_moments_of_a_price_file_are_printed_for_people(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    days = weekdays(date(2021, 1, 1), date(2022, 3, 31))
    prices = 50 * np.exp(np.cumsum(heavy_returns(len(days))))
    lines = [f"{day},{price:.2f},100" for day, price in zip(days, prices, strict=True)]
    path = tmp_path / "CEA.csv"
    path.write_text("\n".join(["日期,收盘价,成交量", *lines]), encoding="gbk")
    arguments = ("--deadline", "2021-12-31", "--replications", "20")
    assert tanlab("moments", str(path), *arguments, "--lang", "zh") == 0
    text = capsys.readouterr().out
    assert "对照 CEA" in text
    assert "日收益率标准差" in text
    assert tanlab("moments", str(path), *arguments, "--json") == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["layout"], data["encoding"]) == ("exchange", "gb18030")
    ratio = next(
        moment
        for moment in data["markets"]["CEA"]["moments"]
        if moment["id"] == "deadline_volume_ratio"
    )
    assert ratio["value"] == 1


def test_a_faulty_price_file_is_refused_with_its_rows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("date,close\n2024-01-02,seventy\n2024-01-03,71\n2024-01-04,72\n")
    assert tanlab("moments", str(path), "--json") == 2
    error = json.loads(capsys.readouterr().out)["error"]
    assert error["code"] == "simulations.price_file_invalid"
    assert "2: close = 'seventy'" in error["sentence"]
