"""A full world, filled once for each kind of database and copied for each test."""

import psycopg
import pytest

from registry.worlds import Database, World
from tests.conftest import BACKENDS, WORLD_SLUG, postgresql_copy, sqlite_copy, with_name
from tests.registry.audit.full_world import fill


@pytest.fixture(scope="session")
def full_file(sqlite_template, tmp_path_factory, start_clock):
    """A SQLite file with a full world."""
    path = tmp_path_factory.mktemp("full") / "world.sqlite3"
    with sqlite_copy(sqlite_template, path) as database:
        fill(World(WORLD_SLUG, database, start_clock))
        with database.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA query_only=0")
    return path


@pytest.fixture(scope="session")
def full_database(postgresql_url, postgresql_template, start_clock):
    """The name of a PostgreSQL database with a full world."""
    name = "tanlab_full"
    with psycopg.connect(postgresql_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {postgresql_template}")
    database = Database(with_name(postgresql_url, name))
    fill(World(WORLD_SLUG, database, start_clock))
    database.dispose()
    return name


@pytest.fixture(params=BACKENDS)
def full(request, tmp_path, clock):
    """A world with something in every table."""
    if request.param == "sqlite":
        copy = sqlite_copy(request.getfixturevalue("full_file"), tmp_path / "full.sqlite3")
    else:
        url = request.getfixturevalue("postgresql_url")
        copy = postgresql_copy(url, request.getfixturevalue("full_database"))
    with copy as database:
        yield World(WORLD_SLUG, database, clock)
