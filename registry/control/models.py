"""The tables of control: proposals, the profile in force, limits and trusted accounts."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from registry.worlds.columns import UtcDateTime, Whole, WorldRecord

STATES = "'proposed','approved','executed','failed','rejected','withdrawn','expired'"


class ProposalRow(WorldRecord, table=True):
    """A command that waits for a second person, or for its time."""

    __tablename__ = "proposal"
    __table_args__ = (
        CheckConstraint(f"state IN ({STATES})", name="state"),
        CheckConstraint("approver IS NULL OR approver <> proposer", name="two_people"),
        CheckConstraint("(party_id IS NULL) <> (role IS NULL)", name="whose"),
        CheckConstraint("execute_at IS NULL OR execute_at >= recorded_at", name="later"),
        CheckConstraint(
            "state <> 'executed' OR (executed_at IS NOT NULL AND outcome IS NOT NULL)",
            name="executed",
        ),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    number: str = Field(max_length=16, unique=True)
    client_id: str = Field(max_length=64, unique=True)
    kind: str = Field(max_length=32)
    body: str
    body_hash: str = Field(max_length=64)
    proposer: str = Field(max_length=254)
    roles: str = Field(max_length=200)
    party_id: int | None = Field(default=None, foreign_key="party.id", index=True, sa_type=Whole)
    role: str | None = Field(default=None, max_length=16)
    state: str = Field(max_length=10, index=True)
    second_person: bool
    approver: str | None = Field(default=None, max_length=254)
    expires_on: date
    execute_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reservation_id: str | None = Field(
        default=None, max_length=36, foreign_key="reservation.id", unique=True
    )
    note: str = Field(default="", max_length=200)
    outcome: str | None = None
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    executed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ProposalEvent(WorldRecord, table=True):
    """One step of a proposal; never changed."""

    __tablename__ = "proposal_event"
    __table_args__ = (CheckConstraint(f"state IN ({STATES})", name="state"),)
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    proposal_id: int = Field(foreign_key="proposal.id", index=True, sa_type=Whole)
    state: str = Field(max_length=10)
    actor: str = Field(max_length=254)
    note: str = Field(default="", max_length=200)
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    business_date: date


class ControlProfileRow(WorldRecord, table=True):
    """Which control profile was put in force when; the last row counts; never changed."""

    __tablename__ = "control_profile"
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    name: str = Field(max_length=40)
    actor: str = Field(max_length=254)
    recorded_at: datetime = Field(sa_type=UtcDateTime)


class AccountLimit(WorldRecord, table=True):
    """An account's own limits; the last row of an account counts; never changed."""

    __tablename__ = "account_limit"
    __table_args__ = (
        CheckConstraint("transfer_units IS NULL OR transfer_units >= 0", name="transfer"),
        CheckConstraint("daily_units IS NULL OR daily_units >= 0", name="daily"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    account_id: int = Field(foreign_key="account.id", index=True, sa_type=Whole)
    transfer_units: int | None = Field(default=None, sa_type=Whole)
    daily_units: int | None = Field(default=None, sa_type=Whole)
    actor: str = Field(max_length=254)
    recorded_at: datetime = Field(sa_type=UtcDateTime)


class TrustedAccount(WorldRecord, table=True):
    """An account that another one trusts, from a day on until it is removed."""

    __tablename__ = "trusted_account"
    __table_args__ = (
        CheckConstraint("account_id <> trusted_id", name="another"),
        Index(
            "uq_trusted_account_open",
            "account_id",
            "trusted_id",
            unique=True,
            sqlite_where=text("removed_at IS NULL"),
            postgresql_where=text("removed_at IS NULL"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    account_id: int = Field(foreign_key="account.id", index=True, sa_type=Whole)
    trusted_id: int = Field(foreign_key="account.id", sa_type=Whole)
    effective_on: date
    added_by: str = Field(max_length=254)
    added_at: datetime = Field(sa_type=UtcDateTime)
    removed_by: str | None = Field(default=None, max_length=254)
    removed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
