"""What firms bid in an auction: their demand at a few prices, a little below what it is worth."""

from collections.abc import Sequence

from market.rules import PriceBand, Side
from simulations.agents.firms import FirmAgent
from simulations.agents.situations import Situation
from simulations.behaviour import FEN
from simulations.markets import SealedBid, orders_of, price_ladder_fen
from simulations.memory import CASH, MemoryWorld


def auction_bids(
    agents: Sequence[FirmAgent], world: MemoryWorld, now: Situation
) -> list[SealedBid]:
    """Return the bids of a market's firms, in their order; nobody bids without ``bidding``.

    Args:
        agents: The firms.
        world: Where their units and cash are.
        now: What they see.
    """
    if now.behaviours.bidding is None:
        return []
    return [bid for agent in agents for bid in _bids(agent, world, now)]


def _bids(agent: FirmAgent, world: MemoryWorld, now: Situation) -> list[SealedBid]:
    """Return one firm's bids, dearest first, as far as its cash goes.

    It pays no more than the price that it expects of the market, and wants more where the price
    is lower, as it would then abate less.
    """
    terms, wish = now.behaviours.bidding, agent.wish(now)
    if terms is None or wish is None or not wish.buys:
        return []
    high_fen = int(min(wish.limit_cny, wish.expected_cny) * FEN)
    low_fen = max(int(high_fen * (1.0 - terms.shading_max)), 1)
    if high_fen < low_fen:
        return []
    ladder: tuple[int, ...] = (high_fen,)
    if terms.lines > 1:
        ladder = price_ladder_fen(PriceBand(low_fen, high_fen), terms.lines)
    orders = orders_of(
        agent.account_id,
        lambda price_fen: agent.short_t(now, price_fen / FEN),
        ladder,
        terms.shading_max * next(agent.draws),
    )
    cash_fen = world.ledger.balance(agent.account_id, CASH).available
    bids: list[SealedBid] = []
    for order in orders:
        quantity_t = min(order.quantity_t, cash_fen // order.price_fen)
        if order.side is Side.BUY and quantity_t > 0:
            bids.append(SealedBid(agent.account, order.price_fen, quantity_t))
            cash_fen -= quantity_t * order.price_fen
    return bids
