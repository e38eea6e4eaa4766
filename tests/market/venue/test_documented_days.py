"""Days of the national market, replayed through the venue on both databases.

Sources: closes by vintage of January and February 2026, the opening on 2021-07-16, and the price
ranges derived from 79.00 and 97.81. The trades that make an average are chosen here; turnover and
volume of the day are the published ones.
"""

from datetime import date, datetime

import pytest

from market.data import OpenVintage, day_bar
from market.listed import PlaceOrder
from market.rules import BLOCK, OrderKind, PriceOutsideBand, SameDayResale, Side
from market.rules.market_rules import check_price
from market.venue import OpenInstrument
from market.venue.days import roll_day
from market.venue.finding import find_instrument, rules_of
from market.venue.settling import NegotiatedTrade, settle_negotiated
from registry.ledger import (
    DepositCash,
    Measure,
    UnitKind,
    add_unit_type,
)
from registry.parties import find_account
from registry.worlds import MARKET_ZONE, DrivenClock, World, reading, unit_of_work
from tests.market.traders import OPERATOR, Trader, Venue, assert_sound

BUY, SELL = Side.BUY, Side.SELL
CASH_FEN = 100_000_000_000
UNITS_T = 1_000_000


def go_to(clock: DrivenClock, day: date, hour: int = 10) -> None:
    clock.set(datetime(day.year, day.month, day.day, hour, tzinfo=MARKET_ZONE))


class Day(Venue):
    """A venue whose instruments are named by each test."""

    def add(self, code: str) -> None:
        with unit_of_work(self.world) as session:
            add_unit_type(session, code, UnitKind.ALLOWANCE, Measure.T_CO2E, code, code)

    def opened(self, code: str, reference_fen: int) -> None:
        self.add(code)
        listing = OpenInstrument(
            client_id=self.next_id(), instrument=code, reference_price_fen=reference_fen
        )
        self.execute(listing, OPERATOR)

    def rich(self, name: str, code: str, units_t: int = UNITS_T) -> Trader:
        trader = self.trader(name, cash_fen=0, units_t=0)
        deposit = DepositCash(client_id=self.next_id(), account=trader.account, amount_fen=CASH_FEN)
        self.execute(deposit, OPERATOR)
        if units_t:
            self.issue(trader, code, units_t)
        return trader

    def trade(self, code: str, seller: Trader, buyer: Trader, price_fen: int, t: int) -> None:
        for trader, side in ((seller, SELL), (buyer, BUY)):
            self.ask(code, trader, side, price_fen, t)

    def ask(self, code: str, trader: Trader, side: Side, price_fen: int, t: int) -> None:
        order = PlaceOrder(
            client_id=self.next_id(),
            account=trader.account,
            instrument=code,
            side=side,
            order_kind=OrderKind.LIMIT,
            price_fen=price_fen,
            quantity_t=t,
        )
        self.execute(order, trader.actor)

    def block(self, code: str, seller: Trader, buyer: Trader, price_fen: int, t: int) -> None:
        with unit_of_work(self.world) as session:
            instrument = find_instrument(session, code, lock=True)
            trade = NegotiatedTrade(
                mode=BLOCK,
                price_fen=price_fen,
                quantity_t=t,
                buyer_account_id=find_account(session, buyer.account).id,
                seller_account_id=find_account(session, seller.account).id,
                client_id=self.next_id(),
            )
            settle_negotiated(session, instrument, roll_day(session, instrument), trade)

    def bar(self, code: str):
        with reading(self.world) as session:
            return day_bar(session, code)


@pytest.fixture
def venue(world: World) -> Day:
    return Day(world)


def test_cea24_closes_at_the_average_of_2026_01_09(venue: Day, clock: DrivenClock) -> None:
    """5,027,730 CNY / 68,010 t = 73.926…, half up 73.93."""
    go_to(clock, date(2026, 1, 9))
    venue.opened("CEA-2024", 7_400)
    ann, ben = venue.rich("Ann", "CEA-2024"), venue.rich("Ben", "CEA-2024")
    venue.trade("CEA-2024", ann, ben, 7_392, 24_930)
    venue.trade("CEA-2024", ann, ben, 7_393, 43_080)
    day = venue.bar("CEA-2024")
    assert (day.turnover_fen, day.volume_t) == (502_773_000, 68_010)
    assert day.close_fen == 7_393
    go_to(clock, date(2026, 1, 12))
    assert venue.bar("CEA-2024").previous_close_fen == 7_393
    assert_sound(venue)


def test_cea24_falls_by_its_band_on_2026_01_23(venue: Day, clock: DrivenClock) -> None:
    """79.00 to 71.10 (-10.0 %), and no fen further."""
    go_to(clock, date(2026, 1, 23))
    venue.opened("CEA-2024", 7_900)
    ann, ben = venue.rich("Ann", "CEA-2024"), venue.rich("Ben", "CEA-2024")
    with pytest.raises(PriceOutsideBand) as refused:
        venue.ask("CEA-2024", ann, SELL, 7_109, 1)
    assert (refused.value.facts["low_cny"], refused.value.facts["high_cny"]) == ("71.10", "86.90")
    venue.trade("CEA-2024", ann, ben, 7_110, 1_000)
    assert venue.bar("CEA-2024").close_fen == 7_110


