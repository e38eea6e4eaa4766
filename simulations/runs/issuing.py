"""The regulator's issuance: opening units and cash, the year's positions, allocation."""

from registry.ledger import DepositCash
from simulations.agents import FirmAgent, YearPosition, year_position
from simulations.runs.market_state import MarketState
from simulations.scenarios import Cycle


def open_accounts(market: MarketState) -> None:
    """Give firms their opening units and cash."""
    bank = sum(agent.profile.opening_bank_t for agent in market.agents)
    market.event(0, "opening", market.venue.instrument, bank)
    for agent in market.agents:
        agent.expected_cny = market.opening_fen / 100
        market.issue(agent, agent.profile.opening_bank_t, "opening")
        cash_fen = agent.profile.size_t * market.opening_fen
        if cash_fen:
            command = DepositCash(
                client_id=f"cash:{agent.profile.number}",
                account=agent.account,
                amount_fen=cash_fen,
            )
            market.world.execute(command)


def position_of(market: MarketState, agent: FirmAgent, cycle: Cycle) -> YearPosition:
    """Return a firm's emissions and allocation in a cycle under today's rules, t."""
    return year_position(
        agent.profile,
        market.rules.allocation,
        market.streams,
        market.changes[agent.profile.sector],
        cycle.number,
        agent.demand,
    )


def start_cycle(market: MarketState, cycle: Cycle) -> None:
    """Give every firm its position of the cycle."""
    equal = market.rules.allocation.equal_to_verified
    for agent in market.agents:
        year = position_of(market, agent, cycle)
        held_t = market.world.held(agent.account_id, market.venue.unit_type_id)
        agent.start_year(year, agent.profile.sector in equal, held_t)


def issue_due(market: MarketState, day: int, cycle: Cycle) -> None:
    """Issue what the calendar says for this day."""
    if day == cycle.pre_issue:
        share = market.rules.allocation.pre_issue.share
        _issue_all(market, day, "pre_issue", share, equal=False)
    if day == cycle.final_issue:
        _issue_all(market, day, "final_issue", 1.0, equal=False)
    if day == cycle.equal_issue:
        _issue_all(market, day, "final_issue", 1.0, equal=True)
    if day == cycle.verified:
        market.event(day, "verified", "", 0)


def _issue_all(market: MarketState, day: int, why: str, share: float, *, equal: bool) -> None:
    total_t = 0
    for agent in market.agents:
        if agent.receives_emissions is not equal:
            continue
        due_t = agent.year.allocation_t
        if why == "pre_issue":
            due_t = min(int(share * agent.year.previous_t), due_t)
        amount_t = max(0, due_t - agent.issued_t)
        market.issue(agent, amount_t, why)
        agent.issued_t += amount_t
        total_t += amount_t
    if total_t:
        market.event(day, why, market.venue.instrument, total_t)
