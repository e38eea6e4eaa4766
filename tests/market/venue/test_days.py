from datetime import timedelta

import pytest

from market.data import day_bar, day_candles, depth, order_by_id, own_orders
from market.rules import OrderNotOpen, PriceOutsideBand, Side
from market.venue import roll_markets
from registry.ledger import Transfer
from registry.worlds import DrivenClock, reading, unit_of_work
from tests.market.traders import CASH_FEN, CEA, UNITS_T, Trader, Venue, assert_sound, set_status

BUY, SELL = Side.BUY, Side.SELL


def test_the_day_keeps_its_bar_and_closes_at_the_average(
    venue: Venue, ann: Trader, ben: Trader
) -> None:
    for price_fen, quantity_t in ((9_800, 10), (9_900, 20), (9_700, 3)):
        venue.place(ann, SELL, price_fen, quantity_t)
        venue.place(ben, BUY, price_fen, quantity_t)
    with reading(venue.world) as session:
        bar = day_bar(session, CEA)
    turnover_fen = 9_800 * 10 + 9_900 * 20 + 9_700 * 3
    assert (bar.open_fen, bar.high_fen, bar.low_fen, bar.last_fen) == (9_800, 9_900, 9_700, 9_700)
    assert (bar.volume_t, bar.turnover_fen) == (33, turnover_fen)
    assert bar.close_fen == 9_852  # 325,100 / 33 = 9,851.5…
    assert (bar.change_fen, str(bar.change_pct)) == (-81, "-0.83")


def test_the_next_day_starts_from_the_close_and_orders_expire(
    venue: Venue, ann: Trader, ben: Trader, clock: DrivenClock
) -> None:
    venue.place(ann, SELL, 10_000, 10)
    venue.place(ben, BUY, 10_000, 10)
    stale = venue.place(ben, BUY, 9_000, 100)
    clock.advance(timedelta(days=1))
    with reading(venue.world) as session:
        bar = day_bar(session, CEA)
        assert (bar.previous_close_fen, bar.volume_t, bar.open_fen) == (10_000, 0, None)
        assert (bar.band_low_fen, bar.band_high_fen) == (9_000, 11_000)
        assert depth(session, CEA).bids == ()
        assert order_by_id(session, stale["order_id"], ben.actor).state == "expired"
        assert own_orders(session, ben.actor, open_only=True) == []
    with pytest.raises(PriceOutsideBand):
        venue.place(ann, SELL, 11_001, 1)
    venue.place(ann, SELL, 11_000, 1)
    assert venue.cash(ben) == (CASH_FEN - 100_000, 0)
    with pytest.raises(OrderNotOpen):
        venue.cancel(ben, stale["order_id"])
    assert_sound(venue)


def test_any_command_of_a_new_day_frees_what_yesterday_reserved(
    venue: Venue, ann: Trader, ben: Trader, clock: DrivenClock
) -> None:
    venue.place(ann, SELL, 9_800, 99_999)
    clock.advance(timedelta(days=1))
    transfer = Transfer(
        client_id="t1",
        from_account=ann.account,
        to_account=ben.account,
        unit_type=CEA,
        quantity=50_000,
    )
    venue.execute(transfer, ann.actor)
    assert venue.units(ann) == (UNITS_T - 50_000, 0)
    assert_sound(venue)


def test_without_trades_the_close_stays(venue: Venue, clock: DrivenClock) -> None:
    for _ in range(3):
        clock.advance(timedelta(days=1))
        with unit_of_work(venue.world) as session:
            roll_markets(session)
            roll_markets(session)
    with reading(venue.world) as session:
        candles = day_candles(session, CEA)
    assert len(candles) == 4
    assert {bar.close_fen for bar in candles} == {9_781}
    assert [bar.business_date.day for bar in candles] == [23, 24, 25, 26]


def test_a_clock_set_back_does_not_reopen_a_day(
    venue: Venue, ann: Trader, clock: DrivenClock
) -> None:
    clock.advance(timedelta(days=2))
    venue.place(ann, SELL, 9_800, 1)
    clock.advance(timedelta(days=-1))
    venue.place(ann, SELL, 9_800, 1)
    with reading(venue.world) as session:
        assert day_bar(session, CEA).business_date.day == 25
        assert depth(session, CEA).asks[0].quantity_t == 2


def test_orders_of_a_frozen_account_wait_and_do_not_stop_the_market(
    venue: Venue, ann: Trader, ben: Trader, cem: Trader, clock: DrivenClock
) -> None:
    venue.place(ann, SELL, 9_790, 10)
    venue.place(cem, SELL, 9_800, 10)
    set_status(venue, "account", "status", "frozen", f"WHERE number = '{ann.account}'")
    with reading(venue.world) as session:
        assert [level.price_fen for level in depth(session, CEA).asks] == [9_800]
    taken = venue.place(ben, BUY, 9_800, 15)
    assert [trade["price_fen"] for trade in taken["trades"]] == [9_800]
    clock.advance(timedelta(days=1))
    venue.place(ben, SELL, 9_800, 1)
    assert venue.units(ann) == (UNITS_T, 10)
    set_status(venue, "account", "status", "open", f"WHERE number = '{ann.account}'")
    assert venue.place(ben, BUY, 9_790, 1)["trades"] == []
    clock.advance(timedelta(days=1))
    venue.place(ben, SELL, 9_800, 1)
    assert venue.units(ann) == (UNITS_T, 0)
    assert_sound(venue)
