import json
from pathlib import Path

import pytest

from tests.simulations.scenarios import SMALL
from web.cli import main


def tanlab(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    return int(left.value.code or 0)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_scenarios_and_presets_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert tanlab("scenario", "list", "--json") == 0
    listed = json.loads(capsys.readouterr().out)
    firms = {info["id"]: info["firms"] for info in listed["scenarios"]}
    assert firms["cn-national-2024"] == 3378
    assert "cn-pilot-hubei@2024.1" in {info["id"] for info in listed["presets"]}


def test_a_scenario_is_shown_with_units_and_on_demand_with_provenance(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert tanlab("scenario", "show", "cn-national-2024", "--json") == 0
    settings = json.loads(capsys.readouterr().out)["settings"]
    assert all(setting["source"] and setting["confidence"] for setting in settings)
    assert tanlab("scenario", "show", "cn-national-2024") == 0
    plain = capsys.readouterr().out
    assert "markets.national.opening_price_cny = 97.49 CNY/t\n" in plain
    assert "published" not in plain
    assert tanlab("scenario", "show", "cn-national-2024", "--provenance") == 0
    assert "[published] composite close of 2024-12-31" in capsys.readouterr().out


def test_a_new_scenario_is_fine_and_differs_by_nothing_but_its_words(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bases = ("--from", "cn-national-2024", "--from", "cn-pilot-hubei@2024.1")
    assert tanlab("scenario", "new", "pilot", *bases) == 0
    assert tanlab("scenario", "check", "pilot.yaml") == 0
    assert tanlab("scenario", "new", "plain") == 0
    capsys.readouterr()
    assert tanlab("scenario", "diff", "cn-national-2024", "plain.yaml", "--json") == 0
    differences = json.loads(capsys.readouterr().out)["differences"]
    paths = [each["path"] for each in differences]
    assert paths == ["id", "title.zh", "title.en", "about.zh", "about.en"]
    before = (here / "pilot.yaml").read_bytes()
    assert tanlab("scenario", "new", "pilot") == 2
    assert (here / "pilot.yaml").read_bytes() == before
    assert tanlab("scenario", "new", "No Id") == 2
    assert tanlab("scenario", "new", "other", "--from", "nothing") == 2
    assert sorted(path.name for path in here.iterdir()) == ["pilot.yaml", "plain.yaml"]


def test_differences_carry_values_units_and_sources(capsys: pytest.CaptureFixture[str]) -> None:
    assert tanlab("scenario", "diff", "cn-national-2024", str(SMALL)) == 0
    line = "agents.firms.power.count: 2087 → 60 firms  [MEE, 全国碳市场 2025 年运行情况"
    assert line in capsys.readouterr().out
    assert tanlab("scenario", "diff", str(SMALL), str(SMALL), "--lang", "zh") == 0
    assert "所有设置相同" in capsys.readouterr().out


def test_a_locked_scenario_is_the_same_until_someone_changes_it(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tanlab("scenario", "lock", str(SMALL), "-o", "locked.yaml", "--json") == 0
    digest = json.loads(capsys.readouterr().out)["digest"]
    assert tanlab("scenario", "check", "locked.yaml", "--json") == 0
    assert json.loads(capsys.readouterr().out)["digest"] == digest
    assert tanlab("scenario", "check", "locked.yaml", "--set", "seed=9") == 0
    locked = here / "locked.yaml"
    locked.write_text(locked.read_text(encoding="utf-8").replace("count: 60", "count: 61"))
    assert tanlab("scenario", "check", "locked.yaml") == 2
    assert "no longer those that were locked" in capsys.readouterr().err


def test_the_schema_is_for_editors(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert tanlab("scenario", "schema") == 0
    schema = json.loads(capsys.readouterr().out)
    assert schema["required"] == ["schema"]
    assert {"extends", "experiments", "sources"} <= set(schema["properties"])
    assert tanlab("scenario", "schema", "-o", "schema.json") == 0
    assert json.loads((here / "schema.json").read_text(encoding="utf-8")) == schema
    assert tanlab("scenario", "schema", "-o", "no/such/folder.json") == 2


def test_all_problems_are_printed_with_places_and_hints(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = here / "wrong.yaml"
    wrong.write_text(
        "schema: tanlab/scenario@1\nextends: builtin:cn-national-2024\nsead: 1\n"
        "markets: {national: {offsets: {max_share: 5}}}\n"
        "agents: {firms: {power: {count: 1e9}}}\n",
        encoding="utf-8",
    )
    assert tanlab("scenario", "check", "wrong.yaml", "--json", "--lang", "zh") == 2
    problems = json.loads(capsys.readouterr().out)["problems"]
    assert [(each["line"], each["column"], each["path"]) for each in problems] == [
        (3, 1, "sead"),
        (4, 32, "markets.national.offsets.max_share"),
        (5, 26, "agents.firms.power.count"),
    ]
    assert problems[1]["hint"].startswith("此处为比例而非百分数：5% 写作 0.05。")
    assert [path.name for path in here.iterdir()] == ["wrong.yaml"]
