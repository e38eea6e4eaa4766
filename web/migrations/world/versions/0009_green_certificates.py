"""Source claims, devices, metered generation and green certificates."""

from collections.abc import Sequence
from datetime import date, datetime

import sqlalchemy as sa
from alembic import op

from registry.worlds import UtcDateTime
from web.migrations.world.guards import append_only

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = UtcDateTime()
_CONFLICT = """
  EXISTS (SELECT 1 FROM source_claim WHERE source = NEW.source AND state = 'active'
    AND period_from <= NEW.period_to AND period_to >= NEW.period_from
    AND (mechanism <> NEW.mechanism OR kind = NEW.kind))
"""
APPEND_ONLY = (
    "source_bar",
    "device_meter",
    "device_event",
    "generation",
    "certificate_type",
    "certificate_batch",
    "counted_generation",
    "certificate_exclusion",
)
_UNCHANGED = ("mechanism", "kind", "source", "measure", "period_from", "period_to", "reference")


def upgrade() -> None:
    """Go forward."""
    _create_claims()
    _guard_claims()
    _create_devices()
    _create_generation()
    _create_certificates()
    for table in APPEND_ONLY:
        append_only(table)


def _number() -> sa.Column[int]:
    return sa.Column("id", WHOLE, primary_key=True)


def _reference(name: str, target: str, *, index: bool = True) -> sa.Column[int]:
    return sa.Column(name, WHOLE, sa.ForeignKey(target), nullable=False, index=index)


def _whole(name: str) -> sa.Column[int]:
    return sa.Column(name, WHOLE, nullable=False)


def _recorded() -> tuple[sa.Column[datetime], sa.Column[date]]:
    return (
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
    )


