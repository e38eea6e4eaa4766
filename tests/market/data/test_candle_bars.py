"""Candles are added up in the database: by minute of a day, by day, by month."""

from datetime import date, datetime, timedelta

import pytest

from market.data import CANDLES_MAX, CandlePeriod, candles
from market.rules import Side, UnknownInstrument
from registry.worlds import MARKET_ZONE, DrivenClock, reading
from tests.market.traders import CEA, CLOSE_FEN, Trader, Venue

BUY, SELL = Side.BUY, Side.SELL
MINUTE, MONTH = CandlePeriod.MINUTE, CandlePeriod.MONTH


def trade(venue: Venue, seller: Trader, buyer: Trader, price_fen: int, quantity_t: int) -> None:
    venue.place(seller, SELL, price_fen, quantity_t)
    venue.place(buyer, BUY, price_fen, quantity_t)


def test_a_minute_has_its_first_last_highest_and_lowest_price(
    venue: Venue, ann: Trader, ben: Trader, clock: DrivenClock
) -> None:
    clock.set(datetime(2026, 11, 23, 10, 0, 5, tzinfo=MARKET_ZONE))
    for price_fen, quantity_t in ((9_800, 10), (9_830, 20), (9_790, 5), (9_810, 1)):
        trade(venue, ann, ben, price_fen, quantity_t)
        clock.advance(timedelta(seconds=10))
    clock.set(datetime(2026, 11, 23, 10, 2, tzinfo=MARKET_ZONE))
    trade(venue, ann, ben, 9_820, 7)
    with reading(venue.world) as session:
        first, second = candles(session, CEA, MINUTE)
    assert first.begins == datetime(2026, 11, 23, 10, 0, tzinfo=MARKET_ZONE)
    assert (first.open_fen, first.high_fen, first.low_fen, first.close_fen) == (
        9_800,
        9_830,
        9_790,
        9_810,
    )
    assert first.volume_t == 36
    assert first.turnover_fen == 98_000 + 196_600 + 48_950 + 9_810
    assert second.begins == datetime(2026, 11, 23, 10, 2, tzinfo=MARKET_ZONE)
    assert (second.open_fen, second.close_fen, second.volume_t) == (9_820, 9_820, 7)


def test_minutes_are_those_of_one_day(
    venue: Venue, ann: Trader, ben: Trader, clock: DrivenClock
) -> None:
    trade(venue, ann, ben, 9_800, 10)
    monday = clock.today()
    clock.advance(timedelta(days=1))
    with reading(venue.world) as session:
        assert candles(session, CEA, MINUTE) == []
        assert len(candles(session, CEA, MINUTE, until=monday)) == 1


def test_a_day_without_trades_has_only_its_close(
    venue: Venue, ann: Trader, ben: Trader, clock: DrivenClock
) -> None:
    trade(venue, ann, ben, 9_800, 10)
    clock.advance(timedelta(days=1))
    venue.place(ann, SELL, 9_850, 1)
    with reading(venue.world) as session:
        monday, tuesday = candles(session, CEA)
    assert (monday.open_fen, monday.close_fen) == (9_800, 9_800)
    assert (tuesday.begins, tuesday.open_fen, tuesday.close_fen) == (clock.today(), None, 9_800)


def test_a_month_opens_with_its_first_trade_and_closes_with_its_last_day(
    venue: Venue, ann: Trader, ben: Trader, clock: DrivenClock
) -> None:
    clock.set(datetime(2026, 11, 24, 10, 0, tzinfo=MARKET_ZONE))
    trade(venue, ann, ben, 9_800, 10)
    clock.set(datetime(2026, 11, 25, 10, 0, tzinfo=MARKET_ZONE))
    trade(venue, ann, ben, 9_900, 30)
    clock.set(datetime(2026, 12, 1, 10, 0, tzinfo=MARKET_ZONE))
    trade(venue, ann, ben, 9_850, 5)
    with reading(venue.world) as session:
        november, december = candles(session, CEA, MONTH)
        only = candles(session, CEA, MONTH, until=date(2026, 11, 30))
    assert (november.begins, november.open_fen, november.close_fen) == (
        date(2026, 11, 1),
        9_800,
        9_900,
    )
    assert (november.high_fen, november.low_fen, november.volume_t) == (9_900, 9_800, 40)
    assert november.turnover_fen == 98_000 + 297_000
    assert (december.begins, december.volume_t) == (date(2026, 12, 1), 5)
    assert only == [november]


def test_a_month_without_trades_has_only_its_close(venue: Venue) -> None:
    with reading(venue.world) as session:
        (month,) = candles(session, CEA, MONTH)
    assert (month.open_fen, month.high_fen, month.close_fen) == (None, None, CLOSE_FEN)


@pytest.mark.parametrize("period", list(CandlePeriod))
@pytest.mark.parametrize("limit", [-1, 0, CANDLES_MAX + 1, 10**30])
def test_limits_bound_what_is_shown(venue: Venue, period: CandlePeriod, limit: int) -> None:
    with reading(venue.world) as session:
        assert len(candles(session, CEA, period, limit)) <= max(0, min(limit, CANDLES_MAX))


def test_an_unknown_instrument_has_no_candles(venue: Venue) -> None:
    with reading(venue.world) as session, pytest.raises(UnknownInstrument):
        candles(session, "CEA-1999")
