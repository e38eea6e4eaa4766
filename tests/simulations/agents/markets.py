"""A market of a test: firms in their first year, a venue, what everybody knows."""

import json
from dataclasses import dataclass
from typing import Any

from pydantic import JsonValue

from registry.ledger import DepositCash
from simulations import Scenario
from simulations.agents import (
    FirmAgent,
    MarketView,
    Situation,
    Trader,
    behaviours_in,
    draw_firms,
    year_position,
)
from simulations.memory import MemoryWorld, Venue
from simulations.scenarios import with_levers
from simulations.streams import Streams
from tests.simulations.scenarios import small

CEA = "CEA2024"
CYCLE_DAYS = 242
CASH_FEN = 10**12


def changed(*overrides: str, **parts: JsonValue) -> Scenario:
    """Return the small scenario with some settings and with optional parts of its agents."""
    tree: dict[str, Any] = small(*overrides).canonical()
    tree["agents"].update(parts)
    return Scenario.model_validate_json(json.dumps(tree))


@dataclass(slots=True)
class TestMarket:
    """One market in its first cycle."""

    __test__ = False

    scenario: Scenario
    streams: Streams
    world: MemoryWorld
    venue: Venue
    view: MarketView
    firms: list[FirmAgent]

    def now(self, days_left: int = 200, **fields: Any) -> Situation:
        """Return what participants see."""
        ways = behaviours_in(self.scenario, "national")
        seen = {
            "venue": self.venue,
            "rules": self.scenario.markets["national"],
            "behaviours": ways,
            "day": self.view.day,
            "days_left": days_left,
            "verified": True,
            "blocks_open": True,
            "push": 0.0,
            "view": self.view,
        }
        return Situation(**(seen | fields))

    def give(self, account: str, quantity_t: int, cash_fen: int = CASH_FEN) -> None:
        """Give somebody units and cash."""
        if quantity_t:
            self.world.issue(account, CEA, quantity_t)
        number = len(self.world.ledger.balances)
        self.world.execute(
            DepositCash(client_id=f"cash:{number}", account=account, amount_fen=cash_fen)
        )

    def enter(self, trader: Trader) -> None:
        """Open a trader's account with what it starts with."""
        self.world.open_account(trader.account)
        self.give(trader.account, trader.opening_t, trader.cash_fen)

    def pass_days(self, *closes_cny: float) -> None:
        """Let days close at these prices."""
        for close_cny in closes_cny:
            self.view.close(close_cny)
            self.world.close_day(self.venue)
            self.world.start_day(self.view.day)
            self.venue.previous_close_fen = self.venue.last_fen = round(close_cny * 100)
            self.venue.open_day()


def open_market(scenario: Scenario, seed: int = 7) -> TestMarket:
    """Return the national market of a scenario with firms in their first year."""
    streams, world = Streams(seed), MemoryWorld()
    rules = scenario.markets["national"]
    firms = [
        FirmAgent(profile, world.open_account(profile.firm_id), streams)
        for profile in draw_firms(scenario, streams)
        if profile.market == "national"
    ]
    opening_fen = int(rules.opening_price_cny * 100)
    venue = Venue("national", CEA, world.open_unit_type(CEA), opening_fen, rules.trading)
    world.open_venue(venue)
    view = MarketView(scenario, "national", streams)
    for firm in firms:
        firm.expected_cny = opening_fen / 100
        equal = firm.profile.sector in rules.allocation.equal_to_verified
        year = year_position(firm.profile, rules.allocation, streams, 0)
        firm.start_year(year, equal, 0)
    view.take_stock(firms, rules, 2024, CYCLE_DAYS)
    return TestMarket(scenario, streams, world, venue, view, firms)


def with_rules(scenario: Scenario, changes: dict[str, JsonValue]) -> Scenario:
    """Return a scenario with some rules of the national market changed."""
    rules = with_levers(scenario.markets["national"], changes)
    return scenario.model_copy(update={"markets": {"national": rules}})
