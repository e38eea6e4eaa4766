"""Trades and events of the venue cannot be emptied either."""

from collections.abc import Sequence

from alembic import op

revision: str = "0023"
down_revision: str | None = "0022"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go forward; only PostgreSQL empties tables past the guards of their rows."""
    if op.get_bind().dialect.name == "sqlite":
        return
    for table in ("trade", "market_event"):
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
