"""Sectors that leave a pilot for the national market: exits, arrivals, units that stay behind.

The firm itself moves with its costs and projects; what it keeps of the pilot's units is sold
there by a remainder of it that owes nothing.
"""

from collections.abc import Mapping
from fractions import Fraction

from simulations.agents import FirmAgent
from simulations.markets import Exit, Migration, Surplus, check_migrations
from simulations.memory import CASH
from simulations.runs.issuing import catch_up, deposit
from simulations.runs.market_state import MarketState
from simulations.runs.positions import begin, plan_visits, take_stock
from simulations.scenarios import Scenario

_RATIO_DIGITS = 1_000_000


def migrations_of(scenario: Scenario) -> list[Migration]:
    """Return the moves of a scenario.

    Raises:
        MigrationRefused: A sector would be in two markets, or move on.
    """
    moves = [
        Migration(
            sector=move.sector,
            pilot=move.pilot,
            national=move.national,
            first_year=move.first_year,
            surplus=Surplus(move.surplus),
            keep_years=move.keep_years,
            units_for_one=Fraction(move.units_for_one).limit_denominator(_RATIO_DIGITS),
        )
        for move in scenario.moves
    ]
    check_migrations(moves)
    return moves


def settle_in(markets: Mapping[str, MarketState], scenario: Scenario) -> None:
    """Tell markets who will leave them; who would be gone before the first cycle starts outside."""
    for move in migrations_of(scenario):
        pilot, national = markets[move.pilot], markets[move.national]
        if pilot.first_year < move.first_year:
            pilot.leaving[move.sector] = (move, national)
            continue
        gone = [agent for agent in pilot.agents if agent.profile.sector == move.sector]
        pilot.agents[:] = [agent for agent in pilot.agents if agent not in gone]
        if national.cycle.emission_year >= move.first_year:
            national.agents += gone
        else:
            national.arrivals += [(agent, move.first_year) for agent in gone]


def exits_at(market: MarketState) -> dict[str, Migration]:
    """Return the moves whose sectors surrender in the market for the last time now."""
    year = market.cycle.emission_year
    return {
        sector: move
        for sector, (move, _) in market.leaving.items()
        if year >= move.first_year - 1 and sector not in market.gone
    }


def depart(market: MarketState, exits: Mapping[int, Exit], day: int) -> None:
    """Let firms leave after their last surrender; their market has gone on to its next cycle.

    Args:
        market: The market they leave.
        exits: What became of the units of each firm that leaves, by account.
        day: Index of the deadline's day.
    """
    staying: list[FirmAgent] = []
    movers: dict[str, list[FirmAgent]] = {}
    for agent in market.agents:
        left = exits.get(agent.account_id)
        if left is None:
            staying.append(agent)
            continue
        movers.setdefault(agent.profile.sector, []).append(agent)
        if left.kept_t:
            staying.append(_remainder(market, agent, left))
    market.agents[:] = staying
    for sector, agents in movers.items():
        move, national = market.leaving[sector]
        market.gone.add(sector)
        ours = [exits[agent.account_id] for agent in agents]
        for kind, quantity_t in (
            ("exit_kept", sum(left.kept_t for left in ours)),
            ("exit_cancelled", sum(left.cancelled_t for left in ours)),
            ("exit_exchanged", sum(left.exchanged_t for left in ours)),
        ):
            market.event(day, kind, sector, quantity_t)
        for agent, left in zip(agents, ours, strict=True):
            _receive(national, agent, left.received_t)
        national.event(
            day, "exchange", national.venue.instrument, sum(left.received_t for left in ours)
        )
        national.arrivals += [(agent, move.first_year) for agent in agents]
        if national.under_way:
            arrive(national, day, late=True)


def _receive(national: MarketState, agent: FirmAgent, received_t: int) -> None:
    """Issue the national units that an exchange gives."""
    national.world.issue(agent.account, national.venue.instrument, received_t)
    national.supply.issued_t += received_t


def _remainder(market: MarketState, agent: FirmAgent, left: Exit) -> FirmAgent:
    """Return who sells what a firm keeps of the units of a market that it has left."""
    seller = FirmAgent(agent.profile, agent.account_id, market.streams)
    seller.expected_cny = agent.expected_cny
    market.remainders[agent.account_id] = left.kept_until
    return seller


def arrive(market: MarketState, day: int, *, late: bool) -> None:
    """Take in firms that have left a pilot, from the cycle of their first emission year on.

    Args:
        market: The market they join.
        day: Index of today.
        late: Whether the cycle is under way: its parts already issued are issued to them too.
    """
    cycle = market.cycle
    due = [agent for agent, year in market.arrivals if cycle.emission_year >= year]
    if not due:
        return
    market.arrivals = [
        (agent, year) for agent, year in market.arrivals if cycle.emission_year < year
    ]
    market.agents += due
    for agent in due:
        if not market.world.held(agent.account_id, CASH):
            deposit(market, agent, agent.profile.size_t * market.venue.previous_close_fen)
    sectors = dict.fromkeys(agent.profile.sector for agent in due)
    for sector in sectors:
        count = sum(agent.profile.sector == sector for agent in due)
        market.event(min(day, len(market.stage.days) - 1), "join", sector, 0, f"{count}")
    if late:
        for agent in due:
            begin(market, agent)
        catch_up(market, due, day)
        take_stock(market)
        plan_visits(market)
