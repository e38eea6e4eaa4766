"""Auctions of units by the regulator: sealed bids by the market's own rules, on a scenario's terms.

Source: clearing as in `market.matching`; bid limits and failure for want of bids as in the notices
of auctions in China's pilots; a floor that follows the market as in Shanghai's notice of September
2024 (1.2 times the mean of six months' listed trades).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from market.matching import AtMargin, Bid, Pricing, Terms, clear_bids
from market.rules import PRICE_FEN_MAX
from simulations.markets.refused_markets import require_share, require_whole
from simulations.markets.shares import part_t, part_up_t, rounded

_MULTIPLE_MAX = 100


class Unsold(StrEnum):
    """What becomes of units that an auction did not sell."""

    CANCEL = "cancel"
    NEXT_AUCTION = "next_auction"
    RESERVE = "reserve"


class SealedBid(NamedTuple):
    """One line of a bidder's sheet: who, fen per t, t."""

    bidder: str
    price_fen: int
    quantity_t: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AuctionRules:
    """On which terms units are auctioned.

    Args:
        pricing: One price for all winners, or each at its own bid.
        at_margin: How bids at the last price share what is left.
        reserve_fen: Lowest price accepted, fen per t; 0 for none.
        bidder_share_max: Most of the units offered that one bidder may ask for; 1 for no limit.
        cover_share_min: Share of the units offered that must be bid for, or nothing is sold; 0 to
            sell whatever is bid for.
        unsold: What becomes of units that were not sold.
    """

    pricing: Pricing
    at_margin: AtMargin
    reserve_fen: int
    bidder_share_max: Decimal
    cover_share_min: Decimal
    unsold: Unsold

    def __post_init__(self) -> None:
        require_whole("reserve_fen", self.reserve_fen, 0, PRICE_FEN_MAX)
        require_share("bidder_share_max", self.bidder_share_max)
        require_share("cover_share_min", self.cover_share_min)


class AuctionOutcome(NamedTuple):
    """What an auction decided.

    Attributes:
        price_fen: Price of all, or the lowest that won, fen per t; None when nothing was sold.
        awards_t: What each bid won, t, in the order of the bids.
        prices_fen: What each bid that won pays, fen per t; 0 for the others.
        sold_t: Units sold, t.
        revenue_fen: What is paid for them, fen.
        unsold_t: Units offered and not sold, t.
    """

    price_fen: int | None
    awards_t: tuple[int, ...]
    prices_fen: tuple[int, ...]
    sold_t: int
    revenue_fen: int
    unsold_t: int


class Leftover(NamedTuple):
    """Where unsold units go: to the next auction, into the reserve, or out of existence, t."""

    next_auction_t: int
    reserve_t: int
    cancelled_t: int


def hold_auction(bids: Sequence[SealedBid], offered_t: int, rules: AuctionRules) -> AuctionOutcome:
    """Decide an auction of units.

    Args:
        bids: In the order in which they came; prices and quantities above zero.
        offered_t: Units offered, t.
        rules: Its terms.

    Returns:
        What each bid won and pays, and what is left.

    Raises:
        BidInvalid: A bid without positive price and quantity.
        SupplyInvalid: A negative offer.
    """
    allowed_t = within_limit_t(bids, part_t(offered_t, rules.bidder_share_max))
    entered = [
        Bid(place, bid.price_fen, min(bid.quantity_t, most_t))
        for place, (bid, most_t) in enumerate(zip(bids, allowed_t, strict=True))
        if most_t or bid.quantity_t <= 0
    ]
    terms = Terms(
        offered_t,
        pricing=rules.pricing,
        at_margin=rules.at_margin,
        limit_fen=rules.reserve_fen,
        minimum_t=part_up_t(offered_t, rules.cover_share_min),
    )
    cleared = clear_bids(entered, terms)
    awards_t, prices_fen = [0] * len(bids), [0] * len(bids)
    for place, bid in enumerate(entered):
        awards_t[bid.bid_id] = cleared.allocations_t[place]
        prices_fen[bid.bid_id] = cleared.prices_fen[place]
    return AuctionOutcome(
        cleared.price_fen,
        tuple(awards_t),
        tuple(prices_fen),
        cleared.traded_t,
        cleared.turnover_fen,
        offered_t - cleared.traded_t,
    )


def within_limit_t(bids: Sequence[SealedBid], most_t: int) -> tuple[int, ...]:
    """Return how much of each bid counts when a bidder may ask for so much in all.

    Args:
        bids: In the order in which they came.
        most_t: Most that one bidder may ask for, t.

    Returns:
        Quantities in the same order, t; a bidder's dearest bids count first.
    """
    asked_t: Counter[str] = Counter()
    counted_t = [0] * len(bids)
    for place in sorted(range(len(bids)), key=lambda place: -bids[place].price_fen):
        bid = bids[place]
        counted_t[place] = max(0, min(bid.quantity_t, most_t - asked_t[bid.bidder]))
        asked_t[bid.bidder] += counted_t[place]
    return tuple(counted_t)


def leftover(outcome: AuctionOutcome, rules: AuctionRules) -> Leftover:
    """Return where the unsold units of an auction go."""
    unsold_t = outcome.unsold_t
    return Leftover(
        unsold_t if rules.unsold is Unsold.NEXT_AUCTION else 0,
        unsold_t if rules.unsold is Unsold.RESERVE else 0,
        unsold_t if rules.unsold is Unsold.CANCEL else 0,
    )


def following_reserve_fen(
    turnover_fen: int, volume_t: int, multiple: Decimal, least_fen: int
) -> int:
    """Return a reserve price that follows the market.

    Args:
        turnover_fen: Turnover of the listed trades of the months that count, fen.
        volume_t: Their volume, t.
        multiple: How many times their mean price.
        least_fen: Lowest reserve price, and the one that holds when nothing was traded, fen per t.

    Returns:
        The reserve price, rounded half up, fen per t.

    Source:
        Notice of Shanghai's third auction for 2023 (September 2024). Its rounding is not
        published; half up is assumed.
    """
    require_share("multiple", multiple, _MULTIPLE_MAX)
    require_whole("least_fen", least_fen, 0, PRICE_FEN_MAX)
    if not volume_t:
        return least_fen
    followed_fen = rounded(Fraction(multiple) * turnover_fen / volume_t)
    return min(max(followed_fen, least_fen), PRICE_FEN_MAX)
