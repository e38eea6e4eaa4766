"""Source claims, devices, metered generation and green certificates."""

from collections.abc import Sequence

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
_UNCHANGED = ("mechanism", "kind", "source", "measure", "period_from", "period_to", "reference")


def upgrade() -> None:
    """Go forward."""
    _create_claims()
    _guard_claims()


def _number() -> sa.Column[int]:
    return sa.Column("id", WHOLE, primary_key=True)


def _reference(name: str, target: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, WHOLE, sa.ForeignKey(target), nullable=nullable, index=True)


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
