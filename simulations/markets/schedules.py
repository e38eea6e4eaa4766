"""Wishes that depend on the price, cut into orders: what a firm would trade at each price."""

from collections.abc import Callable, Sequence

from market.rules import PRICE_FEN_MAX, PriceBand, Side
from simulations.markets.call_auction import PRICE_FEN_MIN, CallOrder
from simulations.markets.refused_markets import require_whole

NetWish = Callable[[int], int]
"""Units wanted at a price in fen per t, t; below 0 units offered. Never rises with the price."""


def price_ladder_fen(band: PriceBand, steps: int) -> tuple[int, ...]:
    """Return prices evenly spread over a band, rising, both ends among them.

    Args:
        band: Lowest and highest price, fen per t.
        steps: How many prices, 2 or more; fewer come where the band has fewer ticks.
    """
    require_whole("steps", steps, 2)
    span_fen = band.high_fen - band.low_fen
    return tuple(sorted({band.low_fen + span_fen * step // (steps - 1) for step in range(steps)}))


def orders_of(
    owner_id: int, wish: NetWish, prices_fen: Sequence[int], shading: float = 0.0
) -> list[CallOrder]:
    """Return the orders that together say what somebody wants at each price of a ladder.

    Args:
        owner_id: Whose wish it is.
        wish: Units wanted at a price, t.
        prices_fen: The ladder, rising, fen per t.
        shading: Share by which a buyer bids below what a unit is worth to it, and a seller asks
            above; 0 is truthful.

    Returns:
        Bids, dearest first, then offers, cheapest first. Without shading they add up to the wish
        at every price of the ladder.
    """
    wanted = [(price_fen, wish(price_fen)) for price_fen in prices_fen]
    bids = _steps([(price_fen, wish_t) for price_fen, wish_t in reversed(wanted)])
    offers = _steps([(price_fen, -wish_t) for price_fen, wish_t in wanted])
    return [
        *(CallOrder(owner_id, Side.BUY, _shaded(p, -shading), t) for p, t in bids),
        *(CallOrder(owner_id, Side.SELL, _shaded(p, shading), t) for p, t in offers),
    ]


def _steps(rising: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return by how much a rising wish exceeds, at each price, what was said before."""
    steps: list[tuple[int, int]] = []
    said_t = 0
    for price_fen, wish_t in rising:
        if wish_t > said_t:
            steps.append((price_fen, wish_t - said_t))
            said_t = wish_t
    return steps


def _shaded(price_fen: int, shift: float) -> int:
    return min(max(round(price_fen * (1.0 + shift)), PRICE_FEN_MIN), PRICE_FEN_MAX)
