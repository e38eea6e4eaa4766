"""The tables of block trades: offers, and everything that was said of them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from registry.worlds import UtcDateTime, Whole, WorldRecord


class BlockOffer(WorldRecord, table=True):
    """An offer with the terms its maker stands to; each round of it is in `block_event`.

    The fee rate, in parts of 100,000 of the turnover, is that of the day of the offer.
    """

    __tablename__ = "block_offer"
    __table_args__ = (
        CheckConstraint("side IN ('buy','sell')", name="side"),
        CheckConstraint(
            "state IN ('open','agreed','declined','withdrawn','expired')", name="state"
        ),
        CheckConstraint("price_fen > 0 AND quantity_t > 0", name="terms"),
        CheckConstraint("fee_rate >= 0 AND fee_rate <= 100000", name="fee_rate"),
        CheckConstraint("(state = 'agreed') = (trade_id IS NOT NULL)", name="agreed"),
        CheckConstraint("(state = 'open') = (closed_at IS NULL)", name="closed"),
        CheckConstraint("party_id <> counterparty_id", name="two_parties"),
        CheckConstraint(
            "(counterparty_id IS NULL) = (counterparty_account_id IS NULL)", name="counterparty"
        ),
        Index(None, "state", "business_date"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    number: str = Field(max_length=24, unique=True)
    instrument_id: int = Field(foreign_key="instrument.id", index=True, sa_type=Whole)
    account_id: int = Field(foreign_key="account.id", sa_type=Whole)
    party_id: int = Field(foreign_key="party.id", index=True, sa_type=Whole)
    counterparty_account_id: int | None = Field(
        default=None, foreign_key="account.id", sa_type=Whole
    )
    counterparty_id: int | None = Field(
        default=None, foreign_key="party.id", index=True, sa_type=Whole
    )
    side: str = Field(max_length=4)
    price_fen: int = Field(sa_type=Whole)
    quantity_t: int = Field(sa_type=Whole)
    fee_rate: int = Field(default=0, sa_type=Whole)
    state: str = Field(default="open", max_length=10)
    reservation_id: str = Field(foreign_key="reservation.id", max_length=36)
    trade_id: int | None = Field(default=None, foreign_key="trade.id", sa_type=Whole)
    business_date: date
    offered_at: datetime = Field(sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class BlockEvent(WorldRecord, table=True):
    """One thing that a side said of an offer, or its end; never changed."""

    __tablename__ = "block_event"
    __table_args__ = (
        UniqueConstraint("offer_id", "round"),
        CheckConstraint(
            "kind IN ('offered','countered','accepted','declined','withdrawn','expired')",
            name="kind",
        ),
        CheckConstraint("round >= 1 AND answers < round", name="rounds"),
        CheckConstraint(
            "(kind IN ('offered','countered','accepted')"
            " AND price_fen > 0 AND quantity_t > 0)"
            " OR (kind IN ('declined','withdrawn','expired')"
            " AND price_fen IS NULL AND quantity_t IS NULL)",
            name="terms",
        ),
        CheckConstraint(
            "(kind IN ('accepted','declined')) = (answers IS NOT NULL)", name="answers"
        ),
        CheckConstraint("(kind = 'expired') = (account_id IS NULL)", name="who"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    offer_id: int = Field(foreign_key="block_offer.id", sa_type=Whole)
    round: int
    kind: str = Field(max_length=10)
    account_id: int | None = Field(
        default=None, foreign_key="account.id", index=True, sa_type=Whole
    )
    price_fen: int | None = Field(default=None, sa_type=Whole)
    quantity_t: int | None = Field(default=None, sa_type=Whole)
    answers: int | None = None
    actor: str = Field(max_length=254)
    recorded_at: datetime = Field(sa_type=UtcDateTime)
