"""Orders of small call auctions, and what firms with straight curves want at each price."""

from collections.abc import Sequence

from hypothesis import strategies as st

from market.rules import PriceBand, Side
from simulations.markets import CallOrder, NetWish, orders_of, price_ladder_fen

PRICES_FEN = st.integers(1, 40)
ORDERS = st.lists(
    st.builds(
        CallOrder,
        owner_id=st.integers(1, 9),
        side=st.sampled_from(Side),
        price_fen=PRICES_FEN,
        quantity_t=st.integers(1, 30),
    ),
    max_size=12,
)
THOUSAND = 1_000
LADDER = price_ladder_fen(PriceBand(10, 12_000), 1_200)


def straight(bau_mt: int, slope_cny: float, units_mt: int) -> NetWish:
    """What a firm wants whose marginal cost is slope × Mt: thousands of t at a price in fen."""

    def wish(price_fen: int) -> int:
        abated = min(round(price_fen * 10 / slope_cny), bau_mt * THOUSAND)
        return (bau_mt - units_mt) * THOUSAND - abated

    return wish


def firms(*units_mt: int) -> list[CallOrder]:
    """The two firms of check 1 with so many units each."""
    orders: list[CallOrder] = []
    for owner_id, (slope_cny, units) in enumerate(zip((1.0, 3.0), units_mt, strict=True), start=1):
        orders += orders_of(owner_id, straight(100, slope_cny, units), LADDER)
    return orders


def wanted_t(orders: Sequence[CallOrder], price_fen: int) -> int:
    """Units wanted at a price, t."""
    return sum(o.quantity_t for o in orders if o.side is Side.BUY and o.price_fen >= price_fen)


def offered_t(orders: Sequence[CallOrder], price_fen: int) -> int:
    """Units offered at a price, t."""
    return sum(o.quantity_t for o in orders if o.side is Side.SELL and o.price_fen <= price_fen)


def gains_fen(orders: Sequence[CallOrder], traded_t: Sequence[int]) -> int:
    """What trading was worth to buyers less what it cost sellers, by their own limits, fen."""
    return sum(
        (1 if order.side is Side.BUY else -1) * order.price_fen * part_t
        for order, part_t in zip(orders, traded_t, strict=True)
    )
