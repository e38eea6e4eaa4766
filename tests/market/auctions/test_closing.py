"""Auctions from the notice to the ledger, with amounts worked out by hand."""

from datetime import timedelta

import pytest
from sqlmodel import select

from market.auctions import CloseAuction
from market.auctions.queries import auction_view, curve_of, own_part
from market.rules import SameDayResale, Side
from market.rules.refused_auctions import AuctionInOtherState, BiddingStillOpen
from market.venue import TradeRow, TradingDay
from registry.worlds import RoleMissing, reading
from tests.checked import passes, trips
from tests.market.auctions.auction_room import (
    HOUR,
    announce,
    bid,
    close,
    open_reserve,
    publish,
    run_due,
)
from tests.market.clearing.houses import charge, owe
from tests.market.traders import (
    CASH_FEN,
    CLOSE_FEN,
    OPERATOR,
    UNITS_T,
    Trader,
    Venue,
    assert_sound,
    set_status,
)

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


def test_check_19_with_a_reserve_sells_60_at_42(venue: Venue) -> None:
    reserve = open_reserve(venue)
    bidders = [venue.trader(name, units_t=0) for name in ("A", "B", "C")]
    auction = announce(venue, reserve, 80, limit_fen=4_200, limit_public=False)
    for bidder, wish in zip(bidders, ((5_000, 30), (4_500, 30), (4_000, 30)), strict=True):
        bid(venue, auction, bidder, wish)
    result = close(venue, auction)
    assert (result["price_fen"], result["traded_t"], result["winners"]) == (4_200, 60, 2)
    assert [venue.units(bidder)[0] for bidder in bidders] == [30, 30, 0]
    assert venue.cash(reserve)[0] == 60 * 4_200
    assert venue.units(reserve) == (10_000 - 60, 0)


def test_pay_as_bid_makes_one_trade_for_each_price_a_bidder_won_at(
    venue: Venue, ann: Trader, ben: Trader
) -> None:
    reserve = open_reserve(venue)
    auction = announce(venue, reserve, 100, pricing="pay_as_bid")
    bid(venue, auction, ann, (9_000, 40), (8_000, 30), (7_000, 30))
    bid(venue, auction, ben, (8_500, 20))
    result = close(venue, auction)
    assert result["turnover_fen"] == 40 * 9_000 + 20 * 8_500 + 30 * 8_000 + 10 * 7_000
    assert venue.units(ann)[0] == UNITS_T + 80
    assert venue.cash(ann) == (CASH_FEN - 360_000 - 240_000 - 70_000, 0)
    assert venue.cash(ben) == (CASH_FEN - 170_000, 0)
    with reading(venue.world) as session:
        trades = session.exec(select(TradeRow.mode, TradeRow.price_fen, TradeRow.quantity_t)).all()
        (sheet,) = own_part(session, auction, ann.actor).sheets
    assert [tuple(trade) for trade in trades] == [
        ("auction", 9_000, 40),
        ("auction", 8_000, 30),
        ("auction", 7_000, 10),
        ("auction", 8_500, 20),
    ]
    assert [(line.won_t, line.won_price_fen) for line in sheet.bids] == [
        (40, 9_000),
        (30, 8_000),
        (10, 7_000),
    ]


def test_a_buyer_s_auction_takes_the_lowest_offers(
    venue: Venue, ann: Trader, ben: Trader, cem: Trader
) -> None:
    auction = announce(venue, ann, 100, side="buy", limit_fen=9_000)
    publish(venue, auction)
    bid(venue, auction, ben, (8_000, 60), (8_900, 40))
    bid(venue, auction, cem, (8_500, 20))
    assert venue.units(ben) == (UNITS_T, 100)
    result = close(venue, auction)
    assert (result["price_fen"], result["traded_t"]) == (8_900, 100)
    assert venue.units(ann) == (UNITS_T + 100, 0)
    assert venue.cash(ann) == (CASH_FEN - 890_000, 0)
    assert (venue.units(ben), venue.units(cem)) == ((UNITS_T - 80, 0), (UNITS_T - 20, 0))
    assert venue.cash(ben) == (CASH_FEN + 80 * 8_900, 0)


