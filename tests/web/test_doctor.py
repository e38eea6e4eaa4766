import json
import shutil
import sqlite3
from datetime import UTC, datetime
from email.message import Message
from importlib.metadata import Distribution
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.web.application import postgresql_catalogue
from web.cli import main
from web.cli.doctor import _TITLES
from web.doctor import machine, program, server
from web.doctor.findings import Finding, Level
from web.installation import install
from web.settings import Settings

SECRET = "x" * 32


def tanlab(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    return int(left.value.code or 0)


class Installed(Distribution):
    """A distribution that asks for what a test says."""

    def __init__(self, python: str, *needs: str) -> None:
        self.asked = Message()
        self.asked["Name"], self.asked["Version"] = "tanlab", "9.9"
        self.asked["Requires-Python"] = python
        for need in needs:
            self.asked["Requires-Dist"] = need

    @property
    def metadata(self) -> Message:
        return self.asked

    def read_text(self, filename: str) -> str | None:
        return self.asked.as_string() if filename == "METADATA" else None

    def locate_file(self, path: object) -> Path:
        return Path(str(path))


def programmed(python: str, *needs: str) -> dict[str, Finding]:
    return {found.name: found for found in program.look_at_program(Installed(python, *needs))}


def test_this_installation_is_in_order_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert tanlab("doctor", "--json") == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["schema"], data["ok"]) == ("tanlab/doctor@1", True)
    assert {row["level"] for row in data["findings"]} == {"green"}, data["findings"]
    assert tanlab("doctor", "--lang", "zh") == 0
    text = capsys.readouterr().out
    assert "软件包" in text
    assert "0 故障" in text
    assert list(tmp_path.iterdir()) == []


