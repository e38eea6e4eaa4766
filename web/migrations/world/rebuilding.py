"""Changing a table that SQLite can only rebuild, with its triggers kept."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op
from alembic.operations.base import BatchOperations

_TRIGGERS = sa.text("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table")


@contextmanager
def changed_table(table: str) -> Iterator[BatchOperations]:
    """Change a table's columns and constraints; on SQLite it is copied, and its triggers remade.

    References to the table hold: `web.migrations` checks foreign keys only after the upgrade.
    """
    connection = op.get_bind()
    triggers: list[str] = []
    if connection.dialect.name == "sqlite":
        triggers = list(connection.execute(_TRIGGERS, {"table": table}).scalars())
    with op.batch_alter_table(table) as batch:
        yield batch
    for trigger in triggers:
        op.execute(trigger)


def replace_check(table: str, name: str, rule: str) -> None:
    """Give a table's named CHECK constraint another rule."""
    with changed_table(table) as batch:
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(name, rule)
