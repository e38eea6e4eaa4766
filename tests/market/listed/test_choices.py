from datetime import timedelta

import pytest

from market.listed import counterparties
from market.rules import BetterPriceOpen, OrderNotShown, Side, UnknownInstrument
from registry.worlds import DrivenClock, reading
from tests.market.listed.amending import amend
from tests.market.traders import CEA, Trader, Venue

BUY, SELL = Side.BUY, Side.SELL


def test_takers_see_single_orders_and_tell_participants_apart(
    venue: Venue, ann: Trader, cem: Trader
) -> None:
    numbers = [
        venue.place(trader, SELL, price_fen, 10 * place)["order_id"]
        for place, (trader, price_fen) in enumerate(
            [(ann, 9_800), (cem, 9_800), (ann, 9_800), (ann, 9_805)], start=1
        )
    ]
    with reading(venue.world) as session:
        shown = counterparties(session, CEA, cem.actor)
    best, next_best = shown.asks
    assert (best.price_fen, best.takeable) == (9_800, True)
    assert (next_best.price_fen, next_best.takeable) == (9_805, False)
    assert [(each.order_id, each.quantity_t, each.own) for each in best.orders] == [
        (numbers[0], 10, False),
        (numbers[1], 20, True),
        (numbers[2], 30, False),
    ]
    labels = [each.participant for each in best.orders]
    assert labels == [f"P{numbers[0]}", f"P{numbers[1]}", f"P{numbers[0]}"]
    assert shown.bids == ()


def test_five_prices_of_each_side_are_shown_best_first(
    venue: Venue, ann: Trader, ben: Trader
) -> None:
    for step in range(7):
        venue.place(ann, SELL, 9_800 + step, 1)
        venue.place(ben, BUY, 9_700 - step, 1)
    with reading(venue.world) as session:
        shown = counterparties(session, CEA, levels=99)
    assert [level.price_fen for level in shown.asks] == [9_800, 9_801, 9_802, 9_803, 9_804]
    assert [level.price_fen for level in shown.bids] == [9_700, 9_699, 9_698, 9_697, 9_696]


def test_a_market_that_shows_fewer_prices_opens_no_more_to_takers(
    venue: Venue, ann: Trader, ben: Trader
) -> None:
    amend(venue, "trading_levels_shown", "2", "count", "listed")
    orders = [venue.place(ann, SELL, 9_800 + step, 1)["order_id"] for step in range(3)]
    with reading(venue.world) as session:
        asks = counterparties(session, CEA).asks
    assert [level.price_fen for level in asks] == [9_800, 9_801]
    with pytest.raises(OrderNotShown) as refused:
        venue.take(ben, orders[2], 1)
    assert refused.value.facts["levels"] == 2
    with pytest.raises(BetterPriceOpen):
        venue.take(ben, orders[1], 1)


def test_a_new_day_brings_new_labels(venue: Venue, ann: Trader, clock: DrivenClock) -> None:
    venue.place(ann, SELL, 9_800, 1)
    clock.advance(timedelta(days=1))
    with reading(venue.world) as session:
        assert counterparties(session, CEA).asks == ()
    number = venue.place(ann, SELL, 9_800, 1)["order_id"]
    with reading(venue.world) as session:
        assert counterparties(session, CEA).asks[0].orders[0].participant == f"P{number}"
        with pytest.raises(UnknownInstrument):
            counterparties(session, "<script>")


def test_orders_of_a_later_day_are_shown_with_their_labels_when_the_clock_is_set_back(
    venue: Venue, ann: Trader, ben: Trader, clock: DrivenClock
) -> None:
    """A class may set its clock back: what rests is then of a later day, and can be taken."""
    now = clock.now()
    clock.advance(timedelta(days=1))
    number = venue.place(ann, SELL, 9_800, 10)["order_id"]
    clock.set(now)
    with reading(venue.world) as session:
        (best,) = counterparties(session, CEA).asks
    assert [(each.order_id, each.participant) for each in best.orders] == [(number, f"P{number}")]
    assert venue.take(ben, number, 10)["state"] == "filled"
