"""The event log, its tree and its checkpoints; worlds that have a past get their events."""

import secrets
from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from registry.worlds import UtcDateTime
from web.migrations.world.backfilled_events import backfill
from web.migrations.world.guards import append_only

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "event",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    certificates = sa.text("kind = 'certificate'")
    op.create_index(
        op.f("ix_event_subject"),
        "event",
        ["subject"],
        sqlite_where=certificates,
        postgresql_where=certificates,
    )
    op.create_table(
        "log_leaf",
        sa.Column("leaf_index", WHOLE, autoincrement=False, nullable=False),
        sa.Column("event_id", WHOLE, nullable=False),
        sa.Column("leaf_hash", sa.LargeBinary(32), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_log_leaf_event_id")),
        sa.PrimaryKeyConstraint("leaf_index", name=op.f("pk_log_leaf")),
        sa.UniqueConstraint("event_id", name=op.f("uq_log_leaf_event_id")),
    )
    op.create_table(
        "log_node",
        sa.Column("level", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("node_index", WHOLE, autoincrement=False, nullable=False),
        sa.Column("node_hash", sa.LargeBinary(32), nullable=False),
        sa.PrimaryKeyConstraint("level", "node_index", name=op.f("pk_log_node")),
    )
    op.create_table(
        "checkpoint",
        sa.Column("tree_size", WHOLE, autoincrement=False, nullable=False),
        sa.Column("signed_text", sa.String(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("tree_size >= 1", name=op.f("ck_checkpoint_size")),
        sa.PrimaryKeyConstraint("tree_size", name=op.f("pk_checkpoint")),
    )
    op.create_table(
        "log_secret",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("pseudonym_key", sa.String(64), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_log_secret_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_secret")),
    )
    key = secrets.token_hex(32)
    op.get_bind().execute(
        sa.text("INSERT INTO log_secret (id, pseudonym_key) VALUES (1, :key)"), {"key": key}
    )
    backfill(op.get_bind(), key)
    for table in ("event", "log_leaf", "log_node", "checkpoint"):
        append_only(table)