def test_a_bidder_that_cannot_pay_loses_the_deposit_to_the_seller(
    venue: Venue, ann: Trader
) -> None:
    reserve = open_reserve(venue)
    poor = venue.trader("Poor", cash_fen=300_000, units_t=0)
    auction = announce(venue, reserve, 100, deposit_pct=20)
    bid(venue, auction, poor, (10_000, 50))
    bid(venue, auction, ann, (9_000, 50))
    assert venue.cash(poor) == (300_000, 100_000)
    result = close(venue, auction)
    assert (result["price_fen"], result["traded_t"], result["winners"]) == (9_000, 50, 2)
    assert venue.units(poor) == (0, 0)
    assert venue.cash(poor) == (200_000, 0)
    assert venue.cash(reserve) == (50 * 9_000 + 100_000, 0)
    assert venue.units(reserve) == (10_000 - 50, 0)
    with reading(venue.world) as session:
        shown = auction_view(session, auction).result
        assert shown is not None
        assert (shown.cleared_t, shown.traded_t, shown.defaulters) == (100, 50, 1)
        (sheet,) = own_part(session, auction, poor.actor).sheets
    assert [(line.won_t, line.trade_id) for line in sheet.bids] == [(50, None)]


def test_pay_as_bid_is_paid_whole_or_the_deposit_is_lost(venue: Venue, ann: Trader) -> None:
    """Poor wins 30 t at 90.00 and 30 t at 80.00 for 5,100 CNY and has 5,000, of which 1,020 are
    its deposit of a fifth: nothing of it is traded, and Ann still pays what she bid."""
    reserve = open_reserve(venue)
    poor = venue.trader("Poor", cash_fen=500_000, units_t=0)
    auction = announce(venue, reserve, 100, pricing="pay_as_bid", deposit_pct=20)
    bid(venue, auction, poor, (9_000, 30), (8_000, 30))
    bid(venue, auction, ann, (8_500, 40))
    assert venue.cash(poor) == (500_000, 102_000)
    assert venue.cash(ann) == (CASH_FEN, 68_000)
    result = close(venue, auction)
    assert (result["traded_t"], result["turnover_fen"], result["winners"]) == (40, 340_000, 2)
    assert (venue.units(poor), venue.cash(poor)) == ((0, 0), (398_000, 0))
    assert venue.cash(ann) == (CASH_FEN - 340_000, 0)
    assert venue.cash(reserve) == (340_000 + 102_000, 0)
    assert venue.units(reserve) == (10_000 - 40, 0)
    with reading(venue.world) as session:
        day = session.exec(select(TradingDay)).one()
        assert (day.auction_volume_t, day.auction_turnover_fen) == (40, 340_000)
    assert_sound(venue)


def test_equal_remainders_at_the_margin_go_to_the_earlier_sheet(
    venue: Venue, ann: Trader, ben: Trader, cem: Trader
) -> None:
    """10 t among three bids of 7 t at one price: 3⅓ t each, so the first sheet has the fourth.

    Ann bids first but replaces her sheet last, so Ben's is the earliest in force.
    """
    auction = announce(venue, open_reserve(venue), 10)
    for trader in (ann, ben, cem, ann):
        bid(venue, auction, trader, (9_000, 7))
    assert close(venue, auction)["traded_t"] == 10
    assert [venue.units(trader)[0] - UNITS_T for trader in (ann, ben, cem)] == [3, 4, 3]


def test_under_the_minimum_nothing_is_sold_and_all_is_freed(venue: Venue, ann: Trader) -> None:
    reserve = open_reserve(venue)
    auction = announce(venue, reserve, 100, minimum_t=100)
    bid(venue, auction, ann, (9_000, 99))
    result = close(venue, auction)
    assert (result["state"], result["price_fen"], result["traded_t"]) == ("failed", None, 0)
    assert (venue.cash(ann), venue.units(reserve)) == ((CASH_FEN, 0), (10_000, 0))


def test_an_auction_without_bids_ends_without_a_trade(venue: Venue) -> None:
    reserve = open_reserve(venue)
    assert close(venue, announce(venue, reserve, 100))["state"] == "failed"
    assert venue.units(reserve) == (10_000, 0)


def test_the_clock_closes_what_is_over_once(venue: Venue, ann: Trader) -> None:
    auction = announce(venue, open_reserve(venue), 100)
    bid(venue, auction, ann, (9_000, 10))
    assert run_due(venue) == []
    venue.world.clock.advance(HOUR)
    (closed,) = run_due(venue)
    assert (closed.data["kind"], closed.data["traded_t"]) == ("close_auction", 10)
    assert run_due(venue) == []
    assert venue.units(ann)[0] == UNITS_T + 10


