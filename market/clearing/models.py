"""The tables of clearing: days cleared, claims on defaulters, disputes. Rows are never changed."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from registry.worlds import UtcDateTime, Whole, WorldRecord


class ClearingDay(WorldRecord, table=True):
    """One day that is over, cleared: what was traded and paid, and whether the books agree.

    `differences` counts accounts whose postings are not what their trades ask; it should be 0.
    """

    __tablename__ = "clearing_day"
    __table_args__ = (
        CheckConstraint(
            "trades >= 0 AND turnover_fen >= 0 AND fees_fen >= 0 AND deposited_fen >= 0"
            " AND withdrawn_fen >= 0 AND differences >= 0",
            name="totals",
        ),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    business_date: date = Field(unique=True)
    trades: int = Field(sa_type=Whole)
    turnover_fen: int = Field(sa_type=Whole)
    fees_fen: int = Field(sa_type=Whole)
    deposited_fen: int = Field(sa_type=Whole)
    withdrawn_fen: int = Field(sa_type=Whole)
    differences: int = Field(sa_type=Whole)
    cleared_at: datetime = Field(sa_type=UtcDateTime)


class ClearingLine(WorldRecord, table=True):
    """What a cleared day did to an account's units of one type, or to its cash (fen)."""

    __tablename__ = "clearing_line"
    __table_args__ = (
        UniqueConstraint("clearing_day_id", "account_id", "unit_type_id"),
        CheckConstraint("received >= 0 AND sent >= 0", name="not_negative"),
        CheckConstraint("closing = opening + received - sent", name="closing"),
        Index(None, "account_id", "clearing_day_id"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    clearing_day_id: int = Field(foreign_key="clearing_day.id", sa_type=Whole)
    account_id: int = Field(foreign_key="account.id", sa_type=Whole)
    unit_type_id: int = Field(foreign_key="unit_type.id", sa_type=Whole)
    opening: int = Field(sa_type=Whole)
    received: int = Field(sa_type=Whole)
    sent: int = Field(sa_type=Whole)
    closing: int = Field(sa_type=Whole)


class DefaultClaim(WorldRecord, table=True):
    """What an account owes because it could not pay: advances of the reserve, and what is unpaid.

    `unpaid_fen` is owed to `creditor_account_id`, `advanced_fen` to the settlement reserve.
    """

    __tablename__ = "default_claim"
    __table_args__ = (
        CheckConstraint(
            "advanced_fen >= 0 AND unpaid_fen >= 0 AND advanced_fen + unpaid_fen > 0",
            name="amounts",
        ),
        CheckConstraint("(advanced_fen > 0) = (transaction_id IS NOT NULL)", name="advance"),
        CheckConstraint("unpaid_fen = 0 OR creditor_account_id IS NOT NULL", name="creditor"),
        Index(None, "account_id", "id"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    number: str = Field(max_length=24, unique=True)
    account_id: int = Field(foreign_key="account.id", sa_type=Whole)
    party_id: int = Field(foreign_key="party.id", index=True, sa_type=Whole)
    creditor_account_id: int | None = Field(default=None, foreign_key="account.id", sa_type=Whole)
    reason: str = Field(max_length=200)
    reference: str = Field(max_length=64)
    advanced_fen: int = Field(sa_type=Whole)
    unpaid_fen: int = Field(sa_type=Whole)
    transaction_id: str | None = Field(
        default=None, foreign_key="ledger_transaction.id", unique=True, max_length=36
    )
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    business_date: date


class DefaultRecovery(WorldRecord, table=True):
    """A payment towards a claim, or its writing off, which moves nothing."""

    __tablename__ = "default_recovery"
    __table_args__ = (
        CheckConstraint("kind IN ('paid','written_off')", name="kind"),
        CheckConstraint(
            "to_creditor_fen >= 0 AND to_reserve_fen >= 0 AND to_creditor_fen + to_reserve_fen > 0",
            name="amounts",
        ),
        CheckConstraint("(kind = 'paid') = (transaction_id IS NOT NULL)", name="payment"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    claim_id: int = Field(foreign_key="default_claim.id", index=True, sa_type=Whole)
    kind: str = Field(max_length=12)
    to_creditor_fen: int = Field(sa_type=Whole)
    to_reserve_fen: int = Field(sa_type=Whole)
    transaction_id: str | None = Field(
        default=None, foreign_key="ledger_transaction.id", unique=True, max_length=36
    )
    note: str = Field(max_length=200)
    actor: str = Field(max_length=254)
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    business_date: date


class StatementDispute(WorldRecord, table=True):
    """A participant's objection (异议) to the statement of one day."""

    __tablename__ = "statement_dispute"
    __table_args__ = (Index(None, "account_id", "business_date"),)
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    number: str = Field(max_length=24, unique=True)
    account_id: int = Field(foreign_key="account.id", sa_type=Whole)
    business_date: date
    reason: str = Field(max_length=1000)
    actor: str = Field(max_length=254)
    recorded_at: datetime = Field(sa_type=UtcDateTime)


class DisputeAnswer(WorldRecord, table=True):
    """The operator's answer to a dispute; there is one, and it stays."""

    __tablename__ = "dispute_answer"
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    dispute_id: int = Field(foreign_key="statement_dispute.id", unique=True, sa_type=Whole)
    upheld: bool
    note: str = Field(max_length=1000)
    actor: str = Field(max_length=254)
    recorded_at: datetime = Field(sa_type=UtcDateTime)
