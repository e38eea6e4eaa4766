import json
from pathlib import Path

import pytest

from simulations.checks import validation
from simulations.checks.check import Check
from simulations.checks.rules import rule_checks
from tests.simulations.scenarios import SMALL
from web.cli import main


def tanlab(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    return int(left.value.code or 0)


def test_a_run_is_written_and_printed_as_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tanlab("run", str(SMALL), "--seed", "3", "-o", str(tmp_path / "a"), "--json") == 0
    data = json.loads(capsys.readouterr().out)
    assert data["manifest"]["seed"] == 3
    assert data["summary"]["calibration"] == "none"
    assert tanlab("run", str(SMALL), "--seed", "3", "-o", str(tmp_path / "b")) == 0
    assert "not calibrated" in capsys.readouterr().out
    again = json.loads((tmp_path / "b" / "manifest.json").read_text())
    assert again["files"] == data["manifest"]["files"]


def test_figures_are_written_in_both_languages(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tanlab("run", str(SMALL), "-o", str(tmp_path / "run")) == 0
    capsys.readouterr()
    for lang in ("zh", "en"):
        out = str(tmp_path / "figures")
        assert tanlab("figures", str(tmp_path / "run"), "--lang", lang, "-o", out, "--json") == 0
        files = json.loads(capsys.readouterr().out)["files"]
        assert all(Path(name).exists() and f"_{lang}" in name for name in files)


def test_a_wrong_scenario_is_usage_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("schema: tanlab/scenario@1\nextends: builtin:cn-national-2024\nsead: 1\n")
    assert tanlab("run", str(wrong), "-o", str(tmp_path / "out"), "--json") == 2
    error = json.loads(capsys.readouterr().out)["error"]
    assert error["code"] == "simulations.scenario_invalid"
    assert "wrong.yaml:3:1" in error["sentence"]
    assert not (tmp_path / "out").exists()
    assert tanlab("scenario", "check", str(wrong), "--json", "--lang", "zh") == 2
    problems = json.loads(capsys.readouterr().out)["problems"]
    assert (problems[0]["line"], problems[0]["column"]) == (3, 1)
    assert "seed" in problems[0]["sentence"]


def test_an_unknown_scenario_is_usage_and_a_full_directory_is_refused(tmp_path: Path) -> None:
    assert tanlab("run", "nothing", "-o", str(tmp_path / "out")) == 2
    (tmp_path / "mine.txt").write_text("mine")
    assert tanlab("run", str(SMALL), "-o", str(tmp_path)) == 3
    assert tanlab("figures", str(tmp_path), "-o", str(tmp_path / "figures")) == 2


def test_validate_prints_the_table(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(validation, "_all_checks", rule_checks)
    assert tanlab("validate", "--json") == 0
    report = json.loads(capsys.readouterr().out)
    assert report["failed"] == 0
    assert {check["id"] for check in report["checks"]} == {19, 20, 23}


def test_a_failed_check_leaves_with_exit_code_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    failed = Check(1, "S", "two and two", 4, 5, "exact", False)
    monkeypatch.setattr(validation, "_all_checks", lambda: iter([failed]))
    assert tanlab("validate", "--lang", "zh") == 1
    assert "1 项未通过" in capsys.readouterr().out
