"""Alembic's environment of the world chain; `web.migrations.upgrade_world` calls it."""

from alembic import context
from sqlalchemy import Connection

from registry.worlds import WORLD_METADATA


def run() -> None:
    """Run the revisions on the caller's connection, in the caller's transaction."""
    connection = context.config.attributes["connection"]
    assert isinstance(connection, Connection)
    context.configure(connection=connection, target_metadata=WORLD_METADATA, transactional_ddl=True)
    with context.begin_transaction():
        context.run_migrations()


run()
