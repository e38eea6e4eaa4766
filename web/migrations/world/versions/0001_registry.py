"""The registry's tables, the guards that keep its journal true, and the registry's own accounts."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from registry.worlds import UtcDateTime
from web.migrations.world.guards import create_guards

revision: str = "0001"
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = UtcDateTime()
SYSTEM_ACCOUNTS = (
    (1, "100-0000001-90", "issuance"),
    (2, "100-0000002-87", "surrender"),
    (3, "100-0000003-84", "retirement"),
    (4, "100-0000004-81", "cancellation"),
    (5, "100-0000005-78", "cash_source"),
)


def upgrade() -> None:
    """Go forward."""
    _create_parties()
    _create_projects()
    _create_units()
    _create_journal()
    _create_records()
    create_guards()
    _open_system_accounts()


def _number() -> sa.Column[int]:
    return sa.Column("id", WHOLE, primary_key=True)


def _reference(
    name: str, target: str, *, nullable: bool = False, unique: bool = False, index: bool = False
) -> sa.Column[int]:
    return sa.Column(
        name, WHOLE, sa.ForeignKey(target), nullable=nullable, unique=unique, index=index
    )


def _transaction() -> sa.Column[str]:
    """Return the reference that is checked at commit: the transaction is written last."""
    key = sa.ForeignKey("ledger_transaction.id", deferrable=True, initially="DEFERRED")
    return sa.Column("transaction_id", sa.String(36), key, nullable=False, index=True)


def _open_system_accounts() -> None:
    connection = op.get_bind()
    for number, account, kind in SYSTEM_ACCOUNTS:
        connection.execute(
            sa.text(
                "INSERT INTO account (id, number, kind, name, status)"
                " VALUES (:id, :number, :kind, '', 'open')"
            ),
            {"id": number, "number": account, "kind": kind},
        )
    connection.execute(
        sa.text(
            "INSERT INTO unit_type (id, code, kind, scheme, measure, serialised, serial_next,"
            " name_zh, name_en) VALUES (1, 'CNY', 'cash', 'CNY', 'fen', :no, 1, '人民币', 'Cash')"
        ),
        {"no": False},
    )
    if connection.dialect.name == "postgresql":
        for table in ("account", "unit_type"):
            connection.execute(
                sa.text(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"  # noqa: S608
                )
            )


def _create_parties() -> None:
    op.create_table(
        "party",
        _number(),
        sa.Column("name_zh", sa.String(200), nullable=False, unique=True),
        sa.Column("name_en", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("credit_code", sa.String(18), nullable=True, unique=True),
        sa.Column("fictitious", sa.Boolean(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "kind IN ('emitter','developer','verifier','institution','operator','individual')",
            name="kind",
        ),
    )
    op.create_table(
        "mandate",
        _number(),
        sa.Column("user_email", sa.String(254), nullable=False),
        _reference("party_id", "party.id", index=True),
        sa.Column("right_", sa.String(8), nullable=False),
        sa.CheckConstraint("right_ IN ('read','initiate','approve','both')", name="right"),
        sa.UniqueConstraint("user_email", "party_id"),
    )
    op.create_table(
        "account",
        _number(),
        sa.Column("number", sa.String(24), nullable=False, unique=True),
        sa.Column("kind", sa.String(16), nullable=False),
        _reference("party_id", "party.id", nullable=True, index=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("status", sa.String(8), nullable=False),
        sa.CheckConstraint("(kind = 'holding') = (party_id IS NOT NULL)", name="owner"),
        sa.CheckConstraint("status IN ('open','frozen','closed')", name="status"),
    )


def _create_projects() -> None:
    op.create_table(
        "project",
        _number(),
        sa.Column("number", sa.String(24), nullable=False, unique=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("scheme", sa.String(10), nullable=False),
        _reference("developer_party_id", "party.id", index=True),
        sa.Column("methodology_id", sa.String(32), nullable=False),
        sa.Column("methodology_version", sa.String(32), nullable=False),
        sa.Column("methodology_status", sa.String(16), nullable=False),
        sa.Column("location", sa.String(200), nullable=False),
        sa.Column("description", sa.String(4000), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        _reference("validator_party_id", "party.id", nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.CheckConstraint("state IN ('draft','submitted','validated','registered')", name="state"),
    )
    op.create_table(
        "report",
        _number(),
        sa.Column("number", sa.String(24), nullable=False, unique=True),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        _reference("party_id", "party.id", index=True),
        _reference("project_id", "project.id", nullable=True, index=True),
        _reference("based_on_id", "report.id", nullable=True),
        sa.Column("methodology_id", sa.String(32), nullable=False),
        sa.Column("methodology_version", sa.String(32), nullable=False),
        sa.Column("methodology_status", sa.String(16), nullable=False),
        sa.Column("quantity", sa.String(40), nullable=False),
        sa.Column("measure", sa.String(8), nullable=False),
        sa.Column("inputs_json", sa.String(), nullable=False),
        sa.Column("result_json", sa.String(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=True),
        sa.Column("period_to", sa.Date(), nullable=True),
        sa.Column("state", sa.String(12), nullable=False),
        _reference("verifier_party_id", "party.id", nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.CheckConstraint("(kind = 'estimate') = (state = 'saved')", name="estimate_is_saved"),
        sa.CheckConstraint("kind IN ('estimate','monitoring')", name="kind"),
        sa.CheckConstraint(
            "state IN ('saved','filed','verified','rejected','issued')", name="state"
        ),
    )
    op.create_table(
        "project_event",
        _number(),
        _reference("project_id", "project.id", index=True),
        _reference("report_id", "report.id", nullable=True),
        sa.Column("step", sa.String(16), nullable=False),
        sa.Column("actor", sa.String(254), nullable=False),
        _reference("party_id", "party.id", nullable=True),
        sa.Column("note", sa.String(2000), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
    )


def _create_units() -> None:
    op.create_table(
        "unit_type",
        _number(),
        sa.Column("code", sa.String(24), nullable=False, unique=True),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("scheme", sa.String(10), nullable=False),
        sa.Column("vintage", sa.Integer(), nullable=True),
        sa.Column("measure", sa.String(8), nullable=False),
        sa.Column("serialised", sa.Boolean(), nullable=False),
        sa.Column("serial_next", WHOLE, nullable=False),
        sa.Column("name_zh", sa.String(200), nullable=False),
        sa.Column("name_en", sa.String(200), nullable=False),
        sa.CheckConstraint("kind IN ('allowance','credit','certificate','cash')", name="kind"),
        sa.CheckConstraint("measure IN ('t_co2e','mwh','fen')", name="measure"),
        sa.CheckConstraint("serial_next >= 1", name="serial_next"),
    )
    op.create_table(
        "issuance",
        _number(),
        _reference("unit_type_id", "unit_type.id"),
        _reference("account_id", "account.id"),
        _reference("project_id", "project.id", nullable=True, index=True),
        _reference("report_id", "report.id", nullable=True, unique=True),
        sa.Column("quantity", WHOLE, nullable=False),
        sa.Column("serial_first", WHOLE, nullable=False),
        sa.Column("serial_last", WHOLE, nullable=False),
        sa.Column("memo", sa.String(200), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.CheckConstraint("quantity >= 1", name="positive"),
        sa.CheckConstraint("quantity = serial_last - serial_first + 1", name="quantity"),
        sa.UniqueConstraint("unit_type_id", "serial_first"),
    )
    op.create_table(
        "unit_block",
        _number(),
        _reference("unit_type_id", "unit_type.id"),
        sa.Column("serial_first", WHOLE, nullable=False),
        sa.Column("serial_last", WHOLE, nullable=False),
        _reference("account_id", "account.id"),
        _reference("issuance_id", "issuance.id", index=True),
        sa.CheckConstraint("serial_first >= 1 AND serial_last >= serial_first", name="range"),
        sa.UniqueConstraint("unit_type_id", "serial_first"),
    )
    op.create_index(None, "unit_block", ["account_id", "unit_type_id", "serial_first"])
    op.create_table(
        "holding",
        _number(),
        _reference("account_id", "account.id"),
        _reference("unit_type_id", "unit_type.id", index=True),
        sa.Column("quantity", WHOLE, nullable=False),
        sa.Column("reserved", WHOLE, nullable=False),
        sa.Column("unlimited", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "reserved >= 0 AND (unlimited OR reserved <= quantity)", name="not_negative"
        ),
        sa.UniqueConstraint("account_id", "unit_type_id"),
    )
    op.create_table(
        "reservation",
        sa.Column("id", sa.String(36), primary_key=True),
        _reference("account_id", "account.id"),
        _reference("unit_type_id", "unit_type.id"),
        sa.Column("quantity", WHOLE, nullable=False),
        sa.Column("remaining", WHOLE, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("memo", sa.String(200), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.CheckConstraint("(state = 'open') = (remaining > 0)", name="open_has_rest"),
        sa.CheckConstraint("remaining >= 0 AND remaining <= quantity", name="remaining"),
        sa.CheckConstraint("state IN ('open','posted','voided')", name="state"),
    )
    op.create_index(None, "reservation", ["account_id", "unit_type_id", "state"])


def _create_journal() -> None:
    op.create_table(
        "ledger_transaction",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("client_id", sa.String(64), nullable=True, index=True),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False, index=True),
        sa.Column("memo", sa.String(200), nullable=False),
    )
    op.create_table(
        "posting",
        _number(),
        _transaction(),
        _reference("account_id", "account.id"),
        _reference("unit_type_id", "unit_type.id"),
        sa.Column("quantity", WHOLE, nullable=False),
        sa.CheckConstraint("quantity <> 0", name="not_zero"),
    )
    op.create_index(None, "posting", ["account_id", "unit_type_id"])
    op.create_table(
        "block_move",
        _number(),
        _transaction(),
        _reference("unit_type_id", "unit_type.id"),
        sa.Column("serial_first", WHOLE, nullable=False),
        sa.Column("serial_last", WHOLE, nullable=False),
        _reference("from_account_id", "account.id"),
        _reference("to_account_id", "account.id"),
        sa.CheckConstraint("serial_first >= 1 AND serial_last >= serial_first", name="range"),
    )
    op.create_index(None, "block_move", ["unit_type_id", "serial_first"])


def _create_records() -> None:
    op.create_table(
        "certificate",
        _number(),
        sa.Column("number", sa.String(24), nullable=False, unique=True),
        sa.Column("use", sa.String(12), nullable=False),
        sa.Column(
            "transaction_id",
            sa.String(36),
            sa.ForeignKey("ledger_transaction.id"),
            nullable=False,
            unique=True,
        ),
        _reference("party_id", "party.id", index=True),
        _reference("account_id", "account.id"),
        _reference("unit_type_id", "unit_type.id", index=True),
        sa.Column("quantity", WHOLE, nullable=False),
        sa.Column("compliance_year", sa.Integer(), nullable=True),
        sa.Column("beneficiary", sa.String(200), nullable=False),
        sa.Column("beneficiary_credit_code", sa.String(18), nullable=False),
        sa.Column("purpose", sa.String(32), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=True),
        sa.Column("period_to", sa.Date(), nullable=True),
        sa.Column("note", sa.String(1000), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "use <> 'retirement' OR (beneficiary <> '' AND purpose <> '')",
            name="retirement_beneficiary",
        ),
        sa.CheckConstraint(
            "(use = 'surrender') = (compliance_year IS NOT NULL)", name="surrender_year"
        ),
        sa.CheckConstraint("use IN ('surrender','retirement')", name="use"),
    )
    op.create_table(
        "command",
        sa.Column("client_id", sa.String(64), primary_key=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("body_hash", sa.String(64), nullable=False),
        sa.Column("actor", sa.String(254), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
    )
    op.create_table(
        "counter",
        sa.Column("name", sa.String(32), primary_key=True),
        sa.Column("value", WHOLE, nullable=False),
    )
    op.create_table(
        "world_clock",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("instant", INSTANT, nullable=False),
        sa.Column("wall_instant", INSTANT, nullable=False),
        sa.Column("rate_permille", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name="one_row"),
    )
