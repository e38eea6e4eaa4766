"""The tables of devices, metered generation and green certificates.

Generation, batches and exclusions are records of what happened; their rows are never changed.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from registry.worlds.columns import UtcDateTime, Whole, WorldRecord


class Device(WorldRecord, table=True):
    """A power station, or a part of one, whose generation earns certificates."""

    __tablename__ = "device"
    __table_args__ = (
        CheckConstraint("state IN ('filed','approved','refused')", name="state"),
        CheckConstraint("capacity_kw >= 1", name="capacity"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    number: str = Field(max_length=24, unique=True)
    party_id: int = Field(foreign_key="party.id", index=True, sa_type=Whole)
    account_id: int = Field(foreign_key="account.id", sa_type=Whole)
    name: str = Field(max_length=200)
    energy: str = Field(max_length=20)
    technology: str = Field(default="", max_length=200)
    capacity_kw: int = Field(sa_type=Whole)
    commissioned: date
    province: str = Field(max_length=40)
    filing_code: str = Field(default="", max_length=17)
    fully_market_based: bool = False
    state: str = Field(default="filed", max_length=8)


class DeviceMeter(WorldRecord, table=True):
    """A meter of a device; its number is the source that claims name."""

    __tablename__ = "device_meter"
    __table_args__ = (CheckConstraint("feed IN ('grid','self_use')", name="feed"),)
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    device_id: int = Field(foreign_key="device.id", index=True, sa_type=Whole)
    meter: str = Field(max_length=64, unique=True)
    feed: str = Field(max_length=8)


class DeviceEvent(WorldRecord, table=True):
    """One step in a device's life."""

    __tablename__ = "device_event"
    __table_args__ = (CheckConstraint("step IN ('filed','approved','refused')", name="step"),)
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    device_id: int = Field(foreign_key="device.id", index=True, sa_type=Whole)
    step: str = Field(max_length=8)
    actor: str = Field(max_length=254)
    note: str = Field(default="", max_length=1000)
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    business_date: date


class Generation(WorldRecord, table=True):
    """A month of a meter as metered, or a correction of it, kWh."""

    __tablename__ = "generation"
    __table_args__ = (
        CheckConstraint("kind IN ('metered','correction')", name="kind"),
        CheckConstraint("kind <> 'metered' OR change_kwh >= 0", name="metered"),
        CheckConstraint("(kind = 'correction') = (reason <> '')", name="reason"),
        Index(None, "meter_id", "month"),
        Index(
            "uq_generation_metered",
            "meter_id",
            "month",
            unique=True,
            sqlite_where=text("kind = 'metered'"),
            postgresql_where=text("kind = 'metered'"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    meter_id: int = Field(foreign_key="device_meter.id", sa_type=Whole)
    month: date
    kind: str = Field(max_length=10)
    change_kwh: int = Field(sa_type=Whole)
    reason: str = Field(default="", max_length=16)
    note: str = Field(default="", max_length=1000)
    actor: str = Field(max_length=254)
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    business_date: date


class CertificateType(WorldRecord, table=True):
    """The terms of a month's certificates, fixed when the first are issued."""

    __tablename__ = "certificate_type"
    __table_args__ = (UniqueConstraint("month", "tradable"), Index(None, "valid_until"))
    unit_type_id: int = Field(
        primary_key=True,
        foreign_key="unit_type.id",
        sa_type=Whole,
        sa_column_kwargs={"autoincrement": False},
    )
    month: date
    tradable: bool
    single_transfer: bool
    valid_until: date


class CertificateBatch(WorldRecord, table=True):
    """What a meter's month came to: the sum that was done, and the units it made."""

    __tablename__ = "certificate_batch"
    __table_args__ = (
        CheckConstraint("class_ IN ('tradable','issued_only','not_eligible')", name="class"),
        CheckConstraint("quantity >= 0", name="quantity"),
        CheckConstraint(
            "class_ = 'not_eligible'"
            " OR carried_in_kwh + generation_kwh = 1000 * quantity + carried_out_kwh",
            name="sum",
        ),
        CheckConstraint("(quantity > 0) = (issuance_id IS NOT NULL)", name="issuance"),
        UniqueConstraint("meter_id", "month"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    meter_id: int = Field(foreign_key="device_meter.id", sa_type=Whole)
    month: date
    month_last: date
    class_: str = Field(max_length=12)
    reason: str = Field(max_length=24)
    generation_kwh: int = Field(sa_type=Whole)
    carried_in_kwh: int = Field(sa_type=Whole)
    quantity: int = Field(sa_type=Whole)
    carried_out_kwh: int = Field(sa_type=Whole)
    issuance_id: int | None = Field(
        default=None, foreign_key="issuance.id", unique=True, sa_type=Whole
    )
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    business_date: date


class CountedGeneration(WorldRecord, table=True):
    """Which batch counted a row of generation: each once."""

    __tablename__ = "counted_generation"
    generation_id: int = Field(
        primary_key=True,
        foreign_key="generation.id",
        sa_type=Whole,
        sa_column_kwargs={"autoincrement": False},
    )
    batch_id: int = Field(foreign_key="certificate_batch.id", index=True, sa_type=Whole)


class CertificateExclusion(WorldRecord, table=True):
    """Certificates frozen, cancelled or given back because of another mechanism's claim."""

    __tablename__ = "certificate_exclusion"
    __table_args__ = (
        CheckConstraint("step IN ('frozen','cancelled','unfrozen')", name="step"),
        CheckConstraint("quantity >= 1", name="quantity"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    step: str = Field(max_length=10)
    batch_id: int = Field(foreign_key="certificate_batch.id", index=True, sa_type=Whole)
    claim_id: int = Field(foreign_key="source_claim.id", index=True, sa_type=Whole)
    account_id: int = Field(foreign_key="account.id", sa_type=Whole)
    quantity: int = Field(sa_type=Whole)
    transaction_id: str = Field(max_length=36, foreign_key="ledger_transaction.id")
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    business_date: date
