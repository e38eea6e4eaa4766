"""Sealed bids: limits, replacement, withdrawal, the window, and secrecy."""

import json
from datetime import timedelta

import pytest

from market.auctions import BidLine, SubmitBids
from market.auctions.queries import auction_view, curve_of, own_part
from market.rules import BidInvalid, InsufficientCash, OrderNeedsFullMandate, Side
from market.rules.refused_auctions import (
    AuctionInOtherState,
    BidBeyondReserve,
    BidderNotEligible,
    BiddingNotOpen,
    BidLinesInvalid,
    BidOutsideLimits,
    NoBidsToWithdraw,
    OwnAuction,
)
from registry.ledger import InsufficientUnits
from registry.worlds import (
    Actor,
    IdempotencyConflict,
    NotRepresentative,
    QuantityOutOfRange,
    Role,
    RoleMissing,
    reading,
)
from tests.checked import passes, trips
from tests.market.auctions.auction_room import (
    HOUR,
    REGULATOR,
    announce,
    bid,
    close,
    open_reserve,
    publish,
    sheet,
    withdraw,
)
from tests.market.traders import CASH_FEN, OPERATOR, STRANGER, UNITS_T, Trader, Venue

PRICE_FEN = 12_347
"""A price that appears nowhere by chance."""


@pytest.fixture
def auction(venue: Venue) -> str:
    return announce(venue, open_reserve(venue), 1_000, bid_max_t=600)


@passes(
    BiddingNotOpen,
    BidderNotEligible,
    OwnAuction,
    BidLinesInvalid,
    BidInvalid,
    BidOutsideLimits,
    BidBeyondReserve,
    AuctionInOtherState,
)
def test_bids_set_aside_what_they_cost_and_a_later_sheet_replaces_them(
    venue: Venue, ann: Trader, auction: str
) -> None:
    bid(venue, auction, ann, (PRICE_FEN, 100), (12_000, 200))
    assert venue.cash(ann) == (CASH_FEN, 100 * PRICE_FEN + 200 * 12_000)
    answer = bid(venue, auction, ann, (11_000, 300))
    assert answer.data == {"auction": auction, "bids": 1}
    assert venue.cash(ann) == (CASH_FEN, 300 * 11_000)
    with reading(venue.world) as session:
        sheets = own_part(session, auction, ann.actor).sheets
    assert [(each.bid_t, each.superseded) for each in sheets] == [(300, False), (300, True)]


@passes(NoBidsToWithdraw)
def test_bids_are_withdrawn_and_given_again(venue: Venue, ann: Trader, auction: str) -> None:
    bid(venue, auction, ann, (PRICE_FEN, 100))
    withdraw(venue, auction, ann)
    assert venue.cash(ann) == (CASH_FEN, 0)
    bid(venue, auction, ann, (PRICE_FEN, 50))
    assert close(venue, auction)["traded_t"] == 50


@trips(NoBidsToWithdraw)
def test_nothing_is_withdrawn_twice(venue: Venue, ann: Trader, ben: Trader, auction: str) -> None:
    bid(venue, auction, ann, (PRICE_FEN, 100))
    withdraw(venue, auction, ann)
    for trader in (ann, ben):
        with pytest.raises(NoBidsToWithdraw):
            withdraw(venue, auction, trader)


def test_a_deposit_sets_part_of_the_cash_aside_rounded_up(venue: Venue, ann: Trader) -> None:
    auction = announce(venue, open_reserve(venue), 1_000, deposit_pct=30)
    bid(venue, auction, ann, (PRICE_FEN, 7))
    assert venue.cash(ann) == (CASH_FEN, 25_929)  # 30 % of 86,429 is 25,928.7


@trips(InsufficientCash)
def test_nobody_bids_more_than_they_can_pay(venue: Venue, auction: str) -> None:
    poor = venue.trader("Poor", cash_fen=1_000_000)
    bid(venue, auction, poor, (10_000, 100))
    with pytest.raises(InsufficientCash):
        bid(venue, auction, poor, (10_001, 100))
    assert venue.cash(poor) == (1_000_000, 1_000_000)


