"""The tables of the log: events, their places in the tree, and the signed states of the tree.

All but `log_secret` are append-only.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from registry.worlds.columns import UtcDateTime, Whole, WorldRecord

_CERTIFICATES = text("kind = 'certificate'")


class Event(WorldRecord, table=True):
    """Something that happened, as canonical JSON; written when its unit of work commits."""

    __tablename__ = "event"
    __table_args__ = (
        Index(None, "subject", sqlite_where=_CERTIFICATES, postgresql_where=_CERTIFICATES),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    kind: str = Field(max_length=32)
    subject: str = Field(default="", max_length=64)
    content: str
    recorded_at: datetime = Field(sa_type=UtcDateTime)


class LogLeaf(WorldRecord, table=True):
    """An event's place in the tree, and the hash of its content."""

    __tablename__ = "log_leaf"
    leaf_index: int = Field(
        primary_key=True, sa_type=Whole, sa_column_kwargs={"autoincrement": False}
    )
    event_id: int = Field(foreign_key="event.id", unique=True, sa_type=Whole)
    leaf_hash: bytes = Field(max_length=32)


class LogNode(WorldRecord, table=True):
    """The hash over a complete subtree of 2 to the power of `level` leaves, `level` ≥ 1."""

    __tablename__ = "log_node"
    level: int = Field(primary_key=True)
    node_index: int = Field(
        primary_key=True, sa_type=Whole, sa_column_kwargs={"autoincrement": False}
    )
    node_hash: bytes = Field(max_length=32)


class CheckpointRow(WorldRecord, table=True):
    """A signed state of the tree, as its text was published."""

    __tablename__ = "checkpoint"
    __table_args__ = (CheckConstraint("tree_size >= 1", name="size"),)
    tree_size: int = Field(
        primary_key=True, sa_type=Whole, sa_column_kwargs={"autoincrement": False}
    )
    signed_text: str
    recorded_at: datetime = Field(sa_type=UtcDateTime)


class LogSecret(WorldRecord, table=True):
    """The key of the pseudonyms in events: one row, never published."""

    __tablename__ = "log_secret"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)
    id: int = Field(default=1, primary_key=True, sa_column_kwargs={"autoincrement": False})
    pseudonym_key: str = Field(max_length=64)
