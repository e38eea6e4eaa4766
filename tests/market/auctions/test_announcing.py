"""Notices: who may give them, what they may say, publishing and cancelling."""

from datetime import timedelta

import pytest

from market.auctions import CancelAuction
from market.auctions.queries import auction_view, list_auctions
from market.rules import InstrumentClosed, InsufficientCash, OrderNeedsFullMandate
from market.rules.refused_auctions import (
    AuctionInOtherState,
    AuctionNotYours,
    AuctionTermInvalid,
    AuctionWindowInvalid,
    CeilingMissing,
    UnknownAuction,
    WindowHasOpened,
)
from market.rules.refused_venue import ModeNotOpen
from registry.ledger import InsufficientUnits
from registry.worlds import (
    Actor,
    NotRepresentative,
    QuantityOutOfRange,
    Role,
    RoleMissing,
    TextInvalid,
    reading,
)
from tests.checked import passes, trips
from tests.market.auctions.auction_room import (
    HOUR,
    REGULATOR,
    announce,
    cancel,
    notice,
    open_reserve,
    publish,
    run_due,
)
from tests.market.clearing.houses import amend
from tests.market.traders import CASH_FEN, OPERATOR, UNITS_T, Trader, Venue, set_status


def state(venue: Venue, auction: str) -> str:
    with reading(venue.world) as session:
        return auction_view(session, auction, OPERATOR).state


@passes(AuctionNotYours, AuctionWindowInvalid, AuctionTermInvalid, CeilingMissing, UnknownAuction)
def test_a_public_body_s_auction_is_announced_at_once_and_sets_units_aside(venue: Venue) -> None:
    reserve = open_reserve(venue)
    auction = announce(venue, reserve, 3_000, limit_fen=7_360, note="仅供演示")
    assert auction == "OA-2026-000001"
    assert state(venue, auction) == "announced"
    assert venue.units(reserve) == (10_000, 3_000)


def test_a_holder_asks_and_the_operator_publishes(venue: Venue, ann: Trader, ben: Trader) -> None:
    auction = announce(venue, ann, 500)
    assert venue.units(ann) == (UNITS_T, 500)
    with reading(venue.world) as session:
        assert list_auctions(session) == []
        assert list_auctions(session, ben.actor) == []
        assert [each.state for each in list_auctions(session, ann.actor)] == ["requested"]
        assert len(list_auctions(session, REGULATOR)) == 1
        with pytest.raises(UnknownAuction):
            auction_view(session, auction, ben.actor)
    publish(venue, auction)
    assert state(venue, auction) == "announced"
    with reading(venue.world) as session:
        assert [each.number for each in list_auctions(session)] == [auction]


@passes(CeilingMissing)
def test_a_buyer_s_notice_sets_cash_aside_at_its_ceiling(venue: Venue, ann: Trader) -> None:
    announce(venue, ann, 500, side="buy", limit_fen=9_000)
    assert venue.cash(ann) == (CASH_FEN, 4_500_000)


@trips(CeilingMissing)
def test_a_buyer_s_notice_needs_a_ceiling(venue: Venue, ann: Trader) -> None:
    with pytest.raises(CeilingMissing):
        announce(venue, ann, 500, side="buy")


@trips(AuctionNotYours)
def test_nobody_auctions_what_is_another_s(venue: Venue, ann: Trader, ben: Trader) -> None:
    reserve = open_reserve(venue)
    for actor, account in ((OPERATOR, ann), (ben.actor, ann), (ben.actor, reserve)):
        with pytest.raises(AuctionNotYours):
            venue.execute(notice(venue, account, 5), actor)
    with pytest.raises(RoleMissing):
        venue.execute(notice(venue, ann, 5), REGULATOR)
    assert venue.units(ann) == (UNITS_T, 0)


@trips(OrderNeedsFullMandate)
def test_a_mandate_that_only_initiates_gives_no_notice(venue: Venue, ann: Trader) -> None:
    limited = Actor(
        "clerk@example.org",
        frozenset({Role.REPRESENTATIVE}),
        party_ids=frozenset({ann.party_id}),
        proposing_ids=frozenset({ann.party_id}),
    )
    with pytest.raises(OrderNeedsFullMandate):
        venue.execute(notice(venue, ann, 5), limited)


@trips(AuctionTermInvalid)
@pytest.mark.parametrize(
    "terms",
    [
        {"side": "both"},
        {"pricing": "dutch"},
        {"at_margin": "lottery"},
        {"eligibility": "friends"},
        {"eligibility": "list"},
    ],
)
def test_terms_are_those_known(venue: Venue, ann: Trader, terms: dict[str, str]) -> None:
    with pytest.raises(AuctionTermInvalid):
        announce(venue, ann, 500, **terms)


