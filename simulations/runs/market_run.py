"""One market in a run: its calendar as a SimPy process, its firms as dated wake-ups."""

import math
from collections.abc import Generator
from dataclasses import dataclass
from datetime import date
from typing import Any

import simpy

from market.rules import price_band
from registry.ledger import DepositCash, IssueAllowances, unit_type_code
from simulations.agents import FirmAgent, Situation, WakeUp, Wish, agree, wake_ups_of, year_position
from simulations.behaviour import urgency
from simulations.memory import CASH, MemoryWorld, NegotiateTrade, Venue
from simulations.runs.records import Records
from simulations.runs.surrender import month_mean_fen, usable_offsets_t
from simulations.runs.year_end import YearEnd
from simulations.scenarios import Cycle, Scenario, Shock, cycles, with_levers
from simulations.streams import Streams

DAY_MINUTES = 1_440
OPEN, AFTERNOON, CLOSE = 570, 780, 900
OFFSET = "CCER"
_CHECK_DAYS = 20
_MEETINGS = 3

Steps = Generator[simpy.Event, Any, None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What the markets of a run share.

    Args:
        scenario: The scenario.
        days: The trading days.
        world: Where commands are carried out.
        streams: The run's random streams.
        records: Where rows are noted.
    """

    scenario: Scenario
    days: tuple[date, ...]
    world: MemoryWorld
    streams: Streams
    records: Records


class MarketRun:
    """Everything one market keeps while a run goes on.

    Args:
        name: The market's name in the scenario.
        agents: The market's firms.
        stage: What it shares with the other markets.
    """

    def __init__(self, name: str, agents: list[FirmAgent], stage: Stage) -> None:
        self.name = name
        self.agents = agents
        self.scenario = scenario = stage.scenario
        self.days = days = stage.days
        self.world = stage.world
        self.streams = stage.streams
        self.records = stage.records
        self.rules = scenario.markets[name]
        self.cycles = cycles(self.rules, days, scenario.horizon.end)
        self.changes = {
            firms.sector: firms.emissions_change_sd
            for firms in scenario.agents.firms.values()
            if firms.market == name
        }
        self.shocks = [shock for shock in scenario.shocks if shock.market == name]
        self.closes: list[int] = []
        self.interest: dict[int, FirmAgent] = {}
        self.supplier = f"{name}/{OFFSET.lower()}-supplier"
        self.venue = self._new_venue(self.cycles[0].emission_year, self._opening_fen())
        self._open_accounts()

    def calendar(self, env: simpy.Environment) -> Steps:
        """Walk through the trading days: issue, trade, close, surrender."""
        for cycle in self.cycles:
            self._start_cycle(cycle)
            wake_ups = wake_ups_of(
                cycle, self.agents, self.scenario.agents.behaviours.wake_up, self.streams
            )
            for day in range(cycle.first, cycle.deadline + 1):
                yield env.timeout(self._minute(day, OPEN) - env.now)
                self._open_day(day, cycle)
                morning, afternoon = wake_ups[day - cycle.first]
                self._session(day, cycle, morning, blocks=False)
                yield env.timeout(self._minute(day, AFTERNOON) - env.now)
                self._session(day, cycle, afternoon, blocks=True)
                yield env.timeout(self._minute(day, CLOSE) - env.now)
                self._close_day(day)
            self._settle_year(cycle)
            self.world.check_conservation()
        for day in range(self.cycles[-1].deadline + 1, len(self.days)):
            yield env.timeout(self._minute(day, OPEN) - env.now)
            self.venue.open_day()
            yield env.timeout(self._minute(day, CLOSE) - env.now)
            self._close_day(day)

    def event(self, day: int, kind: str, subject: str, quantity_t: int, detail: str = "") -> None:
        """Note something that happened."""
        self.records.event(self.days[day], self.name, kind, subject, quantity_t, detail)

    # Calendar events

    def _minute(self, day: int, minute: int) -> int:
        return (self.days[day] - self.days[0]).days * DAY_MINUTES + minute

    def _opening_fen(self) -> int:
        return int(self.rules.opening_price_cny * 100)

    def _new_venue(self, emission_year: int, opening_fen: int) -> Venue:
        code = unit_type_code(self.rules.scheme, emission_year)
        unit_type_id = self.world.open_unit_type(code)
        venue = Venue(self.name, code, unit_type_id, opening_fen, self.rules.trading)
        self.world.open_venue(venue)
        return venue

    def _open_accounts(self) -> None:
        """Give firms their opening units and cash, and the offset supplier its credits."""
        opening_fen = self._opening_fen()
        bank = sum(agent.profile.opening_bank_t for agent in self.agents)
        self.event(0, "opening", self.venue.instrument, bank)
        for agent in self.agents:
            agent.expected_cny = opening_fen / 100
            bank_t = agent.profile.opening_bank_t
            if bank_t:
                self._issue(agent, bank_t, "opening")
            cash_fen = agent.profile.size_t * opening_fen
            if cash_fen:
                command = DepositCash(
                    client_id=f"cash:{agent.profile.number}",
                    account=agent.account,
                    amount_fen=cash_fen,
                )
                self.world.execute(command)
        supply_t = self.rules.offsets.supply_t
        offset_type = self.world.open_unit_type(OFFSET)
        self.world.open_account(self.supplier)
        self.world.issue(self.supplier, OFFSET, supply_t)
        trading = self.rules.trading.model_copy(
            update={"block": self.rules.trading.block.model_copy(update={"enabled": False})}
        )
        price_fen = int(self.rules.offsets.price_cny * 100)
        self.offsets = Venue(self.name, OFFSET, offset_type, price_fen, trading)
        self.world.open_venue(self.offsets)

    def _issue(self, agent: FirmAgent, quantity_t: int, why: str) -> None:
        if quantity_t > 0:
            command = IssueAllowances(
                client_id=f"{why}:{self.venue.instrument}:{agent.profile.number}",
                account=agent.account,
                unit_type=self.venue.instrument,
                quantity=quantity_t,
                memo=why,
            )
            self.world.execute(command)

    def _start_cycle(self, cycle: Cycle) -> None:
        plan = self.rules.allocation
        for agent in self.agents:
            sector = agent.profile.sector
            year = year_position(
                agent.profile,
                plan,
                self.streams,
                self.changes[sector],
                cycle.number,
                agent.demand,
            )
            held_t = self.world.held(agent.account_id, self.venue.unit_type_id)
            agent.start_year(year, sector in plan.equal_to_verified, held_t)

    def _open_day(self, day: int, cycle: Cycle) -> None:
        for shock in self.shocks:
            if self._falls_on(shock.at, day):
                self._apply(shock, day, cycle)
        if day == cycle.pre_issue:
            share = self.rules.allocation.pre_issue.share
            self._issue_all(day, "pre_issue", share, equal=False)
        if day == cycle.final_issue:
            self._issue_all(day, "final_issue", 1.0, equal=False)
        if day == cycle.equal_issue:
            self._issue_all(day, "final_issue", 1.0, equal=True)
        if day == cycle.verified:
            self.event(day, "verified", "", 0)
        self.venue.open_day()
        if day % _CHECK_DAYS == 0:
            self.world.check_conservation()

    def _falls_on(self, at: date, day: int) -> bool:
        """Whether a date takes effect on this trading day: the first on or after it."""
        before = self.days[day - 1] if day else date.min
        return before < at <= self.days[day]

    def _issue_all(self, day: int, why: str, share: float, *, equal: bool) -> None:
        total_t = 0
        for agent in self.agents:
            if agent.receives_emissions is not equal:
                continue
            due_t = agent.year.allocation_t
            if why == "pre_issue":
                due_t = min(int(share * agent.year.previous_t), due_t)
            amount_t = max(0, due_t - agent.issued_t)
            self._issue(agent, amount_t, why)
            agent.issued_t += amount_t
            total_t += amount_t
        if total_t:
            self.event(day, why, self.venue.instrument, total_t)

    def _apply(self, shock: Shock, day: int, cycle: Cycle) -> None:
        if shock.set is not None:
            self.rules = with_levers(self.rules, shock.set)
            self.venue.set_rules(self.rules.trading)
            self.offsets.band = price_band(int(self.rules.offsets.price_cny * 100), 0)
            for key, value in shock.set.items():
                self.event(day, "rule", key, 0, str(value))
        if shock.demand is not None:
            self._change_demand(shock.demand.sector, shock.demand.pct, cycle)
            self.event(day, "demand", shock.demand.sector, 0, f"{shock.demand.pct:g} %")

    def _change_demand(self, sector: str, pct: float, cycle: Cycle) -> None:
        """Change a sector's output: emissions and allocation move together, as rates do."""
        for agent in self.agents:
            if agent.profile.sector == sector:
                agent.demand *= 1.0 + pct / 100.0
                year = year_position(
                    agent.profile,
                    self.rules.allocation,
                    self.streams,
                    self.changes[sector],
                    cycle.number,
                    agent.demand,
                )
                agent.set_output(year)

    def _close_day(self, day: int) -> None:
        row = self.world.close_day(self.venue)
        self.closes.append(row[3])
        self.records.day(self.days[day], self.name, self.venue.instrument, row)

    def _settle_year(self, cycle: Cycle) -> None:
        """Surrender, fine and carry over after the close of the deadline."""
        old = self.venue
        self.venue = self._new_venue(cycle.emission_year + 1, old.previous_close_fen)
        end = YearEnd(
            world=self.world,
            rules=self.rules,
            year=cycle.emission_year,
            old=old,
            new=self.venue,
            offset_type_id=self.offsets.unit_type_id,
            mean_fen=month_mean_fen(self.closes, self.days, cycle.deadline),
        )
        for agent in self.agents:
            self.records.firm(end.settle(agent))
        for kind, quantity_t in end.totals.items():
            self.event(cycle.deadline, kind, old.instrument, quantity_t)

    # Firms

    def _session(self, day: int, cycle: Cycle, wake_ups: list[WakeUp], *, blocks: bool) -> None:
        """Let firms act in the order in which they arrive."""
        ways = self.scenario.agents.behaviours
        now = Situation(
            venue=self.venue,
            rules=self.rules,
            behaviours=ways,
            day=day,
            days_left=cycle.deadline - day,
            verified=day >= cycle.verified,
            blocks_open=blocks and self.venue.block_rules is not None,
            push=urgency(cycle.deadline - day, ways.urgency_max, ways.urgency_days),
        )
        for _, place, last_call in wake_ups:
            self._wake(self.agents[place], now, last_call)

    def _wake(self, agent: FirmAgent, now: Situation, last_call: bool) -> None:
        wish = agent.wish(self.world, now)
        if wish is None:
            self.interest.pop(agent.account_id, None)
            return
        if last_call and not wish.buys:
            return
        agent.remember(now, wish)
        if wish.buys:
            wish = self._use_offsets(agent, now, wish)
        if wish is None:
            return
        most_t = self._after_blocks(agent, now, wish)
        for command in agent.orders(self.world, now, wish, most_t) if most_t else ():
            self.world.execute(command)

    def _use_offsets(self, agent: FirmAgent, now: Situation, wish: Wish) -> Wish | None:
        """Buy offsets while they cost less than units and the limit allows."""
        price_fen = int(self.rules.offsets.price_cny * 100)
        if price_fen > now.venue.last_fen:
            return wish
        limit_t = usable_offsets_t(
            agent.year.emissions_t,
            agent.abatement_max_t,
            self.rules.offsets.max_share,
        )
        supply_t = self.world.held(self.world.accounts[self.supplier], self.offsets.unit_type_id)
        cash_fen = self.world.ledger.balance(agent.account_id, CASH).available
        affordable_t = min(supply_t, cash_fen // price_fen)
        quantity_t = min(limit_t - agent.offsets_t, wish.quantity_t, affordable_t)
        if quantity_t <= 0:
            return wish
        self.world.execute(
            NegotiateTrade(
                client_id=f"offset:{agent.profile.number}:{now.day}",
                buyer=agent.account,
                seller=self.supplier,
                instrument=OFFSET,
                price_fen=price_fen,
                quantity_t=quantity_t,
            )
        )
        agent.offsets_t += quantity_t
        left_t = wish.quantity_t - quantity_t
        return wish._replace(quantity_t=left_t) if left_t else None

    def _after_blocks(self, agent: FirmAgent, now: Situation, wish: Wish) -> int:
        """Look for a partner for a large position; return what may go to the book, t.

        While the firm waits for a partner it shows only a probe in the book.
        """
        rules = now.venue.block_rules
        if rules is None or wish.quantity_t < rules.quantity_t_min:
            self.interest.pop(agent.account_id, None)
            return wish.quantity_t
        if now.blocks_open and any(self._meet(agent, now, wish) for _ in range(_MEETINGS)):
            return 0
        self.interest[agent.account_id] = agent
        block = now.behaviours.block
        if now.days_left <= block.patience_days:
            return wish.quantity_t
        return int(block.probe_share * now.venue.rules.quantity_t_max)

    def _meet(self, agent: FirmAgent, now: Situation, wish: Wish) -> bool:
        """Look once for a partner and trade if both agree.

        Partners are passed over until one is met; the number passed over is geometric.
        """
        chance = now.behaviours.block.meeting_chance
        others = [other for other in self.interest.values() if other is not agent]
        start, skip = agent.draw(), agent.draw()
        if not others or chance <= 0:
            return False
        passed = 0 if chance >= 1 else int(math.log(1.0 - skip) / math.log(1.0 - chance))
        if passed >= len(others):
            return False
        other = others[(int(start * len(others)) + passed) % len(others)]
        theirs = other.wish(self.world, now)
        command = agree(self.world, now, (agent, wish), (other, theirs)) if theirs else None
        if command is None:
            return False
        self.world.execute(command)
        self.interest.pop(other.account_id, None)
        self.interest.pop(agent.account_id, None)
        return True
