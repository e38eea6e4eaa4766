"""The tables of the auditor: what each audit found, and what became of accounts."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from registry.worlds.columns import UtcDateTime, Whole, WorldRecord


class AuditRun(WorldRecord, table=True):
    """One audit that was recorded; never changed."""

    __tablename__ = "audit_run"
    __table_args__ = (
        CheckConstraint("\"trigger\" IN ('demand','nightly')", name="trigger"),
        CheckConstraint("checks >= 1 AND failed >= 0 AND failed <= checks", name="counts"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    number: str = Field(max_length=24, unique=True)
    trigger: str = Field(max_length=8)
    checks: int
    failed: int
    findings_json: str
    actor: str = Field(max_length=254)
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    business_date: date


class AccountStatusChange(WorldRecord, table=True):
    """An account that was frozen or opened again, by whom and why; never changed."""

    __tablename__ = "account_status_change"
    __table_args__ = (CheckConstraint("status IN ('open','frozen','closed')", name="status"),)
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    account_id: int = Field(foreign_key="account.id", index=True, sa_type=Whole)
    status: str = Field(max_length=8)
    reason: str = Field(max_length=200)
    audit_run_id: int | None = Field(default=None, foreign_key="audit_run.id", sa_type=Whole)
    actor: str = Field(max_length=254)
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    business_date: date
