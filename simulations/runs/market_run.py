"""One market's way through its calendar, as a SimPy process."""

import simpy

from simulations.agents import draw_investors, draw_liquidity_providers
from simulations.runs.auctions import auction_due
from simulations.runs.deadline import settle_cycle
from simulations.runs.happenings import Agenda, agenda_of
from simulations.runs.issuing import issue_due, open_accounts
from simulations.runs.market_state import MarketState
from simulations.runs.moving import arrive
from simulations.runs.positions import start_cycle
from simulations.runs.price_controls import narrow_bands, note_controls, stand_ready
from simulations.runs.records import Quoted
from simulations.runs.repos import repo_desks
from simulations.runs.sessions import hold_session
from simulations.runs.stability import review_due
from simulations.runs.stage import AFTERNOON, CLOSE, OPEN, Steps


def open_market(market: MarketState) -> None:
    """Prepare a market before the first day."""
    scenario, name = market.stage.scenario, market.name
    market.traders += draw_investors(scenario, name, market.streams)
    market.traders += draw_liquidity_providers(scenario, name, market.streams)
    market.repo_desks += repo_desks(market)
    open_accounts(market)


def walk(market: MarketState, env: simpy.Environment) -> Steps:
    """Walk through the trading days: issue, trade, close, surrender.

    Dates may change on the way, so the cycle is asked anew each day.
    """
    stage, agenda = market.stage, agenda_of(market)
    while market.number < len(market.cycles):
        day = market.cycle.first
        arrive(market, day, late=False)
        start_cycle(market)
        market.under_way = True
        while day <= market.cycle.deadline and day < len(stage.days):
            yield env.timeout(stage.minute(day, OPEN) - env.now)
            _open_day(market, day, agenda)
            hold_session(market, day, 0)
            yield env.timeout(stage.minute(day, AFTERNOON) - env.now)
            hold_session(market, day, 1)
            yield env.timeout(stage.minute(day, CLOSE) - env.now)
            close_day(market, day)
            day += 1
        if day == len(stage.days) <= market.cycle.deadline:
            return
        settle_cycle(market)
    for day in range(market.cycles[-1].deadline + 1, len(stage.days)):
        yield env.timeout(stage.minute(day, OPEN) - env.now)
        market.venue.open_day()
        yield env.timeout(stage.minute(day, CLOSE) - env.now)
        close_day(market, day)


def _open_day(market: MarketState, day: int, agenda: Agenda) -> None:
    for happening in agenda.get(day, ()):
        happening(day)
    review_due(market, day)
    issue_due(market, day)
    market.venue.open_day()
    narrow_bands(market)
    auction_due(market, day)
    for desk in market.repo_desks:
        desk.open_day(day)


def close_day(market: MarketState, day: int) -> None:
    """Close the day's trading and note it."""
    ready_t = stand_ready(market, day)
    quoted = _quoted(market)
    row = market.world.close_day(market.venue)
    note_controls(market, day, ready_t)
    market.supply.listed.append((market.venue.turnover_fen, market.venue.volume_t))
    market.closes.append(row[3])
    market.view.close(row[3] / 100)
    stage = market.stage
    stage.records.day(stage.days[day], market.name, market.venue.instrument, row, quoted)


def _quoted(market: MarketState) -> Quoted:
    """Return what the book shows now, and the orders placed today."""
    book = market.venue.book
    bid_fen, ask_fen = book.best_bid_fen, book.best_ask_fen
    spread_fen = None if bid_fen is None or ask_fen is None else ask_fen - bid_fen
    return Quoted(spread_fen, book.resting_t, market.venue.orders)
