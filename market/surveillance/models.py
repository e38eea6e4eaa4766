"""The tables of those who watch a market; nothing in them is ever changed."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from registry.worlds import UtcDateTime, Whole, WorldRecord


class SelfTradeAttempt(WorldRecord, table=True):
    """An order that was refused because it would have traded with its own party."""

    __tablename__ = "self_trade_attempt"
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    instrument_id: int = Field(foreign_key="instrument.id", sa_type=Whole)
    account_id: int = Field(foreign_key="account.id", sa_type=Whole)
    party_id: int = Field(foreign_key="party.id", sa_type=Whole)
    order_id: int = Field(foreign_key="market_order.id", sa_type=Whole)
    business_date: date = Field(index=True)
    recorded_at: datetime = Field(sa_type=UtcDateTime)


class Alert(WorldRecord, table=True):
    """Something a rule of surveillance found; its key lets it be found once only.

    A default is of no instrument.
    """

    __tablename__ = "surveillance_alert"
    __table_args__ = (
        CheckConstraint(
            "rule IN ('self_trade','band_touches','large_holder','cancel_share','corridor',"
            "'default')",
            name="rule",
        ),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    number: str = Field(max_length=24, unique=True)
    key: str = Field(max_length=120, unique=True)
    rule: str = Field(max_length=16)
    instrument_id: int | None = Field(
        default=None, foreign_key="instrument.id", index=True, sa_type=Whole
    )
    party_id: int | None = Field(default=None, foreign_key="party.id", sa_type=Whole)
    business_date: date = Field(index=True)
    figures_json: str
    source_zh: str
    source_en: str
    recorded_at: datetime = Field(sa_type=UtcDateTime)


class AlertReview(WorldRecord, table=True):
    """That somebody looked at an alert, and what they found."""

    __tablename__ = "surveillance_review"
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    alert_id: int = Field(foreign_key="surveillance_alert.id", index=True, sa_type=Whole)
    note: str = Field(max_length=200)
    actor: str = Field(max_length=254)
    business_date: date
    recorded_at: datetime = Field(sa_type=UtcDateTime)
