import json
from pathlib import Path

import pytest

from web.cli import main

TINY = Path(__file__).parent.parent / "simulations" / "calibration" / "tiny.yaml"


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    return int(left.value.code or 0)


def test_a_calibration_prints_its_report_and_writes_report_and_preset(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    preset, report = tmp_path / "fitted.yaml", tmp_path / "fitted.json"
    terms = ("--jobs", "1", "-o", str(preset), "--report", str(report), "--json")
    assert run("calibrate", str(TINY), *terms) == 0
    shown = capsys.readouterr()
    data = json.loads(shown.out)
    assert data["schema"] == "tanlab/calibration-report@1"
    assert json.loads(report.read_text()) == data
    assert "agents.behaviours.quote_width" in preset.read_text()
    assert "12/12 runs" in shown.err


def test_a_file_with_problems_is_wrong_use(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "wrong.yaml").write_text("schema: tanlab/calibration@1\nid: wrong\n")
    assert run("calibrate", str(tmp_path / "wrong.yaml"), "--lang", "en") == 2
    assert "wrong.yaml  title" in capsys.readouterr().err


def test_targets_that_nobody_published_are_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("calibrate", str(TINY), "--targets", "XYZ", "--lang", "en") == 2
    assert "CEA" in capsys.readouterr().err