@pytest.mark.parametrize(
    "terms",
    [
        {"quantity_t": 0},
        {"quantity_t": -5},
        {"quantity_t": 10**19},
        {"quantity_t": True},
        {"minimum_t": 501},
        {"minimum_t": -1},
        {"bid_max_t": 501},
        {"bid_min_t": 0},
        {"bid_min_t": 11, "bid_max_t": 10},
        {"deposit_pct": 0},
        {"deposit_pct": 101},
        {"limit_fen": -1},
        {"limit_fen": 10**18},
    ],
)
def test_numbers_stay_in_range(venue: Venue, ann: Trader, terms: dict[str, int]) -> None:
    with pytest.raises(QuantityOutOfRange):
        announce(venue, ann, **{"quantity_t": 500, **terms})
    assert venue.units(ann) == (UNITS_T, 0)


def test_more_than_is_held_is_not_offered(venue: Venue, ann: Trader) -> None:
    with pytest.raises(InsufficientUnits):
        announce(venue, ann, UNITS_T + 1)
    with pytest.raises(InsufficientCash):
        announce(venue, ann, UNITS_T, side="buy", limit_fen=100_000)
    with pytest.raises(TextInvalid):
        announce(venue, ann, 5, note="x" * 501)


@trips(AuctionWindowInvalid)
@pytest.mark.parametrize(
    ("opens", "closes"),
    [(-1, 5), (5, 5), (6, 5), (0, 24 * 91)],
    ids=["past", "empty", "reversed", "long"],
)
def test_a_window_lies_ahead_and_has_a_length(
    venue: Venue, ann: Trader, opens: int, closes: int
) -> None:
    now = venue.world.clock.now()
    window = {
        "opens_at": (now + opens * HOUR).isoformat(),
        "closes_at": (now + closes * HOUR).isoformat(),
    }
    with pytest.raises(AuctionWindowInvalid):
        announce(venue, ann, 5, **window)


@pytest.mark.parametrize("text", ["", "soon", "2026-11-24T10:00:00", "9999-99-99", "9" * 400])
def test_a_window_is_an_instant_with_its_zone(venue: Venue, ann: Trader, text: str) -> None:
    with pytest.raises(AuctionWindowInvalid):
        announce(venue, ann, 5, closes_at=text)


@trips(InstrumentClosed)
def test_a_paused_instrument_is_not_auctioned(venue: Venue, ann: Trader) -> None:
    set_status(venue, "instrument", "state", "closed", "")
    with pytest.raises(InstrumentClosed):
        announce(venue, ann, 5)


def test_a_market_that_has_not_opened_auctions_holds_none(venue: Venue, ann: Trader) -> None:
    amend(venue, "cn_ets", "trading_modes", "listed block", "list")
    with pytest.raises(ModeNotOpen):
        announce(venue, ann, 5)


@passes(WindowHasOpened, AuctionInOtherState)
def test_an_auction_is_cancelled_before_its_window(venue: Venue) -> None:
    reserve = open_reserve(venue)
    later = (venue.world.clock.now() + HOUR).isoformat()
    end = (venue.world.clock.now() + 2 * HOUR).isoformat()
    auction = announce(venue, reserve, 100, opens_at=later, closes_at=end)
    assert cancel(venue, auction).data["state"] == "cancelled"
    assert venue.units(reserve) == (10_000, 0)
    with reading(venue.world) as session:
        assert auction_view(session, auction).reason == "取消"


@trips(WindowHasOpened)
def test_no_auction_is_cancelled_in_its_window(venue: Venue) -> None:
    auction = announce(venue, open_reserve(venue), 100)
    with pytest.raises(WindowHasOpened):
        cancel(venue, auction)


@trips(AuctionInOtherState)
def test_an_auction_is_published_and_cancelled_once(venue: Venue, ann: Trader, ben: Trader) -> None:
    auction = announce(venue, ann, 100)
    with pytest.raises(NotRepresentative):
        cancel(venue, auction, ben.actor)
    with pytest.raises(TextInvalid):
        venue.execute(
            CancelAuction(client_id=venue.next_id(), auction=auction, reason=" "), ann.actor
        )
    cancel(venue, auction, ann.actor)
    for again in (cancel, publish):
        with pytest.raises(AuctionInOtherState):
            again(venue, auction)  # type: ignore[operator]
    assert venue.units(ann) == (UNITS_T, 0)


@trips(UnknownAuction)
@pytest.mark.parametrize("number", ["", "OA-2026-000009", "x" * 300, "竞价\0", "' OR 1=1"])
def test_what_nobody_announced_is_unknown(venue: Venue, number: str) -> None:
    with pytest.raises(UnknownAuction):
        cancel(venue, number)


def test_a_request_nobody_published_lapses_with_its_window(venue: Venue, ann: Trader) -> None:
    auction = announce(venue, ann, 100)
    venue.world.clock.advance(timedelta(hours=2))
    assert [outcome.data["state"] for outcome in run_due(venue)] == ["cancelled"]
    assert venue.units(ann) == (UNITS_T, 0)
    with pytest.raises(AuctionInOtherState):
        publish(venue, auction)


def test_a_request_is_not_published_after_its_window(venue: Venue, ann: Trader) -> None:
    auction = announce(venue, ann, 100)
    venue.world.clock.advance(timedelta(hours=2))
    with pytest.raises(AuctionWindowInvalid):
        publish(venue, auction)
