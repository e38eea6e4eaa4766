"""The tables of carbon inclusion: accounts, platforms, what they report, and their batches.

Rows of consents, activities, rewards, uploads, shares and steps are never changed. A person is
known by the code of a carbon account alone; the platform's own id of its user is nowhere kept.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from registry.worlds.columns import UtcDateTime, Whole, WorldRecord


class InclusionSecret(WorldRecord, table=True):
    """The world's secret that turns a platform's user ids into codes: one row."""

    __tablename__ = "inclusion_secret"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)
    id: int = Field(default=1, primary_key=True, sa_column_kwargs={"autoincrement": False})
    secret: str = Field(max_length=64)


class CarbonAccount(WorldRecord, table=True):
    """A carbon account within a scheme: a person's, by code alone, or an enterprise's."""

    __tablename__ = "carbon_account"
    __table_args__ = (
        CheckConstraint("kind IN ('person','enterprise')", name="kind"),
        CheckConstraint("(kind = 'enterprise') = (party_id IS NOT NULL)", name="owner"),
        CheckConstraint("(kind = 'person') = (platform_id IS NOT NULL)", name="platform"),
        UniqueConstraint("scheme", "party_id"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    code: str = Field(max_length=32, unique=True)
    scheme: str = Field(max_length=10)
    kind: str = Field(max_length=12)
    party_id: int | None = Field(default=None, foreign_key="party.id", index=True, sa_type=Whole)
    platform_id: int | None = Field(
        default=None, foreign_key="inclusion_platform.id", index=True, sa_type=Whole
    )
    opened_on: date


class InclusionPlatform(WorldRecord, table=True):
    """A platform that reports what its users did; credits go to its party's account."""

    __tablename__ = "inclusion_platform"
    __table_args__ = (UniqueConstraint("scheme", "name"),)
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    number: str = Field(max_length=24, unique=True)
    name: str = Field(max_length=200)
    scheme: str = Field(max_length=10)
    party_id: int = Field(foreign_key="party.id", index=True, sa_type=Whole)
    account_id: int = Field(foreign_key="account.id", sa_type=Whole)
    registered_at: datetime = Field(sa_type=UtcDateTime)


class PlatformKind(WorldRecord, table=True):
    """A kind of activity that a platform may report."""

    __tablename__ = "inclusion_platform_kind"
    platform_id: int = Field(foreign_key="inclusion_platform.id", primary_key=True, sa_type=Whole)
    kind: str = Field(max_length=24, primary_key=True)


class Upload(WorldRecord, table=True):
    """One file or request of a platform that was stored."""

    __tablename__ = "inclusion_upload"
    __table_args__ = (
        CheckConstraint("content IN ('activities','consents','rewards')", name="content"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    number: str = Field(max_length=24, unique=True)
    platform_id: int = Field(foreign_key="inclusion_platform.id", index=True, sa_type=Whole)
    content: str = Field(max_length=12)
    rows: int
    stored: int
    actor: str = Field(max_length=254)
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    business_date: date


class Consent(WorldRecord, table=True):
    """A person agreed that the platform may collect reductions, or withdrew that."""

    __tablename__ = "inclusion_consent"
    __table_args__ = (
        CheckConstraint("step IN ('given','withdrawn')", name="step"),
        Index(None, "account_id", "day"),
        UniqueConstraint("account_id", "day", "step"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    account_id: int = Field(foreign_key="carbon_account.id", sa_type=Whole)
    step: str = Field(max_length=10)
    day: date
    upload_id: int = Field(foreign_key="inclusion_upload.id", sa_type=Whole)


class Activity(WorldRecord, table=True):
    """One low-carbon activity of a person, and what it reduced, mg CO2e, rounded down."""

    __tablename__ = "inclusion_activity"
    __table_args__ = (
        CheckConstraint("reduction_mg >= 0", name="not_negative"),
        UniqueConstraint("platform_id", "record_id"),
        Index(None, "platform_id", "day"),
        Index(None, "account_id", "day"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    platform_id: int = Field(foreign_key="inclusion_platform.id", sa_type=Whole)
    record_id: str = Field(max_length=64)
    account_id: int = Field(foreign_key="carbon_account.id", sa_type=Whole)
    kind: str = Field(max_length=24)
    day: date
    amount: str = Field(max_length=24)
    reduction_mg: int = Field(sa_type=Whole)
    upload_id: int = Field(foreign_key="inclusion_upload.id", index=True, sa_type=Whole)


class Reward(WorldRecord, table=True):
    """What the platform gave a person for an activity: its own reference, once."""

    __tablename__ = "inclusion_reward"
    activity_id: int = Field(foreign_key="inclusion_activity.id", primary_key=True, sa_type=Whole)
    reference: str = Field(max_length=64)
    upload_id: int = Field(foreign_key="inclusion_upload.id", index=True, sa_type=Whole)


class Batch(WorldRecord, table=True):
    """The reductions of a platform and period, aggregated, then verified, then issued."""

    __tablename__ = "inclusion_batch"
    __table_args__ = (
        CheckConstraint("state IN ('aggregated','verified','rejected','issued')", name="state"),
        CheckConstraint(
            "reduction_mg = enterprise_mg + personal_mg AND enterprise_mg >= 0"
            " AND personal_mg >= 0",
            name="shared_whole",
        ),
        CheckConstraint("(state = 'issued') = (issued_kg IS NOT NULL)", name="issued"),
        CheckConstraint("period_to >= period_from", name="period"),
        Index(None, "platform_id", "state"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    number: str = Field(max_length=24, unique=True)
    platform_id: int = Field(foreign_key="inclusion_platform.id", sa_type=Whole)
    period_from: date
    period_to: date
    vintage: int
    records: int
    reduction_mg: int = Field(sa_type=Whole)
    enterprise_mg: int = Field(sa_type=Whole)
    personal_mg: int = Field(sa_type=Whole)
    state: str = Field(max_length=12)
    verifier_party_id: int | None = Field(default=None, foreign_key="party.id", sa_type=Whole)
    issued_kg: int | None = Field(default=None, sa_type=Whole)
    issuance_id: int | None = Field(
        default=None, foreign_key="issuance.id", unique=True, sa_type=Whole
    )


class Share(WorldRecord, table=True):
    """How one activity's reduction was shared between enterprise and person, in one batch."""

    __tablename__ = "inclusion_share"
    __table_args__ = (
        CheckConstraint("enterprise_mg >= 0 AND personal_mg >= 0", name="not_negative"),
        Index(None, "activity_id"),
    )
    batch_id: int = Field(foreign_key="inclusion_batch.id", primary_key=True, sa_type=Whole)
    activity_id: int = Field(foreign_key="inclusion_activity.id", primary_key=True, sa_type=Whole)
    enterprise_mg: int = Field(sa_type=Whole)
    personal_mg: int = Field(sa_type=Whole)


class BatchEvent(WorldRecord, table=True):
    """One step in the life of a batch."""

    __tablename__ = "inclusion_batch_event"
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    batch_id: int = Field(foreign_key="inclusion_batch.id", index=True, sa_type=Whole)
    step: str = Field(max_length=12)
    actor: str = Field(max_length=254)
    party_id: int | None = Field(default=None, foreign_key="party.id", sa_type=Whole)
    note: str = Field(default="", max_length=1000)
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    business_date: date
