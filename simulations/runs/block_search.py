"""Holders of large positions look for each other before they go to the book."""

import math

from simulations.agents import FirmAgent, Situation, Wish, agree
from simulations.runs.market_state import MarketState

_MEETINGS = 3


def after_blocks(market: MarketState, agent: FirmAgent, now: Situation, wish: Wish) -> int:
    """Look for a partner for a large position; return what may go to the book, t.

    While the firm waits for a partner it shows only a probe in the book.
    """
    rules = now.venue.block_rules
    if rules is None or wish.quantity_t < rules.quantity_t_min:
        market.interest.pop(agent.account_id, None)
        return wish.quantity_t
    if now.blocks_open and any(_meet(market, agent, now, wish) for _ in range(_MEETINGS)):
        return 0
    market.interest[agent.account_id] = agent
    block = now.behaviours.block
    if now.days_left <= block.patience_days:
        return wish.quantity_t
    return int(block.probe_share * now.venue.rules.quantity_t_max)


def _meet(market: MarketState, agent: FirmAgent, now: Situation, wish: Wish) -> bool:
    """Look once for a partner and trade if both agree.

    Partners are passed over until one is met; the number passed over is geometric.
    """
    chance = now.behaviours.block.meeting_chance
    others = [other for other in market.interest.values() if other is not agent]
    start, skip = next(agent.draws), next(agent.draws)
    if not others or chance <= 0:
        return False
    passed = 0 if chance >= 1 else int(math.log(1.0 - skip) / math.log(1.0 - chance))
    if passed >= len(others):
        return False
    other = others[(int(start * len(others)) + passed) % len(others)]
    theirs = other.wish(now)
    command = agree(market.world, now, (agent, wish), (other, theirs)) if theirs else None
    if command is None:
        return False
    market.world.execute(command)
    market.interest.pop(other.account_id, None)
    market.interest.pop(agent.account_id, None)
    return True
