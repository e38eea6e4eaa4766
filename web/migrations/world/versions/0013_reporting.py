"""Indexes for searches, statements and reports of large registers; research data sets."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from registry.worlds import UtcDateTime
from web.migrations.world.guards import append_only

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Go forward."""
    op.create_index(None, "block_move", ["unit_type_id", "serial_first", "serial_last"])
    op.drop_index("ix_block_move_unit_type_id_serial_first", "block_move")
    op.create_table(
        "research_dataset",
        sa.Column("id", WHOLE, primary_key=True),
        sa.Column("name", sa.String(100), nullable=False, unique=True),
        sa.Column("source", sa.String(500), nullable=False),
        sa.Column("file_digest", sa.String(64), nullable=False, unique=True),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
    )
    op.create_table(
        "research_compliance",
        sa.Column("id", WHOLE, primary_key=True),
        sa.Column("dataset_id", WHOLE, sa.ForeignKey("research_dataset.id"), nullable=False),
        sa.Column("operator", sa.String(64), nullable=False),
        sa.Column("operator_name", sa.String(200), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("allocated", WHOLE, nullable=True),
        sa.Column("verified", WHOLE, nullable=True),
        sa.Column("surrendered", WHOLE, nullable=True),
        sa.Column("excluded", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.CheckConstraint("NOT excluded OR verified IS NULL", name="excluded"),
        sa.CheckConstraint("status IN ('A','B','C','EXCLUDED','NOT_APPLICABLE')", name="status"),
        sa.UniqueConstraint("dataset_id", "operator", "year"),
    )
    append_only("research_dataset")
    append_only("research_compliance")
