"""Auctions, their bids and results."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from registry.worlds import UtcDateTime
from web.migrations.world.guards import append_only

revision: str = "0017"
down_revision: str | None = "0016"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Go forward."""
    _create_auctions()
    _create_bids()
    _create_results()
    for table in (
        "auction_invitation",
        "auction_sheet",
        "auction_bid",
        "auction_result",
        "auction_award",
    ):
        append_only(table)


def _create_auctions() -> None:
    op.create_table(
        "auction",
        _number(),
        sa.Column("number", sa.String(16), nullable=False, unique=True),
        _reference("instrument_id", "instrument.id", index=True),
        _reference("account_id", "account.id", index=True),
        _reference("party_id", "party.id"),
        sa.Column("side", sa.String(4), nullable=False),
        *_wholes("quantity_t", "minimum_t"),
        sa.Column("pricing", sa.String(12), nullable=False),
        sa.Column("at_margin", sa.String(8), nullable=False),
        *_wholes("limit_fen"),
        sa.Column("limit_public", sa.Boolean(), nullable=False),
        sa.Column("opens_at", UtcDateTime(), nullable=False),
        sa.Column("closes_at", UtcDateTime(), nullable=False),
        sa.Column("eligibility", sa.String(12), nullable=False),
        *_wholes("bid_min_t", "bid_max_t"),
        sa.Column("deposit_pct", sa.Integer(), nullable=False),
        *_wholes("fee_rate"),
        sa.Column("note", sa.String(500), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        _reservation(nullable=False),
        sa.Column("announced_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("side IN ('buy','sell')", name="side"),
        sa.CheckConstraint("pricing IN ('uniform','pay_as_bid')", name="pricing"),
        sa.CheckConstraint("at_margin IN ('pro_rata','time')", name="at_margin"),
        sa.CheckConstraint("eligibility IN ('all','compliance','list')", name="eligibility"),
        sa.CheckConstraint(
            "state IN ('requested','announced','closed','failed','cancelled')", name="state"
        ),
        sa.CheckConstraint(
            "quantity_t > 0 AND minimum_t >= 0 AND minimum_t <= quantity_t", name="quantity"
        ),
        sa.CheckConstraint(
            "bid_min_t >= 1 AND bid_min_t <= bid_max_t AND bid_max_t <= quantity_t",
            name="bid_limits",
        ),
        sa.CheckConstraint(
            "limit_fen >= 0 AND (side = 'sell' OR limit_fen > 0)", name="limit_price"
        ),
        sa.CheckConstraint("deposit_pct >= 1 AND deposit_pct <= 100", name="deposit"),
        sa.CheckConstraint("fee_rate >= 0 AND fee_rate <= 100000", name="fee_rate"),
        sa.CheckConstraint("opens_at < closes_at", name="window"),
        sa.CheckConstraint(
            "(state IN ('requested','announced')) = (ended_at IS NULL)", name="ended"
        ),
    )
    op.create_index(None, "auction", ["state", "closes_at"])
    op.create_table(
        "auction_invitation",
        _number(),
        _reference("auction_id", "auction.id"),
        _reference("party_id", "party.id", index=True),
        sa.UniqueConstraint("auction_id", "party_id"),
    )


def _create_bids() -> None:
    op.create_table(
        "auction_sheet",
        _number(),
        _reference("auction_id", "auction.id"),
        _reference("party_id", "party.id"),
        _reference("account_id", "account.id", index=True),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        *_wholes("bid_t", "set_aside"),
        _reservation(nullable=True),
        sa.Column("submitted_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("(reservation_id IS NULL) = withdrawn", name="withdrawn"),
        sa.CheckConstraint(
            "(withdrawn AND bid_t = 0 AND set_aside = 0)"
            " OR (NOT withdrawn AND bid_t > 0 AND set_aside > 0)",
            name="bid",
        ),
    )
    op.create_index(None, "auction_sheet", ["auction_id", "party_id", "id"])
    op.create_index(None, "auction_sheet", ["party_id"])
    op.create_table(
        "auction_bid",
        _number(),
        _reference("sheet_id", "auction_sheet.id"),
        sa.Column("line", sa.Integer(), nullable=False),
        *_wholes("price_fen", "quantity_t"),
        sa.CheckConstraint("price_fen > 0 AND quantity_t > 0", name="positive"),
        sa.UniqueConstraint("sheet_id", "line"),
    )


def _create_results() -> None:
    op.create_table(
        "auction_result",
        _number(),
        sa.Column("auction_id", WHOLE, sa.ForeignKey("auction.id"), nullable=False, unique=True),
        sa.Column("price_fen", WHOLE, nullable=True),
        *_wholes("cleared_t", "traded_t", "turnover_fen", "bid_t"),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("bids", "bidders", "winners", "defaulters")
        ),
        sa.Column("cleared_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("(price_fen IS NULL) = (cleared_t = 0)", name="price"),
        sa.CheckConstraint("traded_t >= 0 AND traded_t <= cleared_t", name="traded"),
        sa.CheckConstraint(
            "turnover_fen >= 0 AND (turnover_fen > 0 OR traded_t = 0)", name="turnover"
        ),
        sa.CheckConstraint(
            "bids >= bidders AND bidders >= winners AND winners >= defaulters AND defaulters >= 0",
            name="counts",
        ),
    )
    op.create_table(
        "auction_award",
        _number(),
        _reference("auction_id", "auction.id", index=True),
        sa.Column("bid_id", WHOLE, sa.ForeignKey("auction_bid.id"), nullable=False, unique=True),
        *_wholes("price_fen", "quantity_t"),
        sa.Column("trade_id", WHOLE, sa.ForeignKey("trade.id"), nullable=True, index=True),
        sa.CheckConstraint("price_fen > 0 AND quantity_t > 0", name="positive"),
    )


def _number() -> sa.Column[int]:
    return sa.Column("id", WHOLE, primary_key=True)


def _reference(name: str, target: str, *, index: bool = False) -> sa.Column[int]:
    return sa.Column(name, WHOLE, sa.ForeignKey(target), nullable=False, index=index)


def _reservation(*, nullable: bool) -> sa.Column[str]:
    return sa.Column(
        "reservation_id", sa.String(36), sa.ForeignKey("reservation.id"), nullable=nullable
    )


def _wholes(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, WHOLE, nullable=False) for name in names]
