"""The tables of a world's own rules: amendments, and days worked or off otherwise.

Both are append-only: a later row takes the place of an earlier one, which stays to be read.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from registry.worlds.columns import UtcDateTime, Whole, WorldRecord


class RuleAmendment(WorldRecord, table=True):
    """A value that an administrator set for this world, approved by a second person."""

    __tablename__ = "rule_amendment"
    __table_args__ = (
        CheckConstraint("value <> '' AND source <> '' AND reason <> ''", name="said"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="validity"),
        Index(None, "scheme", "key"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    scheme: str = Field(max_length=60)
    key: str = Field(max_length=60)
    applies_to: str = Field(max_length=60)
    value: str = Field(max_length=300)
    unit: str = Field(max_length=30)
    valid_from: date
    valid_to: date | None = None
    source: str = Field(max_length=300)
    confidence: str = Field(max_length=10)
    reason: str = Field(max_length=1000)
    actor: str = Field(max_length=254)
    client_id: str = Field(max_length=64)
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    business_date: date


class CalendarAmendment(WorldRecord, table=True):
    """A day that this world works, or does not, other than the calendar says."""

    __tablename__ = "calendar_amendment"
    __table_args__ = (CheckConstraint("source <> '' AND name <> ''", name="said"),)
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    day: date = Field(index=True)
    working: bool
    name: str = Field(max_length=100)
    source: str = Field(max_length=300)
    actor: str = Field(max_length=254)
    client_id: str = Field(max_length=64)
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    business_date: date
