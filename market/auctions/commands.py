"""What is asked of auctions, as frozen values.

Bids are sealed, so an answer repeats none: only the bidder's own pages show them before the close.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, NamedTuple

from registry.worlds import Command


class BidLine(NamedTuple):
    """One bid of a sheet: a price (fen per t) and a quantity (t)."""

    price_fen: int
    quantity_t: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnounceAuction(Command):
    """Give notice of an auction (operator), or ask the operator for one (holder or buyer).

    Attributes:
        client_id: 1 to 64 characters, unique in the world.
        account: number of the account that sells or buys.
        instrument: code of the instrument.
        side: sell to many buyers, or buy from many sellers.
        quantity_t: quantity offered or wanted, t.
        minimum_t: with less than this in bids nothing is traded, t; 0 for none.
        pricing: `uniform` or `pay_as_bid`.
        at_margin: `pro_rata` or `time`.
        limit_fen: lowest price of a sale, highest of a purchase, fen per t; 0 for none.
        limit_public: whether bidders see it before the close.
        opens_at: first instant at which bids are taken, ISO 8601 with its zone.
        closes_at: first instant at which they no longer are, ISO 8601 with its zone.
        eligibility: `all`, `compliance` or `list`.
        invited: of a list, the account numbers of those admitted.
        bid_min_t: least a bidder bids for in all, t.
        bid_max_t: most a bidder bids for in all, t; 0: the whole quantity.
        deposit_pct: part of the cash of a bid that is set aside, per cent.
        note: what else bidders should know, at most 500 characters.
    """

    kind: ClassVar[str] = "announce_auction"
    account: str
    instrument: str
    side: str = "sell"
    quantity_t: int
    minimum_t: int = 0
    pricing: str = "uniform"
    at_margin: str = "pro_rata"
    limit_fen: int = 0
    limit_public: bool = True
    opens_at: str
    closes_at: str
    eligibility: str = "all"
    invited: tuple[str, ...] = ()
    bid_min_t: int = 1
    bid_max_t: int = 0
    deposit_pct: int = 100
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishAuction(Command):
    """Publish the notice that a holder or buyer asked for (operator).

    Attributes:
        client_id: 1 to 64 characters, unique in the world.
        auction: its number.
    """

    kind: ClassVar[str] = "publish_auction"
    auction: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitBids(Command):
    """Give sealed bids; they replace those the party gave before.

    Attributes:
        client_id: 1 to 64 characters, unique in the world.
        auction: its number.
        account: number of the account that pays or delivers.
        bids: prices and quantities.
    """

    kind: ClassVar[str] = "submit_bids"
    auction: str
    account: str
    bids: tuple[BidLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawBids(Command):
    """Take all one's bids out of an auction.

    Attributes:
        client_id: 1 to 64 characters, unique in the world.
        auction: its number.
        account: number of an account of the party.
    """

    kind: ClassVar[str] = "withdraw_bids"
    auction: str
    account: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelAuction(Command):
    """Cancel an auction whose window has not opened (operator, or who asked for it).

    Attributes:
        client_id: 1 to 64 characters, unique in the world.
        auction: its number.
        reason: announced with the cancellation, at most 200 characters.
    """

    kind: ClassVar[str] = "cancel_auction"
    auction: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseAuction(Command):
    """Open and clear the bids of an auction whose window is over (operator, or the clock).

    Attributes:
        client_id: 1 to 64 characters, unique in the world.
        auction: its number.
    """

    kind: ClassVar[str] = "close_auction"
    auction: str


def instant(text: str) -> datetime | None:
    """Return the instant that a command names, or None if it names none with a zone."""
    try:
        found = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None
    return found if found.tzinfo is not None else None
