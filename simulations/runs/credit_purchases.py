"""Credits that firms buy for surrender while they cost less than units."""

from collections.abc import Sequence
from dataclasses import replace

import simpy

from simulations.agents import FirmAgent, Situation, Wish, draw_suppliers
from simulations.memory import CASH, NegotiateTrade
from simulations.runs.credits import Ask, CreditDesk, CreditPool
from simulations.runs.market_state import MarketState
from simulations.runs.stage import OPEN, Stage, Steps

_BEFORE = OPEN - 1


def open_desks(markets: Sequence[MarketState], stage: Stage) -> list[CreditPool]:
    """Open the pools of all suppliers and each market's desk; return the pools."""
    suppliers = draw_suppliers(stage.scenario, stage.streams)
    units = list(dict.fromkeys(supplier.unit for supplier in suppliers))
    pools = [
        CreditPool(unit, [s for s in suppliers if s.unit == unit], markets, stage) for unit in units
    ]
    for market in markets:
        market.credits = CreditDesk(market, pools)
    return pools


def walk_pools(pools: Sequence[CreditPool], stage: Stage, env: simpy.Environment) -> Steps:
    """Let suppliers ask anew each day before any market opens."""
    for day in range(len(stage.days)) if pools else ():
        yield env.timeout(stage.minute(day, _BEFORE) - env.now)
        for pool in pools:
            pool.open_day(day)


def buy_credits(market: MarketState, agent: FirmAgent, now: Situation, wish: Wish) -> Wish | None:
    """Buy credits while they cost less than units and the limits allow; return what is left."""
    dearest_fen, left_t = now.venue.last_fen, wish.quantity_t
    room_t: dict[str, int] = {}
    for ask in market.credits.asks():
        if ask.price_fen > dearest_fen or not left_t:
            break
        if not ask.left_t:
            continue
        room_t = room_t or market.credits.room_t(agent)
        if max(room_t.values()) <= 0:
            break
        cash_fen = market.world.ledger.balance(agent.account_id, CASH).available
        part_t = min(left_t, room_t[ask.unit], ask.left_t, cash_fen // ask.price_fen)
        if part_t <= 0:
            continue
        _buy(market, agent, ask, part_t)
        left_t -= part_t
        room_t = {}
    if left_t == wish.quantity_t:
        return wish
    return replace(wish, quantity_t=left_t) if left_t else None


def _buy(market: MarketState, agent: FirmAgent, ask: Ask, quantity_t: int) -> None:
    day = market.world.day
    market.world.execute(
        NegotiateTrade(
            client_id=f"credit:{agent.profile.number}:{day}:{agent.offsets_t}",
            buyer=agent.account,
            seller=ask.seller,
            instrument=ask.instrument,
            price_fen=ask.price_fen,
            quantity_t=quantity_t,
        )
    )
    ask.left_t -= quantity_t
    agent.offsets_t += quantity_t
    if ask.supplier is not None:
        ask.supplier.sold(day)


def recount_credits(market: MarketState) -> None:
    """Let firms count the accepted credits they hold, as after a change of what is accepted."""
    market.credits.renew()
    for agent in market.agents:
        agent.offsets_t = credits_held_t(market, agent)


def credits_held_t(market: MarketState, agent: FirmAgent) -> int:
    """Return the credits a firm holds that its market accepts, t."""
    return sum(held_t for _, _, held_t in market.credits.stock(agent.account_id))
