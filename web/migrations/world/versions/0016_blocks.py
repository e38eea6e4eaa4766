"""Block offers and what was said of them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from registry.worlds import UtcDateTime
from web.migrations.world.guards import append_only

revision: str = "0016"
down_revision: str | None = "0015"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Go forward."""
    _create_offers()
    _create_events()
    append_only("block_event")


def _create_offers() -> None:
    op.create_table(
        "block_offer",
        sa.Column("id", WHOLE, primary_key=True),
        sa.Column("number", sa.String(24), nullable=False, unique=True),
        sa.Column(
            "instrument_id", WHOLE, sa.ForeignKey("instrument.id"), nullable=False, index=True
        ),
        sa.Column("account_id", WHOLE, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("party_id", WHOLE, sa.ForeignKey("party.id"), nullable=False, index=True),
        sa.Column("counterparty_account_id", WHOLE, sa.ForeignKey("account.id"), nullable=True),
        sa.Column("counterparty_id", WHOLE, sa.ForeignKey("party.id"), nullable=True, index=True),
        sa.Column("side", sa.String(4), nullable=False),
        sa.Column("price_fen", WHOLE, nullable=False),
        sa.Column("quantity_t", WHOLE, nullable=False),
        sa.Column("fee_rate", WHOLE, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("reservation_id", sa.String(36), sa.ForeignKey("reservation.id"), nullable=False),
        sa.Column("trade_id", WHOLE, sa.ForeignKey("trade.id"), nullable=True),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("offered_at", UtcDateTime(), nullable=False),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("side IN ('buy','sell')", name="side"),
        sa.CheckConstraint(
            "state IN ('open','agreed','declined','withdrawn','expired')", name="state"
        ),
        sa.CheckConstraint("price_fen > 0 AND quantity_t > 0", name="terms"),
        sa.CheckConstraint("fee_rate >= 0 AND fee_rate <= 100000", name="fee_rate"),
        sa.CheckConstraint("(state = 'agreed') = (trade_id IS NOT NULL)", name="agreed"),
        sa.CheckConstraint("(state = 'open') = (closed_at IS NULL)", name="closed"),
        sa.CheckConstraint("party_id <> counterparty_id", name="two_parties"),
        sa.CheckConstraint(
            "(counterparty_id IS NULL) = (counterparty_account_id IS NULL)", name="counterparty"
        ),
    )
    op.create_index(None, "block_offer", ["state", "business_date"])


def _create_events() -> None:
    op.create_table(
        "block_event",
        sa.Column("id", WHOLE, primary_key=True),
        sa.Column("offer_id", WHOLE, sa.ForeignKey("block_offer.id"), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("account_id", WHOLE, sa.ForeignKey("account.id"), nullable=True, index=True),
        sa.Column("price_fen", WHOLE, nullable=True),
        sa.Column("quantity_t", WHOLE, nullable=True),
        sa.Column("answers", sa.Integer(), nullable=True),
        sa.Column("actor", sa.String(254), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.UniqueConstraint("offer_id", "round"),
        sa.CheckConstraint(
            "kind IN ('offered','countered','accepted','declined','withdrawn','expired')",
            name="kind",
        ),
        sa.CheckConstraint("round >= 1 AND answers < round", name="rounds"),
        sa.CheckConstraint(
            "(kind IN ('offered','countered','accepted')"
            " AND price_fen > 0 AND quantity_t > 0)"
            " OR (kind IN ('declined','withdrawn','expired')"
            " AND price_fen IS NULL AND quantity_t IS NULL)",
            name="terms",
        ),
        sa.CheckConstraint(
            "(kind IN ('accepted','declined')) = (answers IS NOT NULL)", name="answers"
        ),
        sa.CheckConstraint("(kind = 'expired') = (account_id IS NULL)", name="who"),
    )
