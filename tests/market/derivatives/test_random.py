"""Random weeks of series on both databases: nothing is created, lost or left in between."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from market.derivatives import AcceptSeriesOffer
from market.rules.refused_series import SeriesOfferNotOpen
from registry.worlds import DrivenClock, RegistryError, World
from tests.market.derivatives.series_floor import MON, SERIES, SeriesFloor, open_floor
from tests.market.traders import CEA, Trader

CASH = (60_000_000, 3_000_000, 1_500_000, 20_000_000)
RESERVE = 50_000_000
TRADES_A_DAY = 5
LATE = MON + timedelta(days=11)


@pytest.fixture
def floor(world: World, clock: DrivenClock) -> SeriesFloor:
    return open_floor(world, clock)


@pytest.mark.parametrize("seed", range(3))
def test_random_weeks_conserve_cash_and_units(floor: SeriesFloor, seed: int) -> None:
    draw = random.Random(seed)
    traders = [
        floor.venue.trader(f"T{number}", cash_fen, 400 * number)
        for number, cash_fen in enumerate(CASH)
    ]
    floor.fund(RESERVE)
    days = {"last_trading_day": LATE - timedelta(days=1), "expires_on": LATE}
    floor.open_series(initial_bp=700, maintenance_bp=600, settlement="physical", **days)
    option = {"contract_kind": "option", "strike_fen": 9_700, "option_type": "put"}
    floor.open_series("CEA-P2612", settlement="physical", **option, **days)
    made = 0
    for number in range(12):
        day = MON + timedelta(days=number)
        floor.at(day)
        if draw.random() < 0.6:  # else deadlines pass, and who is called trades before the clock
            floor.due()
        for _ in range(TRADES_A_DAY):
            made += _trade(floor, traders, draw)
        floor.at(day, 15)
        floor.due()
        floor.assert_sound()
        assert _cash(floor, traders) == sum(CASH) + RESERVE
    assert made > 10
    assert {row[0] for row in floor.rows("SELECT state FROM contract_series")} == {"expired"}
    assert floor.rows("SELECT id FROM margin_call WHERE state = 'open'") == []
    assert floor.rows("SELECT id FROM series_position WHERE net <> 0 OR value_fen <> 0") == []
    units = (
        "SELECT sum(h.quantity) FROM holding h JOIN unit_type u ON u.id = h.unit_type_id"
        f" WHERE u.code = '{CEA}' AND h.account_id > 5"
    )
    assert floor.rows(units) == [(400 * (1 + 2 + 3),)]


def test_two_who_accept_the_same_offer_at_once_make_one_trade(floor: SeriesFloor) -> None:
    ann, ben = floor.venue.trader("Ann"), floor.venue.trader("Ben")
    floor.open_series()
    offer = floor.offer(ann, ben, 9_800, 10)

    def accept(number: int) -> bool:
        try:
            command = AcceptSeriesOffer(client_id=f"accept{number}", offer=offer)
            floor.venue.execute(command, ben.actor)
        except SeriesOfferNotOpen:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(accept, range(8))) == 1
    assert floor.rows("SELECT count(*) FROM series_trade") == [(1,)]
    assert floor.venue.cash(ben) == (100_000_000, 978_100)
    floor.assert_sound()


def _trade(floor: SeriesFloor, traders: list[Trader], draw: random.Random) -> int:
    buyer, seller = draw.sample(traders, 2)
    series, low, high = draw.choice([(SERIES, 8_900, 10_700), ("CEA-P2612", 50, 900)])
    try:
        floor.trade(buyer, seller, draw.randint(low, high), draw.randint(1, 12), series)
    except RegistryError:
        return 0
    return 1


def _cash(floor: SeriesFloor, traders: list[Trader]) -> int:
    return sum(floor.venue.cash(trader)[0] for trader in traders) + floor.reserve_fen()
