"""The composite price of a market's day: its weights by the rules, its path by the trades."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func
from sqlmodel import col, select

from market.data.bulletin_views import PriceBar
from market.data.composite import WeightBasis, Weights
from market.data.markets import vintages_of
from market.venue.models import Instrument, TradeRow, TradingDay
from registry.rules import rule_book
from registry.worlds import WorldSession


@dataclass(frozen=True, slots=True)
class CompositeView:
    """The composite price of one day, and what it weighs by."""

    weights: Weights
    prices: PriceBar


def composite_day(
    session: WorldSession,
    market: str,
    instruments: Sequence[Instrument],
    days: Sequence[TradingDay],
) -> CompositeView | None:
    """Return the composite price of a day, None where the market has none.

    Args:
        session: a reading.
        market: its scheme.
        instruments: of the market.
        days: of the instruments, all of one date.
    """
    day = days[0].business_date
    weights = weights_on(session, market, instruments, day)
    traded = {row.instrument_id: row for row in days}
    if weights is None or not traded.keys() >= weights.parts.keys():
        return None
    weighing = [traded[id_] for id_ in weights.parts]
    opened = weights.composite_fen({row.instrument_id: row.previous_close_fen for row in weighing})
    before = composite_close_before(session, market, instruments, day)
    if len(weighing) == 1:
        prices = (weighing[0].open_fen, weighing[0].high_fen, weighing[0].low_fen)
    else:
        prices = _path(session, weights, weighing)
    return CompositeView(
        weights,
        PriceBar(
            opened if before is None else before,
            *prices,
            weights.composite_fen({row.instrument_id: row.close_fen for row in weighing}),
        ),
    )


def weights_on(
    session: WorldSession, market: str, instruments: Sequence[Instrument], day: date
) -> Weights | None:
    """Return what each vintage weighs on a day by the rules; None where they name no composite."""
    ids = [found.id for found in instruments if found.id is not None]
    rules = rule_book(session)
    rule = rules.find(market, "composite_weights", day)
    if len(ids) == 1:
        return Weights(WeightBasis.ONLY, {ids[0]: 1})
    if rule is None:
        return None
    if rule.text == WeightBasis.SINGLE_VINTAGE:
        vintage = rules.parameter(market, "composite_vintage", day)
        years = vintages_of(session, instruments)
        named = [id_ for id_, year in years.items() if year == vintage.whole]
        if len(named) == 1:
            return Weights(WeightBasis.SINGLE_VINTAGE, {named[0]: 1}, rule.confidence.value)
    shares = _volume_shares(session, ids, day)
    return Weights(WeightBasis.VOLUME_SHARE, shares, "assumed") if shares else None


def _volume_shares(session: WorldSession, ids: Sequence[int], day: date) -> Mapping[int, int]:
    """Return the listed volume of each, t, on the last day with trades up to `day`."""
    traded = (
        col(TradingDay.instrument_id).in_(ids),
        col(TradingDay.business_date) <= day,
        col(TradingDay.volume_t) > 0,
    )
    last = select(func.max(TradingDay.business_date)).where(*traded).scalar_subquery()
    statement = select(TradingDay.instrument_id, TradingDay.volume_t).where(
        *traded, TradingDay.business_date == last
    )
    return dict(session.exec(statement).all())


def composite_close_before(
    session: WorldSession, market: str, instruments: Sequence[Instrument], day: date
) -> int | None:
    """Return the composite close of the trading day before, by that day's own weights."""
    ids = [found.id for found in instruments]
    before = select(func.max(TradingDay.business_date)).where(
        col(TradingDay.instrument_id).in_(ids), col(TradingDay.business_date) < day
    )
    previous = session.exec(before).one()
    if previous is None:
        return None
    weights = weights_on(session, market, instruments, previous)
    statement = select(TradingDay.instrument_id, TradingDay.close_fen).where(
        col(TradingDay.instrument_id).in_(ids), TradingDay.business_date == previous
    )
    closes: dict[int, int] = dict(session.exec(statement).all())
    if weights is None or not closes.keys() >= weights.parts.keys():
        return None
    return weights.composite_fen(closes)


def _path(
    session: WorldSession, weights: Weights, days: Sequence[TradingDay]
) -> tuple[int | None, int | None, int | None]:
    """Return the first, highest and lowest composite price after a listed trade of the day."""
    statement = (
        select(TradeRow.instrument_id, TradeRow.price_fen)
        .where(
            col(TradeRow.instrument_id).in_(weights.parts),
            TradeRow.business_date == days[0].business_date,
            TradeRow.mode == "listed",
        )
        .order_by(col(TradeRow.id))
    )
    previous = {row.instrument_id: row.previous_close_fen for row in days}
    return weights.path_fen(previous, session.exec(statement))
