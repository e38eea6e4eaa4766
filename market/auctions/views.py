"""What is shown of auctions; bids of others never before the close, and then only added up."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

RATIO_DECIMALS = Decimal("0.01")


class Phase(StrEnum):
    """Where an auction stands by the clock."""

    REQUESTED = "requested"
    COMING = "coming"
    OPEN = "open"
    CLEARING = "clearing"
    CLOSED = "closed"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultView:
    """What an auction decided.

    Attributes:
        price_fen: of a uniform price, what all winners pay; else the worst that won; fen per t.
        average_fen: turnover divided by quantity, fen per t, rounded half up.
        cleared_t: what bids won, t.
        traded_t: what of it was settled, t.
        turnover_fen: paid for it, fen.
        bid_t: bid for in all, t.
        cover: bid for divided by offered, two decimals, rounded half up.
        bids: number of bids; then those who gave them, won, and could not pay.
    """

    price_fen: int | None
    average_fen: int | None
    cleared_t: int
    traded_t: int
    turnover_fen: int
    bid_t: int
    cover: Decimal
    bids: int
    bidders: int
    winners: int
    defaulters: int
    cleared_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AuctionView:
    """A notice and, after the close, its result.

    `limit_fen` is None where there is none, or while it is hidden from this reader.
    """

    number: str
    instrument: str
    measure: str
    name_zh: str
    name_en: str
    announcer: Mapping[str, str]
    fictitious: bool
    side: str
    quantity_t: int
    minimum_t: int
    pricing: str
    at_margin: str
    limit_fen: int | None
    limit_public: bool
    opens_at: datetime
    closes_at: datetime
    eligibility: str
    invited: int
    bid_min_t: int
    bid_max_t: int
    deposit_pct: int
    note: str
    state: str
    phase: Phase
    reason: str
    announced_at: datetime
    ended_at: datetime | None
    result: ResultView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnBid:
    """One of one's own bids: fen per t and t; what it won, once cleared."""

    line: int
    price_fen: int
    quantity_t: int
    won_t: int
    won_price_fen: int | None
    trade_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSheet:
    """One's own sheet of bids.

    `set_aside` is fen of a buyer or units of a seller; `superseded` tells that a later sheet took
    its place.
    """

    account: str
    party: Mapping[str, str]
    submitted_at: datetime
    withdrawn: bool
    superseded: bool
    bid_t: int
    set_aside: int
    bids: tuple[OwnBid, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BidderView:
    """An account that the reader may bid from."""

    account: str
    party: Mapping[str, str]
    available_fen: int
    available_t: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPart:
    """What an auction is to the reader: where they may bid from, and their sheets."""

    bidders: tuple[BidderView, ...]
    sheets: tuple[OwnSheet, ...]
    announcer: bool


def cover_ratio(bid_t: int, quantity_t: int) -> Decimal:
    """Return what was bid for divided by what was offered, two decimals, rounded half up."""
    return (Decimal(bid_t) / quantity_t).quantize(RATIO_DECIMALS, ROUND_HALF_UP)


def average_fen(turnover_fen: int, traded_t: int) -> int | None:
    """Return the average price, fen per t, rounded half up; None where nothing was traded."""
    return (2 * turnover_fen + traded_t) // (2 * traded_t) if traded_t else None
