"""Alembic's environment of the catalogue chain; `web.migrations.upgrade_catalogue` calls it."""

from alembic import context
from sqlalchemy import Connection

from web.catalogue import CatalogueTable


def run() -> None:
    """Run the revisions on the caller's connection, in the caller's transaction."""
    connection = context.config.attributes["connection"]
    assert isinstance(connection, Connection)
    context.configure(
        connection=connection, target_metadata=CatalogueTable.metadata, transactional_ddl=True
    )
    with context.begin_transaction():
        context.run_migrations()


run()
