"""The catalogue database: who signs in, which worlds exist, which jobs run. Tables only."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import uuid4

from flask_security import RoleMixin, UserMixin
from sqlalchemy import JSON, CheckConstraint, MetaData, Text
from sqlalchemy.orm import registry as mapper_registry
from sqlmodel import Field, Relationship, SQLModel

from registry.worlds import UtcDateTime

SCHEMA = "catalogue"
"""Where these tables live on PostgreSQL; on SQLite they have a file of their own."""

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class CatalogueTable(
    SQLModel, registry=mapper_registry(metadata=MetaData(naming_convention=_NAMES))
):
    """Base of the catalogue's tables, apart from those of the worlds."""


class UserRole(CatalogueTable, table=True):
    """Which user has which role."""

    __tablename__: ClassVar[Any] = "user_role"
    user_id: int = Field(primary_key=True, foreign_key="user.id", ondelete="CASCADE")
    role_id: int = Field(primary_key=True, foreign_key="role.id", ondelete="CASCADE")


class Role(CatalogueTable, RoleMixin, table=True):
    """A role such as `operator`; the names are those of `registry.Role`."""

    __tablename__: ClassVar[Any] = "role"
    id: int | None = Field(default=None, primary_key=True)  # type: ignore[assignment]  # until flushed
    name: str = Field(max_length=40, unique=True)
    description: str = Field(default="", max_length=200)


class User(CatalogueTable, UserMixin, table=True):
    """Somebody who signs in; mandates for parties are kept in each world, by email."""

    __tablename__: ClassVar[Any] = "user"
    id: int | None = Field(default=None, primary_key=True)  # type: ignore[assignment]  # until flushed
    email: str = Field(max_length=254, unique=True)
    name: str = Field(default="", max_length=80)
    password: str | None = Field(default=None, max_length=255)
    active: bool = True
    fs_uniquifier: str = Field(default_factory=lambda: uuid4().hex, max_length=64, unique=True)
    language: str | None = Field(default=None, max_length=2)
    created_at: datetime = Field(default_factory=lambda: datetime.now(UTC), sa_type=UtcDateTime)
    roles: list[Role] = Relationship(link_model=UserRole)  # type: ignore[assignment]

    __table_args__ = (CheckConstraint("language IN ('zh', 'en')", name="language"),)


class SecondFactor(CatalogueTable, table=True):
    """A user's authenticator: its secret, encrypted, and what keeps it from being guessed."""

    __tablename__: ClassVar[Any] = "second_factor"
    user_id: int = Field(primary_key=True, foreign_key="user.id", ondelete="CASCADE")
    secret: str = Field(max_length=200)
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_step: int = 0
    failures: int = 0
    locked_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    recovery_hashes: list[str] = Field(default_factory=list, sa_type=JSON)
    always: bool = False


class WorldKind(StrEnum):
    """What a world is for."""

    PUBLIC = "public"
    CLASS = "class"


class WorldEntry(CatalogueTable, table=True):
    """A registry, venue and clock of its own; its data lives in its own file or schema."""

    __tablename__: ClassVar[Any] = "world"
    slug: str = Field(primary_key=True, max_length=40)
    kind: str = Field(max_length=10)
    title_en: str = Field(max_length=120)
    title_zh: str = Field(max_length=120)
    created_at: datetime = Field(default_factory=lambda: datetime.now(UTC), sa_type=UtcDateTime)

    __table_args__ = (CheckConstraint("kind IN ('public', 'class')", name="kind"),)


