"""Checks 19 and 22: the auction on a scenario's terms, and the arithmetic of the reserve."""

from collections.abc import Iterator
from decimal import Decimal

from market.matching import AtMargin, Pricing
from simulations.checks.check import Check, exact
from simulations.markets import (
    AuctionRules,
    ReserveRules,
    ReserveState,
    SealedBid,
    Unsold,
    adjusted_offers,
    hold_auction,
    reserve_after,
    reserve_move,
)

_MT = 1_000_000
_EU = ReserveRules(
    release_below_t=400 * _MT,
    release_t=100 * _MT,
    intake_above_t=833 * _MT,
    full_intake_above_t=1_096 * _MT,
    intake_share=Decimal("0.24"),
    intake_t_min=0,
    held_t_max=400 * _MT,
)
"""Decision (EU) 2015/1814 as amended in 2023."""
_OFFERED_T = 500 * _MT


def market_checks() -> Iterator[Check]:
    """Yield the checks of auctions and of the reserve, in integers."""
    yield from _auction()
    yield from _reserve()


def _auction() -> Iterator[Check]:
    bids = [
        SealedBid(bidder, price * 100, quantity)
        for bidder, price, quantity in (
            ("a", 50, 30),
            ("b", 45, 30),
            ("c", 40, 30),
            ("d", 40, 10),
            ("e", 30, 50),
        )
    ]
    for reserve_fen, expected in (
        (0, [4_000, [30, 30, 15, 5, 0], 320_000, 0]),
        (4_200, [4_200, [30, 30, 0, 0, 0], 252_000, 20]),
    ):
        rules = AuctionRules(
            pricing=Pricing.UNIFORM,
            at_margin=AtMargin.PRO_RATA,
            reserve_fen=reserve_fen,
            bidder_share_max=Decimal(1),
            cover_share_min=Decimal(0),
            unsold=Unsold.CANCEL,
        )
        sold = hold_auction(bids, 80, rules)
        yield exact(
            19,
            f"auction of a regulator, reserve {reserve_fen} fen: price, awards, revenue, unsold",
            expected,
            [sold.price_fen, list(sold.awards_t), sold.revenue_fen, sold.unsold_t],
        )


def _reserve() -> Iterator[Check]:
    circulating_t = (1_134_794_738, 1_000 * _MT, 500 * _MT, 390 * _MT)
    moves = [reserve_move(amount_t, 400 * _MT, _OFFERED_T, _EU) for amount_t in circulating_t]
    yield exact(
        22,
        "reserve at 1,134,794,738, 1,000, 500 and 390 Mt in circulation: withheld, released",
        [[272_350_737, 0], [167 * _MT, 0], [0, 0], [0, 100 * _MT]],
        [list(move) for move in moves],
    )
    after = reserve_after(ReserveState(400 * _MT, 0), moves[0], _EU)
    yield exact(
        22,
        "after the first intake: units in the reserve, cancelled, left of 500 Mt to auction",
        [400 * _MT, 272_350_737, 227_649_263],
        [*after, sum(adjusted_offers([_OFFERED_T // 5] * 5, moves[0]))],
    )
