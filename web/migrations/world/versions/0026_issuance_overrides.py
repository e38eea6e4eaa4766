"""Reasons of issuances from reconstructed methodologies."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from web.migrations.world.guards import append_only

revision: str = "0026"
down_revision: str | None = "0025"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "issuance_override",
        sa.Column("issuance_id", WHOLE, sa.ForeignKey("issuance.id"), primary_key=True),
        sa.Column("report_id", WHOLE, sa.ForeignKey("report.id"), nullable=False, unique=True),
        sa.Column("methodology_status", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(2000), nullable=False),
        sa.Column("actor", sa.String(254), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.CheckConstraint("reason <> ''", name="reason"),
    )
    append_only("issuance_override")
