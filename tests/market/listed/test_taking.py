from dataclasses import replace
from datetime import timedelta

import pytest

from market.data import order_by_id, tape
from market.listed import TakeOrder
from market.rules import (
    BetterPriceOpen,
    InstrumentClosed,
    InsufficientCash,
    MatchingNotOpen,
    OrderGone,
    OrderNeedsFullMandate,
    OrderNotShown,
    QuantityTooSmall,
    SameDayResale,
    SelfTrade,
    Side,
    TakeTooLarge,
    TakingNotOpen,
    UnknownInstrument,
    UnknownOrder,
)
from registry.ledger import InsufficientUnits
from registry.worlds import (
    Actor,
    DrivenClock,
    IdempotencyConflict,
    NotRepresentative,
    Role,
    RoleMissing,
    UnknownAccount,
    reading,
)
from tests.checked import passes, trips
from tests.market.listed.amending import amend
from tests.market.traders import (
    CASH_FEN,
    CEA,
    OPERATOR,
    STRANGER,
    UNITS_T,
    Trader,
    Venue,
    assert_sound,
    set_status,
)

BUY, SELL = Side.BUY, Side.SELL


@passes(OrderGone, OrderNotShown, BetterPriceOpen, TakeTooLarge, TakingNotOpen)
def test_at_equal_price_the_taker_chooses_the_later_order(
    venue: Venue, ann: Trader, ben: Trader, cem: Trader
) -> None:
    first = venue.place(ann, SELL, 9_800, 100)["order_id"]
    second = venue.place(cem, SELL, 9_800, 100)["order_id"]
    taken = venue.take(ben, second, 40)
    assert (taken["side"], taken["state"], taken["filled_t"]) == ("buy", "filled", 40)
    assert taken["taken_order_id"] == second
    assert [(trade["price_fen"], trade["quantity_t"]) for trade in taken["trades"]] == [(9_800, 40)]
    with reading(venue.world) as session:
        assert order_by_id(session, first, ann.actor).remaining_t == 100
        assert order_by_id(session, second, cem.actor).remaining_t == 60
        assert [row.taker_side for row in tape(session, CEA)] == ["buy"]
    assert venue.cash(cem) == (CASH_FEN + 392_000, 0)
    assert venue.units(cem) == (UNITS_T - 40, 60)
    assert venue.cash(ben) == (CASH_FEN - 392_000, 0)
    assert venue.units(ben) == (UNITS_T + 40, 0)
    assert_sound(venue)


def test_what_is_left_of_a_taken_order_keeps_its_place(
    venue: Venue, ann: Trader, ben: Trader, cem: Trader
) -> None:
    first = venue.place(ann, BUY, 9_700, 100)["order_id"]
    second = venue.place(cem, BUY, 9_700, 100)["order_id"]
    venue.take(ben, first, 30)
    venue.place(ben, SELL, 9_700, 80)
    with reading(venue.world) as session:
        assert order_by_id(session, first, ann.actor).state == "filled"
        assert order_by_id(session, second, cem.actor).remaining_t == 90
    assert_sound(venue)


def test_an_order_is_taken_whole(venue: Venue, ann: Trader, ben: Trader) -> None:
    number = venue.place(ann, BUY, 9_700, 100)["order_id"]
    assert venue.take(ben, number, 100)["side"] == "sell"
    with reading(venue.world) as session:
        assert order_by_id(session, number, ann.actor).state == "filled"
    assert venue.cash(ann) == (CASH_FEN - 970_000, 0)
    assert_sound(venue)


@trips(BetterPriceOpen)
def test_a_better_price_comes_first(venue: Venue, ann: Trader, ben: Trader, cem: Trader) -> None:
    worse = venue.place(ann, SELL, 9_801, 100)["order_id"]
    better = venue.place(cem, SELL, 9_800, 10)["order_id"]
    with pytest.raises(BetterPriceOpen) as refused:
        venue.take(ben, worse, 5)
    assert refused.value.facts["better_cny"] == "98.00"
    venue.take(ben, better, 10)
    assert venue.take(ben, worse, 5)["state"] == "filled"
    assert_sound(venue)


@trips(OrderNotShown)
def test_only_the_best_five_prices_are_open_to_takers(
    venue: Venue, ann: Trader, ben: Trader
) -> None:
    orders = [venue.place(ann, SELL, 9_800 + step, 10)["order_id"] for step in range(6)]
    with pytest.raises(OrderNotShown):
        venue.take(ben, orders[5], 5)
    with pytest.raises(BetterPriceOpen):
        venue.take(ben, orders[4], 5)


@trips(TakeTooLarge)
@pytest.mark.parametrize("quantity_t", [101, 10**30])
def test_no_more_is_taken_than_rests(
    venue: Venue, ann: Trader, ben: Trader, quantity_t: int
) -> None:
    number = venue.place(ann, SELL, 9_800, 100)["order_id"]
    with pytest.raises(TakeTooLarge) as refused:
        venue.take(ben, number, quantity_t)
    assert refused.value.facts["remaining_t"] == 100
    for nothing in (0, -1):
        with pytest.raises(QuantityTooSmall):
            venue.take(ben, number, nothing)
    assert_sound(venue)


