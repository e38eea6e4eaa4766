"""A world whose database is on this computer, for commands that read one."""

import re
import secrets
from pathlib import Path
from typing import Annotated

import typer
from pydantic import SecretStr
from sqlalchemy import inspect

from registry.worlds import Database, World
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


def local_world(slug: str, instance: Path | None) -> tuple[World, Settings] | None:
    """Return a world and its settings if its log exists; nothing is created."""
    if not _SLUG.fullmatch(slug):
        return None
    for folder in (instance,) if instance else (Path("instance"), DEMO_INSTANCE):
        settings = Settings(instance=folder, secret_key=SecretStr(secrets.token_urlsafe(48)))
        database = Database(settings.world_url(slug), pooled=False)
        if database.is_sqlite and not Path(str(database.url.database)).exists():
            continue
        world = World(slug, database)
        if inspect(database.engine).has_table("event", schema=world.schema):
            return world, settings
    return None
