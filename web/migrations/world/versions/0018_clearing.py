"""Fees, statements, the settlement reserve and defaults."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from registry.worlds import UtcDateTime, Whole
from web.migrations.world.guards import append_only
from web.migrations.world.house_accounts import open_house_account

revision: str = "0018"
down_revision: str | None = "0017"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

HOUSE_ACCOUNTS = (
    (-4, "100-0000009-66", "exchange"),
    (-5, "100-0000010-63", "risk_reserve"),
)
TABLES = (
    "clearing_day",
    "clearing_line",
    "default_claim",
    "default_recovery",
    "statement_dispute",
    "dispute_answer",
)


def upgrade() -> None:
    """Go forward."""
    _open_house_accounts()
    _create_days()
    _create_claims()
    _create_disputes()
    for table in TABLES:
        append_only(table)


def _open_house_accounts() -> None:
    for account in HOUSE_ACCOUNTS:
        open_house_account(*account)


def _create_days() -> None:
    op.create_table(
        "clearing_day",
        _number(),
        sa.Column("business_date", sa.Date(), nullable=False, unique=True),
        *(_whole(name) for name in ("trades", "turnover_fen", "fees_fen")),
        *(_whole(name) for name in ("deposited_fen", "withdrawn_fen", "differences")),
        sa.Column("cleared_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "trades >= 0 AND turnover_fen >= 0 AND fees_fen >= 0 AND deposited_fen >= 0"
            " AND withdrawn_fen >= 0 AND differences >= 0",
            name="totals",
        ),
    )
    op.create_table(
        "clearing_line",
        _number(),
        _reference("clearing_day_id", "clearing_day.id"),
        _reference("account_id", "account.id"),
        _reference("unit_type_id", "unit_type.id"),
        *(_whole(name) for name in ("opening", "received", "sent", "closing")),
        sa.UniqueConstraint("clearing_day_id", "account_id", "unit_type_id"),
        sa.CheckConstraint("received >= 0 AND sent >= 0", name="not_negative"),
        sa.CheckConstraint("closing = opening + received - sent", name="closing"),
    )
    op.create_index(None, "clearing_line", ["account_id", "clearing_day_id"])


def _create_claims() -> None:
    op.create_table(
        "default_claim",
        _number(),
        sa.Column("number", sa.String(24), nullable=False, unique=True),
        _reference("account_id", "account.id"),
        _reference("party_id", "party.id", index=True),
        _reference("creditor_account_id", "account.id", nullable=True),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("reference", sa.String(64), nullable=False),
        _whole("advanced_fen"),
        _whole("unpaid_fen"),
        _transaction(),
        *_recorded(),
        sa.CheckConstraint(
            "advanced_fen >= 0 AND unpaid_fen >= 0 AND advanced_fen + unpaid_fen > 0",
            name="amounts",
        ),
        sa.CheckConstraint("(advanced_fen > 0) = (transaction_id IS NOT NULL)", name="advance"),
        sa.CheckConstraint("unpaid_fen = 0 OR creditor_account_id IS NOT NULL", name="creditor"),
    )
    op.create_index(None, "default_claim", ["account_id", "id"])
    op.create_table(
        "default_recovery",
        _number(),
        _reference("claim_id", "default_claim.id", index=True),
        sa.Column("kind", sa.String(12), nullable=False),
        _whole("to_creditor_fen"),
        _whole("to_reserve_fen"),
        _transaction(),
        sa.Column("note", sa.String(200), nullable=False),
        sa.Column("actor", sa.String(254), nullable=False),
        *_recorded(),
        sa.CheckConstraint("kind IN ('paid','written_off')", name="kind"),
        sa.CheckConstraint(
            "to_creditor_fen >= 0 AND to_reserve_fen >= 0 AND to_creditor_fen + to_reserve_fen > 0",
            name="amounts",
        ),
        sa.CheckConstraint("(kind = 'paid') = (transaction_id IS NOT NULL)", name="payment"),
    )


def _create_disputes() -> None:
    op.create_table(
        "statement_dispute",
        _number(),
        sa.Column("number", sa.String(24), nullable=False, unique=True),
        _reference("account_id", "account.id"),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(1000), nullable=False),
        sa.Column("actor", sa.String(254), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
    )
    op.create_index(None, "statement_dispute", ["account_id", "business_date"])
    op.create_table(
        "dispute_answer",
        _number(),
        sa.Column(
            "dispute_id",
            Whole,
            sa.ForeignKey("statement_dispute.id"),
            nullable=False,
            unique=True,
        ),
        sa.Column("upheld", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(1000), nullable=False),
        sa.Column("actor", sa.String(254), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
    )


def _number() -> sa.Column[int]:
    return sa.Column("id", Whole, primary_key=True)


def _whole(name: str) -> sa.Column[int]:
    return sa.Column(name, Whole, nullable=False)


def _reference(
    name: str, target: str, *, nullable: bool = False, index: bool = False
) -> sa.Column[int]:
    return sa.Column(name, Whole, sa.ForeignKey(target), nullable=nullable, index=index)


def _transaction() -> sa.Column[str]:
    return sa.Column(
        "transaction_id",
        sa.String(36),
        sa.ForeignKey("ledger_transaction.id"),
        nullable=True,
        unique=True,
    )


def _recorded() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
    )
