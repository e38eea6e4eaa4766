"""`/market`: instruments, book, trades, candles and orders, by the same services as the pages."""

from typing import Any
from uuid import uuid4

from flask import Blueprint, Response
from pydantic import BaseModel, ConfigDict, Field

from market import (
    DayView,
    InstrumentView,
    LevelView,
    cny_text,
    day_candles,
    depth,
    instruments,
    order_by_id,
    own_orders,
    tape,
)
from registry import MARKET_ZONE, reading
from web.acting import acting, public_world
from web.api.specification import answers, specification
from web.trading_room import (
    OrderRequest,
    cancel,
    market_state,
    order_state,
    own_state,
    place,
    viewer,
)

api = Blueprint("market", __name__, url_prefix="/market")
TAGS = ["market"]
ROWS_MAX = 500


class Rows(BaseModel):
    """How many rows at most."""

    limit: int = Field(100, ge=1, le=ROWS_MAX)


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
    rules: str
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


class CandleAnswer(BaseModel):
    """The last days, oldest first."""

    instrument: str
    candles: list[DayAnswer]


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


class CancelledAnswer(BaseModel):
    """What was taken out of the book."""

    order_id: int
    instrument: str
    state: str
    cancelled_t: int
    replayed: bool


@api.get("/instruments")
@specification.validate(resp=answers(InstrumentList), tags=TAGS)
def list_instruments() -> InstrumentList:
    """List the instruments with their day."""
    with reading(public_world()) as session:
        return InstrumentList(instruments=[_instrument(shown) for shown in instruments(session)])


@api.get("/<code>/depth")
@specification.validate(query=Levels, resp=answers(DepthAnswer, 404, 422), tags=TAGS)
def show_depth(code: str, query: Levels) -> DepthAnswer:
    """Show the best levels of the book."""
    with reading(public_world()) as session:
        found = depth(session, code, query.levels, viewer(session))
    return DepthAnswer(
        instrument=code,
        bids=[_level(level) for level in found.bids],
        asks=[_level(level) for level in found.asks],
    )


@api.get("/<code>/tape")
@specification.validate(query=Rows, resp=answers(TapeAnswer, 404, 422), tags=TAGS)
def show_tape(code: str, query: Rows) -> TapeAnswer:
    """Show the last trades."""
    with reading(public_world()) as session:
        rows = tape(session, code, query.limit, viewer(session))
    return TapeAnswer(
        instrument=code,
        trades=[
            TradeAnswer(
                trade_id=row.trade_id,
                traded_at=row.traded_at.astimezone(MARKET_ZONE).isoformat(timespec="milliseconds"),
                price_cny=cny_text(row.price_fen),
                quantity_t=row.quantity_t,
                taker_side=row.taker_side,
                own_side=row.own_side,
            )
            for row in rows
        ],
    )


@api.get("/<code>/candles")
@specification.validate(query=Rows, resp=answers(CandleAnswer, 404, 422), tags=TAGS)
def show_candles(code: str, query: Rows) -> CandleAnswer:
    """Show the last days."""
    with reading(public_world()) as session:
        days = day_candles(session, code, query.limit)
    return CandleAnswer(instrument=code, candles=[_day(day) for day in days])


@api.get("/<code>/snapshot")
@specification.validate(resp=answers(SnapshotAnswer, 404), tags=TAGS)
def show_snapshot(code: str) -> SnapshotAnswer:
    """Show the complete state of a trading page."""
    with reading(public_world()) as session:
        actor = viewer(session)
        own = own_state(session, code, actor) if actor else None
        return SnapshotAnswer(market=market_state(session, code), own=own)


@api.post("/<code>/orders")
@specification.validate(
    json=OrderRequest, resp=answers(PlacedAnswer, 400, 401, 403, 404, 409, 413, 415, 422), tags=TAGS
)
def place_order(code: str, json: OrderRequest) -> PlacedAnswer:
    """Place an order; sent again with the same `client_id` it gives the first answer."""
    outcome = place(code, json)
    trades = [
        {**trade, "price_cny": cny_text(trade["price_fen"])} for trade in outcome.data["trades"]
    ]
    return PlacedAnswer.model_validate(
        {**outcome.data, "trades": trades, "replayed": outcome.replayed}
    )


@api.get("/orders")
@specification.validate(query=OwnOrdersQuery, resp=answers(OrderList, 401, 404, 422), tags=TAGS)
def list_orders(query: OwnOrdersQuery) -> OrderList:
    """List one's own orders."""
    with reading(public_world()) as session:
        found = own_orders(
            session, acting(session), query.instrument, query.limit, open_only=query.open_only
        )
    return OrderList.model_validate({"orders": [order_state(order) for order in found]})


@api.get("/orders/<int:order_id>")
@specification.validate(resp=answers(OrderAnswer, 401, 403, 404), tags=TAGS)
def show_order(order_id: int) -> OrderAnswer:
    """Show one of one's own orders."""
    with reading(public_world()) as session:
        return OrderAnswer.model_validate(
            order_state(order_by_id(session, order_id, acting(session)))
        )


@api.post("/orders/<int:order_id>/cancel")
@specification.validate(
    json=CancelRequest,
    resp=answers(CancelledAnswer, 400, 401, 403, 404, 409, 415, 422),
    tags=TAGS,
)
def cancel_order(order_id: int, json: CancelRequest) -> CancelledAnswer:
    """Cancel the rest of an order."""
    outcome = cancel(order_id, json.client_id)
    return CancelledAnswer.model_validate({**outcome.data, "replayed": outcome.replayed})


@api.delete("/orders/<int:order_id>")
@specification.validate(resp=answers(CancelledAnswer, 400, 401, 403, 404, 409), tags=TAGS)
def delete_order(order_id: int) -> CancelledAnswer:
    """Cancel the rest of an order, without a client id."""
    outcome = cancel(order_id, uuid4().hex)
    return CancelledAnswer.model_validate({**outcome.data, "replayed": outcome.replayed})


@api.after_request
def _never_stored(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


def _instrument(shown: InstrumentView) -> InstrumentAnswer:
    return InstrumentAnswer(
        code=shown.code,
        name={"zh": shown.name_zh, "en": shown.name_en},
        unit_kind=shown.unit_kind,
        measure=shown.measure,
        state=shown.state,
        rules=shown.rules,
        day=_day(shown.day),
    )


def _day(day: DayView) -> DayAnswer:
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


def _level(level: LevelView) -> LevelAnswer:
    return LevelAnswer(
        price_cny=cny_text(level.price_fen),
        quantity_t=level.quantity_t,
        orders=level.orders,
        own_t=level.own_t,
    )


def _price(price_fen: int | None) -> str | None:
    return None if price_fen is None else cny_text(price_fen)
