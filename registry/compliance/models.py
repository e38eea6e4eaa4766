"""The tables of the compliance cycle; every row stays as it was written."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from registry.worlds.columns import UtcDateTime, Whole, WorldRecord

EVENT_KINDS = (
    "evidence",
    "report",
    "return",
    "verification",
    "pre_allocation",
    "allocation",
    "obligation",
    "borrowing",
    "surrender",
    "reversal",
    "notice",
    "application",
    "carry_over",
    "fine",
    "delisting",
)
ONCE_A_YEAR = text(
    "kind IN ('verification','pre_allocation','allocation','obligation','notice','fine')"
)


class ComplianceEntity(WorldRecord, table=True):
    """A party enrolled in a market's compliance cycle."""

    __tablename__ = "compliance_entity"
    __table_args__ = (UniqueConstraint("party_id", "scheme"),)
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    number: str = Field(max_length=24, unique=True)
    party_id: int = Field(foreign_key="party.id", sa_type=Whole)
    account_id: int = Field(foreign_key="account.id", index=True, sa_type=Whole)
    scheme: str = Field(max_length=10, index=True)
    sector: str = Field(max_length=16)
    first_year: int
    annual_emissions_t: int = Field(sa_type=Whole)
    actor: str = Field(max_length=254)
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    business_date: date


class ComplianceUnit(WorldRecord, table=True):
    """A generating unit or production line of an entity."""

    __tablename__ = "compliance_unit"
    __table_args__ = (UniqueConstraint("entity_id", "code"),)
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    entity_id: int = Field(foreign_key="compliance_entity.id", sa_type=Whole)
    code: str = Field(max_length=40)
    name: str = Field(max_length=200)
    unit_class: str = Field(max_length=24)
    cooling: str = Field(default="", max_length=16)
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    business_date: date


class ComplianceEvent(WorldRecord, table=True):
    """One thing that happened to an entity's compliance year.

    `business_date` is the day from which it counts, `recorded_at` the instant it was entered: a
    status asked as of a day looks at both. `quantity` is in t CO2e or units, `detail_json` holds
    the figures and steps behind it, `reference` names a certificate, document or transaction.
    """

    __tablename__ = "compliance_event"
    __table_args__ = (
        CheckConstraint(f"kind IN ({', '.join(repr(kind) for kind in EVENT_KINDS)})", name="kind"),
        Index(None, "entity_id", "year", "kind"),
        Index(None, "year", "kind"),
        Index(
            "uq_compliance_event_once_a_year",
            "entity_id",
            "year",
            "kind",
            unique=True,
            sqlite_where=ONCE_A_YEAR,
            postgresql_where=ONCE_A_YEAR,
        ),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    entity_id: int = Field(foreign_key="compliance_entity.id", sa_type=Whole)
    year: int
    kind: str = Field(max_length=16)
    month: int | None = None
    quantity: int | None = Field(default=None, sa_type=Whole)
    unit_kind: str = Field(default="", max_length=12)
    unit_type: str = Field(default="", max_length=24)
    amount_fen: int | None = Field(default=None, sa_type=Whole)
    due_on: date | None = None
    reference: str = Field(default="", max_length=64)
    follows_id: int | None = Field(
        default=None, foreign_key="compliance_event.id", unique=True, sa_type=Whole
    )
    party_id: int | None = Field(default=None, foreign_key="party.id", sa_type=Whole)
    note: str = Field(default="", max_length=500)
    detail_json: str = "{}"
    actor: str = Field(max_length=254)
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    business_date: date


class ComplianceBalance(WorldRecord, table=True):
    """The balance value of an industrial sector and year."""

    __tablename__ = "compliance_balance"
    __table_args__ = (UniqueConstraint("scheme", "sector", "year"),)
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    scheme: str = Field(max_length=10)
    sector: str = Field(max_length=16)
    year: int
    value: str = Field(max_length=40)
    line_count: int
    emissions_t: int = Field(sa_type=Whole)
    allocation_t: int = Field(sa_type=Whole)
    actor: str = Field(max_length=254)
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    business_date: date
