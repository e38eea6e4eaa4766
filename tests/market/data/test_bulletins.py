"""Daily bulletins: preliminary during the day, frozen after it, composite across vintages."""

from datetime import date, datetime, timedelta

import pytest

from market.data import (
    BulletinPublished,
    BulletinTooEarly,
    PublishBulletin,
    UnknownBulletin,
    UnknownMarket,
    bulletin_heads,
    daily_bulletin,
    listed_markets,
)
from market.due import carry_out_due, due_commands
from market.listed import PlaceOrder
from market.rules import Side
from registry.worlds import (
    MARKET_ZONE,
    DrivenClock,
    RoleMissing,
    reading,
    unit_of_work,
)
from tests.checked import passes, trips
from tests.market.traders import CEA, CLOSE_FEN, OPERATOR, Trader, Venue

BUY, SELL = Side.BUY, Side.SELL
MONDAY = date(2026, 11, 23)
NATIONAL = "cn_ets"


def trade(
    venue: Venue, seller: Trader, buyer: Trader, code: str, price_fen: int, quantity_t: int
) -> None:
    for trader, side in ((seller, SELL), (buyer, BUY)):
        order = PlaceOrder(
            client_id=venue.next_id(),
            account=trader.account,
            instrument=code,
            side=side,
            price_fen=price_fen,
            quantity_t=quantity_t,
        )
        venue.execute(order, trader.actor)


def publish(venue: Venue, day: date = MONDAY, market: str = NATIONAL) -> None:
    command = PublishBulletin(client_id=venue.next_id(), market=market, business_date=day)
    venue.execute(command, OPERATOR)


def test_a_preliminary_bulletin_shows_the_day_so_far(
    venue: Venue, ann: Trader, ben: Trader
) -> None:
    trade(venue, ann, ben, CEA, 9_800, 10)
    trade(venue, ann, ben, CEA, 9_860, 30)
    with reading(venue.world) as session:
        bulletin = daily_bulletin(session, NATIONAL, MONDAY)
    assert bulletin.frozen_at is None
    assert bulletin.prices is not None
    assert bulletin.weights == "only"
    prices = bulletin.prices
    assert (prices.open_fen, prices.high_fen, prices.low_fen) == (9_800, 9_860, 9_800)
    assert prices.close_fen == (9_800 * 10 + 9_860 * 30) // 40
    assert (prices.previous_close_fen, prices.change_fen) == (CLOSE_FEN, 64)
    assert str(prices.change_pct) == "0.65"
    assert bulletin.traded.listed.volume_t == 40
    assert bulletin.traded.total == bulletin.cumulative
    assert [line.code for line in bulletin.lines] == [CEA]


def test_a_day_nobody_has_touched_is_shown_with_the_previous_close(
    venue: Venue, ann: Trader, ben: Trader, clock: DrivenClock
) -> None:
    trade(venue, ann, ben, CEA, 9_800, 10)
    clock.advance(timedelta(days=1))
    with reading(venue.world) as session:
        bulletin = daily_bulletin(session, NATIONAL, clock.today())
    assert bulletin.prices is not None
    assert (bulletin.prices.open_fen, bulletin.prices.close_fen) == (None, 9_800)
    assert bulletin.prices.change_fen == 0
    assert (bulletin.traded.total.volume_t, bulletin.cumulative.volume_t) == (0, 10)


@passes(BulletinTooEarly, BulletinPublished, UnknownBulletin, UnknownMarket)
def test_a_frozen_bulletin_stays_as_it_was_published(
    venue: Venue, ann: Trader, ben: Trader, clock: DrivenClock
) -> None:
    trade(venue, ann, ben, CEA, 9_800, 10)
    with reading(venue.world) as session:
        before = daily_bulletin(session, NATIONAL, MONDAY)
    clock.advance(timedelta(days=1))
    publish(venue)
    trade(venue, ann, ben, CEA, 9_900, 10)
    with reading(venue.world) as session:
        after = daily_bulletin(session, NATIONAL, MONDAY)
    assert after.frozen_at is not None
    assert (after.prices, after.lines, after.traded) == (before.prices, before.lines, before.traded)
    assert after.cumulative.volume_t == 10


@trips(BulletinTooEarly)
def test_a_day_that_is_not_over_is_not_published(venue: Venue) -> None:
    with pytest.raises(BulletinTooEarly):
        publish(venue)


@trips(BulletinPublished)
def test_a_bulletin_is_published_once(venue: Venue, clock: DrivenClock) -> None:
    clock.advance(timedelta(days=1))
    publish(venue)
    with pytest.raises(BulletinPublished):
        publish(venue)


@trips(UnknownBulletin)
def test_a_day_without_trading_has_no_bulletin(venue: Venue, clock: DrivenClock) -> None:
    clock.advance(timedelta(days=1))
    for day in (MONDAY - timedelta(days=1), date.max, date.min):
        with reading(venue.world) as session, pytest.raises(UnknownBulletin):
            daily_bulletin(session, NATIONAL, day)
    with pytest.raises(UnknownBulletin):
        publish(venue, MONDAY - timedelta(days=3))


@trips(UnknownMarket)
@pytest.mark.parametrize("market", ["", "SHEA", "cn_ets' --", "碳", "x" * 10_000, "cn_ets\x00"])
def test_an_unknown_market_has_no_bulletins(venue: Venue, market: str) -> None:
    with reading(venue.world) as session:
        with pytest.raises(UnknownMarket):
            daily_bulletin(session, market, MONDAY)
        with pytest.raises(UnknownMarket):
            bulletin_heads(session, market)


