"""What firms bid in an auction: their demand at a few prices, a little below what it is worth."""

from collections.abc import Sequence

from simulations.agents.firms import FirmAgent
from simulations.agents.situations import Situation
from simulations.behaviour import FEN
from simulations.markets import SealedBid
from simulations.memory import CASH, MemoryWorld


def auction_bids(
    agents: Sequence[FirmAgent], world: MemoryWorld, now: Situation
) -> list[SealedBid]:
    """Return the bids of a market's firms, in their order; nobody bids without ``bidding``.

    Args:
        agents: The firms.
        world: Where their cash is.
        now: What they see.
    """
    if now.behaviours.bidding is None:
        return []
    return [bid for agent in agents for bid in _bids(agent, world, now)]


def _bids(agent: FirmAgent, world: MemoryWorld, now: Situation) -> list[SealedBid]:
    terms, wish = now.behaviours.bidding, agent.wish(world, now)
    if terms is None or wish is None or not wish.buys:
        return []
    worth_cny = min(wish.limit_cny, wish.expected_cny)
    price_fen = int(worth_cny * (1.0 - terms.shading_max * agent.draw()) * FEN)
    if price_fen < 1:
        return []
    cash_fen = world.ledger.balance(agent.account_id, CASH).available
    quantity_t = min(wish.quantity_t, cash_fen // price_fen)
    return [SealedBid(agent.account, price_fen, quantity_t)] if quantity_t > 0 else []
