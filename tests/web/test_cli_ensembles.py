import json
from pathlib import Path

import pytest

from simulations import read_metric
from simulations.ensembles import tasks
from tests.simulations.ensembles.plans import TINY
from web.cli import main


def tanlab(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    return int(left.value.code or 0)


def test_an_ensemble_is_carried_out_analysed_and_reproduced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "out")
    assert tanlab("ensemble", f"{TINY}:morris", "--jobs", "1", "-o", out, "--json") == 0
    data = json.loads(capsys.readouterr().out)
    assert data["manifest"]["runs"] == 9
    assert data["failures"] == []
    assert tanlab("ensemble", f"{TINY}:morris", "--jobs", "1", "-o", out, "--lang", "zh") == 0
    text = capsys.readouterr().out
    assert data["manifest"]["results_digest"] in text
    assert "9 个算例" in text
    assert tanlab("sensitivity", out, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["schema"] == "tanlab/sensitivity@1"
    assert tanlab("sensitivity", out, "--method", "morris", "--metric", "national.volume_t") == 0
    assert "agents.behaviours.hoarding" in capsys.readouterr().out
    assert tanlab("reproduce", out, "--jobs", "1", "--json") == 0
    assert json.loads(capsys.readouterr().out)["ok"] is True


def test_refusals_have_their_exit_codes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert tanlab("ensemble", f"{TINY}:nothing", "-o", str(tmp_path / "a"), "--json") == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "simulations.unknown_experiment"
    assert tanlab("ensemble", f"{TINY}:morris", "--jobs", "0", "-o", str(tmp_path / "a")) == 2
    assert tanlab("sensitivity", str(tmp_path)) == 2
    assert tanlab("reproduce", str(tmp_path)) == 2
    scheduler = ("--scheduler", "nonsense://nowhere")
    assert tanlab("ensemble", f"{TINY}:morris", "-o", str(tmp_path / "a"), *scheduler) == 3
    assert list(tmp_path.iterdir()) == []


def test_metrics_are_listed_by_the_form_in_which_experiments_write_them(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert tanlab("ensemble", "metrics", "--lang", "zh") == 0
    assert "平均收盘价" in capsys.readouterr().out
    assert tanlab("ensemble", "metrics", "--json") == 0
    rows = json.loads(capsys.readouterr().out)["metrics"]
    for row in rows:
        text = row["form"].partition("[")[0].replace("METRIC", row["id"])
        for word, name in (("MARKET~MARKET", "national~hubei"), ("MARKET", "national")):
            text = text.replace(word, name)
        asked = read_metric(text.replace("DAY/DAY", "2024-09-01/2024-09-30"))
        assert asked is not None
        assert asked.metric.id == row["id"]


def test_an_ensemble_of_another_form_is_told_from_wrong_input(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert tanlab("ensemble", f"{TINY}:morris", "--jobs", "1", "-o", str(out)) == 0
    stored = json.loads((out / "plan.json").read_text(encoding="utf-8"))
    del stored["scenario"]["horizon"]
    (out / "plan.json").write_text(json.dumps(stored), encoding="utf-8")
    capsys.readouterr()
    assert tanlab("ensemble", "status", str(out), "--json") == 3
    error = json.loads(capsys.readouterr().out)["error"]
    assert error["code"] == "simulations.stored_otherwise"
    assert "horizon" in error["sentence"]


def test_failed_runs_are_listed_with_their_seed_and_leave_with_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def failing(*_: object, **__: object) -> None:
        raise ValueError("planted \x1b[31m")

    monkeypatch.setattr(tasks, "run", failing)
    out = str(tmp_path / "out")
    assert tanlab("ensemble", f"{TINY}:two_policies", "--jobs", "1", "-o", out) == 1
    text = capsys.readouterr().out
    assert "ValueError: planted" in text
    assert "\x1b" not in text
    assert tanlab("sensitivity", out) == 3


def test_a_scenario_check_covers_its_experiments(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tanlab("scenario", "check", str(TINY), "--json") == 0
    assert "sobol" in json.loads(capsys.readouterr().out)["experiments"]
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(TINY.read_text(encoding="utf-8").replace("n: 4", "n: 5"), encoding="utf-8")
    assert tanlab("scenario", "check", str(wrong), "--json") == 2
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert problem["path"] == "experiments.sobol.design.n"


def test_closes_of_ones_own_are_drawn_into_the_fans_of_an_ensemble(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, figures = str(tmp_path / "out"), str(tmp_path / "figures")
    assert tanlab("ensemble", f"{TINY}:two_policies", "--jobs", "1", "-o", out) == 0
    mine = tmp_path / "mine.csv"
    mine.write_text("date,close\n2025-01-27,92\n2025-02-28,88.74\n")
    capsys.readouterr()
    assert tanlab("figures", out, "-o", figures, "--closes", str(mine), "--json") == 0
    files = json.loads(capsys.readouterr().out)["files"]
    (quarters,) = [name for name in files if name.endswith("quarters_national_base.csv")]
    assert "2025 Q1,2," in Path(quarters).read_text(encoding="utf-8-sig")
    assert tanlab("figures", out, "-o", figures, "--closes", "EUA", "--json") == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "simulations.unknown_closes"
    assert tanlab("figures", str(tmp_path), "-o", figures, "--closes", "CEA") == 2


def test_moments_are_taken_over_the_runs_of_an_ensemble(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "out")
    assert tanlab("ensemble", f"{TINY}:two_policies", "--jobs", "1", "-o", out) == 0
    capsys.readouterr()
    assert tanlab("moments", out, "--json") == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["runs"], data["bands"]["of"]) == (6, "runs")
    few = str(tmp_path / "few")
    assert tanlab("ensemble", f"{TINY}:morris", "--jobs", "1", "-o", few) == 0
    assert tanlab("moments", few) == 2


def test_status_tells_how_far_an_ensemble_is_and_resume_finishes_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "out")
    assert tanlab("ensemble", "status", out, "--json") == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "simulations.not_an_ensemble"
    assert tanlab("ensemble", f"{TINY}:morris", "--jobs", "1", "-o", out) == 0
    (tmp_path / "out" / "manifest.json").unlink()
    (tmp_path / "out" / "cases" / "0.json").unlink()
    capsys.readouterr()
    assert tanlab("ensemble", "status", out, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["state"], found["total"] - found["done"]) == ("stopped", found["replications"])
    assert tanlab("ensemble", "resume", out, "--jobs", "1") == 0
    capsys.readouterr()
    assert tanlab("ensemble", "status", out, "--lang", "zh") == 0
    assert "已完成" in capsys.readouterr().out