@trips(OrderGone)
def test_an_order_that_is_gone_cannot_be_taken(
    venue: Venue, ann: Trader, ben: Trader, cem: Trader, clock: DrivenClock
) -> None:
    cancelled = venue.place(ann, SELL, 9_800, 100)["order_id"]
    venue.cancel(ann, cancelled)
    taken = venue.place(ann, SELL, 9_800, 100)["order_id"]
    venue.take(cem, taken, 100)
    expired = venue.place(ann, SELL, 9_800, 100)["order_id"]
    clock.advance(timedelta(days=1))
    for number in (cancelled, taken, expired):
        with pytest.raises(OrderGone):
            venue.take(ben, number, 1)
    frozen = venue.place(ann, SELL, 9_800, 100)["order_id"]
    set_status(venue, "account", "status", "frozen", f"WHERE number = '{ann.account}'")
    with pytest.raises(OrderGone):
        venue.take(ben, frozen, 1)


def test_nobody_takes_their_own_order(venue: Venue, ann: Trader) -> None:
    number = venue.place(ann, SELL, 9_800, 100)["order_id"]
    with pytest.raises(SelfTrade) as refused:
        venue.take(ann, number, 10)
    assert refused.value.facts["order_id"] == number


def test_takers_pay_and_deliver_what_they_have(venue: Venue, ann: Trader) -> None:
    poor = venue.trader("Poor", cash_fen=97_999, units_t=9)
    ask = venue.place(ann, SELL, 9_800, 100)["order_id"]
    with pytest.raises(InsufficientCash):
        venue.take(poor, ask, 10)
    assert venue.take(poor, ask, 9)["state"] == "filled"
    bid = venue.place(ann, BUY, 9_700, 100)["order_id"]
    with pytest.raises(SameDayResale):
        venue.take(poor, bid, 10)
    with pytest.raises(InsufficientUnits):
        venue.take(poor, bid, 19)
    assert venue.take(poor, bid, 9)["state"] == "filled"
    assert_sound(venue)


def test_only_those_who_trade_for_an_account_take_for_it(
    venue: Venue, ann: Trader, ben: Trader
) -> None:
    number = venue.place(ann, SELL, 9_800, 100)["order_id"]
    command = TakeOrder(client_id="t", account=ben.account, order_id=number, quantity_t=1)
    with pytest.raises(RoleMissing):
        venue.execute(command, OPERATOR)
    with pytest.raises(RoleMissing):
        venue.execute(command, Actor("v", frozenset({Role.VERIFIER}), frozenset({ben.party_id})))
    with pytest.raises(NotRepresentative):
        venue.execute(command, STRANGER)
    with pytest.raises(OrderNeedsFullMandate):
        venue.execute(command, replace(ben.actor, proposing_ids=ben.actor.party_ids))
    with pytest.raises(UnknownAccount):
        venue.execute(command._replace(account="x" * 500), ben.actor)
    for strange in (10**6, 0, -1, 10**30):
        with pytest.raises(UnknownOrder):
            venue.execute(command._replace(order_id=strange), ben.actor)


def test_an_order_is_looked_for_in_the_book_named(venue: Venue, ann: Trader, ben: Trader) -> None:
    venue.list_instrument("CEA-2025")
    number = venue.place(ann, SELL, 9_800, 100)["order_id"]
    command = TakeOrder(
        client_id="t", account=ben.account, order_id=number, quantity_t=1, instrument="CEA-2025"
    )
    with pytest.raises(UnknownOrder):
        venue.execute(command, ben.actor)
    assert venue.execute(command._replace(instrument=CEA), ben.actor).data["state"] == "filled"


def test_nothing_is_taken_while_trading_is_paused(venue: Venue, ann: Trader, ben: Trader) -> None:
    number = venue.place(ann, SELL, 9_800, 100)["order_id"]
    set_status(venue, "instrument", "state", "closed", "")
    with pytest.raises(InstrumentClosed):
        venue.take(ben, number, 1)


def test_the_same_take_twice_happens_once(venue: Venue, ann: Trader, ben: Trader) -> None:
    number = venue.place(ann, SELL, 9_800, 100)["order_id"]
    command = TakeOrder(client_id="once", account=ben.account, order_id=number, quantity_t=40)
    first = venue.execute(command, ben.actor)
    again = venue.execute(command, ben.actor)
    assert (again.replayed, again.data) == (True, first.data)
    assert venue.units(ben) == (UNITS_T + 40, 0)
    with pytest.raises(IdempotencyConflict):
        venue.execute(command._replace(quantity_t=41), ben.actor)
    assert_sound(venue)


@trips(TakingNotOpen, MatchingNotOpen)
@passes(MatchingNotOpen)
def test_a_market_says_which_ways_are_open(venue: Venue, ann: Trader, ben: Trader) -> None:
    number = venue.place(ann, SELL, 9_800, 100)["order_id"]
    amend(venue, "trading_listed_ways", "match", "list", "listed")
    with pytest.raises(TakingNotOpen) as refused:
        venue.take(ben, number, 10)
    assert "a test" in refused.value.facts["source"]["en"]
    assert venue.place(ben, BUY, 9_800, 10)["state"] == "filled"
    amend(venue, "trading_listed_ways", "take", "list", "listed")
    for price_fen in (9_800, None):
        with pytest.raises(MatchingNotOpen):
            venue.place(ben, BUY, price_fen, 10)
    assert venue.place(ben, BUY, 9_799, 10)["state"] == "open"
    assert venue.take(ben, number, 10)["state"] == "filled"
    assert_sound(venue)


def test_an_unknown_instrument_is_refused_as_such(venue: Venue, ann: Trader, ben: Trader) -> None:
    venue.place(ann, SELL, 9_800, 100)
    with pytest.raises(UnknownInstrument):
        venue.execute(venue.order(ben, BUY, 9_800, 1)._replace(instrument="<script>"), ben.actor)