class JobState(StrEnum):
    """How far a job has come."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Job(CatalogueTable, table=True):
    """One piece of background work; the queue carries only its id."""

    __tablename__: ClassVar[Any] = "job"
    id: str = Field(default_factory=lambda: uuid4().hex, primary_key=True, max_length=32)
    kind: str = Field(max_length=40)
    user_id: int | None = Field(default=None, foreign_key="user.id", index=True)
    state: str = Field(default=JobState.QUEUED, max_length=10, index=True)
    parameters: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    result: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    error: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    steps_done: int = 0
    steps_total: int = 0
    message: str = Field(default="", max_length=200)
    cancel_requested: bool = False
    created_at: datetime = Field(default_factory=lambda: datetime.now(UTC), sa_type=UtcDateTime)
    started_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    seen_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    __table_args__ = (
        CheckConstraint(
            "state IN ('queued', 'running', 'done', 'failed', 'cancelled')", name="state"
        ),
        CheckConstraint("steps_done >= 0 AND steps_total >= 0", name="steps"),
    )


class SavedScenario(CatalogueTable, table=True):
    """A scenario that a user wrote; its texts are kept as versions."""

    __tablename__: ClassVar[Any] = "saved_scenario"
    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user.id", index=True, ondelete="CASCADE")
    forked_from: str = Field(default="", max_length=80)
    latest_version: int = 1
    title: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    created_at: datetime = Field(default_factory=lambda: datetime.now(UTC), sa_type=UtcDateTime)
    saved_at: datetime = Field(default_factory=lambda: datetime.now(UTC), sa_type=UtcDateTime)

    __table_args__ = (CheckConstraint("latest_version >= 1", name="latest_version"),)


class ScenarioVersion(CatalogueTable, table=True):
    """One text of a saved scenario, valid when it was saved; never changed afterwards."""

    __tablename__: ClassVar[Any] = "scenario_version"
    scenario_id: int = Field(primary_key=True, foreign_key="saved_scenario.id", ondelete="CASCADE")
    version: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    text: str = Field(sa_type=Text)
    digest: str = Field(max_length=80)
    note: str = Field(default="", max_length=200)
    saved_at: datetime = Field(default_factory=lambda: datetime.now(UTC), sa_type=UtcDateTime)

    __table_args__ = (CheckConstraint("version >= 1", name="version"),)


class EstimateDraft(CatalogueTable, table=True):
    """What somebody typed into the form of a methodology, exactly as typed, valid or not."""

    __tablename__: ClassVar[Any] = "estimate_draft"
    id: str = Field(primary_key=True, max_length=32)
    user_id: int | None = Field(default=None, foreign_key="user.id", index=True, ondelete="CASCADE")
    visitor_hash: str | None = Field(default=None, max_length=64, index=True)
    methodology_id: str = Field(max_length=32)
    title: str = Field(max_length=120)
    typed: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    revision: int = 1
    saved_by: str = Field(default="", max_length=32)
    created_at: datetime = Field(default_factory=lambda: datetime.now(UTC), sa_type=UtcDateTime)
    saved_at: datetime = Field(
        default_factory=lambda: datetime.now(UTC), sa_type=UtcDateTime, index=True
    )

    __table_args__ = (
        CheckConstraint("(user_id IS NULL) <> (visitor_hash IS NULL)", name="one_owner"),
        CheckConstraint("revision >= 1", name="revision"),
    )


class SavedComparison(CatalogueTable, table=True):
    """Variants of an estimate that a user compared, with every figure as it was then."""

    __tablename__: ClassVar[Any] = "saved_comparison"
    id: str = Field(default_factory=lambda: uuid4().hex, primary_key=True, max_length=32)
    user_id: int = Field(foreign_key="user.id", index=True, ondelete="CASCADE")
    methodology_id: str = Field(max_length=32)
    title: str = Field(max_length=120)
    content: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    created_at: datetime = Field(default_factory=lambda: datetime.now(UTC), sa_type=UtcDateTime)


class ShareLink(CatalogueTable, table=True):
    """Figures that whoever has the link may read; only the hash of its token is kept."""

    __tablename__: ClassVar[Any] = "share_link"
    id: str = Field(default_factory=lambda: uuid4().hex, primary_key=True, max_length=32)
    token_sha256: str = Field(max_length=64, unique=True)
    user_id: int = Field(foreign_key="user.id", index=True, ondelete="CASCADE")
    kind: str = Field(max_length=10)
    origin: str = Field(max_length=40)
    title: str = Field(max_length=120)
    content: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    created_at: datetime = Field(default_factory=lambda: datetime.now(UTC), sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime, index=True)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    __table_args__ = (CheckConstraint("kind IN ('estimate', 'comparison')", name="kind"),)
