"""Tables of forwards, futures and options: series, offers, trades, positions, marks and calls."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from registry.worlds import UtcDateTime, Whole, WorldRecord


class ContractSeries(WorldRecord, table=True):
    """Terms of contracts that differ in nothing; locking its row is locking its positions."""

    __tablename__ = "contract_series"
    __table_args__ = (
        CheckConstraint("kind IN ('forward','future','option')", name="kind"),
        CheckConstraint("settlement IN ('cash','physical')", name="settlement"),
        CheckConstraint("state IN ('open','expired')", name="state"),
        CheckConstraint("status IN ('pilot','planned','otc','educational')", name="status"),
        CheckConstraint("size_t > 0 AND tick_fen > 0 AND final_days > 0", name="positive"),
        CheckConstraint(
            "maintenance_bp > 0 AND maintenance_bp <= initial_bp AND initial_bp <= 10000",
            name="margins",
        ),
        CheckConstraint("expires_on >= last_trading_day", name="days"),
        CheckConstraint(
            "(kind = 'option' AND strike_fen > 0 AND option_type IN ('call','put'))"
            " OR (kind <> 'option' AND strike_fen IS NULL AND option_type IS NULL)",
            name="option",
        ),
        CheckConstraint("(state = 'expired') = (final_price_fen IS NOT NULL)", name="final"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    code: str = Field(max_length=24, unique=True)
    kind: str = Field(max_length=8)
    instrument_id: int = Field(foreign_key="instrument.id", sa_type=Whole)
    scheme: str = Field(max_length=60)
    status: str = Field(max_length=12)
    size_t: int = Field(sa_type=Whole)
    tick_fen: int = Field(sa_type=Whole)
    last_trading_day: date
    expires_on: date
    settlement: str = Field(max_length=8)
    strike_fen: int | None = Field(default=None, sa_type=Whole)
    option_type: str | None = Field(default=None, max_length=4)
    initial_bp: int = Field(sa_type=Whole)
    maintenance_bp: int = Field(sa_type=Whole)
    final_days: int = Field(sa_type=Whole)
    opens: str = Field(max_length=5)
    closes: str = Field(max_length=5)
    state: str = Field(default="open", max_length=8)
    listed_on: date
    listed_at: datetime = Field(sa_type=UtcDateTime)
    final_price_fen: int | None = Field(default=None, sa_type=Whole)
    final_underlying_fen: int | None = Field(default=None, sa_type=Whole)
    delivered_contracts: int | None = Field(default=None, sa_type=Whole)
    expired_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SeriesOffer(WorldRecord, table=True):
    """An offer of one account to another; it holds until the end of its day."""

    __tablename__ = "series_offer"
    __table_args__ = (
        CheckConstraint("side IN ('buy','sell')", name="side"),
        CheckConstraint("state IN ('open','accepted','withdrawn','declined')", name="state"),
        CheckConstraint("price_fen > 0 AND contracts > 0", name="positive"),
        CheckConstraint("from_account_id <> to_account_id", name="two_accounts"),
        Index(None, "series_id", "id"),
        Index(None, "from_party_id", "id"),
        Index(None, "to_party_id", "id"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    series_id: int = Field(foreign_key="contract_series.id", sa_type=Whole)
    side: str = Field(max_length=4)
    from_account_id: int = Field(foreign_key="account.id", sa_type=Whole)
    to_account_id: int = Field(foreign_key="account.id", sa_type=Whole)
    from_party_id: int = Field(foreign_key="party.id", sa_type=Whole)
    to_party_id: int = Field(foreign_key="party.id", sa_type=Whole)
    price_fen: int = Field(sa_type=Whole)
    contracts: int = Field(sa_type=Whole)
    state: str = Field(default="open", max_length=10)
    business_date: date
    offered_at: datetime = Field(sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SeriesTrade(WorldRecord, table=True):
    """A trade that the central counterparty took over, or a position it closed out."""

    __tablename__ = "series_trade"
    __table_args__ = (
        CheckConstraint("kind IN ('trade','close_out')", name="kind"),
        CheckConstraint("price_fen >= 0 AND contracts > 0", name="positive"),
        CheckConstraint("buyer_account_id <> seller_account_id", name="two_accounts"),
        Index(None, "series_id", "business_date", "id"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    series_id: int = Field(foreign_key="contract_series.id", sa_type=Whole)
    kind: str = Field(default="trade", max_length=10)
    offer_id: int | None = Field(
        default=None, foreign_key="series_offer.id", unique=True, sa_type=Whole
    )
    buyer_account_id: int = Field(foreign_key="account.id", sa_type=Whole)
    seller_account_id: int = Field(foreign_key="account.id", sa_type=Whole)
    price_fen: int = Field(sa_type=Whole)
    contracts: int = Field(sa_type=Whole)
    business_date: date
    traded_at: datetime = Field(sa_type=UtcDateTime)


class SeriesPosition(WorldRecord, table=True):
    """Contracts of an account against the central counterparty, with the margin reserved."""

    __tablename__ = "series_position"
    __table_args__ = (
        UniqueConstraint("series_id", "account_id"),
        Index(None, "account_id"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    series_id: int = Field(foreign_key="contract_series.id", sa_type=Whole)
    account_id: int = Field(foreign_key="account.id", sa_type=Whole)
    net: int = Field(default=0, sa_type=Whole)
    value_fen: int = Field(default=0, sa_type=Whole)
    reservation_id: str | None = Field(default=None, foreign_key="reservation.id", max_length=36)


class SeriesSettlement(WorldRecord, table=True):
    """The settlement price of a day; the last one is that of expiry."""

    __tablename__ = "series_settlement"
    __table_args__ = (
        UniqueConstraint("series_id", "business_date", "basis"),
        CheckConstraint("basis IN ('trades','model','final')", name="basis"),
        CheckConstraint("price_fen >= 0 AND underlying_fen > 0 AND contracts >= 0", name="amounts"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    series_id: int = Field(foreign_key="contract_series.id", sa_type=Whole)
    business_date: date
    basis: str = Field(max_length=8)
    price_fen: int = Field(sa_type=Whole)
    underlying_fen: int = Field(sa_type=Whole)
    contracts: int = Field(sa_type=Whole)
    transaction_id: str | None = Field(
        default=None, foreign_key="ledger_transaction.id", max_length=36
    )
    settled_at: datetime = Field(sa_type=UtcDateTime)


class SeriesMark(WorldRecord, table=True):
    """What one account gained or lost in a settlement, and where a loss was taken from."""

    __tablename__ = "series_mark"
    __table_args__ = (
        UniqueConstraint("settlement_id", "account_id"),
        CheckConstraint(
            "from_margin_fen >= 0 AND from_cash_fen >= 0 AND missing_fen >= 0", name="parts"
        ),
        CheckConstraint(
            "from_margin_fen + from_cash_fen + missing_fen"
            " = CASE WHEN variation_fen < 0 THEN -variation_fen ELSE 0 END",
            name="sum",
        ),
        Index(None, "account_id", "id"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    settlement_id: int = Field(foreign_key="series_settlement.id", sa_type=Whole)
    account_id: int = Field(foreign_key="account.id", sa_type=Whole)
    net: int = Field(sa_type=Whole)
    variation_fen: int = Field(sa_type=Whole)
    from_margin_fen: int = Field(sa_type=Whole)
    from_cash_fen: int = Field(sa_type=Whole)
    missing_fen: int = Field(sa_type=Whole)
    margin_fen: int = Field(sa_type=Whole)
    needed_fen: int = Field(sa_type=Whole)


class MarginCall(WorldRecord, table=True):
    """Margin that an account must post by the next opening."""

    __tablename__ = "margin_call"
    __table_args__ = (
        CheckConstraint("state IN ('open','met','closed_out','ended')", name="state"),
        CheckConstraint("amount_fen > 0", name="amount"),
        CheckConstraint("(state = 'open') = (closed_at IS NULL)", name="closed"),
        Index(None, "state", "deadline"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    position_id: int = Field(foreign_key="series_position.id", index=True, sa_type=Whole)
    settlement_id: int = Field(foreign_key="series_settlement.id", sa_type=Whole)
    amount_fen: int = Field(sa_type=Whole)
    deadline: datetime = Field(sa_type=UtcDateTime)
    state: str = Field(default="open", max_length=10)
    called_at: datetime = Field(sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
