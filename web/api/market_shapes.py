"""How the market looks in JSON: prices are decimal strings in CNY/t, quantities whole tonnes."""

from datetime import date, datetime
from typing import Any
from uuid import uuid4

from pydantic import BaseModel, ConfigDict, Field

from market.data import CANDLES_MAX, CandlePeriod, CandleView, DayView, InstrumentView, LevelView
from market.rules import cny_text
from registry.worlds import MARKET_ZONE

ROWS_MAX = 500


class Rows(BaseModel):
    """How many rows at most."""

    limit: int = Field(100, ge=1, le=ROWS_MAX)


class TapeQuery(Rows):
    """A page of trades: those with a smaller number than `before`."""

    before: int | None = Field(None, ge=1, le=2**63 - 1)


class CandleQuery(BaseModel):
    """Candles of a period; the last day shown, for minutes the only one; default today.

    An earlier page of days or months ends before the first one shown; a day's minutes are one page.
    """

    limit: int = Field(100, ge=1, le=CANDLES_MAX)
    period: CandlePeriod = CandlePeriod.DAY
    until: date | None = None


class Levels(BaseModel):
    """How many levels of each side."""

    levels: int = Field(5, ge=1, le=50)


class OwnOrdersQuery(Rows):
    """Which of one's own orders."""

    instrument: str | None = Field(None, max_length=24)
    open_only: bool = False


class CancelRequest(BaseModel):
    """A client id makes a repeated cancellation answer as the first did."""

    model_config = ConfigDict(extra="forbid")

    client_id: str = Field(default_factory=lambda: uuid4().hex, min_length=1, max_length=64)


class DayAnswer(BaseModel):
    """One day of an instrument; prices are CNY/t, null before the first trade."""

    date: str
    previous_close_cny: str
    band_low_cny: str
    band_high_cny: str
    open_cny: str | None
    high_cny: str | None
    low_cny: str | None
    last_cny: str | None
    close_cny: str
    change_cny: str
    change_pct: str
    volume_t: int
    turnover_cny: str


class InstrumentAnswer(BaseModel):
    """An instrument and its day."""

    code: str
    name: dict[str, str]
    unit_kind: str
    measure: str
    state: str
    market: str
    day: DayAnswer


class InstrumentList(BaseModel):
    """Every instrument."""

    instruments: list[InstrumentAnswer]


class LevelAnswer(BaseModel):
    """One price of the book; `own_t` is the reader's part."""

    price_cny: str
    quantity_t: int
    orders: int
    own_t: int


class DepthAnswer(BaseModel):
    """The best levels, best first."""

    instrument: str
    bids: list[LevelAnswer]
    asks: list[LevelAnswer]


class ShownOrderAnswer(BaseModel):
    """One resting order; participants are told apart by labels that are new every day."""

    order_id: int
    participant: str
    quantity_t: int
    own: bool


class ShownLevelAnswer(BaseModel):
    """One price and its first orders in time; only the best price is `takeable`."""

    price_cny: str
    takeable: bool
    orders: list[ShownOrderAnswer]


class CounterpartyAnswer(BaseModel):
    """The best five levels with their single orders, best first."""

    instrument: str
    bids: list[ShownLevelAnswer]
    asks: list[ShownLevelAnswer]


class TradeAnswer(BaseModel):
    """One trade; `taker_side` tells who took the resting price."""

    trade_id: int
    traded_at: str
    price_cny: str
    quantity_t: int
    taker_side: str
    own_side: str | None


class TapeAnswer(BaseModel):
    """The last trades, newest first."""

    instrument: str
    trades: list[TradeAnswer]


class CandleShape(BaseModel):
    """A minute (with its `time`, market's zone) or a month (its first day), CNY."""

    date: str
    time: str | None
    open_cny: str | None
    high_cny: str | None
    low_cny: str | None
    close_cny: str
    volume_t: int
    turnover_cny: str