def test_cea23_rises_by_its_band_on_2026_02_06(venue: Day, clock: DrivenClock) -> None:
    """70.00 to 77.00: the band is that of the vintage's own close, whatever the others do."""
    go_to(clock, date(2026, 2, 6))
    venue.opened("CEA-2024", 7_900)
    venue.opened("CEA-2023", 7_000)
    ann, ben = venue.rich("Ann", "CEA-2023"), venue.rich("Ben", "CEA-2023")
    with pytest.raises(PriceOutsideBand):
        venue.ask("CEA-2023", ben, BUY, 7_701, 1)
    venue.trade("CEA-2023", ann, ben, 7_700, 500)
    assert venue.bar("CEA-2023").close_fen == 7_700
    assert venue.bar("CEA-2024").close_fen == 7_900


def test_cea25_opens_from_the_last_composite_close_of_2025(venue: Day, clock: DrivenClock) -> None:
    """74.63: here of two vintages, 750 t at 74.80 and 250 t at 74.12 (56,100 + 18,530 CNY)."""
    go_to(clock, date(2025, 12, 31))
    for code, price_fen, quantity_t in (("CEA-2024", 7_480, 750), ("CEA-2023", 7_412, 250)):
        venue.opened(code, 7_400)
        seller, buyer = venue.rich(f"S{code}", code), venue.rich(f"B{code}", code)
        venue.trade(code, seller, buyer, price_fen, quantity_t)
    go_to(clock, date(2026, 1, 5))
    venue.add("CEA-2025")
    opened = venue.execute(OpenVintage(client_id="v25", instrument="CEA-2025"), OPERATOR)
    assert opened.data["reference_price_fen"] == 7_463
    day = venue.bar("CEA-2025")
    assert (day.previous_close_fen, day.band_low_fen, day.band_high_fen) == (7_463, 6_717, 8_209)


def test_the_market_opened_from_48_yuan(venue: Day, clock: DrivenClock) -> None:
    """2021-07-16: listed trades between 43.20 and 52.80."""
    go_to(clock, date(2021, 7, 16))
    venue.add("CEA-2020")
    venue.execute(OpenVintage(client_id="first", instrument="CEA-2020"), OPERATOR)
    day = venue.bar("CEA-2020")
    assert (day.previous_close_fen, day.band_low_fen, day.band_high_fen) == (4_800, 4_320, 5_280)


@pytest.mark.parametrize(
    ("close_fen", "listed", "block"),
    [(9_781, (8_803, 10_759), (6_847, 12_715)), (7_900, (7_110, 8_690), (5_530, 10_270))],
)
def test_bands_of_listed_and_block_agreements(
    venue: Day, clock: DrivenClock, close_fen: int, listed: tuple, block: tuple
) -> None:
    """97.81: 88.03 to 107.59 and 68.47 to 127.15; 79.00: 71.10 to 86.90 and 55.30 to 102.70."""
    go_to(clock, date(2026, 1, 23))
    venue.opened("CEA-2024", close_fen)
    day = venue.bar("CEA-2024")
    assert (day.band_low_fen, day.band_high_fen) == listed
    with reading(venue.world) as session:
        rules = rules_of(session, find_instrument(session, "CEA-2024"), BLOCK)
    for price_fen in block:
        check_price(price_fen, close_fen, rules)
    for price_fen in (block[0] - 1, block[1] + 1):
        with pytest.raises(PriceOutsideBand):
            check_price(price_fen, close_fen, rules)


def test_without_listed_trades_blocks_leave_the_close(venue: Day, clock: DrivenClock) -> None:
    """As seen on 2026-01-13."""
    go_to(clock, date(2026, 1, 13), 14)
    venue.opened("CEA-2024", 7_900)
    ann, ben = venue.rich("Ann", "CEA-2024"), venue.rich("Ben", "CEA-2024")
    venue.block("CEA-2024", ann, ben, 6_000, 150_000)
    day = venue.bar("CEA-2024")
    assert (day.close_fen, day.volume_t, day.turnover_fen, day.last_fen) == (7_900, 0, 0, None)
    go_to(clock, date(2026, 1, 14))
    assert venue.bar("CEA-2024").previous_close_fen == 7_900
    assert_sound(venue)


def test_units_of_a_block_are_resold_from_the_next_day_and_proceeds_at_once(
    venue: Day, clock: DrivenClock
) -> None:
    go_to(clock, date(2026, 1, 13), 14)
    venue.opened("CEA-2024", 7_900)
    ann, ben = venue.rich("Ann", "CEA-2024"), venue.rich("Ben", "CEA-2024", units_t=0)
    poor = venue.trader("Cem", cash_fen=0, units_t=0)
    venue.issue(poor, "CEA-2024", 10)
    venue.block("CEA-2024", ann, ben, 7_900, 100_000)
    with pytest.raises(SameDayResale):
        venue.ask("CEA-2024", ben, SELL, 7_900, 1)
    venue.trade("CEA-2024", poor, ann, 7_900, 10)
    venue.ask("CEA-2024", poor, BUY, 7_900, 10)
    go_to(clock, date(2026, 1, 14))
    venue.ask("CEA-2024", ben, SELL, 7_900, 1)
    assert_sound(venue)
