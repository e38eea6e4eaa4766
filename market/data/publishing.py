"""Publishing a daily bulletin: its figures are frozen after the close, once."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel import col, select

from market.auctions.models import Auction
from market.data.bulletin_views import ByMode, PriceBar
from market.data.bulletins import find_frozen, preliminary_bulletin
from market.data.commands import PublishBulletin
from market.data.markets import instruments_of
from market.data.models import DailyBulletin, DailyBulletinLine
from market.data.refused_data import BulletinPublished, BulletinTooEarly
from market.rules.hours import Phase
from market.rules.orders import cny_text
from market.venue.models import Instrument
from market.venue.trading_hours import phase_now
from registry.worlds import Actor, Role, WorldSession, market_date


def publish_bulletin(
    session: WorldSession, command: PublishBulletin, actor: Actor
) -> Mapping[str, object]:
    """Freeze the bulletin of a market's day.

    Raises:
        RoleMissing: the actor is no operator.
        UnknownMarket: no instrument of the market is listed.
        BulletinTooEarly: the day is not over.
        BulletinPublished: it is frozen already.
        UnknownBulletin: the market had no trading day on the date.
    """
    actor.check_role(Role.OPERATOR)
    instruments = instruments_of(session, command.market)
    facts = {"market": command.market, "day": command.business_date.isoformat()}
    if not day_is_over(session, command.market, command.business_date):
        raise BulletinTooEarly(**facts)
    if find_frozen(session, command.market, command.business_date) is not None:
        raise BulletinPublished(**facts)
    made = preliminary_bulletin(session, command.market, command.business_date, instruments)
    kept = DailyBulletin(
        market=made.market,
        business_date=made.business_date,
        weights=made.weights,
        weight_confidence=made.weight_confidence,
        **_prices(made.prices),
        **_totals(made.traded),
        cumulative_t=made.cumulative.volume_t,
        cumulative_fen=made.cumulative.turnover_fen,
        recorded_at=session.clock.now(),
    )
    session.add(kept)
    session.flush()
    assert kept.id is not None
    ids = {found.code: found.id for found in instruments if found.id is not None}
    for line in made.lines:
        session.add(
            DailyBulletinLine(
                bulletin_id=kept.id,
                instrument_id=ids[line.code],
                **_prices(line.prices),
                **_totals(line.traded),
            )
        )
    session.flush()
    return {
        **facts,
        "close_cny": made.prices and cny_text(made.prices.close_fen),
        "volume_t": made.traded.total.volume_t,
        "turnover_cny": cny_text(made.traded.total.turnover_fen),
    }


def day_is_over(session: WorldSession, market: str, day: date) -> bool:
    """Return whether nothing can be traded in a market on a day any more.

    Where a world enforces no hours a day ends at midnight; where it does, after the last session,
    once no auction is left to close.
    """
    today = session.clock.today()
    if day != today:
        return day < today
    phase, hours_bind = phase_now(session, market)
    if not hours_bind or phase.phase is not Phase.AFTER:
        return False
    left = (
        select(Auction.opens_at)
        .join(Instrument, col(Instrument.id) == col(Auction.instrument_id))
        .where(Instrument.market == market, Auction.state == "announced")
    )
    return all(market_date(opens_at) > day for opens_at in session.exec(left))


def _prices(bar: PriceBar | None) -> dict[str, Any]:
    names = ("previous_close_fen", "open_fen", "high_fen", "low_fen", "close_fen")
    return {name: None if bar is None else getattr(bar, name) for name in names}


def _totals(traded: ByMode) -> dict[str, Any]:
    return {
        f"{name}_{unit}": value
        for name, part in (
            ("listed", traded.listed),
            ("block", traded.block),
            ("auction", traded.auction),
        )
        for unit, value in (("t", part.volume_t), ("fen", part.turnover_fen))
    }