def test_only_an_operator_publishes(venue: Venue, ann: Trader, clock: DrivenClock) -> None:
    clock.advance(timedelta(days=1))
    command = PublishBulletin(client_id="b", market=NATIONAL, business_date=MONDAY)
    with pytest.raises(RoleMissing):
        venue.execute(command, ann.actor)


def test_bulletins_are_due_when_their_day_is_over(
    venue: Venue, ann: Trader, ben: Trader, clock: DrivenClock
) -> None:
    trade(venue, ann, ben, CEA, 9_800, 10)
    with reading(venue.world) as session:
        assert not [c for c in due_commands(session) if isinstance(c, PublishBulletin)]
    clock.advance(timedelta(days=1))
    with unit_of_work(venue.world) as session:
        done = [o for o in carry_out_due(session) if o.data["kind"] == "publish_bulletin"]
    assert [outcome.data["client_id"] for outcome in done] == [f"bulletin:{NATIONAL}:{MONDAY}"]
    with unit_of_work(venue.world) as session:
        assert not [o for o in carry_out_due(session) if o.data["kind"] == "publish_bulletin"]


def test_a_weekend_that_somebody_touched_has_no_bulletin_due(
    venue: Venue, ann: Trader, clock: DrivenClock
) -> None:
    clock.set(datetime(2026, 11, 28, 10, 0, tzinfo=MARKET_ZONE))
    venue.place(ann, SELL, 9_900, 1)
    clock.set(datetime(2026, 11, 30, 10, 0, tzinfo=MARKET_ZONE))
    with reading(venue.world) as session:
        days = [c.business_date for c in due_commands(session) if isinstance(c, PublishBulletin)]
    assert days == [MONDAY]


def test_the_list_shows_days_newest_first_with_the_close_once_frozen(
    venue: Venue, ann: Trader, ben: Trader, clock: DrivenClock
) -> None:
    trade(venue, ann, ben, CEA, 9_800, 10)
    clock.advance(timedelta(days=1))
    publish(venue)
    trade(venue, ann, ben, CEA, 9_810, 3)
    with reading(venue.world) as session:
        tuesday, monday = bulletin_heads(session, NATIONAL)
        earlier = bulletin_heads(session, NATIONAL, before=clock.today())
        assert bulletin_heads(session, NATIONAL, limit=-5) == []
        assert listed_markets(session) == [NATIONAL]
    assert (tuesday.frozen, tuesday.close_fen, tuesday.traded.total.volume_t) == (False, None, 3)
    assert (monday.frozen, monday.close_fen) == (True, 9_800)
    assert earlier == [monday]


def two_vintages(venue: Venue, codes: tuple[str, str], traders: tuple[Trader, Trader]) -> None:
    venue.list_instrument(codes[1])
    for trader in traders:
        venue.issue(trader, codes[1], 10_000)


def test_since_2026_the_composite_is_the_vintage_2025_alone(
    venue: Venue, ann: Trader, ben: Trader
) -> None:
    two_vintages(venue, (CEA, "CEA-2025"), (ann, ben))
    trade(venue, ann, ben, CEA, 9_900, 100)
    trade(venue, ann, ben, "CEA-2025", 9_700, 10)
    trade(venue, ann, ben, "CEA-2025", 9_720, 10)
    with reading(venue.world) as session:
        bulletin = daily_bulletin(session, NATIONAL, MONDAY)
    assert (bulletin.weights, bulletin.weight_confidence) == ("single_vintage", "derived")
    assert bulletin.prices is not None
    assert (bulletin.prices.open_fen, bulletin.prices.close_fen) == (9_700, 9_710)
    assert bulletin.traded.listed.volume_t == 120


def test_without_that_vintage_the_weights_are_shares_of_volume_hand_computed(
    venue: Venue, ann: Trader, ben: Trader, clock: DrivenClock
) -> None:
    """CEA-2024: 30 t at 98.00; CEA-2023: 10 t at 96.00, then 10 t of the first at 99.00.

    Weights 40 : 10. Path: (98.00×40 + 97.81×10)/50 = 97.962 → 97.96; then CEA-2023 falls to
    96.00: 97.60; then CEA-2024 rises to 99.00: 98.40. Close: VWAPs 98.25 and 96.00 → 97.80.
    """
    two_vintages(venue, (CEA, "CEA-2023"), (ann, ben))
    trade(venue, ann, ben, CEA, 9_800, 30)
    trade(venue, ann, ben, "CEA-2023", 9_600, 10)
    trade(venue, ann, ben, CEA, 9_900, 10)
    with reading(venue.world) as session:
        bulletin = daily_bulletin(session, NATIONAL, MONDAY)
    assert (bulletin.weights, bulletin.weight_confidence) == ("volume_share", "assumed")
    prices = bulletin.prices
    assert prices is not None
    assert (prices.open_fen, prices.high_fen, prices.low_fen) == (9_796, 9_840, 9_760)
    assert (prices.close_fen, prices.previous_close_fen) == (9_780, CLOSE_FEN)
    clock.advance(timedelta(days=1))
    venue.place(ann, SELL, 9_900, 1)
    with reading(venue.world) as session:
        next_day = daily_bulletin(session, NATIONAL, clock.today())
    assert next_day.prices is not None
    assert next_day.prices.previous_close_fen == 9_780
    assert next_day.prices.open_fen is None
