"""The tables of source claims: what backs which mechanism now, and how that came about."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from registry.worlds.columns import UtcDateTime, Whole, WorldRecord


class SourceClaim(WorldRecord, table=True):
    """A mechanism's claim on what a source yields in a period; only its state ever changes."""

    __tablename__ = "source_claim"
    __table_args__ = (
        CheckConstraint("state IN ('active','released')", name="state"),
        CheckConstraint("period_to >= period_from", name="period"),
        CheckConstraint("quantity IS NULL OR quantity >= 0", name="quantity"),
        Index(None, "source", "state", "period_from"),
        Index(None, "mechanism", "kind", "state"),
        Index(None, "reference"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    mechanism: str = Field(max_length=16)
    kind: str = Field(max_length=16)
    source: str = Field(max_length=64)
    measure: str = Field(max_length=8)
    period_from: date
    period_to: date
    quantity: int | None = Field(default=None, sa_type=Whole)
    reference: str = Field(max_length=64)
    state: str = Field(default="active", max_length=8)
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    business_date: date


class SourceBar(WorldRecord, table=True):
    """A mechanism that may not newly register a source on certain days; rows are never changed."""

    __tablename__ = "source_bar"
    __table_args__ = (CheckConstraint("day_to IS NULL OR day_to >= day_from", name="days"),)
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    source: str = Field(max_length=64, index=True)
    mechanism: str = Field(max_length=16)
    day_from: date
    day_to: date | None = None
    reason: str = Field(max_length=200)
    recorded_at: datetime = Field(sa_type=UtcDateTime)


class SourceClaimEvent(WorldRecord, table=True):
    """One step in a claim's life; rows are never changed."""

    __tablename__ = "source_claim_event"
    __table_args__ = (CheckConstraint("step IN ('claimed','released')", name="step"),)
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    claim_id: int = Field(foreign_key="source_claim.id", index=True, sa_type=Whole)
    step: str = Field(max_length=8)
    actor: str = Field(default="", max_length=254)
    note: str = Field(default="", max_length=200)
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    business_date: date
