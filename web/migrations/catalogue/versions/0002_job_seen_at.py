"""A job's last sign of life."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from registry.worlds import UtcDateTime

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go forward."""
    op.add_column("job", sa.Column("seen_at", UtcDateTime(), nullable=True))
