"""The tables of auctions: notices, sealed bids, results.

Sheets of bids, their lines, results and awards are never changed: a later sheet of the same party
supersedes the one before, and a withdrawal is a sheet without lines.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from registry.worlds import UtcDateTime, Whole, WorldRecord


class Auction(WorldRecord, table=True):
    """A notice, and how far it has come; locking its row is locking its bids.

    The fee rate, in parts of 100,000 of the turnover, is that of the day of the notice.
    """

    __tablename__ = "auction"
    __table_args__ = (
        CheckConstraint("side IN ('buy','sell')", name="side"),
        CheckConstraint("pricing IN ('uniform','pay_as_bid')", name="pricing"),
        CheckConstraint("at_margin IN ('pro_rata','time')", name="at_margin"),
        CheckConstraint("eligibility IN ('all','compliance','list')", name="eligibility"),
        CheckConstraint(
            "state IN ('requested','announced','closed','failed','cancelled')", name="state"
        ),
        CheckConstraint(
            "quantity_t > 0 AND minimum_t >= 0 AND minimum_t <= quantity_t", name="quantity"
        ),
        CheckConstraint(
            "bid_min_t >= 1 AND bid_min_t <= bid_max_t AND bid_max_t <= quantity_t",
            name="bid_limits",
        ),
        CheckConstraint("limit_fen >= 0 AND (side = 'sell' OR limit_fen > 0)", name="limit_price"),
        CheckConstraint("deposit_pct >= 1 AND deposit_pct <= 100", name="deposit"),
        CheckConstraint("fee_rate >= 0 AND fee_rate <= 100000", name="fee_rate"),
        CheckConstraint("opens_at < closes_at", name="window"),
        CheckConstraint("(state IN ('requested','announced')) = (ended_at IS NULL)", name="ended"),
        Index(None, "state", "closes_at"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    number: str = Field(max_length=16, unique=True)
    instrument_id: int = Field(foreign_key="instrument.id", index=True, sa_type=Whole)
    account_id: int = Field(foreign_key="account.id", index=True, sa_type=Whole)
    party_id: int = Field(foreign_key="party.id", sa_type=Whole)
    side: str = Field(max_length=4)
    quantity_t: int = Field(sa_type=Whole)
    minimum_t: int = Field(sa_type=Whole)
    pricing: str = Field(max_length=12)
    at_margin: str = Field(max_length=8)
    limit_fen: int = Field(sa_type=Whole)
    limit_public: bool
    opens_at: datetime = Field(sa_type=UtcDateTime)
    closes_at: datetime = Field(sa_type=UtcDateTime)
    eligibility: str = Field(max_length=12)
    bid_min_t: int = Field(sa_type=Whole)
    bid_max_t: int = Field(sa_type=Whole)
    deposit_pct: int
    fee_rate: int = Field(default=0, sa_type=Whole)
    note: str = Field(max_length=500)
    state: str = Field(max_length=10)
    reason: str = Field(default="", max_length=200)
    reservation_id: str = Field(foreign_key="reservation.id", max_length=36)
    announced_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class AuctionInvitation(WorldRecord, table=True):
    """A party that a notice with a list admits."""

    __tablename__ = "auction_invitation"
    __table_args__ = (UniqueConstraint("auction_id", "party_id"),)
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    auction_id: int = Field(foreign_key="auction.id", sa_type=Whole)
    party_id: int = Field(foreign_key="party.id", index=True, sa_type=Whole)


class AuctionSheet(WorldRecord, table=True):
    """The bids a party gave at one time; the latest of a party is in force, unless withdrawn."""

    __tablename__ = "auction_sheet"
    __table_args__ = (
        CheckConstraint("(reservation_id IS NULL) = withdrawn", name="withdrawn"),
        CheckConstraint(
            "(withdrawn AND bid_t = 0 AND set_aside = 0)"
            " OR (NOT withdrawn AND bid_t > 0 AND set_aside > 0)",
            name="bid",
        ),
        Index(None, "auction_id", "party_id", "id"),
        Index(None, "party_id"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    auction_id: int = Field(foreign_key="auction.id", sa_type=Whole)
    party_id: int = Field(foreign_key="party.id", sa_type=Whole)
    account_id: int = Field(foreign_key="account.id", index=True, sa_type=Whole)
    withdrawn: bool = False
    bid_t: int = Field(sa_type=Whole)
    set_aside: int = Field(sa_type=Whole)
    reservation_id: str | None = Field(default=None, foreign_key="reservation.id", max_length=36)
    submitted_at: datetime = Field(sa_type=UtcDateTime)


class AuctionBid(WorldRecord, table=True):
    """One line of a sheet."""

    __tablename__ = "auction_bid"
    __table_args__ = (
        CheckConstraint("price_fen > 0 AND quantity_t > 0", name="positive"),
        UniqueConstraint("sheet_id", "line"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    sheet_id: int = Field(foreign_key="auction_sheet.id", sa_type=Whole)
    line: int
    price_fen: int = Field(sa_type=Whole)
    quantity_t: int = Field(sa_type=Whole)


class AuctionOutcome(WorldRecord, table=True):
    """What an auction decided, published at its close."""

    __tablename__ = "auction_result"
    __table_args__ = (
        CheckConstraint("(price_fen IS NULL) = (cleared_t = 0)", name="price"),
        CheckConstraint("traded_t >= 0 AND traded_t <= cleared_t", name="traded"),
        CheckConstraint(
            "turnover_fen >= 0 AND (turnover_fen > 0 OR traded_t = 0)", name="turnover"
        ),
        CheckConstraint(
            "bids >= bidders AND bidders >= winners AND winners >= defaulters AND defaulters >= 0",
            name="counts",
        ),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    auction_id: int = Field(foreign_key="auction.id", unique=True, sa_type=Whole)
    price_fen: int | None = Field(default=None, sa_type=Whole)
    cleared_t: int = Field(sa_type=Whole)
    traded_t: int = Field(sa_type=Whole)
    turnover_fen: int = Field(sa_type=Whole)
    bid_t: int = Field(sa_type=Whole)
    bids: int
    bidders: int
    winners: int
    defaulters: int
    cleared_at: datetime = Field(sa_type=UtcDateTime)


class AuctionAward(WorldRecord, table=True):
    """What one bid won, and the trade that settled it; none where the bidder could not pay."""

    __tablename__ = "auction_award"
    __table_args__ = (CheckConstraint("price_fen > 0 AND quantity_t > 0", name="positive"),)
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    auction_id: int = Field(foreign_key="auction.id", index=True, sa_type=Whole)
    bid_id: int = Field(foreign_key="auction_bid.id", unique=True, sa_type=Whole)
    price_fen: int = Field(sa_type=Whole)
    quantity_t: int = Field(sa_type=Whole)
    trade_id: int | None = Field(default=None, foreign_key="trade.id", index=True, sa_type=Whole)
