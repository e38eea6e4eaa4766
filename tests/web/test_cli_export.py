import json
from pathlib import Path

import pytest

from tests.simulations.scenarios import SMALL
from web.cli import main


def tanlab(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    return int(left.value.code or 0)


def test_a_run_is_exported_in_the_formats_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run, out = str(tmp_path / "run"), str(tmp_path / "out")
    assert tanlab("run", str(SMALL), "--seed", "3", "-o", run) == 0
    capsys.readouterr()
    assert tanlab("export", run, "--format", "xlsx", "--format", "iamc", "-o", out, "--json") == 0
    files = json.loads(capsys.readouterr().out)["files"]
    names = ["results.xlsx", "iamc.csv", "iamc.xlsx", "dictionary.csv", "export.json"]
    assert files == [str(tmp_path / "out" / name) for name in names]
    assert tanlab("export", run, "-o", out) == 0
    assert capsys.readouterr().out.splitlines()[0].endswith("summary.csv")
    assert not (tmp_path / "out" / "iamc.csv").exists()


def test_refusals_of_export_are_in_the_readers_language(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "out")
    assert tanlab("export", str(tmp_path), "-o", out) == 2
    assert "holds no finished run" in capsys.readouterr().err
    assert tanlab("export", str(tmp_path), "-o", out, "--format", "stata", "--lang", "zh") == 2
    assert "没有“stata”格式" in capsys.readouterr().err
    run = str(tmp_path / "run")
    assert tanlab("run", str(SMALL), "-o", run) == 0
    assert tanlab("export", run, "-o", run, "--json") == 3
