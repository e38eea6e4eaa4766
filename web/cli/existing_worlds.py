"""Worlds that exist on disk or in PostgreSQL, for commands that create none."""

import re
import secrets
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from pydantic import SecretStr
from sqlalchemy import inspect
from sqlalchemy.exc import DatabaseError

from registry.worlds import Database, World
from web.cli.output import ExitCode, emit, fail_usage, progress
from web.settings import Settings

DEMO_INSTANCE = Path("instance/demo")
_SLUG = re.compile(r"[a-z][a-z0-9-]{0,39}")
WorldOption = Annotated[str, typer.Option("--world", help="Slug of the world.")]
InstanceOption = Annotated[
    Path | None,
    typer.Option(
        envvar="TANLAB_INSTANCE",
        help="Folder of the SQLite files; default `instance`, or the demo's if only that exists.",
    ),
]


def required_world(slug: str, instance: Path | None, as_json: bool, lang: str | None) -> World:
    """Return a world that has tables, or leave with a word on how to make one."""
    return _required(slug, instance, "ledger_transaction", as_json, lang)[0]


def required_log(
    slug: str, instance: Path | None, as_json: bool, lang: str | None
) -> tuple[World, Settings]:
    """Return a world that has an event log, and its settings, or leave likewise."""
    return _required(slug, instance, "event", as_json, lang)


def fail_unreadable(error: DatabaseError, as_json: bool) -> NoReturn:
    """Report a database that cannot be read as the first broken invariant; leave with 1."""
    detail = str(error.orig)
    broken = {"id": "I0.readable", "ok": False, "checked": 0, "detail": detail}
    emit({"ok": False, "invariants": [broken]}, as_json, f"BROKEN I0.readable  {detail}")
    raise typer.Exit(ExitCode.CHECK_FAILED)


def _required(
    slug: str, instance: Path | None, table: str, as_json: bool, lang: str | None
) -> tuple[World, Settings]:
    try:
        found = _existing_world(slug, instance, table)
    except DatabaseError as error:
        fail_unreadable(error, as_json)
    if found is None:
        fail_usage(
            f"world {slug!r} has no database here; name its folder with --instance,"
            " or make one with `tanlab db upgrade` or `tanlab demo`",
            as_json,
            lang,
        )
    return found


def _existing_world(slug: str, instance: Path | None, table: str) -> tuple[World, Settings] | None:
    """Return the world, if it has the table, and its settings; nothing is created."""
    if not _SLUG.fullmatch(slug):
        return None
    for folder in (instance,) if instance else (Path("instance"), DEMO_INSTANCE):
        settings = Settings(instance=folder, secret_key=SecretStr(secrets.token_urlsafe(48)))
        database = Database(settings.world_url(slug), pooled=False)
        if database.is_sqlite and not Path(str(database.url.database)).exists():
            continue
        world = World(slug, database)
        if inspect(database.engine).has_table(table, schema=world.schema):
            progress(f"world {database.url.render_as_string()} {world.schema or ''}".rstrip())
            return world, settings
    return None
