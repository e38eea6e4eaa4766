"""The tables of projects, their reports and the steps of both."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from registry.worlds.columns import UtcDateTime, Whole, WorldRecord


class Project(WorldRecord, table=True):
    """A project that asks to be registered, or is."""

    __tablename__ = "project"
    __table_args__ = (
        CheckConstraint("state IN ('draft','submitted','validated','registered')", name="state"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    number: str = Field(max_length=24, unique=True)
    name: str = Field(max_length=200)
    scheme: str = Field(max_length=10)
    developer_party_id: int = Field(foreign_key="party.id", index=True, sa_type=Whole)
    methodology_id: str = Field(max_length=32)
    methodology_version: str = Field(max_length=32)
    methodology_status: str = Field(max_length=16)
    location: str = Field(default="", max_length=200)
    description: str = Field(default="", max_length=4000)
    state: str = Field(max_length=12)
    validator_party_id: int | None = Field(default=None, foreign_key="party.id", sa_type=Whole)
    created_at: datetime = Field(sa_type=UtcDateTime)


class Report(WorldRecord, table=True):
    """A reported quantity: an estimate, or a monitoring report to be verified."""

    __tablename__ = "report"
    __table_args__ = (
        CheckConstraint("kind IN ('estimate','monitoring')", name="kind"),
        CheckConstraint("state IN ('saved','filed','verified','rejected','issued')", name="state"),
        CheckConstraint("(kind = 'estimate') = (state = 'saved')", name="estimate_is_saved"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    number: str = Field(max_length=24, unique=True)
    kind: str = Field(max_length=12)
    title: str = Field(max_length=200)
    party_id: int = Field(foreign_key="party.id", index=True, sa_type=Whole)
    project_id: int | None = Field(
        default=None, foreign_key="project.id", index=True, sa_type=Whole
    )
    based_on_id: int | None = Field(default=None, foreign_key="report.id", sa_type=Whole)
    methodology_id: str = Field(max_length=32)
    methodology_version: str = Field(max_length=32)
    methodology_status: str = Field(max_length=16)
    quantity: str = Field(max_length=40)
    measure: str = Field(max_length=8)
    inputs_json: str
    result_json: str
    digest: str = Field(max_length=64)
    period_from: date | None = None
    period_to: date | None = None
    state: str = Field(max_length=12)
    verifier_party_id: int | None = Field(default=None, foreign_key="party.id", sa_type=Whole)
    created_at: datetime = Field(sa_type=UtcDateTime)


class ProjectEvent(WorldRecord, table=True):
    """One step in the life of a project or of one of its reports."""

    __tablename__ = "project_event"
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    project_id: int = Field(foreign_key="project.id", index=True, sa_type=Whole)
    report_id: int | None = Field(default=None, foreign_key="report.id", sa_type=Whole)
    step: str = Field(max_length=16)
    actor: str = Field(max_length=254)
    party_id: int | None = Field(default=None, foreign_key="party.id", sa_type=Whole)
    note: str = Field(default="", max_length=2000)
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    business_date: date
