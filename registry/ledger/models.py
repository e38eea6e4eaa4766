"""The tables of units, where they lie and how they moved.

Rows of the journal (`ledger_transaction`, `posting`, `block_move`, `certificate`) are never
changed; holdings, blocks and reservations are projections of it.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlmodel import Field

from registry.worlds.columns import UtcDateTime, Whole, WorldRecord


def _transaction_follows() -> ForeignKeyConstraint:
    """Postings and moves are written before their transaction, whose insert checks them."""
    return ForeignKeyConstraint(
        ["transaction_id"], ["ledger_transaction.id"], deferrable=True, initially="DEFERRED"
    )


class UnitType(WorldRecord, table=True):
    """What is interchangeable: a scheme's allowances, credits or certificates of one vintage."""

    __tablename__ = "unit_type"
    __table_args__ = (
        CheckConstraint("kind IN ('allowance','credit','certificate','cash')", name="kind"),
        CheckConstraint("measure IN ('t_co2e','kg_co2e','mwh','fen')", name="measure"),
        CheckConstraint("serial_next >= 1", name="serial_next"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    code: str = Field(max_length=24, unique=True)
    kind: str = Field(max_length=12)
    scheme: str = Field(max_length=10)
    vintage: int | None = None
    measure: str = Field(max_length=8)
    serialised: bool = True
    serial_next: int = Field(default=1, sa_type=Whole)
    name_zh: str = Field(max_length=200)
    name_en: str = Field(max_length=200)


class Issuance(WorldRecord, table=True):
    """One creation of units, with the serials it gave out."""

    __tablename__ = "issuance"
    __table_args__ = (
        CheckConstraint("quantity = serial_last - serial_first + 1", name="quantity"),
        CheckConstraint("quantity >= 1", name="positive"),
        UniqueConstraint("unit_type_id", "serial_first"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    unit_type_id: int = Field(foreign_key="unit_type.id", sa_type=Whole)
    account_id: int = Field(foreign_key="account.id", sa_type=Whole)
    project_id: int | None = Field(
        default=None, foreign_key="project.id", index=True, sa_type=Whole
    )
    report_id: int | None = Field(default=None, foreign_key="report.id", unique=True, sa_type=Whole)
    quantity: int = Field(sa_type=Whole)
    serial_first: int = Field(sa_type=Whole)
    serial_last: int = Field(sa_type=Whole)
    memo: str = Field(default="", max_length=200)
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    business_date: date


class UnitBlock(WorldRecord, table=True):
    """Where a run of serials lies now."""

    __tablename__ = "unit_block"
    __table_args__ = (
        CheckConstraint("serial_first >= 1 AND serial_last >= serial_first", name="range"),
        UniqueConstraint("unit_type_id", "serial_first"),
        Index(None, "account_id", "unit_type_id", "serial_first"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    unit_type_id: int = Field(foreign_key="unit_type.id", sa_type=Whole)
    serial_first: int = Field(sa_type=Whole)
    serial_last: int = Field(sa_type=Whole)
    account_id: int = Field(foreign_key="account.id", sa_type=Whole)
    issuance_id: int = Field(foreign_key="issuance.id", index=True, sa_type=Whole)


class Holding(WorldRecord, table=True):
    """Units of one type in one account: the sum of its postings, and how many are reserved."""

    __tablename__ = "holding"
    __table_args__ = (
        UniqueConstraint("account_id", "unit_type_id"),
        CheckConstraint(
            "reserved >= 0 AND (unlimited OR reserved <= quantity)", name="not_negative"
        ),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    account_id: int = Field(foreign_key="account.id", sa_type=Whole)
    unit_type_id: int = Field(foreign_key="unit_type.id", index=True, sa_type=Whole)
    quantity: int = Field(default=0, sa_type=Whole)
    reserved: int = Field(default=0, sa_type=Whole)
    unlimited: bool = False


class ReservationRow(WorldRecord, table=True):
    """Units set aside."""

    __tablename__ = "reservation"
    __table_args__ = (
        CheckConstraint("remaining >= 0 AND remaining <= quantity", name="remaining"),
        CheckConstraint("state IN ('open','posted','voided')", name="state"),
        CheckConstraint("(state = 'open') = (remaining > 0)", name="open_has_rest"),
        Index(None, "account_id", "unit_type_id", "state"),
    )
    id: str = Field(primary_key=True, max_length=36)
    account_id: int = Field(foreign_key="account.id", sa_type=Whole)
    unit_type_id: int = Field(foreign_key="unit_type.id", sa_type=Whole)
    quantity: int = Field(sa_type=Whole)
    remaining: int = Field(sa_type=Whole)
    state: str = Field(max_length=8)
    memo: str = Field(default="", max_length=200)
    recorded_at: datetime = Field(sa_type=UtcDateTime)


class TransactionRow(WorldRecord, table=True):
    """Postings that happened together."""

    __tablename__ = "ledger_transaction"
    __table_args__ = (Index(None, "business_date"), Index(None, "client_id"))
    id: str = Field(primary_key=True, max_length=36)
    kind: str = Field(max_length=32)
    client_id: str | None = Field(default=None, max_length=64)
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    business_date: date
    memo: str = Field(default="", max_length=200)


class Posting(WorldRecord, table=True):
    """One signed quantity in one account."""

    __tablename__ = "posting"
    __table_args__ = (
        CheckConstraint("quantity <> 0", name="not_zero"),
        _transaction_follows(),
        Index(None, "account_id", "unit_type_id"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    transaction_id: str = Field(max_length=36, index=True)
    account_id: int = Field(foreign_key="account.id", sa_type=Whole)
    unit_type_id: int = Field(foreign_key="unit_type.id", sa_type=Whole)
    quantity: int = Field(sa_type=Whole)


class BlockMove(WorldRecord, table=True):
    """One run of serials going from account to account; a unit's life is the list of these."""

    __tablename__ = "block_move"
    __table_args__ = (
        CheckConstraint("serial_first >= 1 AND serial_last >= serial_first", name="range"),
        _transaction_follows(),
        Index(None, "unit_type_id", "serial_first", "serial_last"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    transaction_id: str = Field(max_length=36, index=True)
    unit_type_id: int = Field(foreign_key="unit_type.id", sa_type=Whole)
    serial_first: int = Field(sa_type=Whole)
    serial_last: int = Field(sa_type=Whole)
    from_account_id: int = Field(foreign_key="account.id", sa_type=Whole)
    to_account_id: int = Field(foreign_key="account.id", sa_type=Whole)


class Certificate(WorldRecord, table=True):
    """The public record of one surrender or retirement."""

    __tablename__ = "certificate"
    __table_args__ = (
        CheckConstraint("use IN ('surrender','retirement')", name="use"),
        CheckConstraint(
            "(use = 'surrender') = (compliance_year IS NOT NULL)", name="surrender_year"
        ),
        CheckConstraint(
            "use <> 'retirement' OR (beneficiary <> '' AND purpose <> '')",
            name="retirement_beneficiary",
        ),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    number: str = Field(max_length=24, unique=True)
    use: str = Field(max_length=12)
    transaction_id: str = Field(max_length=36, foreign_key="ledger_transaction.id", unique=True)
    party_id: int = Field(foreign_key="party.id", index=True, sa_type=Whole)
    account_id: int = Field(foreign_key="account.id", sa_type=Whole)
    unit_type_id: int = Field(foreign_key="unit_type.id", index=True, sa_type=Whole)
    quantity: int = Field(sa_type=Whole)
    compliance_year: int | None = None
    beneficiary: str = Field(default="", max_length=200)
    beneficiary_credit_code: str = Field(default="", max_length=18)
    purpose: str = Field(default="", max_length=32)
    period_from: date | None = None
    period_to: date | None = None
    note: str = Field(default="", max_length=1000)
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    business_date: date
