"""Alerts, pauses and announcements."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from registry.worlds import UtcDateTime
from web.migrations.world.guards import append_only
from web.migrations.world.rebuilding import replace_check

revision: str = "0022"
down_revision: str | None = "0021"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
APPEND_ONLY = (
    "market_announcement",
    "self_trade_attempt",
    "surveillance_alert",
    "surveillance_review",
)


def upgrade() -> None:
    """Go forward."""
    replace_check("instrument", "state", "state IN ('open','paused','closed')")
    replace_check(
        "market_event",
        "kind",
        "kind IN ('opened','day','order','trade','cancelled','expired','paused','resumed')",
    )
    _create_announcements()
    _create_attempts()
    _create_alerts()
    for table in APPEND_ONLY:
        append_only(table)


def _create_announcements() -> None:
    op.create_table(
        "market_announcement",
        sa.Column("id", WHOLE, primary_key=True),
        sa.Column("number", sa.String(24), nullable=False, unique=True),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("market", sa.String(60), nullable=False, index=True),
        sa.Column(
            "instrument_id", WHOLE, sa.ForeignKey("instrument.id"), nullable=True, index=True
        ),
        sa.Column("reason_zh", sa.String(200), nullable=False),
        sa.Column("reason_en", sa.String(200), nullable=False),
        sa.Column("actor", sa.String(254), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("kind IN ('paused','resumed')", name="kind"),
    )


def _create_attempts() -> None:
    op.create_table(
        "self_trade_attempt",
        sa.Column("id", WHOLE, primary_key=True),
        sa.Column("instrument_id", WHOLE, sa.ForeignKey("instrument.id"), nullable=False),
        sa.Column("account_id", WHOLE, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("party_id", WHOLE, sa.ForeignKey("party.id"), nullable=False),
        sa.Column("order_id", WHOLE, sa.ForeignKey("market_order.id"), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False, index=True),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
    )


def _create_alerts() -> None:
    op.create_table(
        "surveillance_alert",
        sa.Column("id", WHOLE, primary_key=True),
        sa.Column("number", sa.String(24), nullable=False, unique=True),
        sa.Column("key", sa.String(120), nullable=False, unique=True),
        sa.Column("rule", sa.String(16), nullable=False),
        sa.Column(
            "instrument_id", WHOLE, sa.ForeignKey("instrument.id"), nullable=False, index=True
        ),
        sa.Column("party_id", WHOLE, sa.ForeignKey("party.id"), nullable=True),
        sa.Column("business_date", sa.Date(), nullable=False, index=True),
        sa.Column("figures_json", sa.String(), nullable=False),
        sa.Column("source_zh", sa.String(), nullable=False),
        sa.Column("source_en", sa.String(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "rule IN ('self_trade','band_touches','large_holder','cancel_share','corridor')",
            name="rule",
        ),
    )
    op.create_table(
        "surveillance_review",
        sa.Column("id", WHOLE, primary_key=True),
        sa.Column(
            "alert_id", WHOLE, sa.ForeignKey("surveillance_alert.id"), nullable=False, index=True
        ),
        sa.Column("note", sa.String(200), nullable=False),
        sa.Column("actor", sa.String(254), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
    )
