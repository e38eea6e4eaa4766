"""Findings of the auditor and the accounts it froze."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from registry.worlds import UtcDateTime
from web.migrations.world.guards import append_only

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "audit_run",
        sa.Column("id", WHOLE, primary_key=True),
        sa.Column("number", sa.String(24), nullable=False, unique=True),
        sa.Column("trigger", sa.String(8), nullable=False),
        sa.Column("checks", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("findings_json", sa.String(), nullable=False),
        sa.Column("actor", sa.String(254), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.CheckConstraint("\"trigger\" IN ('demand','nightly')", name="trigger"),
        sa.CheckConstraint("checks >= 1 AND failed >= 0 AND failed <= checks", name="counts"),
    )
    op.create_table(
        "account_status_change",
        sa.Column("id", WHOLE, primary_key=True),
        sa.Column("account_id", WHOLE, sa.ForeignKey("account.id"), nullable=False, index=True),
        sa.Column("status", sa.String(8), nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("audit_run_id", WHOLE, sa.ForeignKey("audit_run.id"), nullable=True),
        sa.Column("actor", sa.String(254), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.CheckConstraint("status IN ('open','frozen','closed')", name="status"),
    )
    for table in ("audit_run", "account_status_change"):
        append_only(table)
