"""A session: those who look at the market act in the order in which they arrive."""

from simulations.agents import FirmAgent, Situation, WakeUp
from simulations.behaviour import urgency
from simulations.runs.block_search import after_blocks
from simulations.runs.credits import buy_credits
from simulations.runs.market_state import MarketState
from simulations.scenarios import Cycle


def situation(market: MarketState, day: int, cycle: Cycle, *, blocks: bool) -> Situation:
    """Return what firms see in this session."""
    ways = market.behaviours
    return Situation(
        venue=market.venue,
        rules=market.rules,
        behaviours=ways,
        day=day,
        days_left=cycle.deadline - day,
        verified=day >= cycle.verified,
        blocks_open=blocks and market.venue.block_rules is not None,
        push=urgency(cycle.deadline - day, ways.urgency_max, ways.urgency_days),
        view=market.view,
    )


def hold_session(
    market: MarketState, day: int, cycle: Cycle, wake_ups: list[WakeUp], *, blocks: bool
) -> None:
    """Let firms act in the order in which they arrive."""
    now = situation(market, day, cycle, blocks=blocks)
    for _, place, last_call in wake_ups:
        _wake(market, market.agents[place], now, last_call)


def _wake(market: MarketState, agent: FirmAgent, now: Situation, last_call: bool) -> None:
    wish = agent.wish(market.world, now)
    if wish is None:
        market.interest.pop(agent.account_id, None)
        return
    if last_call and not wish.buys:
        return
    agent.remember(now, wish)
    if wish.buys:
        wish = buy_credits(market, agent, now, wish)
    if wish is None:
        return
    most_t = after_blocks(market, agent, now, wish)
    for command in agent.orders(market.world, now, wish, most_t) if most_t else ():
        market.place(command)
