"""Repo, pledge and lending of units."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from registry.worlds import UtcDateTime, Whole
from web.migrations.world.guards import append_only

revision: str = "0019"
down_revision: str | None = "0018"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

STATES = "'offered','declined','withdrawn','expired','running','called','settled','defaulted'"
STEPS = (
    "'offer','accept','decline','withdraw','expire','mark','call','lift','top_up','settle',"
    "'default'"
)


def upgrade() -> None:
    """Go forward."""
    _create_contracts()
    _create_events()
    _create_marks()
    for table in ("financing_event", "financing_mark"):
        append_only(table)


def _create_contracts() -> None:
    op.create_table(
        "financing_contract",
        _number(),
        sa.Column("number", sa.String(20), nullable=False, unique=True),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("market", sa.String(20), nullable=False),
        sa.Column("legal_status", sa.String(12), nullable=False),
        _reference("instrument_id", "instrument.id"),
        _reference("giver_account_id", "account.id"),
        _reference("taker_account_id", "account.id"),
        _reference("giver_party_id", "party.id"),
        _reference("taker_party_id", "party.id"),
        sa.Column("offered_by", sa.String(5), nullable=False),
        _whole("quantity_t"),
        _whole("principal_fen"),
        _whole("return_fen"),
        sa.Column("rate_ppm", Whole, nullable=True),
        _whole("term_days"),
        _whole("day_count"),
        _whole("haircut_ppm"),
        _whole("margin_ppm"),
        _whole("call_level_ppm"),
        _whole("call_working_days"),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("offer_until", sa.Date(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("matures_on", sa.Date(), nullable=True),
        _whole("secured_t"),
        _whole("collateral_fen"),
        sa.Column("reservation_id", sa.String(36), sa.ForeignKey("reservation.id"), nullable=True),
        sa.Column("call_due_on", sa.Date(), nullable=True),
        sa.Column("offered_at", UtcDateTime(), nullable=False),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("kind IN ('repo','pledge','lending')", name="kind"),
        sa.CheckConstraint(f"state IN ({STATES})", name="state"),
        sa.CheckConstraint("offered_by IN ('giver','taker')", name="offered_by"),
        sa.CheckConstraint("giver_party_id <> taker_party_id", name="two_parties"),
        sa.CheckConstraint(
            "quantity_t > 0 AND principal_fen > 0 AND return_fen > 0", name="amounts"
        ),
        sa.CheckConstraint("secured_t >= 0 AND collateral_fen >= 0", name="security"),
        sa.CheckConstraint("day_count IN (360,365) AND term_days > 0", name="days"),
        sa.CheckConstraint("(state = 'called') = (call_due_on IS NOT NULL)", name="call"),
        sa.CheckConstraint(
            "state IN ('offered','declined','withdrawn','expired')"
            " OR (starts_on IS NOT NULL AND matures_on > starts_on)",
            name="dates",
        ),
        sa.CheckConstraint(
            "state IN ('running','called') OR (secured_t = 0 AND collateral_fen = 0"
            " AND reservation_id IS NULL)",
            name="closed_holds_nothing",
        ),
    )
    for columns in (("state", "matures_on"), ("giver_party_id", "id"), ("taker_party_id", "id")):
        name = f"ix_financing_contract_{'_'.join(columns)}"
        op.create_index(name, "financing_contract", list(columns))


def _create_events() -> None:
    op.create_table(
        "financing_event",
        _number(),
        _reference("contract_id", "financing_contract.id"),
        sa.Column("step", sa.String(10), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("actor", sa.String(254), nullable=False),
        _whole("units_to_taker_t"),
        _whole("cash_to_taker_fen"),
        _whole("secured_t"),
        _whole("collateral_fen"),
        sa.Column("price_fen", Whole, nullable=True),
        _whole("claim_fen"),
        sa.Column("failed", sa.String(5), nullable=True),
        sa.Column(
            "transaction_id", sa.String(36), sa.ForeignKey("ledger_transaction.id"), nullable=True
        ),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(f"step IN ({STEPS})", name="step"),
        sa.CheckConstraint("failed IS NULL OR failed IN ('giver','taker')", name="failed"),
        sa.CheckConstraint(
            "transaction_id IS NOT NULL OR (units_to_taker_t = 0 AND cash_to_taker_fen = 0)",
            name="moved_by_a_transaction",
        ),
        sa.CheckConstraint("claim_fen >= 0", name="claim"),
    )
    op.create_index("ix_financing_event_contract_id_id", "financing_event", ["contract_id", "id"])


def _create_marks() -> None:
    op.create_table(
        "financing_mark",
        _number(),
        _reference("contract_id", "financing_contract.id"),
        sa.Column("business_date", sa.Date(), nullable=False),
        _whole("price_fen"),
        _whole("value_fen"),
        _whole("exposure_fen"),
        _whole("level_ppm"),
        _whole("missing"),
        sa.UniqueConstraint("contract_id", "business_date"),
    )


def _number() -> sa.Column[int]:
    return sa.Column("id", Whole, primary_key=True)


def _whole(name: str) -> sa.Column[int]:
    return sa.Column(name, Whole, nullable=False)


def _reference(name: str, target: str) -> sa.Column[int]:
    return sa.Column(name, Whole, sa.ForeignKey(target), nullable=False)