def test_bids_for_what_is_only_asked_for_are_not_taken(
    venue: Venue, ann: Trader, ben: Trader
) -> None:
    asked = announce(venue, ann, 500, side="buy", limit_fen=9_000)
    with pytest.raises(AuctionInOtherState):
        bid(venue, asked, ben, (8_000, 10))
    publish(venue, asked)
    bid(venue, asked, ben, (8_000, 10))
    assert venue.units(ben) == (UNITS_T, 10)
    with pytest.raises(InsufficientUnits):
        venue.place(ben, Side.SELL, 9_800, UNITS_T - 9)


@trips(BidBeyondReserve)
def test_offers_above_the_buyer_s_ceiling_are_refused(
    venue: Venue, ann: Trader, ben: Trader
) -> None:
    asked = announce(venue, ann, 500, side="buy", limit_fen=9_000)
    publish(venue, asked)
    with pytest.raises(BidBeyondReserve):
        bid(venue, asked, ben, (9_001, 10))


@trips(BiddingNotOpen)
def test_bids_are_taken_from_the_first_instant_until_before_the_last(
    venue: Venue, ann: Trader
) -> None:
    now = venue.world.clock.now()
    window = {"opens_at": (now + HOUR).isoformat(), "closes_at": (now + 2 * HOUR).isoformat()}
    auction = announce(venue, open_reserve(venue), 1_000, **window)
    moment = timedelta(seconds=1)
    venue.world.clock.set(now + HOUR - moment)
    with pytest.raises(BiddingNotOpen):
        bid(venue, auction, ann, (PRICE_FEN, 10))
    venue.world.clock.set(now + HOUR)
    bid(venue, auction, ann, (PRICE_FEN, 10))
    venue.world.clock.set(now + 2 * HOUR - moment)
    bid(venue, auction, ann, (PRICE_FEN, 20))
    venue.world.clock.set(now + 2 * HOUR)
    for late in (lambda: bid(venue, auction, ann, (1, 1)), lambda: withdraw(venue, auction, ann)):
        with pytest.raises(BiddingNotOpen):
            late()
    assert venue.cash(ann) == (CASH_FEN, 20 * PRICE_FEN)


@trips(OwnAuction)
def test_nobody_bids_in_their_own_auction(venue: Venue) -> None:
    reserve = open_reserve(venue)
    auction = announce(venue, reserve, 100)
    both = Actor(
        "both@example.org", frozenset({Role.REPRESENTATIVE}), frozenset({reserve.party_id})
    )
    with pytest.raises(OwnAuction):
        venue.execute(sheet(venue, auction, reserve, (PRICE_FEN, 1)), both)


@trips(BidderNotEligible)
def test_a_list_admits_those_it_names(venue: Venue, ann: Trader, ben: Trader) -> None:
    reserve = open_reserve(venue)
    auction = announce(venue, reserve, 100, eligibility="list", invited=(ann.account,))
    bid(venue, auction, ann, (PRICE_FEN, 1))
    with pytest.raises(BidderNotEligible):
        bid(venue, auction, ben, (PRICE_FEN, 1))
    entities_only = announce(venue, reserve, 100, eligibility="compliance")
    with pytest.raises(BidderNotEligible):
        bid(venue, entities_only, ann, (PRICE_FEN, 1))


def test_nobody_bids_from_another_s_account(
    venue: Venue, ann: Trader, ben: Trader, auction: str
) -> None:
    command = sheet(venue, auction, ann, (PRICE_FEN, 1))
    for actor in (ben.actor, STRANGER):
        with pytest.raises(NotRepresentative):
            venue.execute(command, actor)
    for actor in (OPERATOR, REGULATOR):
        with pytest.raises(RoleMissing):
            venue.execute(command, actor)
    limited = Actor(
        "clerk@example.org",
        frozenset({Role.REPRESENTATIVE}),
        party_ids=frozenset({ann.party_id}),
        proposing_ids=frozenset({ann.party_id}),
    )
    with pytest.raises(OrderNeedsFullMandate):
        venue.execute(command, limited)


