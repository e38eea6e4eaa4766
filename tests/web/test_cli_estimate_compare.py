"""The command line compares variants from files, in both languages, and refuses what it cannot."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from web.cli.estimate import app

WIND = {
    "distance_to_shore_km": "45",
    "water_depth_m": "38",
    "grid": "south",
    "factor_year": 2019,
    "export_mwh": "1500000",
    "import_mwh": "3200",
}


@pytest.fixture
def written(tmp_path: Path) -> Any:
    """Write inputs to a file of this name; gives its path."""

    def write(name: str, **changed: Any) -> str:
        file = tmp_path / f"{name}.json"
        file.write_text(json.dumps({**WIND, **changed}), encoding="utf-8")
        return str(file)

    return write


def compare(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["compare", "ccer-01-002", *arguments])


def test_the_json_has_differences_and_both_tornadoes(written: Any) -> None:
    outcome = compare(written("plan"), written("north", grid="north"), "--json", "--change", "5")
    assert outcome.exit_code == 0
    found = json.loads(outcome.stdout)
    assert [variant["title"] for variant in found["variants"]] == ["plan", "north"]
    assert found["outputs"][-1]["differences"] == ["0", "303925"]
    assert found["tornado"]["change_pct"] == "5"
    assert found["tornado_between"]["target"] == "1065571.92"


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ["Inputs that differ", "North China grid", "From plan to north", "+303925.24"]),
        ("zh", ["不同的输入", "华北区域电网", "从 plan 到 north", "单独影响之和"]),
    ],
)
def test_people_read_tables_in_their_language(written: Any, lang: str, words: list[str]) -> None:
    outcome = compare(written("plan"), written("north", grid="north"), "--lang", lang)
    assert outcome.exit_code == 0
    assert [word for word in words if word not in outcome.stdout] == []


def test_one_file_shows_what_moves_its_result(written: Any) -> None:
    outcome = compare(written("plan"), "--lang", "en")
    assert outcome.exit_code == 0
    assert "moved alone by ± 10 %" in outcome.stdout
    assert "Inputs that differ" not in outcome.stdout


def test_alike_variants_say_so(written: Any) -> None:
    outcome = compare(written("one"), written("other"), "--lang", "en")
    assert "Inputs that differ: none" in outcome.stdout


@pytest.mark.parametrize(
    ("options", "changed", "code", "word"),
    [
        (["--change", "0"], {}, 2, "change_pct"),
        (["--change", "1e400"], {}, 2, "change_pct"),
        (["--change", "NaN"], {}, 2, "change_pct"),
        (["--other", "7"], {}, 2, "other"),
        ([], {"export_mwh": "1e400"}, 2, "export_mwh"),
        ([], {"distance_to_shore_km": "3", "water_depth_m": "3"}, 3, "30 km"),
    ],
)
def test_what_cannot_be_compared_leaves_with_its_exit_code(
    written: Any, options: list[str], changed: dict[str, Any], code: int, word: str
) -> None:
    outcome = compare(written("plan", **changed), *options, "--lang", "en", "--json")
    assert outcome.exit_code == code
    assert word in outcome.stdout


def test_six_variants_are_too_many(written: Any) -> None:
    outcome = compare(*[written(f"v{place}") for place in range(6)], "--json")
    assert outcome.exit_code == 2
    assert json.loads(outcome.stdout)["error"]["fields"][0]["field"] == "variants"


def test_a_missing_file_leaves_with_2() -> None:
    assert compare("nowhere.json").exit_code == 2