class CandleAnswer(BaseModel):
    """The last candles, oldest first; days carry band and change as well."""

    instrument: str
    period: CandlePeriod
    candles: list[DayAnswer | CandleShape]


class SnapshotAnswer(BaseModel):
    """The complete state of a trading page; `own` is null for visitors."""

    market: dict[str, Any]
    own: dict[str, Any] | None


class OrderAnswer(BaseModel):
    """One order of the reader's parties."""

    order_id: int
    instrument: str
    account: str
    side: str
    order_kind: str
    price_cny: str | None
    quantity_t: int
    filled_t: int
    remaining_t: int
    state: str
    date: str
    time: str


class OrderList(BaseModel):
    """One's own orders, newest first."""

    orders: list[OrderAnswer]


class OrderTrade(BaseModel):
    """A trade that an order made at once."""

    trade_id: int
    price_cny: str
    quantity_t: int


class PlacedAnswer(BaseModel):
    """What became of an order; `replayed` if it had been received before."""

    order_id: int
    instrument: str
    side: str
    state: str
    quantity_t: int
    filled_t: int
    remaining_t: int
    trades: list[OrderTrade]
    replayed: bool


class TakenAnswer(PlacedAnswer):
    """What became of a take: the taker's own order, filled, and the order it took."""

    taken_order_id: int


class CancelledAnswer(BaseModel):
    """What was taken out of the book."""

    order_id: int
    instrument: str
    state: str
    cancelled_t: int
    replayed: bool


class FigureAnswer(BaseModel):
    """A published figure of a real market, with where it was published."""

    market: str
    period: str
    measure: str
    value: str
    unit: str
    source_zh: str
    source_en: str
    confidence: str


class FigureList(BaseModel):
    """Every published figure."""

    figures: list[FigureAnswer]


def instrument_answer(shown: InstrumentView) -> InstrumentAnswer:
    """Return an instrument as JSON shows it."""
    return InstrumentAnswer(
        code=shown.code,
        name={"zh": shown.name_zh, "en": shown.name_en},
        unit_kind=shown.unit_kind,
        measure=shown.measure,
        state=shown.state,
        market=shown.market,
        day=day_answer(shown.day),
    )


def day_answer(day: DayView) -> DayAnswer:
    """Return a day as JSON shows it."""
    return DayAnswer(
        date=day.business_date.isoformat(),
        previous_close_cny=cny_text(day.previous_close_fen),
        band_low_cny=cny_text(day.band_low_fen),
        band_high_cny=cny_text(day.band_high_fen),
        open_cny=_price(day.open_fen),
        high_cny=_price(day.high_fen),
        low_cny=_price(day.low_fen),
        last_cny=_price(day.last_fen),
        close_cny=cny_text(day.close_fen),
        change_cny=cny_text(day.change_fen),
        change_pct=str(day.change_pct),
        volume_t=day.volume_t,
        turnover_cny=cny_text(day.turnover_fen),
    )


def candle_answer(candle: CandleView) -> CandleShape:
    """Return a minute or a month as JSON shows it."""
    begins, time = candle.begins, None
    if isinstance(begins, datetime):
        begins = begins.astimezone(MARKET_ZONE)
        begins, time = begins.date(), begins.strftime("%H:%M")
    return CandleShape(
        date=begins.isoformat(),
        time=time,
        open_cny=_price(candle.open_fen),
        high_cny=_price(candle.high_fen),
        low_cny=_price(candle.low_fen),
        close_cny=cny_text(candle.close_fen),
        volume_t=candle.volume_t,
        turnover_cny=cny_text(candle.turnover_fen),
    )


def level_answer(level: LevelView) -> LevelAnswer:
    """Return a level of the book as JSON shows it."""
    return LevelAnswer(
        price_cny=cny_text(level.price_fen),
        quantity_t=level.quantity_t,
        orders=level.orders,
        own_t=level.own_t,
    )


def _price(price_fen: int | None) -> str | None:
    return None if price_fen is None else cny_text(price_fen)
