"""The tables of research data sets: compliance files of other registries, labelled by source."""

from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from registry.worlds.columns import UtcDateTime, Whole, WorldRecord


class ResearchDataset(WorldRecord, table=True):
    """A file that was read in, and where it comes from."""

    __tablename__ = "research_dataset"
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    name: str = Field(max_length=100, unique=True)
    source: str = Field(max_length=500)
    file_digest: str = Field(max_length=64, unique=True)
    rows: int
    recorded_at: datetime = Field(sa_type=UtcDateTime)


class ResearchCompliance(WorldRecord, table=True):
    """One year of one operator in such a data set; quantities in t CO2e."""

    __tablename__ = "research_compliance"
    __table_args__ = (
        UniqueConstraint("dataset_id", "operator", "year"),
        CheckConstraint("NOT excluded OR verified IS NULL", name="excluded"),
        CheckConstraint(
            "status IN ('A','B','C','EXCLUDED','NOT_APPLICABLE')",
            name="status",
        ),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    dataset_id: int = Field(foreign_key="research_dataset.id", sa_type=Whole)
    operator: str = Field(max_length=64)
    operator_name: str = Field(default="", max_length=200)
    year: int
    allocated: int | None = Field(default=None, sa_type=Whole)
    verified: int | None = Field(default=None, sa_type=Whole)
    surrendered: int | None = Field(default=None, sa_type=Whole)
    excluded: bool = False
    status: str = Field(max_length=16)
