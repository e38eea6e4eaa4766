"""Orders that are cancelled and traded with at the same moment, on both kinds of database."""

from market.rules import OrderGone, OrderNotOpen, Side
from tests.market.racing import at_once
from tests.market.traders import CASH_FEN, UNITS_T, Trader, Venue, assert_sound

ROUNDS = 6
REFUSED = (OrderGone, OrderNotOpen)


def test_an_order_is_cancelled_or_taken_but_not_both(
    venue: Venue, ann: Trader, ben: Trader
) -> None:
    sold_t = 0
    for _ in range(ROUNDS):
        number = venue.place(ann, Side.SELL, 9_800, 100)["order_id"]
        cancelled, taken = at_once(
            lambda number=number: venue.cancel(ann, number),
            lambda number=number: venue.take(ben, number, 100),
            refused=REFUSED,
        )
        assert (cancelled is None) is not (taken is None)
        sold_t += 0 if taken is None else 100
        assert venue.units(ann) == (UNITS_T - sold_t, 0)
    assert venue.units(ben) == (UNITS_T + sold_t, 0)
    assert venue.cash(ben) == (CASH_FEN - sold_t * 9_800, 0)
    assert_sound(venue)


def test_a_cancel_that_meets_a_trade_frees_what_the_trade_left(
    venue: Venue, ann: Trader, ben: Trader
) -> None:
    bought_t = 0
    for _ in range(ROUNDS):
        number = venue.place(ann, Side.BUY, 9_700, 100)["order_id"]
        cancelled, taken = at_once(
            lambda number=number: venue.cancel(ann, number),
            lambda number=number: venue.take(ben, number, 40),
            refused=REFUSED,
        )
        assert isinstance(cancelled, dict)
        part_t = 0 if taken is None else 40
        assert cancelled["cancelled_t"] == 100 - part_t
        bought_t += part_t
        assert venue.cash(ann) == (CASH_FEN - bought_t * 9_700, 0)
    assert venue.units(ann) == (UNITS_T + bought_t, 0)
    assert_sound(venue)


def test_one_of_two_takes_an_order_whole(
    venue: Venue, ann: Trader, ben: Trader, cem: Trader
) -> None:
    for _ in range(ROUNDS):
        number = venue.place(ann, Side.SELL, 9_800, 100)["order_id"]
        taken = at_once(
            lambda number=number: venue.take(ben, number, 100),
            lambda number=number: venue.take(cem, number, 100),
            refused=REFUSED,
        )
        assert sum(each is not None for each in taken) == 1
    assert venue.units(ann) == (UNITS_T - ROUNDS * 100, 0)
    assert_sound(venue)
