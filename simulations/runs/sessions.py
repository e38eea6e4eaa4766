"""A session: those who look at the market act in the order in which they arrive."""

from simulations.agents import FirmAgent, Situation, times
from simulations.behaviour import urgency
from simulations.runs.block_search import after_blocks
from simulations.runs.credit_purchases import buy_credits
from simulations.runs.market_state import MarketState


def situation(market: MarketState, day: int, *, blocks: bool) -> Situation:
    """Return what participants see in this session."""
    ways, days_left = market.behaviours, market.cycle.deadline - day
    return Situation(
        venue=market.venue,
        rules=market.rules,
        behaviours=ways,
        day=day,
        days_left=days_left,
        verified=market.verified,
        blocks_open=blocks and market.venue.block_rules is not None,
        push=urgency(days_left, ways.urgency_max, ways.urgency_days),
        view=market.view,
    )


def hold_session(market: MarketState, day: int, half: int) -> None:
    """Let participants act in the order in which they arrive; firms first at the same time.

    Args:
        market: The market.
        day: Index of the trading day.
        half: 0 for the morning, 1 for the afternoon, when blocks are open too.
    """
    for carrier in market.carriers:
        carrier.visit(day)
    now = situation(market, day, blocks=half == 1)
    since = day - market.cycle.first
    firms = market.wake_ups.on(day, half)
    activity = market.activity(day) * market.view.liveliness.activity(day)
    coming = iter(firms)
    firm = next(coming, None)
    for visit in market.visits[since][half]:
        while firm is not None and firm[0] <= visit[0]:
            _wake(market, market.agents[firm[1]], now, firm[2])
            firm = next(coming, None)
        for _ in range(times(visit, activity)):
            for command in market.traders[visit[1]].act(market.world, now):
                market.place(command)
    while firm is not None:
        _wake(market, market.agents[firm[1]], now, firm[2])
        firm = next(coming, None)


def _wake(market: MarketState, agent: FirmAgent, now: Situation, last_call: bool) -> None:
    if last_call and _stays_away(market, agent, now):
        if now.view.peer_weight:
            agent.reckon(now)  # others may look at what it expects
        return
    wish = agent.wish(now)
    if wish is None:
        market.interest.pop(agent.account_id, None)
        return
    if last_call and not wish.buys:
        return
    agent.expected_cny = wish.expected_cny
    if wish.buys and market.credits.cost_at_most(now.venue.last_fen):
        wish = buy_credits(market, agent, now, wish)
        if wish is None:
            return
    most_t = wish.quantity_t
    if now.venue.block_rules is not None:
        most_t = after_blocks(market, agent, now, wish)
    if most_t:
        world = market.world
        for command in agent.orders(world, now, wish, most_t):
            world.place(command)


def _stays_away(market: MarketState, agent: FirmAgent, now: Situation) -> bool:
    """Whether a firm ignores a last call, for which only comes who is short or seeks a partner."""
    waits = agent.account_id in market.interest
    return not waits and agent.is_covered(now)
