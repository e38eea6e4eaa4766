"""Public announcements of a venue: trading paused, trading resumed; and what a pause refuses."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, col, or_, select

from market.rules.errors import InstrumentClosed
from market.rules.refused_pauses import TradingPaused
from market.venue.models import Instrument
from registry.worlds import UtcDateTime, Whole, WorldRecord, WorldSession, words


class Announcement(WorldRecord, table=True):
    """A pause or a resumption, of one instrument or of a whole market; never changed."""

    __tablename__ = "market_announcement"
    __table_args__ = (CheckConstraint("kind IN ('paused','resumed')", name="kind"),)
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    number: str = Field(max_length=24, unique=True)
    kind: str = Field(max_length=8)
    market: str = Field(max_length=60, index=True)
    instrument_id: int | None = Field(
        default=None, foreign_key="instrument.id", index=True, sa_type=Whole
    )
    reason_zh: str = Field(max_length=200)
    reason_en: str = Field(max_length=200)
    actor: str = Field(max_length=254)
    business_date: date
    recorded_at: datetime = Field(sa_type=UtcDateTime)


def check_open(session: WorldSession, instrument: Instrument, field: str = "instrument") -> None:
    """Refuse new trading in an instrument that is paused or closed.

    Args:
        session: any session.
        instrument: what is to be traded.
        field: of the request, for the refusal.

    Raises:
        TradingPaused: the operator announced a pause.
        InstrumentClosed: it trades no more.
    """
    if instrument.state == "open":
        return
    pause = last_announcement(session, instrument) if instrument.state == "paused" else None
    if pause is None:
        raise InstrumentClosed(instrument=instrument.code, field=field)
    raise TradingPaused(
        instrument=instrument.code,
        announcement=pause.number,
        reason=words(pause.reason_en, pause.reason_zh),
        field=field,
    )


def market_is_paused(session: WorldSession, market: str) -> bool:
    """Tell whether the latest announcement about a whole market paused it."""
    latest = (
        select(Announcement.kind)
        .where(Announcement.market == market, col(Announcement.instrument_id).is_(None))
        .order_by(col(Announcement.id).desc())
        .limit(1)
    )
    return session.exec(latest).first() == "paused"


def last_announcement(session: WorldSession, instrument: Instrument) -> Announcement | None:
    """Return the latest announcement that concerns an instrument."""
    whole_market = col(Announcement.instrument_id).is_(None)
    of_market = (col(Announcement.market) == instrument.market) & whole_market
    statement = (
        select(Announcement)
        .where(or_(Announcement.instrument_id == instrument.id, of_market))
        .order_by(col(Announcement.id).desc())
        .limit(1)
    )
    return session.exec(statement).first()
