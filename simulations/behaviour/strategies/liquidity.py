"""A liquidity provider: bids and asks at once, leaning against what it has come to hold.

Source: reservation price that falls with inventory, T. Ho & H. R. Stoll (1981), Optimal dealer
pricing under transactions and return uncertainty, Journal of Financial Economics 9(1).
"""

from dataclasses import dataclass

from simulations.behaviour.refused_behaviour import require_within
from simulations.behaviour.strategies.quotes import (
    FEN,
    QUANTITY_T_MAX,
    Quote,
    Standing,
    quote,
)


@dataclass(frozen=True, slots=True)
class LiquidityProvider:
    """Somebody who quotes both sides around a reference price.

    Args:
        spread_min: Distance of ask and bid in a calm market, a share of the price.
        spread_per_sd: What a standard deviation of daily log returns adds to it.
        inventory_t: Units it wants to hold, t.
        inventory_t_range: Units by which its holding may differ from that, t, above 0.
        skew: By how many spreads both prices move when the range is exhausted.
        quantity_t: Quantity on each side while it holds what it wants, t.
    """

    spread_min: float
    spread_per_sd: float
    inventory_t: int
    inventory_t_range: int
    skew: float
    quantity_t: int

    def __post_init__(self) -> None:
        require_within("spread_min", self.spread_min, 0.0, 1.0)
        require_within("spread_per_sd", self.spread_per_sd, 0.0, 100.0)
        require_within("inventory_t", self.inventory_t, 0, QUANTITY_T_MAX)
        require_within("inventory_t_range", self.inventory_t_range, 1, QUANTITY_T_MAX)
        require_within("skew", self.skew, 0.0, 100.0)
        require_within("quantity_t", self.quantity_t, 1, QUANTITY_T_MAX)

    def imbalance(self, held_t: int) -> float:
        """Return how far its holding is from what it wants, −1 to 1."""
        share = (held_t - self.inventory_t) / self.inventory_t_range
        return min(max(share, -1.0), 1.0)

    def quotes(self, standing: Standing, reference_cny: float, daily_sd: float) -> list[Quote]:
        """Return its bid and its ask, or the one of them that can be placed.

        Args:
            standing: What it has and the venue accepts.
            reference_cny: Last volume-weighted mean price, CNY/t.
            daily_sd: Standard deviation of recent daily log returns.

        Returns:
            Bid before ask, the bid below the ask. The side that would lead further from what it
            wants to hold is smaller, and missing at the end of the range.
        """
        spread = min(self.spread_min + self.spread_per_sd * daily_sd, 1.0)
        imbalance = self.imbalance(standing.held_t)
        middle_cny = max(reference_cny * (1 - self.skew * spread * imbalance), 0.0)
        bid_t = int(self.quantity_t * (1 - max(imbalance, 0.0)))
        ask_t = int(self.quantity_t * (1 + min(imbalance, 0.0)))
        bid = quote(standing, True, middle_cny * (1 - spread / 2), bid_t)
        ask = quote(standing, False, middle_cny * (1 + spread / 2), ask_t)
        if bid and ask and bid.price_fen >= ask.price_fen:
            ask = quote(standing, False, (bid.price_fen + 1) / FEN, ask_t)
        return [side for side in (bid, ask) if side]
