"""Block trades that two firms agree on beside the book."""

from simulations.agents.firms import FirmAgent, Wish
from simulations.agents.situations import Situation
from simulations.behaviour import FEN, quantile
from simulations.memory import MemoryWorld, NegotiateTrade


def block_price_fen(now: Situation, uniform: float) -> int:
    """Return a negotiated price: the last close with a discount, inside the block band."""
    points = now.behaviours.block.discount_quantiles
    wanted = round(now.venue.previous_close_fen * (1.0 + quantile(points, uniform)))
    low, high = now.venue.block_band
    return min(max(wanted, low), high)


def agree(
    world: MemoryWorld, now: Situation, one: tuple[FirmAgent, Wish], other: tuple[FirmAgent, Wish]
) -> NegotiateTrade | None:
    """Return the block trade two firms agree on, or None.

    The price is drawn by the firm that searched (``one``); both limits must allow it.
    """
    price_fen = block_price_fen(now, next(one[0].draws))
    (buyer, bid), (seller, offer) = (one, other) if one[1].buys else (other, one)
    price = price_fen / FEN
    if not bid.buys or offer.buys or not offer.limit_cny <= price <= bid.limit_cny:
        return None
    rules = now.venue.block_rules
    if rules is None:
        return None
    most_t = world.buyable_t(buyer.account_id, now.venue, price_fen, rules.fee_rate)
    quantity_t = min(bid.quantity_t, offer.quantity_t, most_t)
    if quantity_t < rules.quantity_t_min:
        return None
    return NegotiateTrade(
        client_id=f"block:{one[0].profile.number}:{now.day}",
        buyer=buyer.account,
        seller=seller.account,
        instrument=now.venue.instrument,
        price_fen=price_fen,
        quantity_t=quantity_t,
    )
