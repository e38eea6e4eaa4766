"""The tables of projects, their reports and the steps of both."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from registry.worlds.columns import UtcDateTime, Whole, WorldRecord

PROJECT_STATES = (
    "state IN ('draft','published','validated','applied','registered','rejected','withdrawn')"
)
REPORT_STATES = "state IN ('saved','filed','verified','applied','issued','rejected','withdrawn')"


class Project(WorldRecord, table=True):
    """A project that asks to be registered, or is."""

    __tablename__ = "project"
    __table_args__ = (CheckConstraint(PROJECT_STATES, name="state"),)
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
    construction_start: date | None = None
    crediting_from: date | None = None
    crediting_to: date | None = None
    outside_quota: bool | None = None
    first_published_on: date | None = None
    public_until: date | None = None
    review_until: date | None = None


class ProjectMeter(WorldRecord, table=True):
    """A meter whose electricity, or an area whose growth, a project's reductions rest on."""

    __tablename__ = "project_meter"
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    project_id: int = Field(foreign_key="project.id", index=True, sa_type=Whole)
    meter: str = Field(max_length=64)
    installation: str = Field(default="", max_length=200)


class Report(WorldRecord, table=True):
    """A reported quantity: an estimate, or a monitoring report to be verified."""

    __tablename__ = "report"
    __table_args__ = (
        CheckConstraint("kind IN ('estimate','monitoring')", name="kind"),
        CheckConstraint(REPORT_STATES, name="state"),
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
    verified_quantity: str | None = Field(default=None, max_length=40)
    public_until: date | None = None
    review_until: date | None = None


class IssuanceOverride(WorldRecord, table=True):
    """Why the operator issued credits from a result whose methodology is reconstructed."""

    __tablename__ = "issuance_override"
    __table_args__ = (CheckConstraint("reason <> ''", name="reason"),)
    issuance_id: int = Field(primary_key=True, foreign_key="issuance.id", sa_type=Whole)
    report_id: int = Field(foreign_key="report.id", unique=True, sa_type=Whole)
    methodology_status: str = Field(max_length=16)
    reason: str = Field(max_length=2000)
    actor: str = Field(max_length=254)
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    business_date: date


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


class DocumentContent(WorldRecord, table=True):
    """The bytes of a document, kept once under their SHA-256."""

    __tablename__ = "document_content"
    digest: str = Field(primary_key=True, max_length=64)
    content: bytes


class ProjectDocument(WorldRecord, table=True):
    """A document that somebody filed with a project or with one of its reports."""

    __tablename__ = "project_document"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('design','validation','monitoring','verification','other')", name="kind"
        ),
        CheckConstraint("size_bytes > 0", name="size"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    number: str = Field(max_length=24, unique=True)
    project_id: int = Field(foreign_key="project.id", index=True, sa_type=Whole)
    report_id: int | None = Field(default=None, foreign_key="report.id", sa_type=Whole)
    kind: str = Field(max_length=12)
    name: str = Field(max_length=200)
    media_type: str = Field(max_length=100)
    size_bytes: int = Field(sa_type=Whole)
    digest: str = Field(foreign_key="document_content.digest", max_length=64)
    party_id: int = Field(foreign_key="party.id", sa_type=Whole)
    actor: str = Field(max_length=254)
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    business_date: date


class ReportDocument(WorldRecord, table=True):
    """The monitoring document with which a report was filed."""

    __tablename__ = "report_document"
    document_id: int = Field(foreign_key="project_document.id", primary_key=True, sa_type=Whole)
    report_id: int = Field(foreign_key="report.id", index=True, sa_type=Whole)


class ProjectComment(WorldRecord, table=True):
    """What somebody said of a project or report during its publicity, or the answer to it."""

    __tablename__ = "project_comment"
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    number: str = Field(max_length=24, unique=True)
    project_id: int = Field(foreign_key="project.id", index=True, sa_type=Whole)
    report_id: int | None = Field(default=None, foreign_key="report.id", sa_type=Whole)
    answers_id: int | None = Field(default=None, foreign_key="project_comment.id", sa_type=Whole)
    author: str = Field(max_length=100)
    organisation: str = Field(default="", max_length=200)
    text: str = Field(max_length=4000)
    origin: str = Field(default="", max_length=64, index=True)
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    business_date: date


class CommentContact(WorldRecord, table=True):
    """How to reach a commenter: never shown, outside every log, so that it can be erased."""

    __tablename__ = "comment_contact"
    comment_id: int = Field(foreign_key="project_comment.id", primary_key=True, sa_type=Whole)
    contact: str = Field(max_length=254)
