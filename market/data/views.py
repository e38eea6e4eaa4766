"""What the venue's queries answer: plain values for pages, JSON and live updates."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True, slots=True)
class LevelView:
    """One price of the book: total, how many orders, and how much is the reader's own, t."""

    price_fen: int
    quantity_t: int
    orders: int
    own_t: int


@dataclass(frozen=True, slots=True)
class DepthView:
    """The best levels of both sides, best first."""

    bids: tuple[LevelView, ...]
    asks: tuple[LevelView, ...]


@dataclass(frozen=True, slots=True)
class TapeRow:
    """One trade as everybody sees it; `own` if a party of the reader bought or sold."""

    trade_id: int
    traded_at: datetime
    price_fen: int
    quantity_t: int
    taker_side: str
    own_side: str | None = None


@dataclass(frozen=True, slots=True)
class OrderView:
    """One order of the reader's parties."""

    order_id: int
    instrument: str
    account: str
    party_id: int
    side: str
    order_kind: str
    price_fen: int | None
    quantity_t: int
    filled_t: int
    remaining_t: int
    state: str
    business_date: date
    placed_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class DayView:
    """The day of an instrument so far: band, bar, volume, change from the previous close."""

    business_date: date
    previous_close_fen: int
    band_low_fen: int
    band_high_fen: int
    open_fen: int | None
    high_fen: int | None
    low_fen: int | None
    last_fen: int | None
    close_fen: int
    volume_t: int
    turnover_fen: int

    @property
    def change_fen(self) -> int:
        """Last price less previous close, fen per t; zero before the first trade."""
        return 0 if self.last_fen is None else self.last_fen - self.previous_close_fen

    @property
    def change_pct(self) -> Decimal:
        """The same in per cent of the previous close, two decimals, half up."""
        share = Decimal(100 * self.change_fen) / self.previous_close_fen
        return share.quantize(Decimal("0.01"), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class InstrumentView:
    """One instrument with its names and its day."""

    code: str
    name_zh: str
    name_en: str
    unit_kind: str
    measure: str
    state: str
    market: str
    day: DayView
