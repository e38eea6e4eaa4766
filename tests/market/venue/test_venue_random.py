"""Random days at the venue, order by order against the slow matcher, on both databases."""

import random
from datetime import timedelta
from typing import Any

import pytest

from market.data import depth
from market.rules import SelfTrade, Side
from registry.worlds import DrivenClock, World, reading
from tests.market.matching.reference_matcher import ReferenceMatcher
from tests.market.traders import CASH_FEN, CEA, UNITS_T, Trader, Venue, assert_sound, open_venue

COMMANDS = 90
COMMANDS_A_DAY = 40


@pytest.mark.parametrize("seed", [1, 2])
def test_random_days_end_as_the_reference_matcher_says(
    world: World, clock: DrivenClock, seed: int
) -> None:
    venue = open_venue(world)
    traders = [venue.trader(f"T{number}") for number in range(4)]
    draw = random.Random(seed)
    reference = ReferenceMatcher()
    owner_of: dict[int, Trader] = {}
    trades = 0
    for number in range(1, COMMANDS + 1):
        if number % COMMANDS_A_DAY == 0:
            clock.advance(timedelta(days=1))
            reference.orders.clear()
        if owner_of and draw.random() < 0.2:
            _cancel(venue, reference, owner_of, draw)
        else:
            trades += _place(venue, reference, owner_of, draw.choice(traders), draw)
        _compare_depth(venue, reference)
    assert trades > 10
    assert sum(venue.cash(trader)[0] for trader in traders) == CASH_FEN * len(traders)
    assert sum(venue.units(trader)[0] for trader in traders) == UNITS_T * len(traders)
    assert_sound(venue)


def _place(
    venue: Venue,
    reference: ReferenceMatcher,
    owner_of: dict[int, Trader],
    trader: Trader,
    draw: random.Random,
) -> int:
    side = draw.choice(list(Side))
    price_fen = draw.choice([None, *range(9_775, 9_788)])
    quantity_t = draw.randint(1, 40)
    own = reference.reaches_own(trader.party_id, side, price_fen, quantity_t)
    if own is not None:
        with pytest.raises(SelfTrade) as refused:
            venue.place(trader, side, price_fen, quantity_t)
        assert refused.value.facts["order_id"] == own
        return 0
    answer: dict[str, Any] = venue.place(trader, side, price_fen, quantity_t)
    order_id = answer["order_id"]
    if price_fen is None:
        expected = reference.market(side, quantity_t)
    else:
        expected = reference.limit(order_id, trader.party_id, side, price_fen, quantity_t)
        owner_of[order_id] = trader
    made = [(trade["price_fen"], trade["quantity_t"]) for trade in answer["trades"]]
    assert made == [(traded_fen, traded_t) for traded_fen, traded_t, _, _ in expected]
    return len(made)


def _cancel(
    venue: Venue, reference: ReferenceMatcher, owner_of: dict[int, Trader], draw: random.Random
) -> None:
    resting = [order.order_id for order in reference.orders]
    if resting:
        order_id = draw.choice(resting)
        answer = venue.cancel(owner_of[order_id], order_id)
        assert answer["cancelled_t"] == reference.cancel(order_id)


def _compare_depth(venue: Venue, reference: ReferenceMatcher) -> None:
    with reading(venue.world) as session:
        shown = depth(session, CEA)
    levels = tuple(
        [(level.price_fen, level.quantity_t) for level in side] for side in (shown.bids, shown.asks)
    )
    assert levels == reference.depth(5)
