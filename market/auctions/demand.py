"""The curve of an auction: how much was bid for at each price or better, added up and nameless."""

from collections.abc import Sequence
from typing import NamedTuple

from market.matching.sealed_bids import Bid
from market.rules.orders import Side


class Step(NamedTuple):
    """One price of the curve.

    Attributes:
        price_fen: fen per t.
        quantity_t: bid for at exactly this price, t.
        cumulative_t: bid for at this price or a better one, t.
    """

    price_fen: int
    quantity_t: int
    cumulative_t: int


def demand_curve(bids: Sequence[Bid], side: Side) -> tuple[Step, ...]:
    """Add bids up by price.

    Args:
        bids: all that counted.
        side: of the one who held the auction: buyers' highest price comes first, sellers' lowest.
    """
    at_price: dict[int, int] = {}
    for bid in bids:
        at_price[bid.price_fen] = at_price.get(bid.price_fen, 0) + bid.quantity_t
    steps: list[Step] = []
    taken_t = 0
    for price_fen in sorted(at_price, reverse=side is Side.SELL):
        taken_t += at_price[price_fen]
        steps.append(Step(price_fen, at_price[price_fen], taken_t))
    return tuple(steps)
