"""The compliance cycle."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from registry.worlds import UtcDateTime
from web.migrations.world.guards import append_only

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ONCE_A_YEAR = sa.text(
    "kind IN ('verification','pre_allocation','allocation','obligation','notice','fine')"
)
EVENT_KINDS = (
    "kind IN ('evidence', 'report', 'return', 'verification', 'pre_allocation', 'allocation',"
    " 'obligation', 'borrowing', 'surrender', 'reversal', 'notice', 'application', 'carry_over',"
    " 'fine', 'delisting')"
)
TABLES = (
    "compliance_entity",
    "compliance_unit",
    "compliance_event",
    "compliance_balance",
    "ledger_reversal",
)


def upgrade() -> None:
    """Go forward."""
    _create_entities()
    _create_events()
    _create_balances()
    _create_reversals()
    for table in TABLES:
        append_only(table)


def _create_entities() -> None:
    op.create_table(
        "compliance_entity",
        sa.Column("id", WHOLE, primary_key=True),
        sa.Column("number", sa.String(24), nullable=False, unique=True),
        _reference("party_id", "party.id"),
        _reference("account_id", "account.id", index=True),
        sa.Column("scheme", sa.String(10), nullable=False, index=True),
        sa.Column("sector", sa.String(16), nullable=False),
        sa.Column("first_year", sa.Integer(), nullable=False),
        sa.Column("annual_emissions_t", WHOLE, nullable=False),
        sa.Column("actor", sa.String(254), nullable=False),
        *_dated(),
        sa.UniqueConstraint("party_id", "scheme"),
    )
    op.create_table(
        "compliance_unit",
        sa.Column("id", WHOLE, primary_key=True),
        _reference("entity_id", "compliance_entity.id"),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("unit_class", sa.String(24), nullable=False),
        sa.Column("cooling", sa.String(16), nullable=False),
        *_dated(),
        sa.UniqueConstraint("entity_id", "code"),
    )


def _create_events() -> None:
    op.create_table(
        "compliance_event",
        sa.Column("id", WHOLE, primary_key=True),
        _reference("entity_id", "compliance_entity.id"),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("month", sa.Integer()),
        sa.Column("quantity", WHOLE),
        sa.Column("unit_kind", sa.String(12), nullable=False),
        sa.Column("unit_type", sa.String(24), nullable=False),
        sa.Column("amount_fen", WHOLE),
        sa.Column("due_on", sa.Date()),
        sa.Column("reference", sa.String(64), nullable=False),
        _reference("follows_id", "compliance_event.id", nullable=True, unique=True),
        _reference("party_id", "party.id", nullable=True),
        sa.Column("note", sa.String(500), nullable=False),
        sa.Column("detail_json", sa.String(), nullable=False),
        sa.Column("actor", sa.String(254), nullable=False),
        *_dated(),
        sa.CheckConstraint(EVENT_KINDS, name="kind"),
    )
    op.create_index(None, "compliance_event", ["entity_id", "year", "kind"])
    op.create_index(None, "compliance_event", ["year", "kind"])
    op.create_index(
        "uq_compliance_event_once_a_year",
        "compliance_event",
        ["entity_id", "year", "kind"],
        unique=True,
        sqlite_where=ONCE_A_YEAR,
        postgresql_where=ONCE_A_YEAR,
    )


def _create_balances() -> None:
    op.create_table(
        "compliance_balance",
        sa.Column("id", WHOLE, primary_key=True),
        sa.Column("scheme", sa.String(10), nullable=False),
        sa.Column("sector", sa.String(16), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(40), nullable=False),
        sa.Column("line_count", sa.Integer(), nullable=False),
        sa.Column("emissions_t", WHOLE, nullable=False),
        sa.Column("allocation_t", WHOLE, nullable=False),
        sa.Column("actor", sa.String(254), nullable=False),
        *_dated(),
        sa.UniqueConstraint("scheme", "sector", "year"),
    )


def _create_reversals() -> None:
    """A surrender is undone once, by a transaction that mirrors it."""
    op.create_table(
        "ledger_reversal",
        sa.Column(
            "transaction_id",
            sa.String(36),
            sa.ForeignKey("ledger_transaction.id", deferrable=True, initially="DEFERRED"),
            primary_key=True,
        ),
        sa.Column(
            "reverses_id",
            sa.String(36),
            sa.ForeignKey("ledger_transaction.id"),
            nullable=False,
            unique=True,
        ),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
    )


def _reference(
    name: str, target: str, *, nullable: bool = False, unique: bool = False, index: bool = False
) -> sa.Column[int]:
    key = sa.ForeignKey(target)
    return sa.Column(name, WHOLE, key, nullable=nullable, unique=unique, index=index)


def _dated() -> list[sa.Column[object]]:
    return [
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
    ]
