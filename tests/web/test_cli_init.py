import json
import re
from pathlib import Path

import jupytext
import pytest
from nbclient import NotebookClient

import simulations as sim
from web.cli import main

FILES = ["README.md", "calibration.yaml", "pilot.yaml", "two_policies.py"]


def tanlab(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    return int(left.value.code or 0)


def commands(guide: Path) -> list[list[str]]:
    """The commands of a guide's blocks, without their comments."""
    blocks = re.findall(r"```sh\n(.*?)```", guide.read_text(encoding="utf-8"), re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    return [line.partition("#")[0].split() for line in lines]


def test_a_folder_is_made_in_the_readers_language(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for lang, word in (("zh", "研究目录"), ("en", "A folder for research")):
        folder = tmp_path / "a" / lang
        assert tanlab("init", str(folder), "--lang", lang, "--json") == 0
        data = json.loads(capsys.readouterr().out)
        assert sorted(path.name for path in folder.iterdir()) == FILES
        assert sorted(data["files"]) == [str(folder / name) for name in FILES]
        assert word in (folder / "README.md").read_text(encoding="utf-8")
    assert tanlab("init", str(tmp_path / "b"), "--lang", "zh") == 0
    assert "tanlab doctor" in capsys.readouterr().out


def test_without_a_name_it_is_the_folder_one_is_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".venv").mkdir()
    assert tanlab("init") == 0
    assert (tmp_path / "pilot.yaml").exists()


def test_nothing_is_replaced_and_nothing_half_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = tmp_path / "pilot.yaml"
    mine.write_text("my own\n", encoding="utf-8")
    assert tanlab("init", str(tmp_path), "--lang", "zh") == 2
    assert "已有 pilot.yaml" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["pilot.yaml"]
    assert mine.read_text(encoding="utf-8") == "my own\n"
    assert tanlab("init", str(mine), "--json") == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "usage"


def test_both_guides_name_the_same_commands_and_options_that_exist(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    named = {}
    for lang in ("zh", "en"):
        assert tanlab("init", str(tmp_path / lang), "--lang", lang) == 0
        named[lang] = commands(tmp_path / lang / "README.md")
    other = {"zh": "en", "--lang": ""}
    assert [[other.get(word, word) for word in line if word != "--lang"] for line in named["zh"]][
        1:
    ] == [[word for word in line if word != "--lang"] for line in named["en"]][1:]
    for _, command, *rest in named["en"]:
        group = [command, *rest[:1]] if command in {"scenario", "ensemble"} else [command]
        group = ["ensemble", "run"] if command == "ensemble" else group
        capsys.readouterr()
        assert tanlab(*group, "--help") == 0
        usage = capsys.readouterr().out
        assert all(word in usage for word in rest if word.startswith("-")), rest


def test_the_scenario_is_without_a_problem_and_the_calibration_can_be_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert tanlab("init", str(tmp_path)) == 0
    monkeypatch.chdir(tmp_path)
    assert tanlab("scenario", "check", "pilot.yaml") == 0
    plans = sim.load_plans("pilot.yaml")
    assert [plan.name for plan in plans] == ["gap_x_offset", "gap_or_hoarding"]
    plan = sim.load_calibration("calibration.yaml")
    assert sim.targets_of(plan, "").rows


def test_the_notebook_runs_to_its_end(tmp_path: Path) -> None:
    assert tanlab("init", str(tmp_path), "--lang", "zh") == 0
    notebook = jupytext.read(tmp_path / "two_policies.py")
    where = {"metadata": {"path": str(tmp_path)}}
    NotebookClient(notebook, timeout=300, kernel_name="python3", resources=where).execute()
    shown = "".join(
        str(out.get("text", "")) for cell in notebook.cells for out in cell.get("outputs", ())
    )
    assert "hubei.price_mean_cny: tight − pilot = 0 [0, 0] CNY/t, 4 pairs" in shown
    assert (tmp_path / "shared" / "results.xlsx").exists()
    assert (tmp_path / "figures" / "fan_national_pilot_zh.pdf").exists()


def test_the_notebooks_of_both_languages_have_the_same_code(tmp_path: Path) -> None:
    code = {}
    for lang in ("zh", "en"):
        assert tanlab("init", str(tmp_path / lang), "--lang", lang) == 0
        cells = jupytext.read(tmp_path / lang / "two_policies.py").cells
        code[lang] = [cell.source for cell in cells if cell.cell_type == "code"]
    assert [source.replace('"zh"', '"en"') for source in code["zh"]] == code["en"]
