"""What is due of the market's data: bulletins of days that are over."""

from collections.abc import Iterator

from sqlalchemy import func
from sqlmodel import col, select

from market.data.commands import PublishBulletin
from market.data.models import DailyBulletin
from market.data.publishing import day_is_over
from market.venue.models import Instrument, TradingDay
from registry.rules import working_calendar
from registry.worlds import Command, WorldSession

BULLETINS_MAX = 500
"""How many are published at one time; the others follow the next time."""


def due_commands(session: WorldSession) -> Iterator[Command]:
    """Yield what the clock must do now: one bulletin for each market and trading day.

    Days without trading have none, though somebody may have touched the market.
    """
    day = col(TradingDay.business_date)
    volume_t = func.sum(
        TradingDay.volume_t + col(TradingDay.block_volume_t) + col(TradingDay.auction_volume_t)
    )
    statement = (
        select(Instrument.market, day, volume_t)
        .join(Instrument, col(Instrument.id) == col(TradingDay.instrument_id))
        .join(
            DailyBulletin,
            (col(DailyBulletin.market) == col(Instrument.market))
            & (col(DailyBulletin.business_date) == day),
            isouter=True,
        )
        .where(day <= session.clock.today(), col(DailyBulletin.id).is_(None))
        .group_by(col(Instrument.market), day)
        .order_by(day, col(Instrument.market))
    )
    calendar = working_calendar(session)
    wanted = [
        (market, on)
        for market, on, traded_t in session.exec(statement)
        if (traded_t or calendar.is_working_day(on)) and day_is_over(session, market, on)
    ]
    for market, on in wanted[:BULLETINS_MAX]:
        yield PublishBulletin(
            client_id=f"bulletin:{market}:{on.isoformat()}", market=market, business_date=on
        )
