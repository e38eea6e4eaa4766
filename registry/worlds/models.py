"""The tables every world has beside its register: commands carried out, counters, the clock.

Records are built from values checked before; nothing here validates. Commands are never changed.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from registry.worlds.columns import UtcDateTime, Whole, WorldRecord


class CommandRow(WorldRecord, table=True):
    """A command that was carried out, and what it answered."""

    __tablename__ = "command"
    client_id: str = Field(primary_key=True, max_length=64)
    kind: str = Field(max_length=32)
    body_hash: str = Field(max_length=64)
    actor: str = Field(max_length=254)
    body: str
    outcome: str
    recorded_at: datetime = Field(sa_type=UtcDateTime)


class Counter(WorldRecord, table=True):
    """The last number given out under a name."""

    __tablename__ = "counter"
    name: str = Field(primary_key=True, max_length=32)
    value: int = Field(sa_type=Whole)


class WorldClock(WorldRecord, table=True):
    """The world's own clock: one row, absent where the wall clock rules."""

    __tablename__ = "world_clock"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)
    id: int = Field(default=1, primary_key=True, sa_column_kwargs={"autoincrement": False})
    instant: datetime = Field(sa_type=UtcDateTime)
    wall_instant: datetime = Field(sa_type=UtcDateTime)
    rate_permille: int = 0
