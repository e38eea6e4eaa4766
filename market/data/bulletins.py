"""Daily bulletins: as they were frozen, or preliminary from the trading days so far."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func
from sqlalchemy import select as columns
from sqlmodel import col, select

from market.data.bulletin_views import (
    BulletinHead,
    BulletinLine,
    BulletinView,
    ByMode,
    PriceBar,
    Traded,
)
from market.data.composite_days import composite_day
from market.data.markets import instruments_of
from market.data.models import DailyBulletin, DailyBulletinLine
from market.data.refused_data import UnknownBulletin
from market.rules.errors import UnknownRules
from market.rules.profiles import MODES, market_profile
from market.venue.days import latest_day
from market.venue.models import Instrument, TradingDay
from registry.rules import rule_book
from registry.worlds import WorldSession

HEADS_MAX = 366
_SUMS = (
    func.sum(TradingDay.volume_t),
    func.sum(TradingDay.turnover_fen),
    func.sum(TradingDay.block_volume_t),
    func.sum(TradingDay.block_turnover_fen),
    func.sum(TradingDay.auction_volume_t),
    func.sum(TradingDay.auction_turnover_fen),
)


def daily_bulletin(session: WorldSession, market: str, day: date) -> BulletinView:
    """Return the bulletin of a market's day, frozen or preliminary.

    Raises:
        UnknownMarket: no instrument of the market is listed.
        UnknownBulletin: the market had no trading day on the date.
    """
    instruments = instruments_of(session, market)
    frozen = find_frozen(session, market, day)
    if frozen is not None:
        return _as_published(session, frozen, instruments)
    return preliminary_bulletin(session, market, day, instruments)


def find_frozen(session: WorldSession, market: str, day: date) -> DailyBulletin | None:
    """Return the bulletin as it was published, None if it was not yet."""
    statement = select(DailyBulletin).where(
        DailyBulletin.market == market, DailyBulletin.business_date == day
    )
    return session.exec(statement).first()


def preliminary_bulletin(
    session: WorldSession, market: str, day: date, instruments: Sequence[Instrument]
) -> BulletinView:
    """Return the bulletin that the trading days give so far.

    Raises:
        UnknownBulletin: none of the instruments had a trading day on the date.
    """
    days = _days_on(session, instruments, day)
    if not days:
        raise UnknownBulletin(market=market, day=day.isoformat(), field="day")
    codes = {found.id: found.code for found in instruments}
    composite = composite_day(session, market, instruments, days)
    lines = tuple(
        BulletinLine(
            codes[row.instrument_id],
            PriceBar(
                row.previous_close_fen, row.open_fen, row.high_fen, row.low_fen, row.close_fen
            ),
            _traded(
                (
                    *(row.volume_t, row.turnover_fen),
                    *(row.block_volume_t, row.block_turnover_fen),
                    *(row.auction_volume_t, row.auction_turnover_fen),
                )
            ),
        )
        for row in sorted(days, key=lambda row: codes[row.instrument_id])
    )
    return BulletinView(
        market=market,
        business_date=day,
        prices=composite.prices if composite else None,
        weights=composite.weights.basis.value if composite else "",
        weight_confidence=composite.weights.confidence if composite else "",
        traded=_sum([line.traded for line in lines]),
        modes=_modes_on(session, market, day),
        cumulative=_cumulative(session, instruments, day),
        lines=lines,
        frozen_at=None,
    )


def bulletin_heads(
    session: WorldSession, market: str, limit: int = 60, before: date | None = None
) -> list[BulletinHead]:
    """List the days of a market, newest first, with what was traded.

    Args:
        session: a reading.
        market: its scheme.
        limit: how many at most.
        before: only days before this one; None: all up to today.

    Raises:
        UnknownMarket: no instrument of the market is listed.
    """
    ids = [found.id for found in instruments_of(session, market)]
    day = col(TradingDay.business_date)
    statement = (
        columns(day, *_SUMS)
        .where(col(TradingDay.instrument_id).in_(ids))
        .group_by(day)
        .order_by(day.desc())
        .limit(max(0, min(limit, HEADS_MAX)))
    )
    if before is not None:
        statement = statement.where(day < before)
    rows = session.execute(statement).all()
    closes = _closes(session, market, [row[0] for row in rows])
    return [
        BulletinHead(row[0], closes.get(row[0]), _traded(row[1:]), frozen=row[0] in closes)
        for row in rows
    ]


def _closes(session: WorldSession, market: str, days: Sequence[date]) -> dict[date, int | None]:
    statement = columns(col(DailyBulletin.business_date), col(DailyBulletin.close_fen)).where(
        col(DailyBulletin.market) == market, col(DailyBulletin.business_date).in_(days)
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def _modes_on(session: WorldSession, market: str, day: date) -> tuple[str, ...]:
    try:
        profile = market_profile(rule_book(session), market, day)
    except UnknownRules:
        return MODES
    return tuple(mode for mode in MODES if profile.mode(mode) is not None)


def _days_on(
    session: WorldSession, instruments: Sequence[Instrument], day: date
) -> list[TradingDay]:
    """Return the instruments' rows of a day; today's before anybody has begun it."""
    ids = [found.id for found in instruments]
    statement = select(TradingDay).where(
        col(TradingDay.instrument_id).in_(ids), TradingDay.business_date == day
    )
    found = list(session.exec(statement).all())
    if found or day != session.clock.today():
        return found
    latest = [latest_day(session, instrument) for instrument in instruments]
    return [
        TradingDay(
            instrument_id=last.instrument_id,
            business_date=day,
            previous_close_fen=last.close_fen,
            close_fen=last.close_fen,
        )
        for last in latest
        if last.business_date < day
    ]


def _cumulative(session: WorldSession, instruments: Sequence[Instrument], day: date) -> Traded:
    ids = [found.id for found in instruments]
    statement = columns(*_SUMS).where(
        col(TradingDay.instrument_id).in_(ids), col(TradingDay.business_date) <= day
    )
    return _traded(session.execute(statement).one()).total


def _as_published(
    session: WorldSession, kept: DailyBulletin, instruments: Sequence[Instrument]
) -> BulletinView:
    codes = {found.id: found.code for found in instruments}
    statement = select(DailyBulletinLine).where(DailyBulletinLine.bulletin_id == kept.id)
    lines = [
        BulletinLine(codes[line.instrument_id], _bar(line), _kept_traded(line))
        for line in session.exec(statement)
    ]
    return BulletinView(
        market=kept.market,
        business_date=kept.business_date,
        prices=None if kept.close_fen is None else _bar(kept),
        weights=kept.weights,
        weight_confidence=kept.weight_confidence,
        traded=_kept_traded(kept),
        modes=_modes_on(session, kept.market, kept.business_date),
        cumulative=Traded(kept.cumulative_t, kept.cumulative_fen),
        lines=tuple(sorted(lines, key=lambda line: line.code)),
        frozen_at=kept.recorded_at,
    )


def _bar(kept: DailyBulletin | DailyBulletinLine) -> PriceBar:
    assert kept.previous_close_fen is not None
    assert kept.close_fen is not None
    return PriceBar(
        kept.previous_close_fen, kept.open_fen, kept.high_fen, kept.low_fen, kept.close_fen
    )


def _kept_traded(kept: DailyBulletin | DailyBulletinLine) -> ByMode:
    return _traded(
        (
            *(kept.listed_t, kept.listed_fen),
            *(kept.block_t, kept.block_fen),
            *(kept.auction_t, kept.auction_fen),
        )
    )


def _traded(sums: Sequence[int | None]) -> ByMode:
    """Return volumes and turnovers of the modes, in the order listed, block, auction."""
    whole = [int(each or 0) for each in sums]
    return ByMode(Traded(*whole[0:2]), Traded(*whole[2:4]), Traded(*whole[4:6]))


def _sum(parts: Sequence[ByMode]) -> ByMode:
    return ByMode(
        sum((part.listed for part in parts), Traded()),
        sum((part.block for part in parts), Traded()),
        sum((part.auction for part in parts), Traded()),
    )
