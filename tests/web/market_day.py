"""The world of a day on the national market: its people, what they own, and its hand-made figures.

Four participants trade on Monday 2026-11-23 in a world that keeps the trading hours and charges
0.1 % to each side: an auction before the opening, listed trades around a pause, a block after a
counter-offer; on Tuesday what was bought is sold. The figures below were computed by hand.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

import pytest

from market.due import carry_out_due
from registry.parties import grant_mandate
from registry.worlds import MARKET_ZONE, DrivenClock, World, set_clock, unit_of_work
from tests.market.auctions.auction_room import open_reserve
from tests.market.clearing.houses import amend, charge
from tests.market.traders import CEA, Trader, Venue
from tests.web.browser import TEST_SECRET
from web.installation import install
from web.settings import Settings

FRIDAY: Final = "2026-11-20"
MONDAY: Final = "2026-11-23"
TUESDAY: Final = "2026-11-24"
RATE: Final = "0.001"

OWNED: Final = {
    "trader1": (100_000_000, 0),  # 1,000,000.00 CNY
    "trader2": (100_000_000, 0),
    "emitter": (0, 250_000),
    "developer": (2_000_000_000, 500),  # 20,000,000.00 CNY
}
"""Cash in fen and units of each participant on Friday, by name of the sign-in."""

# The auction sells 1,000 t: 600 t at 98.00 win; 400 t are left for 601 t at 97.00, of which
# trader1 wants 101 t (67.22) and trader2 500 t (332.78); the tonne left over is the latter's.
AUCTION_T: Final = 1_000
AUCTION_BIDS: Final = {
    "trader1": (("98.00", "600"), ("97.00", "101")),
    "trader2": (("97.00", "500"), ("96.00", "300")),
}
AUCTION_PRICE: Final = "97.00"
AUCTION_WON_T: Final = {"trader1": 667, "trader2": 333}
AUCTION_CNY: Final = "97,000.00"

# Listed: 400 t and 600 t at 98.00, 100 t at 99.00, 200 t at 96.50: 127,200.00 CNY for 1,300 t, so
# the close is 97.846… → 97.85, 0.04 above 97.81, which is 0.04 %.
LISTED: Final = {"open": "98.00", "high": "99.00", "low": "96.50", "close": "97.85"}
CHANGE: Final = "0.04"
LISTED_T: Final = 1_300
LISTED_CNY: Final = "127,200.00"

# The block: 120,000 t at 95.50.
BLOCK_T: Final = 120_000
BLOCK_CNY: Final = "11,460,000.00"

TOTAL_T: Final = 122_300
TOTAL_CNY: Final = "11,684,200.00"

# What trader1 pays on Monday: 667 × 97.00 = 64,699.00, 400 × 98.00 = 39,200.00 and
# 200 × 96.50 = 19,300.00, with fees of 64.69 (rounded down), 39.20 and 19.30.
PAID_CNY: Final = "123,322.19"
TRADER1_CASH: Final = "876,677.81"
TRADER1_T: Final = 1_267


@dataclass
class Day:
    """The world and its participants by name of the sign-in; `reserve` is the public body's."""

    venue: Venue
    traders: dict[str, Trader] = field(default_factory=dict)
    reserve: str = ""

    @property
    def world(self) -> World:
        """The world."""
        return self.venue.world

    def go_to(self, day: str, clock: str) -> None:
        """Let the clock stand at a time in Shanghai, and do what is due by then."""
        moment = datetime.fromisoformat(f"{day}T{clock}:00").replace(tzinfo=MARKET_ZONE)
        with unit_of_work(self.world) as session:
            set_clock(session, DrivenClock(moment))
        with unit_of_work(self.world) as session:
            carry_out_due(session)


def begin(world: World) -> Day:
    """Found the market on Friday: people, what they own, CEA-2024 at 97.81, hours that bind."""
    day = Day(Venue(world))
    day.go_to(FRIDAY, "09:00")
    venue = day.venue
    venue.list_instrument(CEA)
    for name, (cash_fen, units_t) in OWNED.items():
        trader = venue.trader(name, cash_fen, units_t)
        day.traders[name] = trader
        with unit_of_work(world) as session:
            grant_mandate(session, trader.actor.name, trader.party_id)
    day.reserve = open_reserve(venue).account
    amend(venue, "control", "trading_hours_enforced", "1", "count")
    charge(venue, RATE)
    return day


@pytest.fixture
def served_day(live_server: str, served_instance: Path) -> Iterator[Day]:
    """The day in the world that is served, founded now."""
    assert live_server
    settings = Settings(
        testing=True, demo=True, instance=served_instance, secret_key=TEST_SECRET, database_url=""
    )
    installed = install(settings)
    yield begin(installed.worlds.open())
    installed.close()
