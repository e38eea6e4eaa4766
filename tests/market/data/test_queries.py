import json
from datetime import timedelta

import pytest

from market.data import (
    day_bar,
    depth,
    instruments,
    latest_event_id,
    order_by_id,
    own_orders,
    snapshot,
    tape,
)
from market.rules import NotYourOrder, Side, UnknownInstrument, UnknownOrder
from registry.worlds import Actor, DrivenClock, reading
from tests.market.traders import CEA, Trader, Venue

BUY, SELL = Side.BUY, Side.SELL


def test_instruments_carry_their_names_and_their_day(venue: Venue) -> None:
    with reading(venue.world) as session:
        (listed,) = instruments(session)
    assert (listed.code, listed.name_zh, listed.name_en) == (CEA, f"全国配额 {CEA}", f"{CEA} unit")
    assert (listed.unit_kind, listed.measure, listed.state) == ("allowance", "t_co2e", "open")
    assert (listed.day.band_low_fen, listed.day.band_high_fen) == (8_803, 10_759)


def test_depth_adds_orders_up_and_marks_ones_own(venue: Venue, ann: Trader, ben: Trader) -> None:
    for trader, price_fen, quantity_t in (
        (ann, 9_700, 10),
        (ben, 9_700, 5),
        (ben, 9_690, 7),
        *((ann, 9_600 - step, 1) for step in range(6)),
    ):
        venue.place(trader, BUY, price_fen, quantity_t)
    venue.place(ben, SELL, 9_800, 3)
    with reading(venue.world) as session:
        book = depth(session, CEA, actor=ben.actor)
        public = depth(session, CEA, levels=1)
    assert len(book.bids) == 5
    best, second = book.bids[:2]
    assert (best.price_fen, best.quantity_t, best.orders, best.own_t) == (9_700, 15, 2, 5)
    assert (second.price_fen, second.own_t) == (9_690, 7)
    assert [(level.price_fen, level.quantity_t, level.own_t) for level in book.asks] == [
        (9_800, 3, 3)
    ]
    assert len(public.bids) == 1
    assert public.bids[0].own_t == 0


def test_the_tape_shows_the_newest_first_and_ones_own_side(
    venue: Venue, ann: Trader, ben: Trader
) -> None:
    for price_fen in (9_800, 9_810):
        venue.place(ann, SELL, price_fen, 10)
        venue.place(ben, BUY, price_fen, 10)
    with reading(venue.world) as session:
        rows = tape(session, CEA, actor=ann.actor)
        public = tape(session, CEA, limit=1)
    assert [(row.price_fen, row.taker_side, row.own_side) for row in rows] == [
        (9_810, "buy", "sell"),
        (9_800, "buy", "sell"),
    ]
    assert [(row.price_fen, row.own_side) for row in public] == [(9_810, None)]


def test_own_orders_are_those_of_the_parties_one_represents(
    venue: Venue, ann: Trader, ben: Trader
) -> None:
    first = venue.place(ann, SELL, 9_800, 10)
    venue.place(ben, BUY, 9_800, 4)
    second = venue.place(ann, SELL, 9_900, 5)
    venue.cancel(ann, second["order_id"])
    with reading(venue.world) as session:
        orders = own_orders(session, ann.actor, CEA)
        still_open = own_orders(session, ann.actor, open_only=True)
        nobody = own_orders(session, Actor("nobody"))
        seen = order_by_id(session, first["order_id"], ann.actor)
        with pytest.raises(NotYourOrder):
            order_by_id(session, first["order_id"], ben.actor)
        with pytest.raises(UnknownOrder):
            order_by_id(session, 10**6, ben.actor)
        with pytest.raises(UnknownInstrument):
            own_orders(session, ann.actor, "CEA-1999")
    assert [order.state for order in orders] == ["cancelled", "open"]
    assert [order.order_id for order in still_open] == [first["order_id"]]
    assert nobody == []
    assert (seen.filled_t, seen.remaining_t, seen.account) == (4, 6, ann.account)


def test_every_change_moves_the_event_number(venue: Venue, ann: Trader, ben: Trader) -> None:
    numbers = []

    def look() -> None:
        with reading(venue.world) as session:
            numbers.append(latest_event_id(session, CEA))

    look()
    ask = venue.place(ann, SELL, 9_800, 10)
    look()
    venue.place(ben, BUY, 9_800, 5)
    look()
    venue.cancel(ann, ask["order_id"])
    look()
    assert numbers == sorted(set(numbers))


def test_a_snapshot_is_one_json_value_with_all_a_page_shows(
    venue: Venue, ann: Trader, ben: Trader
) -> None:
    venue.place(ann, SELL, 9_800, 10)
    venue.place(ben, BUY, 9_800, 4)
    venue.place(ben, BUY, 9_700, 6)
    with reading(venue.world) as session:
        public, own = snapshot(session, CEA), snapshot(session, CEA, ben.actor)
    assert json.loads(json.dumps(public)) == public
    assert public["date"] == "2026-11-23"
    assert public["now"] == "2026-11-23T10:00:00+08:00"
    assert (public["previous_close_cny"], public["last_cny"]) == ("97.81", "98.00")
    assert (public["band_low_cny"], public["band_high_cny"]) == ("88.03", "107.59")
    assert (public["change_cny"], public["change_pct"]) == ("0.19", "0.19")
    assert (public["volume_t"], public["turnover_cny"]) == (4, "392.00")
    assert public["asks"] == [{"price_cny": "98.00", "quantity_t": 6, "orders": 1, "own_t": 0}]
    assert public["bids"] == [{"price_cny": "97.00", "quantity_t": 6, "orders": 1, "own_t": 0}]
    assert own["bids"] == [{"price_cny": "97.00", "quantity_t": 6, "orders": 1, "own_t": 6}]
    assert public["tape"][0]["own_side"] is None
    assert own["tape"][0] == {
        "trade_id": 1,
        "time": "10:00:00",
        "date": "2026-11-23",
        "price_cny": "98.00",
        "quantity_t": 4,
        "taker_side": "buy",
        "own_side": "buy",
    }


def test_a_snapshot_before_the_first_command_of_a_day_is_of_that_day(
    venue: Venue, ann: Trader, clock: DrivenClock
) -> None:
    venue.place(ann, SELL, 9_800, 10)
    clock.advance(timedelta(days=1))
    with reading(venue.world) as session:
        shown = snapshot(session, CEA)
    assert (shown["date"], shown["asks"], shown["open_cny"]) == ("2026-11-24", [], None)
    assert (shown["change_cny"], shown["change_pct"]) == ("0.00", "0.00")


@pytest.mark.parametrize("code", ["CEA-1999", "\x00", "", "碳", "x" * 100])
def test_unknown_instruments_are_refused_by_every_query(venue: Venue, code: str) -> None:
    with reading(venue.world) as session:
        for query in (day_bar, depth, tape, snapshot, latest_event_id):
            with pytest.raises(UnknownInstrument):
                query(session, code)
