"""What may happen to a position at once, on both databases: one of them wins, nothing is lost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from market.clearing import WithdrawCash
from market.derivatives import AcceptSeriesOffer, EndMarginCall, PostMargin
from market.rules import Side
from registry.worlds import DrivenClock, RegistryError, World
from tests.market.derivatives.series_floor import MON, TUE, WED, SeriesFloor, open_floor
from tests.market.traders import OPERATOR, Trader

MARGIN = 978_100


@pytest.fixture
def floor(world: World, clock: DrivenClock) -> SeriesFloor:
    return open_floor(world, clock)


@pytest.fixture
def ben(floor: SeriesFloor) -> Trader:
    """One who sold ten contracts, is called for 200,000, and has it; the deadline has come."""
    ann, ben, cem, dan = (floor.venue.trader(name) for name in ("Ann", "Ben", "Cem", "Dan"))
    floor.open_series()
    floor.trade(ann, ben, 9_800, 10)
    floor.close(MON)
    floor.at(TUE)
    floor.trade(cem, dan, 10_000, 1)
    floor.close(TUE)
    floor.at(WED, 9, 30)
    return ben


def at_once(*tries: Callable[[], object]) -> list[bool]:
    def attempt(try_: Callable[[], object]) -> bool:
        try:
            try_()
        except RegistryError:
            return False
        return True

    with ThreadPoolExecutor(len(tries)) as pool:
        return list(pool.map(attempt, tries))


def test_a_call_is_posted_or_carried_out_while_its_cash_is_withdrawn(
    floor: SeriesFloor, ben: Trader
) -> None:
    venue, free_fen = floor.venue, floor.venue.cash(ben)[0] - (MARGIN - 200_000)
    out = WithdrawCash(client_id="out", account=ben.account, amount_fen=free_fen)
    posted, ended, left = at_once(
        lambda: venue.execute(PostMargin(client_id="post", call=1), ben.actor),
        lambda: venue.execute(EndMarginCall(client_id="end", call=1), OPERATOR),
        lambda: venue.execute(out, ben.actor),
    )
    assert posted != ended
    assert not left
    assert floor.calls() == [(200_000, "met")]
    assert venue.cash(ben) == (free_fen + MARGIN - 200_000, MARGIN)
    floor.assert_sound()


def test_a_settlement_that_ends_orders_meets_orders_that_are_placed(floor: SeriesFloor) -> None:
    ann = floor.venue.trader("Ann")
    poor = floor.venue.trader("Poor", cash_fen=889_050)
    floor.fund(100_000)
    floor.open_series(initial_bp=500, maintenance_bp=400)
    floor.trade(poor, ann, 10_700, 10)
    floor.close(MON)
    floor.at(TUE, 15)
    orders = [
        lambda number=number: floor.venue.place(poor, Side.BUY, 9_000 + number, 100)
        for number in range(6)
    ]
    at_once(floor.due, *orders)
    # 107.00 to 97.83: 917,000, all that Poor has, what its orders had set aside too, and 27,950.
    assert floor.venue.cash(poor) == (0, 0)
    assert floor.rows("SELECT advanced_fen, unpaid_fen FROM default_claim") == [(27_950, 0)]
    assert floor.rows("SELECT id FROM market_order WHERE state = 'open'") == []
    floor.assert_sound()


def test_an_offer_is_accepted_before_the_day_is_settled_or_after(floor: SeriesFloor) -> None:
    ann, ben = floor.venue.trader("Ann"), floor.venue.trader("Ben")
    floor.open_series()
    offers = [floor.offer(ann, ben, 9_800, 1) for _ in range(4)]
    floor.at(MON, 15)
    accepted = at_once(
        *(
            lambda offer=offer: floor.venue.execute(
                AcceptSeriesOffer(client_id=f"accept{offer}", offer=offer), ben.actor
            )
            for offer in offers
        ),
        floor.due,
    )
    assert all(accepted)
    ((price_fen, contracts),) = floor.rows("SELECT price_fen, contracts FROM series_settlement")
    assert (price_fen == 9_800) == (contracts > 0)
    assert floor.rows("SELECT count(*) FROM series_trade") == [(4,)]
    floor.assert_sound()
