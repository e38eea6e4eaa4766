"""Control: mandates with validity, proposals, profiles, limits and trusted accounts."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from registry.worlds import UtcDateTime, Whole
from web.migrations.world.guards import append_only
from web.migrations.world.rebuilding import changed_table

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

STATES = "'proposed','approved','executed','failed','rejected','withdrawn','expired'"
NOT_REVOKED = sa.text("revoked_at IS NULL")
NOT_REMOVED = sa.text("removed_at IS NULL")


def upgrade() -> None:
    """Go forward."""
    _give_mandates_validity()
    _create_proposals()
    _create_settings()
    for table in ("proposal_event", "control_profile", "account_limit"):
        append_only(table)


def _give_mandates_validity() -> None:
    with changed_table("mandate") as batch:
        batch.drop_constraint("uq_mandate_user_email_party_id", type_="unique")
        batch.add_column(sa.Column("valid_from", sa.Date(), nullable=True))
        batch.add_column(sa.Column("valid_to", sa.Date(), nullable=True))
        batch.add_column(sa.Column("granted_by", sa.String(254), nullable=False, server_default=""))
        batch.add_column(sa.Column("granted_at", UtcDateTime(), nullable=True))
        batch.add_column(sa.Column("revoked_by", sa.String(254), nullable=True))
        batch.add_column(sa.Column("revoked_at", UtcDateTime(), nullable=True))
        batch.create_check_constraint("days", "valid_to IS NULL OR valid_to >= valid_from")
    op.create_index(
        "uq_mandate_open",
        "mandate",
        ["user_email", "party_id"],
        unique=True,
        sqlite_where=NOT_REVOKED,
        postgresql_where=NOT_REVOKED,
    )


def _create_proposals() -> None:
    op.create_table(
        "proposal",
        _number(),
        sa.Column("number", sa.String(16), nullable=False, unique=True),
        sa.Column("client_id", sa.String(64), nullable=False, unique=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("body_hash", sa.String(64), nullable=False),
        sa.Column("proposer", sa.String(254), nullable=False),
        sa.Column("roles", sa.String(200), nullable=False),
        _reference("party_id", "party.id", nullable=True, index=True),
        sa.Column("role", sa.String(16), nullable=True),
        sa.Column("state", sa.String(10), nullable=False, index=True),
        sa.Column("second_person", sa.Boolean(), nullable=False),
        sa.Column("approver", sa.String(254), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("execute_at", UtcDateTime(), nullable=True),
        sa.Column(
            "reservation_id",
            sa.String(36),
            sa.ForeignKey("reservation.id"),
            nullable=True,
            unique=True,
        ),
        sa.Column("note", sa.String(200), nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("executed_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(f"state IN ({STATES})", name="state"),
        sa.CheckConstraint("approver IS NULL OR approver <> proposer", name="two_people"),
        sa.CheckConstraint("(party_id IS NULL) <> (role IS NULL)", name="whose"),
        sa.CheckConstraint("execute_at IS NULL OR execute_at >= recorded_at", name="later"),
        sa.CheckConstraint(
            "state <> 'executed' OR (executed_at IS NOT NULL AND outcome IS NOT NULL)",
            name="executed",
        ),
    )
    op.create_table(
        "proposal_event",
        _number(),
        _reference("proposal_id", "proposal.id", index=True),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("actor", sa.String(254), nullable=False),
        sa.Column("note", sa.String(200), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.CheckConstraint(f"state IN ({STATES})", name="state"),
    )


def _create_settings() -> None:
    op.create_table(
        "control_profile",
        _number(),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("actor", sa.String(254), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
    )
    op.create_table(
        "account_limit",
        _number(),
        _reference("account_id", "account.id", index=True),
        sa.Column("transfer_units", Whole, nullable=True),
        sa.Column("daily_units", Whole, nullable=True),
        sa.Column("actor", sa.String(254), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("transfer_units IS NULL OR transfer_units >= 0", name="transfer"),
        sa.CheckConstraint("daily_units IS NULL OR daily_units >= 0", name="daily"),
    )
    op.create_table(
        "trusted_account",
        _number(),
        _reference("account_id", "account.id", index=True),
        _reference("trusted_id", "account.id"),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("added_by", sa.String(254), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.Column("removed_by", sa.String(254), nullable=True),
        sa.Column("removed_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("account_id <> trusted_id", name="another"),
    )
    op.create_index(
        "uq_trusted_account_open",
        "trusted_account",
        ["account_id", "trusted_id"],
        unique=True,
        sqlite_where=NOT_REMOVED,
        postgresql_where=NOT_REMOVED,
    )


def _number() -> sa.Column[int]:
    return sa.Column("id", Whole, primary_key=True)


def _reference(
    name: str, target: str, *, nullable: bool = False, index: bool = False
) -> sa.Column[int]:
    return sa.Column(name, Whole, sa.ForeignKey(target), nullable=nullable, index=index)
