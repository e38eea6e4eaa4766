"""Column types that mean the same on SQLite and PostgreSQL."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, MetaData
from sqlalchemy.orm import registry as mapper_registry
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

Whole = BigInteger().with_variant(Integer, "sqlite")
"""Whole numbers of 64 bits; as SQLite's INTEGER they also number rows."""

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
"""How constraints are named, so that migrations can refer to them."""

WORLD_METADATA = MetaData(naming_convention=NAMES)


class WorldRecord(SQLModel, registry=mapper_registry(metadata=WORLD_METADATA)):
    """Base of every table of a world, here and in `market`."""


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant: `timestamptz` on PostgreSQL, UTC text on SQLite."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Return what the driver stores; a naive instant is a defect."""
        if value is None:
            return None
        assert value.tzinfo is not None
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Return the instant, aware, in UTC."""
        if value is None:
            return None
        assert isinstance(value, datetime)
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def day_read(stored: date | str) -> date:
    """Return a day that a plain statement read: SQLite answers text."""
    return date.fromisoformat(stored) if isinstance(stored, str) else stored


def instant_read(stored: datetime | str) -> datetime:
    """Return an instant that a plain statement read, as `UtcDateTime` reads it."""
    instant = datetime.fromisoformat(stored) if isinstance(stored, str) else stored
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant
