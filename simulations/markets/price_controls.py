"""Floor and ceiling: a regulator that buys when units are cheap and sells when they are dear.

Source: M. J. Roberts & M. Spence (1976), Effluent charges and licenses under uncertainty, Journal
of Public Economics 5(3–4).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from market.rules import PRICE_FEN_MAX, Side
from simulations.markets.call_auction import PRICE_FEN_MIN, CallOrder
from simulations.markets.refused_markets import require_whole


class Tier(NamedTuple):
    """Units that the regulator stands ready to trade: fen per t, t; None for without limit."""

    price_fen: int
    quantity_t: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceControls:
    """At which prices the regulator sells and buys.

    Args:
        ceilings: Where it sells, prices rising; empty for no ceiling. A ceiling holds for certain
            only if its quantity has no limit; otherwise it is a cost containment reserve.
        floors: Where it buys, prices falling, all below the first ceiling; empty for no floor.
    """

    ceilings: tuple[Tier, ...]
    floors: tuple[Tier, ...]

    def __post_init__(self) -> None:
        prices_fen = [tier.price_fen for tier in (*reversed(self.floors), *self.ceilings)]
        if prices_fen:
            require_whole("price_fen", prices_fen[0], PRICE_FEN_MIN, PRICE_FEN_MAX)
        for lower_fen, higher_fen in pairwise(prices_fen):
            require_whole("price_fen", higher_fen, lower_fen + 1, PRICE_FEN_MAX)
        for tier in (*self.floors, *self.ceilings):
            if tier.quantity_t is not None:
                require_whole("quantity_t", tier.quantity_t, 0)

    def after(self, sold_t: int, bought_t: int) -> "PriceControls":
        """Return what the regulator still stands ready to trade.

        Args:
            sold_t: Units it has sold, t; the cheapest tiers are drawn first.
            bought_t: Units it has bought, t; the dearest tiers are drawn first.

        Raises:
            MarketTermRefused: It has traded more than it stood ready for.
        """
        return replace(
            self,
            ceilings=_drawn("sold_t", self.ceilings, sold_t),
            floors=_drawn("bought_t", self.floors, bought_t),
        )


def standing_orders(
    orders: Sequence[CallOrder], controls: PriceControls, owner_id: int
) -> list[CallOrder]:
    """Return the regulator's own orders in a call auction.

    Args:
        orders: Those of everybody else.
        controls: Where it sells and buys.
        owner_id: The regulator's number.

    Returns:
        One order for each tier that somebody could trade with: where its quantity allows, one
        unit more than that, which keeps the price from going beyond.
    """
    asked = [
        CallOrder(owner_id, side, tier.price_fen, _reached_t(orders, side.opposite, tier))
        for side, tiers in ((Side.SELL, controls.ceilings), (Side.BUY, controls.floors))
        for tier in tiers
    ]
    return [order for order in asked if order.quantity_t]


def _reached_t(orders: Sequence[CallOrder], side: Side, tier: Tier) -> int:
    """Return one unit more than a side could trade with a tier, t, at most the tier."""
    sign = 1 if side is Side.BUY else -1
    reached_t = sum(
        order.quantity_t
        for order in orders
        if order.side is side and sign * (order.price_fen - tier.price_fen) >= 0
    )
    if not reached_t:
        return 0
    return reached_t + 1 if tier.quantity_t is None else min(reached_t + 1, tier.quantity_t)


def _drawn(field: str, tiers: Sequence[Tier], taken_t: int) -> tuple[Tier, ...]:
    """Return tiers after a quantity was taken from them in order."""
    left: list[Tier] = []
    asked_t = taken_t
    for tier in tiers:
        part_t = asked_t if tier.quantity_t is None else min(asked_t, tier.quantity_t)
        asked_t -= part_t
        rest_t = None if tier.quantity_t is None else tier.quantity_t - part_t
        left.append(Tier(tier.price_fen, rest_t))
    require_whole(field, taken_t, 0, taken_t - asked_t)
    return tuple(left)
