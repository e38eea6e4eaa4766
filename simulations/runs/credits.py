"""Credits that firms buy for surrender while they cost less than units."""

from simulations.agents import FirmAgent, Situation, Wish
from simulations.memory import CASH, NegotiateTrade, Venue
from simulations.runs.market_state import MarketState
from simulations.runs.surrender import usable_offsets_t

OFFSET = "CCER"


def supplier_of(market: MarketState) -> str:
    """Return the account that sells the market's own stock of credits."""
    return f"{market.name}/{OFFSET.lower()}-supplier"


def open_credits(market: MarketState) -> None:
    """Open the venue of credits and give the market's own supplier its stock."""
    rules = market.rules
    supplier = supplier_of(market)
    offset_type = market.world.open_unit_type(OFFSET)
    market.world.open_account(supplier)
    market.world.issue(supplier, OFFSET, rules.offsets.supply_t)
    trading = rules.trading.model_copy(
        update={"block": rules.trading.block.model_copy(update={"enabled": False})}
    )
    price_fen = int(rules.offsets.price_cny * 100)
    market.offsets = Venue(market.name, OFFSET, offset_type, price_fen, trading)
    market.world.open_venue(market.offsets)


def buy_credits(market: MarketState, agent: FirmAgent, now: Situation, wish: Wish) -> Wish | None:
    """Buy credits while they cost less than units and the limit allows; return what is left."""
    world, rules = market.world, market.rules.offsets
    price_fen = int(rules.price_cny * 100)
    if price_fen > now.venue.last_fen:
        return wish
    limit_t = usable_offsets_t(agent.year.emissions_t, agent.abatement_max_t, rules.max_share)
    supplier = supplier_of(market)
    supply_t = world.held(world.accounts[supplier], market.offsets.unit_type_id)
    cash_fen = world.ledger.balance(agent.account_id, CASH).available
    affordable_t = min(supply_t, cash_fen // price_fen)
    quantity_t = min(limit_t - agent.offsets_t, wish.quantity_t, affordable_t)
    if quantity_t <= 0:
        return wish
    world.execute(
        NegotiateTrade(
            client_id=f"offset:{agent.profile.number}:{now.day}",
            buyer=agent.account,
            seller=supplier,
            instrument=OFFSET,
            price_fen=price_fen,
            quantity_t=quantity_t,
        )
    )
    agent.offsets_t += quantity_t
    left_t = wish.quantity_t - quantity_t
    return wish._replace(quantity_t=left_t) if left_t else None
