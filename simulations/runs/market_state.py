"""What one market keeps while a run goes on; modules of the run act on it."""

from registry.ledger import IssueAllowances, unit_type_code
from simulations.agents import FirmAgent, MarketView
from simulations.memory import Venue
from simulations.runs.stage import Stage
from simulations.scenarios import Market, cycles


class MarketState:
    """One market in a run: its rules today, its venue, its firms, its closes.

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
        self.behaviours = stage.scenario.agents.behaviours
        self.rules: Market = stage.scenario.markets[name]
        self.cycles = cycles(self.rules, stage.days)
        self.changes = {
            firms.sector: firms.emissions_change_sd
            for firms in stage.scenario.agents.firms.values()
            if firms.market == name
        }
        self.closes: list[int] = []
        self.view = MarketView(self.opening_fen / 100)
        self.interest: dict[int, FirmAgent] = {}
        self.place = stage.world.execute
        self.venue = self.new_venue(self.cycles[0].emission_year, self.opening_fen)
        self.offsets: Venue

    @property
    def opening_fen(self) -> int:
        """The price before the first trade, fen per t."""
        return int(self.rules.opening_price_cny * 100)

    def new_venue(self, emission_year: int, opening_fen: int) -> Venue:
        """Open the venue of a year's units."""
        code = unit_type_code(self.rules.scheme, emission_year)
        unit_type_id = self.world.open_unit_type(code)
        venue = Venue(self.name, code, unit_type_id, opening_fen, self.rules.trading)
        self.world.open_venue(venue)
        return venue

    def event(self, day: int, kind: str, subject: str, quantity_t: int, detail: str = "") -> None:
        """Note something that happened."""
        stage = self.stage
        stage.records.event(stage.days[day], self.name, kind, subject, quantity_t, detail)

    def issue(self, agent: FirmAgent, quantity_t: int, why: str) -> None:
        """Issue units of the year to a firm."""
        if quantity_t > 0:
            command = IssueAllowances(
                client_id=f"{why}:{self.venue.instrument}:{agent.profile.number}",
                account=agent.account,
                unit_type=self.venue.instrument,
                quantity=quantity_t,
                memo=why,
            )
            self.world.execute(command)
