"""Sealed bids for one quantity: who gets how much, and at what price.

One seller and many buyers, or one buyer and many sellers; one price for all, or each winner at
its own; at the last price in proportion, or the earlier bid first.
"""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import NamedTuple

from market.rules.errors import BidInvalid, SupplyInvalid
from market.rules.orders import Side


class Pricing(StrEnum):
    """What winners pay or receive."""

    UNIFORM = "uniform"
    PAY_AS_BID = "pay_as_bid"


class AtMargin(StrEnum):
    """How bids at the last price share what is left."""

    PRO_RATA = "pro_rata"
    TIME = "time"


class Bid(NamedTuple):
    """A sealed wish: quantity (t) at no worse than a price (fen per t)."""

    bid_id: int
    price_fen: int
    quantity_t: int


class Terms(NamedTuple):
    """What is auctioned, and how.

    Attributes:
        quantity_t: quantity offered or wanted, t.
        side: of the one who holds the auction: sell to many buyers, or buy from many sellers.
        pricing: one price for all, or each at its own.
        at_margin: how bids at the last price share what is left.
        limit_fen: worst price accepted: the lowest of a sale, the highest of a purchase, fen per
            t; zero for none.
        minimum_t: with less than this in bids nothing is traded, t.
    """

    quantity_t: int
    side: Side = Side.SELL
    pricing: Pricing = Pricing.UNIFORM
    at_margin: AtMargin = AtMargin.PRO_RATA
    limit_fen: int = 0
    minimum_t: int = 0


class Cleared(NamedTuple):
    """What an auction decided.

    Attributes:
        price_fen: of a uniform price, what all winners pay; of pay-as-bid, the worst price that
            won; fen per t. None when nothing was traded.
        allocations_t: quantity of each bid, t, in the order of the bids.
        prices_fen: price of each bid if it won, fen per t, in the same order.
        traded_t: sum of the allocations, t.
        turnover_fen: what is paid for all of them, fen.
    """

    price_fen: int | None
    allocations_t: tuple[int, ...]
    prices_fen: tuple[int, ...]
    traded_t: int
    turnover_fen: int


def clear_bids(bids: Sequence[Bid], terms: Terms) -> Cleared:
    """Decide an auction.

    The last price is the one at which the better bids first take the whole quantity. Bids better
    than it are served in full; those at it share the rest: in proportion, in whole tonnes by
    largest remainder with equal remainders to the earlier bid, or the earlier bid first. Where
    the bids never take the whole quantity all are served, and the uniform price is the limit, or
    the worst bid where there is no limit.

    Args:
        bids: in the order in which they came; prices and quantities above zero.
        terms: of the auction.

    Returns:
        Price, allocations, quantity traded and turnover.

    Raises:
        BidInvalid: a bid without positive price and quantity.
        SupplyInvalid: a negative quantity, limit or minimum.

    Source:
        Uniform-price sealed bid; checked by hand in tests (supply 80, price 40, revenue 3,200).
    """
    if min(terms.quantity_t, terms.limit_fen, terms.minimum_t) < 0:
        raise SupplyInvalid(supply_t=terms.quantity_t, field="quantity_t")
    for bid in bids:
        if bid.price_fen <= 0 or bid.quantity_t <= 0:
            raise BidInvalid(bid_id=bid.bid_id, field="bids")
    sign = 1 if terms.side is Side.SELL else -1
    served = [
        bid for bid in bids if not terms.limit_fen or sign * (bid.price_fen - terms.limit_fen) >= 0
    ]
    wanted_t = sum(bid.quantity_t for bid in served)
    if not served or not terms.quantity_t or min(wanted_t, terms.quantity_t) < terms.minimum_t:
        return Cleared(None, (0,) * len(bids), (0,) * len(bids), 0, 0)
    last_fen = _last_price_fen(served, terms, sign)
    price_fen = last_fen
    if wanted_t < terms.quantity_t and terms.pricing is Pricing.UNIFORM:
        price_fen = terms.limit_fen or last_fen
    allocations_t = _allocations_t(bids, terms, last_fen, sign)
    uniform = terms.pricing is Pricing.UNIFORM
    prices_fen = tuple(
        (price_fen if uniform else bid.price_fen) if part else 0
        for bid, part in zip(bids, allocations_t, strict=True)
    )
    turnover_fen = sum(price * part for price, part in zip(prices_fen, allocations_t, strict=True))
    return Cleared(price_fen, allocations_t, prices_fen, sum(allocations_t), turnover_fen)


def _last_price_fen(served: Sequence[Bid], terms: Terms, sign: int) -> int:
    """Return the price of the bid that takes the last of the quantity, else of the worst bid."""
    taken_t = 0
    ranked = sorted(served, key=lambda bid: -sign * bid.price_fen)
    for bid in ranked:
        taken_t += bid.quantity_t
        if taken_t >= terms.quantity_t:
            return bid.price_fen
    return ranked[-1].price_fen


def _allocations_t(bids: Sequence[Bid], terms: Terms, last_fen: int, sign: int) -> tuple[int, ...]:
    above_t = sum(bid.quantity_t for bid in bids if sign * (bid.price_fen - last_fen) > 0)
    marginal_t = [bid.quantity_t if bid.price_fen == last_fen else 0 for bid in bids]
    left_t = min(terms.quantity_t - above_t, sum(marginal_t))
    share: Callable[[int, Sequence[int]], tuple[int, ...]]
    share = pro_rata if terms.at_margin is AtMargin.PRO_RATA else first_come
    return tuple(
        bid.quantity_t if sign * (bid.price_fen - last_fen) > 0 else part
        for bid, part in zip(bids, share(left_t, marginal_t), strict=True)
    )


def pro_rata(total: int, wishes: Sequence[int]) -> tuple[int, ...]:
    """Share a whole number in proportion to wishes, by largest remainder.

    Args:
        total: what there is to share, at most the sum of the wishes.
        wishes: non-negative whole numbers.

    Returns:
        Whole shares that sum to the total; none above its wish. Equal remainders go to the
        earlier wish.
    """
    wished = sum(wishes)
    if not wished:
        return (0,) * len(wishes)
    shares = [total * wish // wished for wish in wishes]
    remainders = [total * wish % wished for wish in wishes]
    first = sorted(range(len(wishes)), key=lambda place: -remainders[place])
    for place in first[: total - sum(shares)]:
        shares[place] += 1
    return tuple(shares)


def first_come(total: int, wishes: Sequence[int]) -> tuple[int, ...]:
    """Serve wishes in their order until nothing is left.

    Args:
        total: what there is to share, at most the sum of the wishes.
        wishes: non-negative whole numbers.

    Returns:
        Whole shares that sum to the total; none above its wish.
    """
    shares = []
    for wish in wishes:
        shares.append(min(wish, total))
        total -= shares[-1]
    return tuple(shares)