@trips(BiddingStillOpen)
@passes(BiddingStillOpen)
def test_the_operator_closes_after_the_window_and_not_before(venue: Venue, ann: Trader) -> None:
    auction = announce(venue, open_reserve(venue), 100)
    bid(venue, auction, ann, (9_000, 10))
    early = CloseAuction(client_id=venue.next_id(), auction=auction)
    with pytest.raises(BiddingStillOpen):
        venue.execute(early, OPERATOR)
    with pytest.raises(RoleMissing):
        venue.execute(early, ann.actor)
    assert close(venue, auction)["traded_t"] == 10
    with pytest.raises(AuctionInOtherState):
        venue.execute(CloseAuction(client_id=venue.next_id(), auction=auction), OPERATOR)


def test_bids_of_a_frozen_account_take_no_part(venue: Venue, ann: Trader, ben: Trader) -> None:
    auction = announce(venue, open_reserve(venue), 10)
    bid(venue, auction, ann, (9_500, 10))
    bid(venue, auction, ben, (9_000, 10))
    set_status(venue, "account", "status", "frozen", f"WHERE number = '{ann.account}'")
    result = close(venue, auction)
    assert (result["price_fen"], result["bidders"]) == (9_000, 1)
    assert (venue.cash(ann), venue.units(ben)[0]) == ((CASH_FEN, 0), UNITS_T + 10)
    with reading(venue.world) as session:
        assert curve_of(session, auction) == ((9_000, 10, 10),)


def test_bids_of_a_party_in_default_take_no_part(venue: Venue, ann: Trader, ben: Trader) -> None:
    """Ann bids 95,000 CNY, then owes more than the rest of her cash: she has an open claim."""
    auction = announce(venue, open_reserve(venue), 1_000)
    bid(venue, auction, ann, (9_500, 1_000))
    bid(venue, auction, ben, (9_000, 1_000))
    assert owe(venue, ann, ben, CASH_FEN).defaulted
    result = close(venue, auction)
    assert (result["price_fen"], result["bidders"]) == (9_000, 1)
    assert venue.units(ann)[0] == UNITS_T
    assert venue.units(ben)[0] == UNITS_T + 1_000
    assert venue.cash(ann) == (9_500_000, 0)


def test_nothing_is_sold_from_a_frozen_account(venue: Venue, ann: Trader) -> None:
    reserve = open_reserve(venue)
    auction = announce(venue, reserve, 10)
    bid(venue, auction, ann, (9_500, 10))
    set_status(venue, "account", "status", "frozen", f"WHERE number = '{reserve.account}'")
    assert close(venue, auction)["state"] == "failed"
    assert (venue.cash(ann), venue.units(reserve)) == ((CASH_FEN, 0), (10_000, 0))


def test_an_auction_moves_its_own_totals_and_not_the_close(venue: Venue, ann: Trader) -> None:
    auction = announce(venue, open_reserve(venue), 100)
    bid(venue, auction, ann, (5_000, 100))
    close(venue, auction)
    with reading(venue.world) as session:
        day = session.exec(select(TradingDay)).one()
        assert (day.volume_t, day.close_fen) == (0, CLOSE_FEN)
        assert (day.auction_volume_t, day.auction_turnover_fen) == (100, 500_000)
    assert_sound(venue)


def test_units_bought_at_auction_are_sold_the_next_day(venue: Venue) -> None:
    poor = venue.trader("Buyer", units_t=0)
    auction = announce(venue, open_reserve(venue), 100)
    bid(venue, auction, poor, (9_000, 100))
    close(venue, auction)
    with pytest.raises(SameDayResale):
        venue.place(poor, Side.SELL, 9_800, 100)
    with pytest.raises(SameDayResale):
        announce(venue, poor, 100)
    venue.world.clock.advance(timedelta(days=1))
    assert venue.place(poor, Side.SELL, 9_800, 100)["state"] == "open"


def test_a_market_s_fee_is_set_aside_and_taken_from_both(venue: Venue, ann: Trader) -> None:
    charge(venue, "0.002")
    reserve = open_reserve(venue)
    auction = announce(venue, reserve, 100)
    bid(venue, auction, ann, (9_000, 50), (8_000, 50))
    assert venue.cash(ann) == (CASH_FEN, 850_000 + 1_700)
    assert close(venue, auction)["price_fen"] == 8_000
    assert venue.cash(ann) == (CASH_FEN - 800_000 - 1_600, 0)
    assert venue.cash(reserve) == (800_000 - 1_600, 0)
    assert_sound(venue)
