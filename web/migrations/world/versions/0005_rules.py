"""Amendments of rules and holidays."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from web.migrations.world.guards import append_only

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "rule_amendment",
        sa.Column("id", WHOLE, primary_key=True),
        *_texts(scheme=60, key=60, applies_to=60, value=300, unit=30),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date()),
        *_texts(source=300, confidence=10, reason=1000),
        *_recorded(),
        sa.CheckConstraint("value <> '' AND source <> '' AND reason <> ''", name="said"),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="validity"),
    )
    op.create_index("ix_rule_amendment_scheme_key", "rule_amendment", ["scheme", "key"])
    op.create_table(
        "calendar_amendment",
        sa.Column("id", WHOLE, primary_key=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("working", sa.Boolean(), nullable=False),
        *_texts(name=100, source=300),
        *_recorded(),
        sa.CheckConstraint("source <> '' AND name <> ''", name="said"),
    )
    op.create_index("ix_calendar_amendment_day", "calendar_amendment", ["day"])
    for table in ("rule_amendment", "calendar_amendment"):
        append_only(table)


def _texts(**lengths: int) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(length), nullable=False) for name, length in lengths.items()]


def _recorded() -> list[sa.Column[object]]:
    """Return the columns that say who recorded a row, by which command, and when."""
    return [
        sa.Column("actor", sa.String(254), nullable=False),
        sa.Column("client_id", sa.String(64), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
    ]
