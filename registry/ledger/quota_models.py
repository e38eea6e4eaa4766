"""The tables of quotas: how much of a scheme and vintage may be issued, and what was."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from registry.worlds.columns import UtcDateTime, Whole, WorldRecord


class QuotaLevel(WorldRecord, table=True):
    """How much may be issued for a purpose, is set aside, and was issued; `limit` None: no end.

    Vintage 0 stands for unit types without one.
    """

    __tablename__ = "quota_level"
    __table_args__ = (
        UniqueConstraint("scheme", "vintage", "purpose"),
        CheckConstraint("purpose IN ('all','allocation','auction','reserve')", name="purpose"),
        CheckConstraint("pending >= 0 AND consumed >= 0", name="not_negative"),
        CheckConstraint(
            "quantity_max IS NULL OR consumed + pending <= quantity_max", name="within"
        ),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    scheme: str = Field(max_length=10)
    vintage: int
    purpose: str = Field(max_length=10)
    quantity_max: int | None = Field(default=None, sa_type=Whole)
    pending: int = Field(default=0, sa_type=Whole)
    consumed: int = Field(default=0, sa_type=Whole)


class QuotaUse(WorldRecord, table=True):
    """An issuance counted against a quota."""

    __tablename__ = "quota_use"
    __table_args__ = (UniqueConstraint("quota_id", "issuance_id"),)
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    quota_id: int = Field(foreign_key="quota_level.id", sa_type=Whole)
    issuance_id: int = Field(foreign_key="issuance.id", sa_type=Whole)
    quantity: int = Field(sa_type=Whole)


class QuotaChange(WorldRecord, table=True):
    """A limit that was set, by whom and why."""

    __tablename__ = "quota_change"
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    quota_id: int = Field(foreign_key="quota_level.id", index=True, sa_type=Whole)
    quantity_max: int | None = Field(default=None, sa_type=Whole)
    reason: str = Field(max_length=1000)
    actor: str = Field(max_length=254)
    client_id: str = Field(max_length=64)
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    business_date: date
