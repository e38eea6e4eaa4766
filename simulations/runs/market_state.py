"""What one market keeps while a run goes on; modules of the run act on it."""

from collections.abc import Callable
from typing import Any, Protocol

from market.listed import MarketCommand
from registry.ledger import unit_type_code
from simulations.agents import (
    FirmAgent,
    HalfDayVisits,
    InvestorAgent,
    LiquidityAgent,
    MarketView,
    WakeUps,
)
from simulations.markets import Migration
from simulations.memory import Venue
from simulations.runs.credits import CreditDesk
from simulations.runs.stage import Stage
from simulations.runs.supply import Supply
from simulations.scenarios import Allocation, Cycle, Market, plan_cycles


class Carrying(Protocol):
    """The carriers of a link as their market sees them (`links`)."""

    opening_t: int

    @property
    def account(self) -> str:
        """Their account."""

    def visit(self, day: int) -> None:
        """Renew their orders in this market."""


class Borrowing(Protocol):
    """A desk of repos as its market sees it (`repos`)."""

    def open_day(self, day: int) -> None:
        """Begin or end repos where today is their day."""


class MarketState:
    """One market in a run: its rules today, its venue, its participants, its closes.

    Args:
        name: The market's name in the scenario.
        agents: The market's firms.
        stage: What it shares with the other markets.
    """

    def __init__(self, name: str, agents: list[FirmAgent], stage: Stage) -> None:
        self.name = name
        self.agents = agents
        self.stage = stage
        self.world = stage.world
        self.streams = stage.streams
        scenario = stage.scenario
        own = scenario.agents.behaviours_of or {}
        self.behaviours = own.get(name, scenario.agents.behaviours)
        self.rules: Market = scenario.markets[name]
        self.cycles = plan_cycles(self.rules, stage.days)
        self.first_year = self.cycles[0].emission_years[0]
        stage.first_years[name] = self.first_year
        self.number = 0
        self.plan: Allocation = self.rules.allocation
        self.done: set[str] = set()
        self.corrections: dict[int, float] = {}
        self.under_way = False
        self.leaving: dict[str, tuple[Migration, MarketState]] = {}
        self.gone: set[str] = set()
        self.arrivals: list[tuple[FirmAgent, int]] = []
        self.remainders: dict[int, int] = {}
        self.closes: list[int] = []
        self.view = MarketView(scenario, name, stage.streams)
        self.interest: dict[int, FirmAgent] = {}
        self.wake_ups: WakeUps
        self.traders: list[InvestorAgent | LiquidityAgent] = []
        self.visits: list[HalfDayVisits] = []
        self.carriers: list[Carrying] = []
        self.repo_desks: list[Borrowing] = []
        self.liveliness = (1.0, -1)
        self.place: Callable[[MarketCommand], Any] = stage.world.execute
        self.regulator = f"{name}/regulator"
        self.regulator_id = self.world.open_account(self.regulator)
        self.world.regulators.add(self.regulator_id)
        self.supply = Supply()
        self.venue = self.new_venue(self.cycle.emission_year, self.opening_fen)
        self.credits: CreditDesk

    @property
    def cycle(self) -> Cycle:
        """The compliance cycle under way."""
        return self.cycles[self.number]

    @property
    def verified(self) -> bool:
        """Whether firms know their emissions of the cycle."""
        return "verified" in self.done

    @property
    def opening_fen(self) -> int:
        """The price before the first trade, fen per t."""
        return int(self.rules.opening_price_cny * 100)

    @property
    def to_offer_t(self) -> int:
        """What is still to be auctioned in the cycle, t."""
        return self.supply.to_offer_t(sum(agent.year.auctioned_t for agent in self.agents))

    def activity(self, day: int) -> float:
        """Return how often traders without an obligation act today; 1 is normal.

        Before the day from which investors may trade nobody without an obligation does.
        """
        admitted = self.rules.trading.investors_from
        if admitted is not None and self.stage.days[day] < admitted:
            return 0.0
        share, last = self.liveliness
        return share if day <= last else 1.0

    def new_venue(self, emission_year: int, opening_fen: int) -> Venue:
        """Open the venue of a year's units."""
        code = unit_type_code(self.rules.scheme, emission_year)
        unit_type_id = self.world.open_unit_type(code)
        calls = self.stage.scenario.matching == "call"
        trading = self.rules.trading
        venue = Venue(self.name, code, unit_type_id, opening_fen, trading, calls=calls)
        self.world.open_venue(venue)
        return venue

    def event(self, day: int, kind: str, subject: str, quantity_t: int, detail: str = "") -> None:
        """Note something that happened."""
        stage = self.stage
        stage.records.event(stage.days[day], self.name, kind, subject, quantity_t, detail)
