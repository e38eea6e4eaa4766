"""Random auctions on both databases, and several at once: cash and units are conserved."""

import random
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction

import pytest

from market.auctions import CloseAuction, curve_of
from market.auditing import audit_market
from registry.audit import audit
from registry.worlds import RegistryError, World, reading
from tests.market.auctions.auction_room import (
    HOUR,
    announce,
    bid,
    close,
    open_reserve,
    publish,
    run_due,
    sheet,
    withdraw,
)
from tests.market.traders import CASH_FEN, OPERATOR, UNITS_T, Trader, Venue, open_venue

BIDDERS = 5
Line = tuple[int, int]
Shares = list[Fraction]


def assert_whole(venue: Venue, parties: list[Trader], cash_fen: int, units_t: int) -> None:
    """Nothing was made or lost, nothing stays set aside, and both audits are clean."""
    assert sum(venue.cash(each)[0] for each in parties) == cash_fen
    assert sum(venue.units(each)[0] for each in parties) == units_t
    assert all((venue.cash(each)[1], venue.units(each)[1]) == (0, 0) for each in parties)
    with reading(venue.world) as session:
        assert audit(session).ok
        assert audit_market(session).ok


def expected(
    bids: list[Line], supply_t: int, reserve_fen: int
) -> tuple[int | None, list[Fraction]]:
    """The price and each bid's exact share, found by trying every price from the highest down."""
    for price_fen in sorted({price for price, _ in bids if price >= reserve_fen}, reverse=True):
        above_t = sum(part for price, part in bids if price > price_fen)
        at_t = sum(part for price, part in bids if price == price_fen)
        if above_t + at_t >= supply_t:
            share = Fraction(supply_t - above_t, at_t)
            return price_fen, [
                Fraction(part) * (1 if price > price_fen else share if price == price_fen else 0)
                for price, part in bids
            ]
    served = [Fraction(part if price >= reserve_fen else 0) for price, part in bids]
    return (reserve_fen if any(served) else None), served


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_random_sale_ends_as_found_by_trying_every_price(world: World, seed: int) -> None:
    venue, draw = open_venue(world), random.Random(seed)
    reserve = open_reserve(venue)
    bidders = [venue.trader(f"B{number}") for number in range(BIDDERS)]
    supply_t, floor_fen = draw.randint(50, 300), draw.choice([9_000, 9_003])
    auction = announce(
        venue, reserve, supply_t, limit_fen=floor_fen, limit_public=False, bid_max_t=0
    )
    last: dict[int, list[Line]] = {}
    for _ in range(12):
        who = draw.randrange(BIDDERS)
        if who in last and draw.random() < 0.2:
            withdraw(venue, auction, bidders[who])
            del last[who]
            continue
        lines = [
            (draw.randint(8_998, 9_008), draw.randint(1, supply_t // 3))
            for _ in range(draw.randint(1, 3))
        ]
        bid(venue, auction, bidders[who], *lines)
        last.pop(who, None)
        last[who] = lines
    lines = [line for sheet_lines in last.values() for line in sheet_lines]
    price_fen, shares = expected(lines, supply_t, floor_fen)
    result = close(venue, auction)
    assert result["price_fen"] == price_fen
    assert result["traded_t"] == sum(shares)
    place = 0
    for who, sheet_lines in last.items():
        exact = sum(shares[place : place + len(sheet_lines)])
        won_t = venue.units(bidders[who])[0] - UNITS_T
        assert abs(won_t - exact) < len(sheet_lines)
        place += len(sheet_lines)
    assert venue.cash(reserve)[0] == result["turnover_fen"] == (price_fen or 0) * sum(shares)
    parties = [reserve, *bidders]
    assert_whole(venue, parties, CASH_FEN * BIDDERS, 10_000 + UNITS_T * BIDDERS)


def test_a_random_purchase_conserves_cash_and_units(world: World) -> None:
    venue, draw = open_venue(world), random.Random(7)
    buyer = venue.trader("Buyer")
    sellers = [venue.trader(f"S{number}") for number in range(3)]
    auction = announce(
        venue, buyer, 200, side="buy", limit_fen=9_010, pricing="pay_as_bid", at_margin="time"
    )
    publish(venue, auction)
    for seller in sellers:
        bid(venue, auction, seller, *((draw.randint(9_000, 9_010), 40) for _ in range(2)))
    assert close(venue, auction)["traded_t"] == 200
    assert_whole(venue, [buyer, *sellers], CASH_FEN * 4, UNITS_T * 4)


def test_bids_and_closes_at_once_leave_one_outcome(world: World) -> None:
    venue = open_venue(world)
    reserve = open_reserve(venue)
    bidders = [venue.trader(f"B{number}") for number in range(4)]
    auction = announce(venue, reserve, 100)
    sheets = [
        (sheet(venue, auction, each, (9_000 + turn, 30)), each)
        for turn in range(3)
        for each in bidders
    ]
    with ThreadPoolExecutor(4) as pool:
        given = list(pool.map(lambda pair: venue.execute(pair[0], pair[1].actor), sheets))
    assert len(given) == 12
    assert all(
        venue.cash(each)[1] in {30 * (9_000 + turn) for turn in range(3)} for each in bidders
    )
    venue.world.clock.advance(HOUR)  # type: ignore[union-attr]
    closers = [CloseAuction(client_id=venue.next_id(), auction=auction) for _ in range(3)]
    late = [sheet(venue, auction, each, (9_900, 30)) for each in bidders]

    def tried(work: tuple[object, Trader]) -> str:
        try:
            venue.execute(work[0], work[1].actor)
        except RegistryError as error:
            return type(error).__name__
        return "done"

    operator = Trader(OPERATOR, "", 0)
    works = [(each, operator) for each in closers] + list(zip(late, bidders, strict=True))
    with ThreadPoolExecutor(4) as pool:
        ended = sorted(pool.map(tried, works))
    assert ended.count("done") == 1
    assert set(ended) - {"done"} <= {"AuctionInOtherState", "BiddingNotOpen"}
    assert run_due(venue) == []
    with reading(venue.world) as session:
        assert sum(step.quantity_t for step in curve_of(session, auction)) == 120
    assert_whole(venue, [reserve, *bidders], CASH_FEN * 4, 10_000 + UNITS_T * 4)
