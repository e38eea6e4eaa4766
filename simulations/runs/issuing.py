"""The regulator's issuance: opening units and cash, then the allocation by the calendar."""

from registry.ledger import DepositCash, IssueAllowances
from simulations.agents import FirmAgent, Trader
from simulations.runs.market_state import MarketState


def open_accounts(market: MarketState) -> None:
    """Give firms their opening units and cash, and traders theirs."""
    for trader in market.traders:
        market.world.open_account(trader.account)
    bank_t = sum(agent.profile.opening_bank_t for agent in market.agents)
    stock_t = sum(trader.opening_t for trader in market.traders)
    market.event(0, "opening", market.venue.instrument, bank_t + stock_t)
    for agent in market.agents:
        agent.expected_cny = market.opening_fen / 100
        issue(market, agent, agent.profile.opening_bank_t, "opening")
        deposit(market, agent, agent.profile.size_t * market.opening_fen)
    for trader in market.traders:
        issue(market, trader, trader.opening_t, "opening")
        deposit(market, trader, trader.cash_fen)


def deposit(market: MarketState, owner: FirmAgent | Trader, cash_fen: int) -> None:
    """Give somebody cash, fen."""
    if cash_fen > 0:
        number = market.world.accounts[owner.account]
        command = DepositCash(
            client_id=f"cash:{number}", account=owner.account, amount_fen=cash_fen
        )
        market.world.execute(command)


def issue(market: MarketState, owner: FirmAgent | Trader, quantity_t: int, why: str) -> None:
    """Issue units of the cycle to somebody, t."""
    if quantity_t > 0:
        number = market.world.accounts[owner.account]
        command = IssueAllowances(
            client_id=f"{why}:{market.venue.instrument}:{number}",
            account=owner.account,
            unit_type=market.venue.instrument,
            quantity=quantity_t,
            memo=why,
        )
        market.world.execute(command)
        market.supply.issued_t += quantity_t


def issue_due(market: MarketState, day: int) -> None:
    """Issue what the calendar says for this day; each part of the allocation once a cycle."""
    cycle = market.cycle
    if _falls_due(market, "pre_issue", day >= cycle.pre_issue):
        share = market.rules.allocation.pre_issue.share
        _issue_all(market, day, "pre_issue", share, market.agents, equal=False)
    if _falls_due(market, "final_issue", day >= cycle.final_issue):
        _issue_all(market, day, "final_issue", 1.0, market.agents, equal=False)
    if _falls_due(market, "equal_issue", day >= cycle.equal_issue):
        _issue_all(market, day, "final_issue", 1.0, market.agents, equal=True)
    if _falls_due(market, "verified", day >= cycle.verified):
        market.event(day, "verified", "", 0)


def _falls_due(market: MarketState, what: str, due: bool) -> bool:
    if not due or what in market.done:
        return False
    market.done.add(what)
    return True


def catch_up(market: MarketState, agents: list[FirmAgent], day: int) -> None:
    """Issue to firms that join a cycle under way what others have received already."""
    share = market.rules.allocation.pre_issue.share
    if "pre_issue" in market.done:
        _issue_all(market, day, "pre_issue", share, agents, equal=False)
    if "final_issue" in market.done:
        _issue_all(market, day, "final_issue", 1.0, agents, equal=False)
    if "equal_issue" in market.done:
        _issue_all(market, day, "final_issue", 1.0, agents, equal=True)


def _issue_all(
    market: MarketState,
    day: int,
    why: str,
    share: float,
    agents: list[FirmAgent],
    *,
    equal: bool,
) -> None:
    total_t = 0
    for agent in agents:
        if agent.receives_emissions is not equal:
            continue
        due_t = agent.year.allocation_t
        if why == "pre_issue":
            due_t = min(int(share * agent.year.previous_t), due_t)
        amount_t = max(0, due_t - agent.issued_t)
        issue(market, agent, amount_t, why)
        agent.issued_t += amount_t
        total_t += amount_t
    if total_t:
        market.event(day, why, market.venue.instrument, total_t)
