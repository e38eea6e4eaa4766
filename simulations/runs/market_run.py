"""One market's way through its calendar, as a SimPy process."""

import simpy

from simulations.agents import wake_ups_of
from simulations.runs.credits import open_credits
from simulations.runs.deadline import settle_cycle
from simulations.runs.happenings import happen
from simulations.runs.issuing import issue_due, open_accounts, start_cycle
from simulations.runs.market_state import MarketState
from simulations.runs.sessions import hold_session
from simulations.runs.stage import AFTERNOON, CLOSE, OPEN, Steps
from simulations.scenarios import Cycle

_CHECK_DAYS = 20


def open_market(market: MarketState) -> None:
    """Prepare a market before the first day."""
    open_accounts(market)
    open_credits(market)


def walk(market: MarketState, env: simpy.Environment) -> Steps:
    """Walk through the trading days: issue, trade, close, surrender."""
    stage = market.stage
    for cycle in market.cycles:
        start_cycle(market, cycle)
        hazard = market.behaviours.wake_up
        wake_ups = wake_ups_of(cycle, market.agents, hazard, market.streams)
        for day in range(cycle.first, cycle.deadline + 1):
            yield env.timeout(stage.minute(day, OPEN) - env.now)
            _open_day(market, day, cycle)
            morning, afternoon = wake_ups[day - cycle.first]
            hold_session(market, day, cycle, morning, blocks=False)
            yield env.timeout(stage.minute(day, AFTERNOON) - env.now)
            hold_session(market, day, cycle, afternoon, blocks=True)
            yield env.timeout(stage.minute(day, CLOSE) - env.now)
            _close_day(market, day)
        settle_cycle(market, cycle)
        market.world.check_conservation()
    for day in range(market.cycles[-1].deadline + 1, len(stage.days)):
        yield env.timeout(stage.minute(day, OPEN) - env.now)
        market.venue.open_day()
        yield env.timeout(stage.minute(day, CLOSE) - env.now)
        _close_day(market, day)


def _open_day(market: MarketState, day: int, cycle: Cycle) -> None:
    happen(market, day, cycle)
    issue_due(market, day, cycle)
    market.venue.open_day()
    if day % _CHECK_DAYS == 0:
        market.world.check_conservation()


def _close_day(market: MarketState, day: int) -> None:
    row = market.world.close_day(market.venue)
    market.closes.append(row[3])
    market.view.close(row[3] / 100)
    stage = market.stage
    stage.records.day(stage.days[day], market.name, market.venue.instrument, row)
