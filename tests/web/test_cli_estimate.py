"""The command line's contract for estimates."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from methodologies import list_methodologies
from web.cli.estimate import app
from web.cli.estimate_inputs import INPUT_BYTES_MAX

WIND = {
    "distance_to_shore_km": "45",
    "water_depth_m": "38",
    "grid": "south",
    "factor_year": 2019,
    "export_mwh": "1500000",
    "import_mwh": "3200",
}


def tanlab(*arguments: str, given: str | bytes | None = None) -> Result:
    return CliRunner().invoke(app, list(arguments), input=given)


def run_wind(changes: dict[str, Any], *options: str) -> Result:
    text = json.dumps({**WIND, **changes})
    return tanlab("run", "ccer-01-002", "--inputs", "-", *options, given=text)


def test_the_contract_example_gives_the_contract_answer(tmp_path: Path) -> None:
    path = tmp_path / "in.json"
    path.write_text(json.dumps(WIND), encoding="utf-8")
    outcome = tanlab("run", "ccer-01-002", "--inputs", str(path), "--json")
    assert outcome.exit_code == 0
    data = json.loads(outcome.stdout)
    assert data["methodology"] == {"id": "ccer-01-002", "version": "V01", "status": "official"}
    assert data["results"] == {
        "baseline_emissions_t_co2e": "761646.68",
        "project_emissions_t_co2e": "0",
        "leakage_t_co2e": "0",
        "emission_reductions_t_co2e": "761646.68",
    }
    assert data["issuable_units"] == 761646
    assert isinstance(data["issuable_units"], int)
    keys = {"equation", "symbol", "expression", "value", "unit", "sources"}
    assert all(keys <= set(step) for step in data["steps"])
    assert isinstance(data["warnings"], list)


def test_inputs_come_from_standard_input_too() -> None:
    outcome = run_wind({}, "--json", "--version", "V01")
    assert json.loads(outcome.stdout)["results"]["emission_reductions_t_co2e"] == "761646.68"


def test_json_numbers_keep_every_digit() -> None:
    text = json.dumps(WIND).replace('"1500000"', "1500000.00000000000001")
    outcome = tanlab("run", "ccer-01-002", "--inputs", "-", "--json", given=text)
    assert json.loads(outcome.stdout)["inputs"]["export_mwh"] == "1500000.00000000000001"


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        (
            "en",
            ("Emission reductions: 761646.68 t CO2e", "Issuable units: 761646", "official text"),
        ),
        ("zh", ("减排量: 761646.68 t CO2e", "可签发数量: 761646", "官方文本")),
    ],
)
def test_people_read_a_table_in_their_language(lang: str, words: tuple[str, ...]) -> None:
    outcome = run_wind({}, "--lang", lang)
    assert outcome.exit_code == 0
    for word in words:
        assert word in outcome.stdout
    assert "0.8042 × 0.5 + 0.2135 × 0.5" in outcome.stdout


def test_the_list_names_every_methodology() -> None:
    data = json.loads(tanlab("list", "--json").stdout)
    assert data == [
        {
            "id": known.id,
            "version": known.version,
            "status": known.status,
            "title": dict(known.title),
        }
        for known in list_methodologies()
    ]
    for lang in ("zh", "en"):
        shown = tanlab("list", "--lang", lang).stdout
        assert all(
            known.id in shown and known.title[lang] in shown for known in list_methodologies()
        )


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"export_mwh": "NaN"}, "export_mwh"),
        ({"export_mwh": float("nan")}, "export_mwh"),
        ({"export_mwh": "1e400"}, "export_mwh"),
        ({"export_mwh": "-1"}, "export_mwh"),
        ({"export_mwh": "９００"}, "export_mwh"),
        ({"grid": "mars"}, "grid"),
        ({"tonnes": "1"}, "tonnes"),
    ],
)
def test_invalid_input_leaves_with_2_and_names_the_field(
    changes: dict[str, Any], field: str
) -> None:
    outcome = run_wind(changes, "--json")
    assert outcome.exit_code == 2
    error = json.loads(outcome.stdout)["error"]
    assert [part["field"] for part in error["fields"]] == [field]
    assert error["fields"][0]["fix"]


@pytest.mark.parametrize(("lang", "word"), [("en", "30 km"), ("zh", "30 公里")])
def test_a_refusal_by_a_rule_leaves_with_3_and_names_rule_article_and_fix(
    lang: str, word: str
) -> None:
    near = {"distance_to_shore_km": "30", "water_depth_m": "30"}
    outcome = run_wind(near, "--json", "--lang", lang)
    assert outcome.exit_code == 3
    error = json.loads(outcome.stdout)["error"]
    assert error["code"] == "methodologies.not_far_nor_deep_enough"
    assert word in error["rule"]
    assert error["source"] == "CCER-01-002-V01 §2"
    assert error["fix"]
    assert error["field"] == "distance_to_shore_km"
    assert word in run_wind(near, "--lang", lang).stderr


def test_an_unknown_methodology_or_version_leaves_with_2() -> None:
    outcome = tanlab("run", "ccer-77", "--inputs", "-", "--json", given="{}")
    assert outcome.exit_code == 2
    assert "ccer-01-002 V01" in json.loads(outcome.stdout)["error"]["fix"]
    assert run_wind({}, "--version", "V09").exit_code == 2


def test_broken_json_is_refused_with_line_and_column() -> None:
    outcome = tanlab("run", "ccer-01-002", "--inputs", "-", given='{\n  "grid": south\n}')
    assert outcome.exit_code == 2
    assert "line 2" in outcome.stderr
    assert "column 11" in outcome.stderr


@pytest.mark.parametrize(
    "given",
    [
        b" " * (INPUT_BYTES_MAX + 1),
        b"[" * 200_000,
        b'{"export_mwh": ' + b"9" * 5_000 + b"}",
        b"[1]",
        b'"text"',
        b"null",
        b"\xff\xfe{}",
        b"",
    ],
    ids=[
        "too large",
        "too deep",
        "too long a number",
        "list",
        "text",
        "null",
        "not utf-8",
        "empty",
    ],
)
def test_what_is_no_sensible_json_object_leaves_with_2(given: bytes) -> None:
    outcome = tanlab("run", "ccer-01-002", "--inputs", "-", "--json", given=given)
    assert outcome.exit_code == 2
    assert json.loads(outcome.stdout)["error"]["fix"]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (rb'{"grid": "\ud800"}', "input.unstorable_text"),
        (rb'{"\u0000": 1}', "input.unstorable_text"),
        (b'{"grid": "south", "grid": "north"}', "input.repeated_key"),
        (b'{"grid": ' + b"[" * 100 + b"]" * 100 + b"}", "input.nested_too_deeply"),
    ],
)
def test_ambiguous_or_unreadable_json_leaves_with_2(given: bytes, code: str) -> None:
    outcome = tanlab("run", "ccer-01-002", "--inputs", "-", "--json", given=given)
    assert outcome.exit_code == 2
    assert json.loads(outcome.stdout)["error"]["code"] == code


def test_an_argument_that_is_not_utf_8_is_shown_escaped() -> None:
    outcome = tanlab("run", "\udcff", "--inputs", "-", "--json", given="{}")
    assert outcome.exit_code == 2
    assert r"\udcff" in json.loads(outcome.stdout)["error"]["sentence"]


def test_a_byte_order_mark_does_no_harm() -> None:
    given = b"\xef\xbb\xbf" + json.dumps(WIND).encode()
    assert tanlab("run", "ccer-01-002", "--inputs", "-", given=given).exit_code == 0


def test_a_missing_file_leaves_with_2(tmp_path: Path) -> None:
    outcome = tanlab("run", "ccer-01-002", "--inputs", str(tmp_path / "none.json"))
    assert outcome.exit_code == 2
    assert "none.json" in outcome.stderr


def test_a_directory_is_not_an_input(tmp_path: Path) -> None:
    assert tanlab("run", "ccer-01-002", "--inputs", str(tmp_path)).exit_code == 2
