"""The tables of a world that hold instruments, orders and trades; units stay in the registry's."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from registry.worlds import UtcDateTime, Whole, WorldRecord


class Instrument(WorldRecord, table=True):
    """A unit type that is traded; locking its row is locking its book."""

    __tablename__ = "instrument"
    __table_args__ = (
        CheckConstraint("reference_price_fen > 0", name="reference_price"),
        CheckConstraint("state IN ('open','paused','closed')", name="state"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    code: str = Field(max_length=24, unique=True)
    unit_type_id: int = Field(foreign_key="unit_type.id", unique=True, sa_type=Whole)
    market: str = Field(max_length=60)
    reference_price_fen: int = Field(sa_type=Whole)
    state: str = Field(default="open", max_length=8)
    rolled_on: date
    opened_at: datetime = Field(sa_type=UtcDateTime)


class TradingDay(WorldRecord, table=True):
    """One day of one instrument; the close is that of the trades so far, final the day after.

    Volume, turnover and prices are those of listed trades; blocks and auctions have their own
    totals, in t and fen. The close is made by the rules with which the day began: the average to
    the tick, in fen, of more than `close_min_t`.
    """

    __tablename__ = "trading_day"
    __table_args__ = (
        UniqueConstraint("instrument_id", "business_date"),
        CheckConstraint("previous_close_fen > 0 AND close_fen > 0", name="closes"),
        CheckConstraint("volume_t >= 0 AND turnover_fen >= 0", name="totals"),
        CheckConstraint(
            "block_volume_t >= 0 AND block_turnover_fen >= block_volume_t"
            " AND auction_volume_t >= 0 AND auction_turnover_fen >= auction_volume_t",
            name="negotiated",
        ),
        CheckConstraint("tick_fen > 0 AND close_min_t >= 0", name="closing"),
        CheckConstraint(
            "(volume_t = 0 AND open_fen IS NULL AND high_fen IS NULL AND low_fen IS NULL"
            " AND last_fen IS NULL AND turnover_fen = 0)"
            " OR (volume_t > 0 AND low_fen <= open_fen AND open_fen <= high_fen"
            " AND low_fen <= last_fen AND last_fen <= high_fen)",
            name="prices",
        ),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    instrument_id: int = Field(foreign_key="instrument.id", sa_type=Whole)
    business_date: date
    previous_close_fen: int = Field(sa_type=Whole)
    open_fen: int | None = Field(default=None, sa_type=Whole)
    high_fen: int | None = Field(default=None, sa_type=Whole)
    low_fen: int | None = Field(default=None, sa_type=Whole)
    last_fen: int | None = Field(default=None, sa_type=Whole)
    close_fen: int = Field(sa_type=Whole)
    volume_t: int = Field(default=0, sa_type=Whole)
    turnover_fen: int = Field(default=0, sa_type=Whole)
    block_volume_t: int = Field(default=0, sa_type=Whole)
    block_turnover_fen: int = Field(default=0, sa_type=Whole)
    auction_volume_t: int = Field(default=0, sa_type=Whole)
    auction_turnover_fen: int = Field(default=0, sa_type=Whole)
    tick_fen: int = Field(default=1, sa_type=Whole)
    close_min_t: int = Field(default=0, sa_type=Whole)


class MarketOrder(WorldRecord, table=True):
    """An order; its number tells its time, for it was given while the book was locked.

    The fee rate, in parts of 100,000 of the turnover, is that of the day on which it was placed.
    """

    __tablename__ = "market_order"
    __table_args__ = (
        CheckConstraint("side IN ('buy','sell')", name="side"),
        CheckConstraint("kind IN ('limit','market')", name="kind"),
        CheckConstraint("state IN ('open','filled','cancelled','expired')", name="state"),
        CheckConstraint(
            "(kind = 'limit' AND price_fen > 0) OR (kind = 'market' AND price_fen IS NULL)",
            name="price",
        ),
        CheckConstraint(
            "quantity_t > 0 AND remaining_t >= 0 AND remaining_t <= quantity_t", name="quantity"
        ),
        CheckConstraint("fee_rate >= 0 AND fee_rate <= 100000", name="fee_rate"),
        CheckConstraint("state <> 'open' OR remaining_t > 0", name="open_has_rest"),
        CheckConstraint("(state = 'filled') = (remaining_t = 0)", name="filled"),
        Index(None, "instrument_id", "state", "side", "price_fen", "id"),
        Index(None, "account_id", "id"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    instrument_id: int = Field(foreign_key="instrument.id", sa_type=Whole)
    account_id: int = Field(foreign_key="account.id", sa_type=Whole)
    party_id: int = Field(foreign_key="party.id", index=True, sa_type=Whole)
    side: str = Field(max_length=4)
    kind: str = Field(max_length=8)
    price_fen: int | None = Field(default=None, sa_type=Whole)
    quantity_t: int = Field(sa_type=Whole)
    remaining_t: int = Field(sa_type=Whole)
    state: str = Field(max_length=10)
    fee_rate: int = Field(default=0, sa_type=Whole)
    reservation_id: str | None = Field(default=None, foreign_key="reservation.id", max_length=36)
    client_id: str = Field(max_length=64, unique=True)
    business_date: date
    placed_at: datetime = Field(sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class TradeRow(WorldRecord, table=True):
    """A trade, and the ledger transaction that delivered and paid it."""

    __tablename__ = "trade"
    __table_args__ = (
        CheckConstraint("price_fen > 0 AND quantity_t > 0", name="positive"),
        CheckConstraint("taker_side IN ('buy','sell')", name="taker_side"),
        CheckConstraint(
            "mode <> 'listed' OR (buy_order_id IS NOT NULL AND sell_order_id IS NOT NULL)",
            name="listed_orders",
        ),
        CheckConstraint("buy_order_id <> sell_order_id", name="two_orders"),
        CheckConstraint("mode IN ('listed','block','auction')", name="mode"),
        CheckConstraint("buyer_fee_fen >= 0 AND seller_fee_fen >= 0", name="fees"),
        Index(None, "instrument_id", "id"),
        Index(None, "instrument_id", "business_date", "id"),
        Index(None, "buyer_account_id", "id"),
        Index(None, "seller_account_id", "id"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    instrument_id: int = Field(foreign_key="instrument.id", sa_type=Whole)
    mode: str = Field(default="listed", max_length=8)
    price_fen: int = Field(sa_type=Whole)
    quantity_t: int = Field(sa_type=Whole)
    taker_side: str = Field(max_length=4)
    buy_order_id: int | None = Field(
        default=None, foreign_key="market_order.id", index=True, sa_type=Whole
    )
    sell_order_id: int | None = Field(
        default=None, foreign_key="market_order.id", index=True, sa_type=Whole
    )
    buyer_account_id: int = Field(foreign_key="account.id", sa_type=Whole)
    seller_account_id: int = Field(foreign_key="account.id", sa_type=Whole)
    buyer_fee_fen: int = Field(default=0, sa_type=Whole)
    seller_fee_fen: int = Field(default=0, sa_type=Whole)
    transaction_id: str = Field(foreign_key="ledger_transaction.id", unique=True, max_length=36)
    business_date: date
    traded_at: datetime = Field(sa_type=UtcDateTime)


class MarketEvent(WorldRecord, table=True):
    """Something happened to an instrument; its numbers grow, so that readers can wait for more."""

    __tablename__ = "market_event"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('opened','day','order','trade','cancelled','expired','paused','resumed')",
            name="kind",
        ),
        Index(None, "instrument_id", "id"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    instrument_id: int = Field(foreign_key="instrument.id", sa_type=Whole)
    kind: str = Field(max_length=12)
    order_id: int | None = Field(default=None, foreign_key="market_order.id", sa_type=Whole)
    trade_id: int | None = Field(default=None, foreign_key="trade.id", sa_type=Whole)
    recorded_at: datetime = Field(sa_type=UtcDateTime)


class PublishedFigure(WorldRecord, table=True):
    """A figure that a real market published; shown beside the venue's own, never mixed with it."""

    __tablename__ = "published_figure"
    __table_args__ = (
        UniqueConstraint("market", "period", "measure"),
        CheckConstraint("confidence IN ('published','high','derived')", name="confidence"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    market: str = Field(max_length=20)
    period: str = Field(max_length=10)
    measure: str = Field(max_length=20)
    value: str = Field(max_length=40)
    unit: str = Field(max_length=10)
    source_zh: str = Field(max_length=200)
    source_en: str = Field(max_length=200)
    confidence: str = Field(max_length=10)
