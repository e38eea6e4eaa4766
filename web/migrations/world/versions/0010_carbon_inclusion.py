"""Carbon accounts, activity records and their aggregation; credits counted in kilograms."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from registry.worlds import UtcDateTime
from web.migrations.world.guards import append_only
from web.migrations.world.rebuilding import replace_check

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
HISTORY = (
    "inclusion_secret",
    "inclusion_upload",
    "inclusion_consent",
    "inclusion_activity",
    "inclusion_reward",
    "inclusion_share",
    "inclusion_batch_event",
)
"""Tables whose rows are never changed or removed."""


def upgrade() -> None:
    """Go forward."""
    replace_check("unit_type", "measure", "measure IN ('t_co2e','kg_co2e','mwh','fen')")
    _create_platforms()
    _create_reports()
    _create_batches()
    for table in HISTORY:
        append_only(table)


def _number() -> sa.Column[int]:
    return sa.Column("id", WHOLE, primary_key=True)


def _whole(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, WHOLE, nullable=nullable)


def _reference(
    name: str, target: str, *, nullable: bool = False, unique: bool = False, index: bool = False
) -> sa.Column[int]:
    return sa.Column(
        name, WHOLE, sa.ForeignKey(target), nullable=nullable, unique=unique, index=index
    )


def _key(name: str, target: str) -> sa.Column[int]:
    return sa.Column(name, WHOLE, sa.ForeignKey(target), primary_key=True)


def _text(name: str, length: int, *, unique: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=False, unique=unique)


def _day(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.Date(), nullable=False)


def _instant(name: str) -> sa.Column[object]:
    return sa.Column(name, UtcDateTime(), nullable=False)


def _create_platforms() -> None:
    op.create_table(
        "inclusion_secret",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        _text("secret", 64),
        sa.CheckConstraint("id = 1", name="one_row"),
    )
    op.create_table(
        "inclusion_platform",
        _number(),
        _text("number", 24, unique=True),
        _text("name", 200),
        _text("scheme", 10),
        _reference("party_id", "party.id", index=True),
        _reference("account_id", "account.id"),
        _instant("registered_at"),
        sa.UniqueConstraint("scheme", "name"),
    )
    op.create_table(
        "inclusion_platform_kind",
        _key("platform_id", "inclusion_platform.id"),
        sa.Column("kind", sa.String(24), primary_key=True),
    )
    op.create_table(
        "carbon_account",
        _number(),
        _text("code", 32, unique=True),
        _text("scheme", 10),
        _text("kind", 12),
        _reference("party_id", "party.id", nullable=True, index=True),
        _reference("platform_id", "inclusion_platform.id", nullable=True, index=True),
        _day("opened_on"),
        sa.CheckConstraint("kind IN ('person','enterprise')", name="kind"),
        sa.CheckConstraint("(kind = 'enterprise') = (party_id IS NOT NULL)", name="owner"),
        sa.CheckConstraint("(kind = 'person') = (platform_id IS NOT NULL)", name="platform"),
        sa.UniqueConstraint("scheme", "party_id"),
    )


def _create_reports() -> None:
    op.create_table(
        "inclusion_upload",
        _number(),
        _text("number", 24, unique=True),
        _reference("platform_id", "inclusion_platform.id", index=True),
        _text("content", 12),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("stored", sa.Integer(), nullable=False),
        _text("actor", 254),
        _instant("recorded_at"),
        _day("business_date"),
        sa.CheckConstraint("content IN ('activities','consents','rewards')", name="content"),
    )
    op.create_table(
        "inclusion_consent",
        _number(),
        _reference("account_id", "carbon_account.id"),
        _text("step", 10),
        _day("day"),
        _reference("upload_id", "inclusion_upload.id"),
        sa.CheckConstraint("step IN ('given','withdrawn')", name="step"),
        sa.UniqueConstraint("account_id", "day", "step"),
    )
    op.create_index(None, "inclusion_consent", ["account_id", "day"])
    op.create_table(
        "inclusion_activity",
        _number(),
        _reference("platform_id", "inclusion_platform.id"),
        _text("record_id", 64),
        _reference("account_id", "carbon_account.id"),
        _text("kind", 24),
        _day("day"),
        _text("amount", 24),
        _whole("reduction_mg"),
        _reference("upload_id", "inclusion_upload.id", index=True),
        sa.CheckConstraint("reduction_mg >= 0", name="not_negative"),
        sa.UniqueConstraint("platform_id", "record_id"),
    )
    op.create_index(None, "inclusion_activity", ["platform_id", "day"])
    op.create_index(None, "inclusion_activity", ["account_id", "day"])
    op.create_table(
        "inclusion_reward",
        _key("activity_id", "inclusion_activity.id"),
        _text("reference", 64),
        _reference("upload_id", "inclusion_upload.id", index=True),
    )


def _create_batches() -> None:
    op.create_table(
        "inclusion_batch",
        _number(),
        _text("number", 24, unique=True),
        _reference("platform_id", "inclusion_platform.id"),
        _day("period_from"),
        _day("period_to"),
        sa.Column("vintage", sa.Integer(), nullable=False),
        sa.Column("records", sa.Integer(), nullable=False),
        _whole("reduction_mg"),
        _whole("enterprise_mg"),
        _whole("personal_mg"),
        _text("state", 12),
        _reference("verifier_party_id", "party.id", nullable=True),
        _whole("issued_kg", nullable=True),
        _reference("issuance_id", "issuance.id", nullable=True, unique=True),
        sa.CheckConstraint("state IN ('aggregated','verified','rejected','issued')", name="state"),
        sa.CheckConstraint(
            "reduction_mg = enterprise_mg + personal_mg AND enterprise_mg >= 0"
            " AND personal_mg >= 0",
            name="shared_whole",
        ),
        sa.CheckConstraint("(state = 'issued') = (issued_kg IS NOT NULL)", name="issued"),
        sa.CheckConstraint("period_to >= period_from", name="period"),
    )
    op.create_index(None, "inclusion_batch", ["platform_id", "state"])
    op.create_table(
        "inclusion_share",
        _key("batch_id", "inclusion_batch.id"),
        _key("activity_id", "inclusion_activity.id"),
        _whole("enterprise_mg"),
        _whole("personal_mg"),
        sa.CheckConstraint("enterprise_mg >= 0 AND personal_mg >= 0", name="not_negative"),
    )
    op.create_index(None, "inclusion_share", ["activity_id"])
    op.create_table(
        "inclusion_batch_event",
        _number(),
        _reference("batch_id", "inclusion_batch.id", index=True),
        _text("step", 12),
        _text("actor", 254),
        _reference("party_id", "party.id", nullable=True),
        _text("note", 1000),
        _instant("recorded_at"),
        _day("business_date"),
    )