@trips(BidLinesInvalid)
@pytest.mark.parametrize("lines", [0, 11, 5_000])
def test_a_sheet_has_one_to_ten_lines(venue: Venue, ann: Trader, auction: str, lines: int) -> None:
    with pytest.raises(BidLinesInvalid):
        bid(venue, auction, ann, *((PRICE_FEN, 1),) * lines)


@trips(BidInvalid)
@pytest.mark.parametrize("line", [(0, 5), (5, 0), (-1, 5), (5, -1), (0, 0)])
def test_lines_are_above_zero(
    venue: Venue, ann: Trader, auction: str, line: tuple[int, int]
) -> None:
    with pytest.raises(BidInvalid):
        bid(venue, auction, ann, (PRICE_FEN, 1), line)


@pytest.mark.parametrize("line", [(10**18, 1), (1, 10**18), (10**8 + 1, 1), (True, 1), ("5", 1)])
def test_lines_stay_in_range(
    venue: Venue, ann: Trader, auction: str, line: tuple[int, int]
) -> None:
    with pytest.raises(QuantityOutOfRange):
        bid(venue, auction, ann, line)


@trips(BidOutsideLimits)
def test_bids_together_keep_to_the_notice_s_limits(venue: Venue, ann: Trader) -> None:
    auction = announce(venue, open_reserve(venue), 1_000, bid_min_t=10, bid_max_t=100)
    for lines in (((PRICE_FEN, 9),), ((PRICE_FEN, 60), (PRICE_FEN, 41))):
        with pytest.raises(BidOutsideLimits):
            bid(venue, auction, ann, *lines)
    bid(venue, auction, ann, (PRICE_FEN, 60), (PRICE_FEN, 40))


@trips(BidBeyondReserve)
def test_a_published_reserve_refuses_and_a_hidden_one_says_nothing(
    venue: Venue, ann: Trader
) -> None:
    reserve = open_reserve(venue)
    public = announce(venue, reserve, 100, limit_fen=9_000)
    with pytest.raises(BidBeyondReserve):
        bid(venue, public, ann, (8_999, 10))
    hidden = announce(venue, reserve, 100, limit_fen=9_000, limit_public=False)
    bid(venue, hidden, ann, (8_999, 10))
    with reading(venue.world) as session:
        assert auction_view(session, hidden, ann.actor).limit_fen is None
    assert close(venue, hidden)["traded_t"] == 0
    with reading(venue.world) as session:
        assert auction_view(session, hidden).limit_fen == 9_000


def test_a_repeated_command_bids_once_and_another_body_is_refused(
    venue: Venue, ann: Trader, auction: str
) -> None:
    command = sheet(venue, auction, ann, (PRICE_FEN, 100))
    first = venue.execute(command, ann.actor)
    again = venue.execute(command, ann.actor)
    assert (first.data, again.replayed) == (again.data, True)
    assert venue.cash(ann) == (CASH_FEN, 100 * PRICE_FEN)
    other = SubmitBids(
        client_id=command.client_id,
        auction=auction,
        account=ann.account,
        bids=(BidLine(PRICE_FEN, 1),),
    )
    with pytest.raises(IdempotencyConflict):
        venue.execute(other, ann.actor)


def test_nobody_else_sees_bids_before_the_close(
    venue: Venue, ann: Trader, ben: Trader, auction: str
) -> None:
    answer = bid(venue, auction, ann, (PRICE_FEN, 77))
    assert str(PRICE_FEN) not in json.dumps(dict(answer.data))
    with reading(venue.world) as session:
        for actor in (ben.actor, OPERATOR, REGULATOR, STRANGER):
            assert own_part(session, auction, actor).sheets == ()
        assert curve_of(session, auction) == ()
        assert auction_view(session, auction, OPERATOR).result is None
    close(venue, auction)
    with reading(venue.world) as session:
        assert curve_of(session, auction) == ((PRICE_FEN, 77, 77),)
