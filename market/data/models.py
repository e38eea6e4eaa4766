"""Bulletins as they were published at the close, and what real markets published by period."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from registry.worlds import UtcDateTime, Whole, WorldRecord

_PRICES = (
    "(open_fen IS NULL AND high_fen IS NULL AND low_fen IS NULL)"
    " OR (low_fen <= open_fen AND open_fen <= high_fen)"
)
_TOTALS = " AND ".join(
    f"{mode}_t >= 0 AND {mode}_fen >= 0" for mode in ("listed", "block", "auction")
)


class DailyBulletin(WorldRecord, table=True):
    """What a market's day came to: composite price where it has one, totals by mode."""

    __tablename__ = "daily_bulletin"
    __table_args__ = (
        UniqueConstraint("market", "business_date"),
        CheckConstraint(_PRICES, name="prices"),
        CheckConstraint(_TOTALS, name="totals"),
        CheckConstraint("weights IN ('','volume_share','single_vintage','only')", name="weights"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    market: str = Field(max_length=16)
    business_date: date
    weights: str = Field(max_length=16)
    weight_confidence: str = Field(max_length=10)
    previous_close_fen: int | None = Field(default=None, sa_type=Whole)
    open_fen: int | None = Field(default=None, sa_type=Whole)
    high_fen: int | None = Field(default=None, sa_type=Whole)
    low_fen: int | None = Field(default=None, sa_type=Whole)
    close_fen: int | None = Field(default=None, sa_type=Whole)
    listed_t: int = Field(sa_type=Whole)
    listed_fen: int = Field(sa_type=Whole)
    block_t: int = Field(sa_type=Whole)
    block_fen: int = Field(sa_type=Whole)
    auction_t: int = Field(sa_type=Whole)
    auction_fen: int = Field(sa_type=Whole)
    cumulative_t: int = Field(sa_type=Whole)
    cumulative_fen: int = Field(sa_type=Whole)
    recorded_at: datetime = Field(sa_type=UtcDateTime)


class DailyBulletinLine(WorldRecord, table=True):
    """The day of one instrument in a bulletin."""

    __tablename__ = "daily_bulletin_line"
    __table_args__ = (
        UniqueConstraint("bulletin_id", "instrument_id"),
        CheckConstraint(_PRICES, name="prices"),
        CheckConstraint(_TOTALS, name="totals"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    bulletin_id: int = Field(foreign_key="daily_bulletin.id", sa_type=Whole)
    instrument_id: int = Field(foreign_key="instrument.id", sa_type=Whole)
    previous_close_fen: int | None = Field(default=None, sa_type=Whole)
    open_fen: int | None = Field(default=None, sa_type=Whole)
    high_fen: int | None = Field(default=None, sa_type=Whole)
    low_fen: int | None = Field(default=None, sa_type=Whole)
    close_fen: int | None = Field(default=None, sa_type=Whole)
    listed_t: int = Field(sa_type=Whole)
    listed_fen: int = Field(sa_type=Whole)
    block_t: int = Field(sa_type=Whole)
    block_fen: int = Field(sa_type=Whole)
    auction_t: int = Field(sa_type=Whole)
    auction_fen: int = Field(sa_type=Whole)


class PublishedPeriod(WorldRecord, table=True):
    """A month or a year of a real market as it was published; never mixed with the venue's own."""

    __tablename__ = "published_period"
    __table_args__ = (
        UniqueConstraint("market", "period"),
        CheckConstraint("price_basis IN ('','listed','composite','vintage')", name="price_basis"),
        CheckConstraint("volume_t >= 0", name="volume"),
        CheckConstraint("confidence IN ('published','high','derived')", name="confidence"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    market: str = Field(max_length=20)
    period: str = Field(max_length=10)
    close_cny: str | None = Field(default=None, max_length=20)
    price_basis: str = Field(max_length=10)
    volume_t: int = Field(sa_type=Whole)
    turnover_cny: str | None = Field(default=None, max_length=24)
    vwap_cny: str | None = Field(default=None, max_length=20)
    source_zh: str = Field(max_length=200)
    source_en: str = Field(max_length=200)
    confidence: str = Field(max_length=10)
