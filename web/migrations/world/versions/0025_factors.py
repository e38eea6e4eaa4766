"""Imports of factors."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from web.migrations.world.guards import append_only

revision: str = "0025"
down_revision: str | None = "0024"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "factor_import",
        sa.Column("id", WHOLE, primary_key=True),
        sa.Column("number", sa.String(16), nullable=False, unique=True),
        sa.Column("follows", sa.String(16), nullable=False, unique=True),
        sa.Column("file", sa.String(200), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("factors", WHOLE, nullable=False),
        sa.Column("removed", WHOLE, nullable=False),
        sa.Column("reason", sa.String(1000), nullable=False),
        sa.Column("actor", sa.String(254), nullable=False),
        sa.Column("client_id", sa.String(64), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.CheckConstraint("file <> '' AND reason <> ''", name="said"),
        sa.CheckConstraint("factors >= 0 AND removed >= 0 AND factors + removed > 0", name="rows"),
        sa.CheckConstraint("follows <> number", name="another"),
    )
    append_only("factor_import")
