import json
import sqlite3
from pathlib import Path

import pytest
from typer.testing import CliRunner

from web.cli import command_line
from web.installation import install
from web.settings import Settings


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    """An installation's folder with an empty world."""
    folder = tmp_path / "instance"
    installed = install(Settings(testing=True, instance=folder))
    installed.worlds.upgrade()
    installed.close()
    return folder


def world_file(instance: Path) -> Path:
    """Return the file of the public world."""
    return Path(Settings(testing=True, instance=instance).world_url("public").split("///", 1)[1])


def audited(instance: Path) -> tuple[int, dict[str, object]]:
    """Audit and return exit code and data."""
    arguments = ["registry", "audit", "--json", "--instance", str(instance)]
    outcome = CliRunner().invoke(command_line("registry"), arguments)
    return outcome.exit_code, json.loads(outcome.stdout)


def test_an_untouched_world_is_whole(instance: Path) -> None:
    exit_code, report = audited(instance)
    assert exit_code == 0
    assert report["ok"] is True


def test_an_audit_is_kept_only_when_asked_for(instance: Path) -> None:
    arguments = ["registry", "audit", "--json", "--instance", str(instance)]
    kept = CliRunner().invoke(command_line("registry"), [*arguments, "--keep"])
    assert kept.exit_code == 0
    assert json.loads(kept.stdout)["kept"]["failed"] == 0
    audited(instance)
    with sqlite3.connect(world_file(instance)) as connection:
        assert connection.execute("SELECT trigger FROM audit_run").fetchall() == [("demand",)]


def test_a_file_that_is_no_database_is_a_failed_check(instance: Path) -> None:
    world_file(instance).write_bytes(b"garbage" * 2000)
    for suffix in ("-wal", "-shm"):
        world_file(instance).with_name(world_file(instance).name + suffix).unlink(missing_ok=True)
    exit_code, report = audited(instance)
    assert exit_code == 1
    assert report == {
        "ok": False,
        "invariants": [
            {
                "id": "I0.readable",
                "ok": False,
                "checked": 0,
                "detail": "file is not a database",
            }
        ],
    }


def test_a_world_without_one_of_its_tables_is_a_failed_check(instance: Path) -> None:
    with sqlite3.connect(world_file(instance)) as connection:
        connection.execute("DROP TABLE posting")
    connection.close()
    exit_code, report = audited(instance)
    assert exit_code == 1
    assert "no such table: posting" in str(report["invariants"])
