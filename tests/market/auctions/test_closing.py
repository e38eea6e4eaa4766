"""Auctions from the notice to the ledger, with amounts worked out by hand."""

from tests.market.auctions.auction_room import announce, bid, close, open_reserve
from tests.market.traders import CASH_FEN, Venue

SCALE = 100


def test_check_19_is_sold_and_paid_to_the_unit(venue: Venue) -> None:
    reserve = open_reserve(venue)
    names = ("A", "B", "C", "D", "E")
    bidders = [venue.trader(name, units_t=0) for name in names]
    auction = announce(venue, reserve, 80)
    wishes = ((5_000, 30), (4_500, 30), (4_000, 30), (4_000, 10), (3_000, 50))
    for bidder, wish in zip(bidders, wishes, strict=True):
        bid(venue, auction, bidder, wish)
        assert venue.cash(bidder) == (CASH_FEN, wish[0] * wish[1])
    result = close(venue, auction)
    assert (result["price_fen"], result["traded_t"], result["turnover_fen"]) == (
        4_000,
        80,
        3_200 * SCALE,
    )
    assert (result["bidders"], result["winners"]) == (5, 4)
    assert [venue.units(bidder)[0] for bidder in bidders] == [30, 30, 15, 5, 0]
    assert [venue.cash(bidder) for bidder in bidders] == [
        (CASH_FEN - won * 4_000, 0) for won in (30, 30, 15, 5, 0)
    ]
    assert venue.cash(reserve) == (320_000, 0)
    assert venue.units(reserve) == (10_000 - 80, 0)