def _create_claims() -> None:
    op.create_table(
        "source_claim",
        _number(),
        sa.Column("mechanism", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("source", sa.String(64), nullable=False),
        sa.Column("measure", sa.String(8), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_to", sa.Date(), nullable=False),
        sa.Column("quantity", WHOLE, nullable=True),
        sa.Column("reference", sa.String(64), nullable=False, index=True),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.CheckConstraint("state IN ('active','released')", name="state"),
        sa.CheckConstraint("period_to >= period_from", name="period"),
        sa.CheckConstraint("quantity IS NULL OR quantity >= 0", name="quantity"),
    )
    op.create_index(None, "source_claim", ["source", "state", "period_from"])
    op.create_index(None, "source_claim", ["mechanism", "kind", "state"])
    op.create_table(
        "source_bar",
        _number(),
        sa.Column("source", sa.String(64), nullable=False, index=True),
        sa.Column("mechanism", sa.String(16), nullable=False),
        sa.Column("day_from", sa.Date(), nullable=False),
        sa.Column("day_to", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.CheckConstraint("day_to IS NULL OR day_to >= day_from", name="days"),
    )
    op.create_table(
        "source_claim_event",
        _number(),
        _reference("claim_id", "source_claim.id"),
        sa.Column("step", sa.String(8), nullable=False),
        sa.Column("actor", sa.String(254), nullable=False),
        sa.Column("note", sa.String(200), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.CheckConstraint("step IN ('claimed','released')", name="step"),
    )
    append_only("source_claim_event")


def _guard_claims() -> None:
    """Refuse a second active claim, and every change of one but its release."""
    if op.get_bind().dialect.name == "sqlite":
        _guard_on_sqlite()
    else:
        _guard_on_postgresql()


def _guard_on_sqlite() -> None:
    changed = " OR ".join(f"NEW.{column} <> OLD.{column}" for column in _UNCHANGED)
    op.execute(
        f"""
        CREATE TRIGGER source_claim_once BEFORE INSERT ON source_claim
        WHEN NEW.state = 'active' BEGIN
          SELECT RAISE(ABORT, 'the source is claimed') WHERE {_CONFLICT};
        END
        """
    )
    op.execute(
        f"""
        CREATE TRIGGER source_claim_release BEFORE UPDATE ON source_claim
        WHEN OLD.state <> 'active' OR NEW.state <> 'released'
          OR NEW.quantity IS NOT OLD.quantity OR {changed} BEGIN
          SELECT RAISE(ABORT, 'a claim can only be released');
        END
        """
    )
    op.execute(
        "CREATE TRIGGER source_claim_no_delete BEFORE DELETE ON source_claim BEGIN"
        " SELECT RAISE(ABORT, 'source_claim keeps its rows'); END"
    )


def _guard_on_postgresql() -> None:
    """The lock makes two claims on one source wait for each other; each then sees the other."""
    changed = " OR ".join(f"NEW.{column} <> OLD.{column}" for column in _UNCHANGED)
    op.execute(
        f"""
        CREATE FUNCTION refuse_double_claim() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          PERFORM pg_advisory_xact_lock(
            hashtextextended(current_schema() || ':claim:' || NEW.source, 0));
          IF NEW.state = 'active' AND {_CONFLICT} THEN
            RAISE EXCEPTION 'the source is claimed' USING ERRCODE = 'exclusion_violation';
          END IF;
          RETURN NEW;
        END $$
        """
    )
    op.execute(
        f"""
        CREATE FUNCTION refuse_claim_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF TG_OP = 'DELETE' THEN
            RAISE EXCEPTION 'source_claim keeps its rows' USING ERRCODE = 'check_violation';
          END IF;
          IF OLD.state <> 'active' OR NEW.state <> 'released'
            OR NEW.quantity IS DISTINCT FROM OLD.quantity OR {changed} THEN
            RAISE EXCEPTION 'a claim can only be released' USING ERRCODE = 'check_violation';
          END IF;
          RETURN NEW;
        END $$
        """
    )
    op.execute(
        "CREATE TRIGGER source_claim_once BEFORE INSERT ON source_claim"
        " FOR EACH ROW EXECUTE FUNCTION refuse_double_claim()"
    )
    op.execute(
        "CREATE TRIGGER source_claim_release BEFORE UPDATE OR DELETE ON source_claim"
        " FOR EACH ROW EXECUTE FUNCTION refuse_claim_change()"
    )


def _create_devices() -> None:
    op.create_table(
        "device",
        _number(),
        sa.Column("number", sa.String(24), nullable=False, unique=True),
        _reference("party_id", "party.id"),
        _reference("account_id", "account.id", index=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("energy", sa.String(20), nullable=False),
        sa.Column("technology", sa.String(200), nullable=False),
        _whole("capacity_kw"),
        sa.Column("commissioned", sa.Date(), nullable=False),
        sa.Column("province", sa.String(40), nullable=False),
        sa.Column("filing_code", sa.String(17), nullable=False),
        sa.Column("fully_market_based", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.CheckConstraint("state IN ('filed','approved','refused')", name="state"),
        sa.CheckConstraint("capacity_kw >= 1", name="capacity"),
    )
    op.create_table(
        "device_meter",
        _number(),
        _reference("device_id", "device.id"),
        sa.Column("meter", sa.String(64), nullable=False, unique=True),
        sa.Column("feed", sa.String(8), nullable=False),
        sa.CheckConstraint("feed IN ('grid','self_use')", name="feed"),
    )
    op.create_table(
        "device_event",
        _number(),
        _reference("device_id", "device.id"),
        sa.Column("step", sa.String(8), nullable=False),
        sa.Column("actor", sa.String(254), nullable=False),
        sa.Column("note", sa.String(1000), nullable=False),
        *_recorded(),
        sa.CheckConstraint("step IN ('filed','approved','refused')", name="step"),
    )


def _create_generation() -> None:
    op.create_table(
        "generation",
        _number(),
        _reference("meter_id", "device_meter.id", index=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        _whole("change_kwh"),
        sa.Column("reason", sa.String(16), nullable=False),
        sa.Column("note", sa.String(1000), nullable=False),
        sa.Column("actor", sa.String(254), nullable=False),
        *_recorded(),
        sa.CheckConstraint("kind IN ('metered','correction')", name="kind"),
        sa.CheckConstraint("kind <> 'metered' OR change_kwh >= 0", name="metered"),
        sa.CheckConstraint("(kind = 'correction') = (reason <> '')", name="reason"),
    )
    op.create_index(None, "generation", ["meter_id", "month"])
    op.create_index(
        "uq_generation_metered",
        "generation",
        ["meter_id", "month"],
        unique=True,
        sqlite_where=sa.text("kind = 'metered'"),
        postgresql_where=sa.text("kind = 'metered'"),
    )


def _create_certificates() -> None:
    op.create_table(
        "certificate_type",
        sa.Column(
            "unit_type_id",
            WHOLE,
            sa.ForeignKey("unit_type.id"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("tradable", sa.Boolean(), nullable=False),
        sa.Column("single_transfer", sa.Boolean(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.UniqueConstraint("month", "tradable"),
    )
    op.create_index(None, "certificate_type", ["valid_until"])
    op.create_table(
        "certificate_batch",
        _number(),
        _reference("meter_id", "device_meter.id", index=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("month_last", sa.Date(), nullable=False),
        sa.Column("class_", sa.String(12), nullable=False),
        sa.Column("reason", sa.String(24), nullable=False),
        _whole("generation_kwh"),
        _whole("carried_in_kwh"),
        _whole("quantity"),
        _whole("carried_out_kwh"),
        sa.Column("issuance_id", WHOLE, sa.ForeignKey("issuance.id"), nullable=True, unique=True),
        *_recorded(),
        sa.CheckConstraint("class_ IN ('tradable','issued_only','not_eligible')", name="class"),
        sa.CheckConstraint("quantity >= 0", name="quantity"),
        sa.CheckConstraint(
            "class_ = 'not_eligible'"
            " OR carried_in_kwh + generation_kwh = 1000 * quantity + carried_out_kwh",
            name="sum",
        ),
        sa.CheckConstraint("(quantity > 0) = (issuance_id IS NOT NULL)", name="issuance"),
        sa.UniqueConstraint("meter_id", "month"),
    )
    op.create_table(
        "counted_generation",
        sa.Column(
            "generation_id",
            WHOLE,
            sa.ForeignKey("generation.id"),
            primary_key=True,
            autoincrement=False,
        ),
        _reference("batch_id", "certificate_batch.id"),
    )
    op.create_table(
        "certificate_exclusion",
        _number(),
        sa.Column("step", sa.String(10), nullable=False),
        _reference("batch_id", "certificate_batch.id"),
        _reference("claim_id", "source_claim.id"),
        _reference("account_id", "account.id", index=False),
        _whole("quantity"),
        sa.Column(
            "transaction_id", sa.String(36), sa.ForeignKey("ledger_transaction.id"), nullable=False
        ),
        *_recorded(),
        sa.CheckConstraint("step IN ('frozen','cancelled','unfrozen')", name="step"),
        sa.CheckConstraint("quantity >= 1", name="quantity"),
    )
