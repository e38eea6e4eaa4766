"""`tanlab factors`: listed, searched, exported, and imported by proposal."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from registry.control import ApproveProposal
from registry.factors import factor_imports
from registry.services import execute
from registry.worlds import reading, unit_of_work
from tests.methodologies.examples import WIND
from tests.registry.control.people import ADMINISTRATOR
from tests.web.test_factors import NEW, NEXT, csv
from web.cli import command_line, main
from web.installation import Installation


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command_line("factors"), ["factors", *arguments])


def answer(*arguments: str) -> dict[str, object]:
    outcome = run(*arguments, "--json")
    assert outcome.exit_code == 0, outcome.output
    found: dict[str, object] = json.loads(outcome.stdout)
    return found


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file with one new factor."""
    made = tmp_path / "factors.csv"
    made.write_bytes(csv(NEXT))
    return made


def test_tables_are_listed_and_factors_found() -> None:
    assert "grid_margins" in run("list").stdout
    found = answer("search", "南方", "2019", "--table", "grid_margins")["factors"]
    assert [each["value"] for each in found] == ["0.8042", "0.2135"]  # type: ignore[attr-defined]
    assert run("search", "zzzz").stdout.strip() == "–"


@pytest.mark.parametrize("name", ["all.csv", "all.xlsx"])
def test_an_export_is_imported_without_a_change(
    installed: Installation, tmp_path: Path, name: str
) -> None:
    file = tmp_path / name
    count = answer("export", str(file))["factors"]
    tried = answer("import", str(file), "--dry-run", "--instance", str(tmp_path / "instance"))
    assert (tried["unchanged"], tried["importable"]) == (count, False)
    assert installed is not None


def test_a_dry_run_stores_nothing(installed: Installation, tmp_path: Path, file: Path) -> None:
    tried = answer("import", str(file), "--dry-run", "--instance", str(tmp_path / "instance"))
    assert [each["year"] for each in tried["added"]] == [2022]  # type: ignore[attr-defined]
    with reading(installed.worlds.open()) as session:
        assert factor_imports(session) == []


def test_an_import_is_a_proposal_that_a_second_person_approves(
    installed: Installation, tmp_path: Path, file: Path
) -> None:
    instance = str(tmp_path / "instance")
    made = answer("import", str(file), "--reason", "Notice", "--instance", instance)
    world = installed.worlds.open()
    with reading(world) as session:
        assert factor_imports(session) == []
    approval = ApproveProposal(client_id="approval-1", proposal=str(made["proposal"]))
    with unit_of_work(world) as session:
        execute(session, approval, ADMINISTRATOR)
    found = answer(
        "search",
        "--table",
        "grid_margins",
        "--year",
        "2022",
        "--world",
        "public",
        "--instance",
        instance,
    )["factors"]
    assert [each["imported"][:3] for each in found] == ["FI-"]  # type: ignore[attr-defined]
    assert answer("search", "--table", "grid_margins", "--year", "2022")["factors"] == []


def test_a_refused_cell_is_named_with_its_fix(
    installed: Installation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "bad.csv"
    file.write_bytes(csv([*NEXT[:4], "0.7 t", *NEXT[5:]]))
    asked = ["factors", "import", str(file), "--reason", "x", "--lang", "en"]
    with pytest.raises(SystemExit) as left:
        main([*asked, "--instance", str(tmp_path / "instance")])
    assert left.value.code == 3
    shown = capsys.readouterr().out
    assert "E2  value  0.7 t" in shown
    assert "For example 0.5306." in shown
    with reading(installed.worlds.open()) as session:
        assert factor_imports(session) == []


def test_a_command_called_wrongly_leaves_with_2(
    installed: Installation, tmp_path: Path, file: Path
) -> None:
    instance = ["--instance", str(tmp_path / "instance")]
    wrong = [
        ["import", str(file), *instance],
        ["import", str(tmp_path / "none.csv"), "--dry-run", *instance],
        ["export", str(tmp_path / "factors.pdf")],
        ["export", str(file), "--table", "none"],
        ["search", "--year", "20000"],
        ["list", "--world", "none", *instance],
    ]
    for arguments in wrong:
        with pytest.raises(SystemExit) as left:
            main(["factors", *arguments])
        assert left.value.code == 2, arguments
    assert installed is not None


@pytest.mark.parametrize("command", ["run", "uncertainty", "compare"])
def test_an_estimate_counts_by_the_factors_of_the_world_it_names(
    installed: Installation, tmp_path: Path, command: str
) -> None:
    given = tmp_path / "wind.json"
    given.write_text(json.dumps(dict(WIND)))
    file, instance = tmp_path / "factors.csv", str(tmp_path / "instance")
    file.write_bytes(csv(NEW))
    made = answer("import", str(file), "--reason", "Notice", "--instance", instance)
    approval = ApproveProposal(client_id="approval-1", proposal=str(made["proposal"]))
    with unit_of_work(installed.worlds.open()) as session:
        execute(session, approval, ADMINISTRATOR)
    inputs = [str(given)] if command == "compare" else ["--inputs", str(given)]
    asked = ["estimate", command, "ccer-01-002", *inputs, "--json"]
    usual = CliRunner().invoke(command_line("estimate"), asked)
    here = CliRunner().invoke(
        command_line("estimate"), [*asked, "--world", "public", "--instance", instance]
    )
    assert (usual.exit_code, here.exit_code) == (0, 0)
    assert "MEE notice" not in usual.stdout
    assert here.stdout != usual.stdout
