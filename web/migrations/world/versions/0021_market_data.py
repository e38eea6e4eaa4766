"""Bulletins and published history."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from registry.worlds import UtcDateTime
from web.migrations.world.guards import append_only

revision: str = "0021"
down_revision: str | None = "0020"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MODES = ("listed", "block", "auction")
PRICES = (
    "(open_fen IS NULL AND high_fen IS NULL AND low_fen IS NULL)"
    " OR (low_fen <= open_fen AND open_fen <= high_fen)"
)
TOTALS = " AND ".join(f"{mode}_t >= 0 AND {mode}_fen >= 0" for mode in MODES)


def upgrade() -> None:
    """Go forward."""
    op.create_index(None, "trade", ["instrument_id", "business_date", "id"])
    op.create_table(
        "daily_bulletin",
        sa.Column("id", WHOLE, primary_key=True),
        sa.Column("market", sa.String(16), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("weights", sa.String(16), nullable=False),
        sa.Column("weight_confidence", sa.String(10), nullable=False),
        *_prices(),
        *_totals(),
        sa.Column("cumulative_t", WHOLE, nullable=False),
        sa.Column("cumulative_fen", WHOLE, nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.UniqueConstraint("market", "business_date"),
        sa.CheckConstraint(PRICES, name="prices"),
        sa.CheckConstraint(TOTALS, name="totals"),
        sa.CheckConstraint(
            "weights IN ('','volume_share','single_vintage','only')", name="weights"
        ),
    )
    op.create_table(
        "daily_bulletin_line",
        sa.Column("id", WHOLE, primary_key=True),
        sa.Column("bulletin_id", WHOLE, sa.ForeignKey("daily_bulletin.id"), nullable=False),
        sa.Column("instrument_id", WHOLE, sa.ForeignKey("instrument.id"), nullable=False),
        *_prices(),
        *_totals(),
        sa.UniqueConstraint("bulletin_id", "instrument_id"),
        sa.CheckConstraint(PRICES, name="prices"),
        sa.CheckConstraint(TOTALS, name="totals"),
    )
    op.create_table(
        "published_period",
        sa.Column("id", WHOLE, primary_key=True),
        sa.Column("market", sa.String(20), nullable=False),
        sa.Column("period", sa.String(10), nullable=False),
        sa.Column("close_cny", sa.String(20), nullable=True),
        sa.Column("price_basis", sa.String(10), nullable=False),
        sa.Column("volume_t", WHOLE, nullable=False),
        sa.Column("turnover_cny", sa.String(24), nullable=True),
        sa.Column("vwap_cny", sa.String(20), nullable=True),
        sa.Column("source_zh", sa.String(200), nullable=False),
        sa.Column("source_en", sa.String(200), nullable=False),
        sa.Column("confidence", sa.String(10), nullable=False),
        sa.UniqueConstraint("market", "period"),
        sa.CheckConstraint(
            "price_basis IN ('','listed','composite','vintage')", name="price_basis"
        ),
        sa.CheckConstraint("volume_t >= 0", name="volume"),
        sa.CheckConstraint("confidence IN ('published','high','derived')", name="confidence"),
    )
    for table in ("daily_bulletin", "daily_bulletin_line", "published_period"):
        append_only(table)


def _prices() -> list[sa.Column[int]]:
    names = ("previous_close_fen", "open_fen", "high_fen", "low_fen", "close_fen")
    return [sa.Column(name, WHOLE, nullable=True) for name in names]


def _totals() -> list[sa.Column[int]]:
    names = (f"{mode}_{unit}" for mode in MODES for unit in ("t", "fen"))
    return [sa.Column(name, WHOLE, nullable=False) for name in names]
