"""The tables of mirrors: foreign units, and who confirmed each step."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from registry.worlds.columns import UtcDateTime, Whole, WorldRecord


class Mirror(WorldRecord, table=True):
    """A run of another registry's units, immobilised there, and the issuance that mirrors it."""

    __tablename__ = "mirror"
    __table_args__ = (
        CheckConstraint("state IN ('immobilised','mirrored','released')", name="state"),
        CheckConstraint("serial_first >= 1 AND serial_last >= serial_first", name="range"),
        CheckConstraint("state <> 'mirrored' OR issuance_id IS NOT NULL", name="issued"),
        Index(None, "origin", "series", "serial_first"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    number: str = Field(max_length=24, unique=True)
    origin: str = Field(max_length=60)
    series: str = Field(max_length=60)
    serial_first: int = Field(sa_type=Whole)
    serial_last: int = Field(sa_type=Whole)
    account_id: int = Field(foreign_key="account.id", sa_type=Whole)
    unit_type: str = Field(max_length=24)
    issuance_id: int | None = Field(
        default=None, foreign_key="issuance.id", unique=True, sa_type=Whole
    )
    state: str = Field(max_length=12)


class MirrorStepRow(WorldRecord, table=True):
    """One confirmed step; rows are never changed."""

    __tablename__ = "mirror_step"
    __table_args__ = (CheckConstraint("step IN ('immobilise','mirror','release')", name="step"),)
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    mirror_id: int = Field(foreign_key="mirror.id", index=True, sa_type=Whole)
    step: str = Field(max_length=12)
    actor: str = Field(max_length=254)
    evidence: str = Field(max_length=300)
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    business_date: date
