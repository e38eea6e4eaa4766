"""The table of a world's imported factors.

It is append-only: a later import takes the place of an earlier one, which stays to be read. Each
follows one other, so that nobody approves a change to tables that were changed meanwhile.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from registry.worlds.columns import UtcDateTime, Whole, WorldRecord


class FactorImport(WorldRecord, table=True):
    """Factors that an administrator imported for this world, approved by a second person."""

    __tablename__ = "factor_import"
    __table_args__ = (
        CheckConstraint("file <> '' AND reason <> ''", name="said"),
        CheckConstraint("factors >= 0 AND removed >= 0 AND factors + removed > 0", name="rows"),
        CheckConstraint("follows <> number", name="another"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    number: str = Field(max_length=16, unique=True)
    follows: str = Field(max_length=16, unique=True)
    file: str = Field(max_length=200)
    sha256: str = Field(max_length=64)
    content: str
    factors: int = Field(sa_type=Whole)
    removed: int = Field(sa_type=Whole)
    reason: str = Field(max_length=1000)
    actor: str = Field(max_length=254)
    client_id: str = Field(max_length=64)
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    business_date: date
