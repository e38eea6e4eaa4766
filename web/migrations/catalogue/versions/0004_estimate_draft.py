"""Drafts of estimates."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from registry.worlds import UtcDateTime

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "estimate_draft",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("user_id", sa.Integer(), sa.ForeignKey("user.id", ondelete="CASCADE")),
        sa.Column("visitor_hash", sa.String(64), nullable=True),
        sa.Column("methodology_id", sa.String(32), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("typed", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("saved_by", sa.String(32), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("saved_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "(user_id IS NULL) <> (visitor_hash IS NULL)",
            name=op.f("ck_estimate_draft_one_owner"),
        ),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_estimate_draft_revision")),
    )
    for column in ("user_id", "visitor_hash", "saved_at"):
        op.create_index(op.f(f"ix_estimate_draft_{column}"), "estimate_draft", [column])
