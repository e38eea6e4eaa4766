"""Mirrored units of other registries, and quotas of issuance."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from web.migrations.world.guards import append_only

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_OVERLAP = """
  EXISTS (SELECT 1 FROM mirror WHERE origin = NEW.origin AND series = NEW.series
    AND state <> 'released' AND serial_first <= NEW.serial_last
    AND serial_last >= NEW.serial_first)
"""
_FIXED = ("number", "origin", "series", "serial_first", "serial_last", "account_id", "unit_type")
_CHANGED = " OR ".join(f"NEW.{column} <> OLD.{column}" for column in _FIXED)
_BACKWARDS = "OLD.state = 'released' OR (OLD.state = 'mirrored' AND NEW.state = 'immobilised')"


def upgrade() -> None:
    """Go forward."""
    _create_quotas()
    _create_mirrors()
    if op.get_bind().dialect.name == "sqlite":
        _guard_on_sqlite()
    else:
        _guard_on_postgresql()
    for table in ("quota_use", "quota_change", "mirror_step"):
        append_only(table)


def _create_quotas() -> None:
    op.create_table(
        "quota_level",
        sa.Column("id", WHOLE, primary_key=True),
        sa.Column("scheme", sa.String(10), nullable=False),
        sa.Column("vintage", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(10), nullable=False),
        sa.Column("quantity_max", WHOLE),
        sa.Column("pending", WHOLE, nullable=False),
        sa.Column("consumed", WHOLE, nullable=False),
        sa.UniqueConstraint("scheme", "vintage", "purpose"),
        sa.CheckConstraint("purpose IN ('all','allocation','auction','reserve')", name="purpose"),
        sa.CheckConstraint("pending >= 0 AND consumed >= 0", name="not_negative"),
        sa.CheckConstraint(
            "quantity_max IS NULL OR consumed + pending <= quantity_max", name="within"
        ),
    )
    op.create_table(
        "quota_use",
        sa.Column("id", WHOLE, primary_key=True),
        sa.Column("quota_id", WHOLE, sa.ForeignKey("quota_level.id"), nullable=False),
        sa.Column("issuance_id", WHOLE, sa.ForeignKey("issuance.id"), nullable=False),
        sa.Column("quantity", WHOLE, nullable=False),
        sa.UniqueConstraint("quota_id", "issuance_id"),
    )
    op.create_table(
        "quota_change",
        sa.Column("id", WHOLE, primary_key=True),
        sa.Column("quota_id", WHOLE, sa.ForeignKey("quota_level.id"), nullable=False, index=True),
        sa.Column("quantity_max", WHOLE),
        sa.Column("reason", sa.String(1000), nullable=False),
        sa.Column("actor", sa.String(254), nullable=False),
        sa.Column("client_id", sa.String(64), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
    )


def _create_mirrors() -> None:
    op.create_table(
        "mirror",
        sa.Column("id", WHOLE, primary_key=True),
        sa.Column("number", sa.String(24), nullable=False, unique=True),
        sa.Column("origin", sa.String(60), nullable=False),
        sa.Column("series", sa.String(60), nullable=False),
        sa.Column("serial_first", WHOLE, nullable=False),
        sa.Column("serial_last", WHOLE, nullable=False),
        sa.Column("account_id", WHOLE, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("unit_type", sa.String(24), nullable=False),
        sa.Column("issuance_id", WHOLE, sa.ForeignKey("issuance.id"), unique=True),
        sa.Column("state", sa.String(12), nullable=False),
        sa.CheckConstraint("state IN ('immobilised','mirrored','released')", name="state"),
        sa.CheckConstraint("serial_first >= 1 AND serial_last >= serial_first", name="range"),
        sa.CheckConstraint("state <> 'mirrored' OR issuance_id IS NOT NULL", name="issued"),
    )
    op.create_index(None, "mirror", ["origin", "series", "serial_first"])
    op.create_table(
        "mirror_step",
        sa.Column("id", WHOLE, primary_key=True),
        sa.Column("mirror_id", WHOLE, sa.ForeignKey("mirror.id"), nullable=False, index=True),
        sa.Column("step", sa.String(12), nullable=False),
        sa.Column("actor", sa.String(254), nullable=False),
        sa.Column("evidence", sa.String(300), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.CheckConstraint("step IN ('immobilise','mirror','release')", name="step"),
    )


def _guard_on_sqlite() -> None:
    """Refuse a second active record of a foreign unit, and every change but a step forward."""
    op.execute(
        f"""
        CREATE TRIGGER mirror_once BEFORE INSERT ON mirror WHEN NEW.state <> 'released' BEGIN
          SELECT RAISE(ABORT, 'the foreign units are active here') WHERE {_OVERLAP};
        END
        """
    )
    op.execute(
        f"""
        CREATE TRIGGER mirror_forward BEFORE UPDATE ON mirror
        WHEN {_CHANGED} OR {_BACKWARDS}
          OR (OLD.issuance_id IS NOT NULL AND NEW.issuance_id IS NOT OLD.issuance_id) BEGIN
          SELECT RAISE(ABORT, 'a mirror only goes forward');
        END
        """
    )
    op.execute(
        "CREATE TRIGGER mirror_no_delete BEFORE DELETE ON mirror BEGIN"
        " SELECT RAISE(ABORT, 'mirror keeps its rows'); END"
    )


def _guard_on_postgresql() -> None:
    """The lock makes two records of one series wait for each other; each then sees the other."""
    op.execute(
        f"""
        CREATE FUNCTION refuse_second_mirror() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          PERFORM pg_advisory_xact_lock(hashtextextended(
            current_schema() || ':mirror:' || NEW.origin || ':' || NEW.series, 0));
          IF NEW.state <> 'released' AND {_OVERLAP} THEN
            RAISE EXCEPTION 'the foreign units are active here'
              USING ERRCODE = 'exclusion_violation';
          END IF;
          RETURN NEW;
        END $$
        """
    )
    op.execute(
        f"""
        CREATE FUNCTION refuse_mirror_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF TG_OP = 'DELETE' THEN
            RAISE EXCEPTION 'mirror keeps its rows' USING ERRCODE = 'check_violation';
          END IF;
          IF {_CHANGED} OR {_BACKWARDS}
            OR (OLD.issuance_id IS NOT NULL AND NEW.issuance_id IS DISTINCT FROM OLD.issuance_id)
          THEN
            RAISE EXCEPTION 'a mirror only goes forward' USING ERRCODE = 'check_violation';
          END IF;
          RETURN NEW;
        END $$
        """
    )
    op.execute(
        "CREATE TRIGGER mirror_once BEFORE INSERT ON mirror"
        " FOR EACH ROW EXECUTE FUNCTION refuse_second_mirror()"
    )
    op.execute(
        "CREATE TRIGGER mirror_forward BEFORE UPDATE OR DELETE ON mirror"
        " FOR EACH ROW EXECUTE FUNCTION refuse_mirror_change()"
    )
