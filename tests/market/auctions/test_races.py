"""Steps of an auction that meet, on both kinds of database."""

from market.auctions import CloseAuction
from market.rules.refused_auctions import AuctionInOtherState, NoBidsToWithdraw
from tests.market.auctions.auction_room import (
    HOUR,
    announce,
    bid,
    close,
    open_reserve,
    sheet,
    withdraw,
)
from tests.market.racing import at_once
from tests.market.traders import CASH_FEN, OPERATOR, UNITS_T, Trader, Venue, assert_sound

ROUNDS = 3


def test_of_two_sheets_of_one_party_one_is_in_force(venue: Venue, ann: Trader) -> None:
    auction = announce(venue, open_reserve(venue), 1_000)
    for number in range(ROUNDS):
        sheets = [
            sheet(venue, auction, ann, (9_000 + number, 100)),
            sheet(venue, auction, ann, (8_000, 200 + number)),
        ]
        given = at_once(
            *(lambda one=one: venue.execute(one, ann.actor) for one in sheets), refused=()
        )
        assert None not in given
        costs = {(9_000 + number) * 100, 8_000 * (200 + number)}
        assert venue.cash(ann)[0] == CASH_FEN
        assert venue.cash(ann)[1] in costs
    assert close(venue, auction)["bidders"] == 1
    assert venue.cash(ann)[1] == 0
    assert_sound(venue)


def test_bids_are_withdrawn_or_replaced_and_set_nothing_aside_twice(
    venue: Venue, ann: Trader
) -> None:
    auction = announce(venue, open_reserve(venue), 1_000)
    for _ in range(ROUNDS):
        bid(venue, auction, ann, (9_000, 100))
        withdrawn, _ = at_once(
            lambda: withdraw(venue, auction, ann),
            lambda: bid(venue, auction, ann, (9_100, 100)),
            refused=(NoBidsToWithdraw,),
        )
        assert withdrawn is not None
        assert venue.cash(ann)[1] in {0, 910_000}
    bid(venue, auction, ann, (9_200, 100))
    assert close(venue, auction)["traded_t"] == 100
    assert venue.cash(ann) == (CASH_FEN - 920_000, 0)
    assert_sound(venue)


def test_an_auction_is_cleared_once(venue: Venue, ann: Trader) -> None:
    reserve = open_reserve(venue)
    for number in range(1, ROUNDS + 1):
        auction = announce(venue, reserve, 100)
        bid(venue, auction, ann, (9_000, 100))
        venue.world.clock.advance(HOUR)
        commands = [CloseAuction(client_id=venue.next_id(), auction=auction) for _ in range(2)]
        cleared = at_once(
            *(lambda each=each: venue.execute(each, OPERATOR) for each in commands),
            refused=(AuctionInOtherState,),
        )
        assert sum(each is not None for each in cleared) == 1
        assert venue.units(ann) == (UNITS_T + number * 100, 0)
    assert_sound(venue)