def test_every_finding_has_a_title_in_chinese(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found = [
        *program.look_at_program(),
        *machine.look_at_machine(tmp_path),
        *server.look_at_server(),
    ]
    names = {"extra" if f.name.startswith("extra ") else f.name for f in found}
    assert names | {"settings"} == set(_TITLES)


def test_missing_and_old_packages_are_named_with_the_command_that_mends_them(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = programmed(
        ">=3.11",
        "numpy>=1000",
        "no-such-package>=2",
        "numpy>=1",
        'no-such-extra>=3; extra == "research"',
        'no-such-driver; extra == "pg"',
    )
    packages = found["packages"]
    assert packages.level is Level.RED
    assert "numpy>=1000 (" in packages.seen.en
    assert "no-such-package>=2" in packages.seen.zh
    assert 'pip install --upgrade "tanlab==9.9"' in packages.fix.en
    assert found["extra research"].level is Level.YELLOW
    assert 'pip install "tanlab[research]"' in found["extra research"].fix.zh
    assert found["extra cluster"].level is Level.GREEN
    assert found["extra pg"].level is Level.GREEN
    assert "not installed" in found["extra pg"].seen.en
    monkeypatch.setattr(program, "distribution", lambda _: Installed(">=99"))
    assert tanlab("doctor") == 1
    text = capsys.readouterr().out
    assert "BROKEN   python" in text
    assert "database" not in text, "nothing else is tried with a broken program"


def test_a_python_too_old_is_red() -> None:
    assert programmed(">=99")["python"].level is Level.RED
    assert programmed(">=3.11")["python"].level is Level.GREEN


def test_folders_disk_memory_clock_and_fonts_are_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert machine.writable("folder", tmp_path).level is Level.GREEN
    assert machine.writable("folder", tmp_path / "missing").level is Level.RED
    monkeypatch.setattr(machine, "DISK_GB_MIN", 1e9)
    assert machine.writable("folder", tmp_path).level is Level.YELLOW
    assert machine.processors(8, 16.0).level is Level.GREEN
    few = machine.processors(8, 2.0)
    assert (few.level, "--jobs 3" in few.fix.en) == (Level.YELLOW, True)
    assert machine.clock(datetime(1970, 1, 2, tzinfo=UTC), "Asia/Shanghai").level is Level.YELLOW
    assert machine.clock(datetime.now(UTC), "Mars/Olympus").level is Level.RED
    assert machine.fonts(machine.FONT).level is Level.GREEN
    assert machine.fonts(tmp_path / "none.otf").level is Level.RED


def test_processes_that_cannot_be_used_are_red(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: int) -> None:
        raise OSError(38, "Function not implemented")

    without = SimpleNamespace(Semaphore=refuse)
    monkeypatch.setattr(machine.multiprocessing, "get_context", lambda: without)
    found = machine.processes()
    assert (found.level, "--jobs 1" in found.fix.en) == (Level.RED, True)


def looked_at(monkeypatch: pytest.MonkeyPatch, **environment: object) -> dict[str, Finding]:
    for name, value in environment.items():
        monkeypatch.setenv(f"TANLAB_{name.upper()}", str(value))
    return {found.name: found for found in server.look_at_server()}


def test_a_database_of_this_version_is_green_an_older_one_yellow_and_a_broken_one_red(
    tmp_path: Path, migrated_instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    instance = tmp_path / "instance"
    shutil.copytree(migrated_instance, instance)
    before = {path: path.read_bytes() for path in instance.rglob("*.sqlite3")}
    found = looked_at(monkeypatch, instance=instance, secret_key=SECRET)
    assert {finding.level for finding in found.values()} == {Level.GREEN}
    assert {path: path.read_bytes() for path in instance.rglob("*.sqlite3")} == before
    monkeypatch.delenv("TANLAB_SECRET_KEY")
    assert looked_at(monkeypatch)["server"].level is Level.YELLOW
    with sqlite3.connect(instance / "worlds" / "public.sqlite3") as world:
        world.execute("UPDATE alembic_version SET version_num = 'old'")
    world.close()
    database = looked_at(monkeypatch)["database"]
    assert database.level is Level.YELLOW
    assert "public" in database.seen.en
    assert "tanlab db upgrade" in database.fix.zh
    (instance / "catalogue.sqlite3").write_bytes(b"no database at all" * 100)
    assert looked_at(monkeypatch)["database"].level is Level.RED


def test_a_database_on_postgresql_is_looked_at_without_making_anything(
    postgresql_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with postgresql_catalogue(postgresql_url) as url:
        found = looked_at(monkeypatch, database_url=url, instance=tmp_path / "instance")
        assert found["database"].level is Level.YELLOW
        assert "catalogue" in found["database"].seen.en
        made = install(Settings(testing=True, database_url=url, instance=tmp_path / "instance"))
        made.worlds.upgrade()
        made.close()
        assert looked_at(monkeypatch)["database"].level is Level.GREEN
    assert looked_at(monkeypatch)["database"].level is Level.RED


def test_wrong_settings_and_too_few_threads_are_red(monkeypatch: pytest.MonkeyPatch) -> None:
    found = looked_at(monkeypatch, workers=1, threads=9)
    assert found["server"].level is Level.RED
    assert "TANLAB_THREADS=122" in found["server"].fix.en
    found = looked_at(monkeypatch, workers="many")
    assert list(found) == ["settings"]
    assert found["settings"].seen.zh == "TANLAB_WORKERS: 必须是整数。"


def test_a_scheduler_that_does_not_answer_is_red() -> None:
    found = {f.name: f for f in server.look_at_server("nonsense://nowhere")}
    assert found["scheduler"].level is Level.RED


class Cluster:
    """What a Dask client tells of its workers."""

    def __init__(self, **versions_of: object) -> None:
        self.told = versions_of

    def __enter__(self) -> "Cluster":
        return self

    def __exit__(self, *_: object) -> None: ...

    def run(self, _: object) -> dict[str, object]:
        return self.told


@pytest.mark.parametrize(
    ("workers", "level"), [(("same", "same"), "green"), (("same", "other"), "red"), ((), "yellow")]
)
def test_workers_of_a_cluster_have_the_same_versions(
    workers: tuple[str, ...], level: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = {"same": server.simulations.versions(), "other": {"numpy": "1.0"}}
    cluster = Cluster(**{f"worker{i}": known[kind] for i, kind in enumerate(workers)})
    monkeypatch.setattr(server.simulations, "connect", lambda _: cluster)
    found = {finding.name: finding for finding in server.look_at_server("tcp://lab:8786")}
    assert found["scheduler"].level.value == level
    assert ("worker1" in found["scheduler"].seen.en) == (level == "red")
