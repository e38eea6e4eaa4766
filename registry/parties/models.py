"""The tables of parties, mandates and accounts."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from registry.worlds.columns import UtcDateTime, Whole, WorldRecord


class Party(WorldRecord, table=True):
    """A company, a body or a person in the registry."""

    __tablename__ = "party"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('emitter','developer','verifier','institution','operator','individual')",
            name="kind",
        ),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    name_zh: str = Field(max_length=200, unique=True)
    name_en: str = Field(max_length=200)
    kind: str = Field(max_length=16)
    credit_code: str | None = Field(default=None, max_length=18, unique=True)
    fictitious: bool = False
    created_at: datetime = Field(sa_type=UtcDateTime)


class Mandate(WorldRecord, table=True):
    """A user's right to act for a party; changed only once, when it is revoked."""

    __tablename__ = "mandate"
    __table_args__ = (
        Index(
            "uq_mandate_open",
            "user_email",
            "party_id",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="days"),
        CheckConstraint("right_ IN ('read','initiate','approve','both')", name="right"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    user_email: str = Field(max_length=254)
    party_id: int = Field(foreign_key="party.id", index=True, sa_type=Whole)
    right_: str = Field(max_length=8)
    valid_from: date | None = None
    valid_to: date | None = None
    granted_by: str = Field(
        default="", max_length=254, sa_column_kwargs={"server_default": text("''")}
    )
    granted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revoked_by: str | None = Field(default=None, max_length=254)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Account(WorldRecord, table=True):
    """A place for units and cash; the first five are the registry's own."""

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint("(kind = 'holding') = (party_id IS NOT NULL)", name="owner"),
        CheckConstraint("status IN ('open','frozen','closed')", name="status"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    number: str = Field(max_length=24, unique=True)
    kind: str = Field(max_length=16)
    party_id: int | None = Field(default=None, foreign_key="party.id", index=True, sa_type=Whole)
    name: str = Field(default="", max_length=200)
    status: str = Field(default="open", max_length=8)
