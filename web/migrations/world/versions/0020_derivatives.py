"""Forwards, futures and options; the account of the central counterparty."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from registry.worlds import UtcDateTime
from web.migrations.world.guards import append_only
from web.migrations.world.house_accounts import open_house_account

revision: str = "0020"
down_revision: str | None = "0019"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
CENTRAL_COUNTERPARTY = (-6, "100-0000011-60", "counterparty")


def upgrade() -> None:
    """Go forward."""
    open_house_account(*CENTRAL_COUNTERPARTY)
    _create_contract_series()
    _create_series_offer()
    _create_series_trade()
    _create_series_position()
    _create_series_settlement()
    _create_series_mark()
    _create_margin_call()
    for table in ("series_trade", "series_settlement", "series_mark"):
        append_only(table)


def _create_contract_series() -> None:
    op.create_table(
        "contract_series",
        sa.Column("id", WHOLE, primary_key=True),
        sa.Column("code", sa.String(24), nullable=False, unique=True),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("instrument_id", WHOLE, sa.ForeignKey("instrument.id"), nullable=False),
        sa.Column("scheme", sa.String(60), nullable=False),
        sa.Column("status", sa.String(12), nullable=False),
        sa.Column("size_t", WHOLE, nullable=False),
        sa.Column("tick_fen", WHOLE, nullable=False),
        sa.Column("last_trading_day", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("settlement", sa.String(8), nullable=False),
        sa.Column("strike_fen", WHOLE, nullable=True),
        sa.Column("option_type", sa.String(4), nullable=True),
        sa.Column("initial_bp", WHOLE, nullable=False),
        sa.Column("maintenance_bp", WHOLE, nullable=False),
        sa.Column("final_days", WHOLE, nullable=False),
        sa.Column("opens", sa.String(5), nullable=False),
        sa.Column("closes", sa.String(5), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("listed_on", sa.Date(), nullable=False),
        sa.Column("listed_at", UtcDateTime(), nullable=False),
        sa.Column("final_price_fen", WHOLE, nullable=True),
        sa.Column("final_underlying_fen", WHOLE, nullable=True),
        sa.Column("delivered_contracts", WHOLE, nullable=True),
        sa.Column("expired_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("size_t > 0 AND tick_fen > 0 AND final_days > 0", name="positive"),
        sa.CheckConstraint(
            (
                "(kind = 'option' AND strike_fen > 0 AND option_type IN ('call','put')) OR "
                "(kind <> 'option' AND strike_fen IS NULL AND option_type IS NULL)"
            ),
            name="option",
        ),
        sa.CheckConstraint("(state = 'expired') = (final_price_fen IS NOT NULL)", name="final"),
        sa.CheckConstraint("settlement IN ('cash','physical')", name="settlement"),
        sa.CheckConstraint("state IN ('open','expired')", name="state"),
        sa.CheckConstraint(
            "maintenance_bp > 0 AND maintenance_bp <= initial_bp AND initial_bp <= 10000",
            name="margins",
        ),
        sa.CheckConstraint("expires_on >= last_trading_day", name="days"),
        sa.CheckConstraint("kind IN ('forward','future','option')", name="kind"),
        sa.CheckConstraint("status IN ('pilot','planned','otc','educational')", name="status"),
    )


def _create_series_offer() -> None:
    op.create_table(
        "series_offer",
        sa.Column("id", WHOLE, primary_key=True),
        sa.Column("series_id", WHOLE, sa.ForeignKey("contract_series.id"), nullable=False),
        sa.Column("side", sa.String(4), nullable=False),
        sa.Column("from_account_id", WHOLE, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("to_account_id", WHOLE, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("from_party_id", WHOLE, sa.ForeignKey("party.id"), nullable=False),
        sa.Column("to_party_id", WHOLE, sa.ForeignKey("party.id"), nullable=False),
        sa.Column("price_fen", WHOLE, nullable=False),
        sa.Column("contracts", WHOLE, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("offered_at", UtcDateTime(), nullable=False),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("state IN ('open','accepted','withdrawn','declined')", name="state"),
        sa.CheckConstraint("from_account_id <> to_account_id", name="two_accounts"),
        sa.CheckConstraint("side IN ('buy','sell')", name="side"),
        sa.CheckConstraint("price_fen > 0 AND contracts > 0", name="positive"),
    )
    op.create_index(None, "series_offer", ["from_party_id", "id"])
    op.create_index(None, "series_offer", ["series_id", "id"])
    op.create_index(None, "series_offer", ["to_party_id", "id"])


def _create_series_trade() -> None:
    op.create_table(
        "series_trade",
        sa.Column("id", WHOLE, primary_key=True),
        sa.Column("series_id", WHOLE, sa.ForeignKey("contract_series.id"), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("offer_id", WHOLE, sa.ForeignKey("series_offer.id"), nullable=True, unique=True),
        sa.Column("buyer_account_id", WHOLE, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("seller_account_id", WHOLE, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("price_fen", WHOLE, nullable=False),
        sa.Column("contracts", WHOLE, nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("traded_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("buyer_account_id <> seller_account_id", name="two_accounts"),
        sa.CheckConstraint("kind IN ('trade','close_out')", name="kind"),
        sa.CheckConstraint("price_fen >= 0 AND contracts > 0", name="positive"),
    )
    op.create_index(None, "series_trade", ["series_id", "business_date", "id"])


def _create_series_position() -> None:
    op.create_table(
        "series_position",
        sa.Column("id", WHOLE, primary_key=True),
        sa.Column("series_id", WHOLE, sa.ForeignKey("contract_series.id"), nullable=False),
        sa.Column("account_id", WHOLE, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("net", WHOLE, nullable=False),
        sa.Column("value_fen", WHOLE, nullable=False),
        sa.Column("reservation_id", sa.String(36), sa.ForeignKey("reservation.id"), nullable=True),
        sa.UniqueConstraint("series_id", "account_id"),
    )
    op.create_index(None, "series_position", ["account_id"])


def _create_series_settlement() -> None:
    op.create_table(
        "series_settlement",
        sa.Column("id", WHOLE, primary_key=True),
        sa.Column("series_id", WHOLE, sa.ForeignKey("contract_series.id"), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("basis", sa.String(8), nullable=False),
        sa.Column("price_fen", WHOLE, nullable=False),
        sa.Column("underlying_fen", WHOLE, nullable=False),
        sa.Column("contracts", WHOLE, nullable=False),
        sa.Column(
            "transaction_id", sa.String(36), sa.ForeignKey("ledger_transaction.id"), nullable=True
        ),
        sa.Column("settled_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("basis IN ('trades','model','final')", name="basis"),
        sa.CheckConstraint(
            "price_fen >= 0 AND underlying_fen > 0 AND contracts >= 0", name="amounts"
        ),
        sa.UniqueConstraint("series_id", "business_date", "basis"),
    )


def _create_series_mark() -> None:
    op.create_table(
        "series_mark",
        sa.Column("id", WHOLE, primary_key=True),
        sa.Column("settlement_id", WHOLE, sa.ForeignKey("series_settlement.id"), nullable=False),
        sa.Column("account_id", WHOLE, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("net", WHOLE, nullable=False),
        sa.Column("variation_fen", WHOLE, nullable=False),
        sa.Column("from_margin_fen", WHOLE, nullable=False),
        sa.Column("from_cash_fen", WHOLE, nullable=False),
        sa.Column("missing_fen", WHOLE, nullable=False),
        sa.Column("margin_fen", WHOLE, nullable=False),
        sa.Column("needed_fen", WHOLE, nullable=False),
        sa.CheckConstraint(
            "from_margin_fen >= 0 AND from_cash_fen >= 0 AND missing_fen >= 0", name="parts"
        ),
        sa.UniqueConstraint("settlement_id", "account_id"),
        sa.CheckConstraint(
            (
                "from_margin_fen + from_cash_fen + missing_fen = CASE WHEN variation_fen < 0 "
                "THEN -variation_fen ELSE 0 END"
            ),
            name="sum",
        ),
    )
    op.create_index(None, "series_mark", ["account_id", "id"])


def _create_margin_call() -> None:
    op.create_table(
        "margin_call",
        sa.Column("id", WHOLE, primary_key=True),
        sa.Column(
            "position_id", WHOLE, sa.ForeignKey("series_position.id"), nullable=False, index=True
        ),
        sa.Column("settlement_id", WHOLE, sa.ForeignKey("series_settlement.id"), nullable=False),
        sa.Column("amount_fen", WHOLE, nullable=False),
        sa.Column("deadline", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("called_at", UtcDateTime(), nullable=False),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("state IN ('open','met','closed_out','ended')", name="state"),
        sa.CheckConstraint("amount_fen > 0", name="amount"),
        sa.CheckConstraint("(state = 'open') = (closed_at IS NULL)", name="closed"),
    )
    op.create_index(None, "margin_call", ["state", "deadline"])
