"""The schema, revision by revision: one chain for worlds, one for the catalogue.

Both are upgraded under a lock, so that two processes that start at once upgrade once.
"""

import threading
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from registry import services
from registry.worlds import Database, World, unit_of_work, witness_past

_LOCK_KEY = 4_871_530_021
_ONE_AT_A_TIME = threading.Lock()  # Alembic keeps its context in module globals.

AREAS = services.TRANSACTION_TYPES
"""Named here so that every area, and thus every table, is known."""

__all__ = ["latest_revision", "upgrade_catalogue", "upgrade_world"]


def upgrade_world(database: Database, schema: str | None = None, revision: str = "head") -> None:
    """Bring a world's schema up to date; create it where there is none.

    Args:
        database: where the world lives.
        schema: its PostgreSQL schema; None on SQLite.
        revision: where to stop.
    """
    _upgrade(database, "world", schema, revision)
    if revision == "head":
        with unit_of_work(World("upgraded", database, schema=schema)) as session:
            witness_past(session)


def upgrade_catalogue(database: Database, revision: str = "head") -> None:
    """Bring the catalogue's schema (users, worlds, jobs) up to date.

    Args:
        database: where the catalogue lives; on PostgreSQL its schema `catalogue`.
        revision: where to stop.
    """
    _upgrade(database, "catalogue", None if database.is_sqlite else "catalogue", revision)


def latest_revision(chain: str) -> str:
    """Return the last revision of a chain, ``world`` or ``catalogue``."""
    found = ScriptDirectory.from_config(_config(chain)).get_current_head()
    assert found is not None
    return found


def _config(chain: str) -> Config:
    config = Config()
    config.set_main_option("script_location", f"web.migrations:{chain}")
    return config


def _upgrade(database: Database, chain: str, schema: str | None, revision: str) -> None:
    if database.is_sqlite and database.url.database:
        Path(database.url.database).parent.mkdir(parents=True, exist_ok=True)
    config = _config(chain)
    with _ONE_AT_A_TIME, database.engine.connect() as connection:
        if database.is_sqlite:
            _check_references(connection, "OFF")
        if schema is not None:
            _enter_schema(connection, schema)
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        if database.is_sqlite:
            assert not connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        connection.commit()
        if database.is_sqlite:
            _check_references(connection, "ON")


def _check_references(connection: Connection, setting: str) -> None:
    """Let SQLite check references or not: a table that is rebuilt is gone for a moment."""
    driver: Any = connection.connection.driver_connection
    driver.execute(f"PRAGMA foreign_keys={setting}")


def _enter_schema(connection: Connection, schema: str) -> None:
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK_KEY})
    connection.execute(text(f'CREATE SCHEMA IF NOT EXISTS "{schema}"'))
    connection.execute(text(f'SET LOCAL search_path TO "{schema}"'))
