"""Candles of an instrument by minute, day and month, added up where the trades lie.

Only listed trades make candles; a minute without trades has none, and a day or a month without
trades has only its close.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, case, cast, extract, func, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from market.venue.finding import find_instrument
from market.venue.models import Instrument, TradeRow, TradingDay
from registry.worlds import WorldSession

CANDLES_MAX = 1_440
"""A day's minutes: the most that one answer holds."""


class CandlePeriod(StrEnum):
    """How long one candle is."""

    MINUTE = "minute"
    DAY = "day"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class CandleView:
    """Prices and volume of one stretch of time.

    Args:
        begins: the minute (UTC), the day, or the first day of the month.
        open_fen: first price, fen per t; None without trades, as for the two below.
        high_fen: highest price.
        low_fen: lowest price.
        close_fen: of a minute the last price; else the closing price of the (last) day.
        volume_t: t.
        turnover_fen: fen.
    """

    begins: datetime | date
    open_fen: int | None
    high_fen: int | None
    low_fen: int | None
    close_fen: int
    volume_t: int
    turnover_fen: int


def candles(
    session: WorldSession,
    instrument: str,
    period: CandlePeriod = CandlePeriod.DAY,
    limit: int = 250,
    until: date | None = None,
) -> list[CandleView]:
    """Show the last candles of an instrument, oldest first.

    Args:
        session: a reading.
        instrument: its code.
        period: of one candle; minutes are those of one day.
        limit: how many at most, up to `CANDLES_MAX`.
        until: the last day shown, and for minutes the only one; None: today.

    Raises:
        UnknownInstrument: none has the code.
    """
    found = find_instrument(session, instrument)
    last = until or session.clock.today()
    count = max(0, min(limit, CANDLES_MAX))
    make = {
        CandlePeriod.MINUTE: _minutes,
        CandlePeriod.DAY: _days,
        CandlePeriod.MONTH: _months,
    }[period]
    return make(session, found, last, count)[::-1]


def _minutes(
    session: WorldSession, instrument: Instrument, day: date, limit: int
) -> list[CandleView]:
    minute = _minute_of(session)
    parts = (
        select(
            minute.label("minute"),
            func.min(TradeRow.id).label("first"),
            func.max(TradeRow.id).label("last"),
            func.max(TradeRow.price_fen).label("high"),
            func.min(TradeRow.price_fen).label("low"),
            func.sum(TradeRow.quantity_t).label("volume"),
            func.sum(TradeRow.price_fen * col(TradeRow.quantity_t)).label("turnover"),
        )
        .where(
            col(TradeRow.instrument_id) == instrument.id,
            col(TradeRow.business_date) == day,
            col(TradeRow.mode) == "listed",
        )
        .group_by(minute)
        .order_by(minute.desc())
        .limit(limit)
        .subquery()
    )
    opening, closing = aliased(TradeRow), aliased(TradeRow)
    statement: Select[Any] = (
        select(
            *parts.c,
            col(opening.price_fen).label("open"),
            col(closing.price_fen).label("close"),
        )
        .join(opening, col(opening.id) == parts.c.first)
        .join(closing, col(closing.id) == parts.c.last)
        .order_by(parts.c.minute.desc())
    )
    return [
        _candle(row, datetime.fromisoformat(row.minute).replace(tzinfo=UTC))
        for row in session.execute(statement)
    ]


def _days(
    session: WorldSession, instrument: Instrument, last: date, limit: int
) -> list[CandleView]:
    statement = (
        select(TradingDay)
        .where(
            col(TradingDay.instrument_id) == instrument.id, col(TradingDay.business_date) <= last
        )
        .order_by(col(TradingDay.business_date).desc())
        .limit(limit)
    )
    return [
        CandleView(
            day.business_date,
            day.open_fen,
            day.high_fen,
            day.low_fen,
            day.close_fen,
            day.volume_t,
            day.turnover_fen,
        )
        for day in session.scalars(statement)
    ]


def _months(
    session: WorldSession, instrument: Instrument, last: date, limit: int
) -> list[CandleView]:
    day = col(TradingDay.business_date)
    month = cast(extract("year", day) * 100 + extract("month", day), Integer)
    parts = (
        select(
            month.label("month"),
            func.min(case((col(TradingDay.volume_t) > 0, day))).label("first"),
            func.max(day).label("last"),
            func.max(TradingDay.high_fen).label("high"),
            func.min(TradingDay.low_fen).label("low"),
            func.sum(TradingDay.volume_t).label("volume"),
            func.sum(TradingDay.turnover_fen).label("turnover"),
        )
        .where(col(TradingDay.instrument_id) == instrument.id, day <= last)
        .group_by(month)
        .order_by(month.desc())
        .limit(limit)
        .subquery()
    )
    opening, closing = aliased(TradingDay), aliased(TradingDay)
    statement: Select[Any] = (
        select(
            *parts.c,
            col(opening.open_fen).label("open"),
            col(closing.close_fen).label("close"),
        )
        .join(
            opening,
            (col(opening.business_date) == parts.c.first)
            & (col(opening.instrument_id) == instrument.id),
            isouter=True,
        )
        .join(
            closing,
            (col(closing.business_date) == parts.c.last)
            & (col(closing.instrument_id) == instrument.id),
        )
        .order_by(parts.c.month.desc())
    )
    return [
        _candle(row, date(row.month // 100, row.month % 100, 1))
        for row in session.execute(statement)
    ]


def _candle(row: Any, begins: datetime | date) -> CandleView:
    return CandleView(
        begins, row.open, row.high, row.low, row.close, int(row.volume), int(row.turnover)
    )


def _minute_of(session: WorldSession) -> ColumnElement[str]:
    """Return the minute of a trade (UTC) as text; zones of whole hours begin minutes together."""
    traded_at = col(TradeRow.traded_at)
    if session.is_sqlite:
        return func.strftime("%Y-%m-%d %H:%M", traded_at)
    return func.to_char(func.timezone("UTC", traded_at), "YYYY-MM-DD HH24:MI")
