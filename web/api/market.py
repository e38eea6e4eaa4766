"""`/market`: instruments, book, trades, candles and orders, by the same services as the pages."""

from uuid import uuid4

from flask import Blueprint

from market.data import (
    CandlePeriod,
    candles,
    day_candles,
    depth,
    instruments,
    order_by_id,
    own_orders,
    published_figures,
    tape,
)
from market.rules import cny_text
from registry.worlds import MARKET_ZONE, reading
from web.access import public, signed_in
from web.acting import acting, public_world
from web.api.market_shapes import (
    CancelledAnswer,
    CancelRequest,
    CandleAnswer,
    CandleQuery,
    CandleShape,
    CounterpartyAnswer,
    DayAnswer,
    DepthAnswer,
    FigureList,
    InstrumentList,
    Levels,
    OrderAnswer,
    OrderList,
    OwnOrdersQuery,
    PlacedAnswer,
    SnapshotAnswer,
    TakenAnswer,
    TapeAnswer,
    TapeQuery,
    TradeAnswer,
    candle_answer,
    day_answer,
    instrument_answer,
    level_answer,
)
from web.api.specification import answers, specification
from web.market.taking import TakeRequest, shown_orders, take
from web.market.trading_room import (
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


@api.get("/instruments")
@specification.validate(resp=answers(InstrumentList), tags=TAGS)
@public
def list_instruments() -> InstrumentList:
    """List the instruments with their day."""
    with reading(public_world()) as session:
        return InstrumentList(
            instruments=[instrument_answer(shown) for shown in instruments(session)]
        )


@api.get("/figures")
@specification.validate(resp=answers(FigureList), tags=TAGS)
@public
def list_figures() -> FigureList:
    """List the published figures of real markets with their sources."""
    with reading(public_world()) as session:
        found = published_figures(session)
    return FigureList.model_validate({"figures": found}, from_attributes=True)


@api.get("/<code>/depth")
@specification.validate(query=Levels, resp=answers(DepthAnswer, 404, 422), tags=TAGS)
@public
def show_depth(code: str, query: Levels) -> DepthAnswer:
    """Show the best levels of the book."""
    with reading(public_world()) as session:
        found = depth(session, code, query.levels, viewer(session))
    return DepthAnswer(
        instrument=code,
        bids=[level_answer(level) for level in found.bids],
        asks=[level_answer(level) for level in found.asks],
    )


@api.get("/<code>/tape")
@specification.validate(query=TapeQuery, resp=answers(TapeAnswer, 404, 422), tags=TAGS)
@public
def show_tape(code: str, query: TapeQuery) -> TapeAnswer:
    """Show the last listed trades; the smallest number is where the next page begins."""
    with reading(public_world()) as session:
        rows = tape(session, code, query.limit, viewer(session), query.before)
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
@specification.validate(query=CandleQuery, resp=answers(CandleAnswer, 404, 422), tags=TAGS)
@public
def show_candles(code: str, query: CandleQuery) -> CandleAnswer:
    """Show the last minutes of a day, days or months."""
    shown: list[DayAnswer | CandleShape]
    with reading(public_world()) as session:
        if query.period is CandlePeriod.DAY and query.until is None:
            shown = [day_answer(day) for day in day_candles(session, code, query.limit)]
        else:
            found = candles(session, code, query.period, query.limit, query.until)
            shown = [candle_answer(candle) for candle in found]
    return CandleAnswer(instrument=code, period=query.period, candles=shown)


@api.get("/<code>/snapshot")
@specification.validate(resp=answers(SnapshotAnswer, 404), tags=TAGS)
@public
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
@signed_in
def place_order(code: str, json: OrderRequest) -> PlacedAnswer:
    """Place an order; sent again with the same `client_id` it gives the first answer."""
    outcome = place(code, json)
    trades = [
        {**trade, "price_cny": cny_text(trade["price_fen"])} for trade in outcome.data["trades"]
    ]
    return PlacedAnswer.model_validate(
        {**outcome.data, "trades": trades, "replayed": outcome.replayed}
    )


@api.get("/<code>/orders")
@specification.validate(resp=answers(CounterpartyAnswer, 404), tags=TAGS)
@public
def list_counterparties(code: str) -> CounterpartyAnswer:
    """List the single orders at the best five prices, by which a counterparty is chosen."""
    with reading(public_world()) as session:
        return CounterpartyAnswer.model_validate(
            {"instrument": code, **shown_orders(session, code, viewer(session))}
        )


@api.post("/<code>/takes")
@specification.validate(
    json=TakeRequest, resp=answers(TakenAnswer, 400, 401, 403, 404, 409, 413, 415, 422), tags=TAGS
)
@signed_in
def take_order(code: str, json: TakeRequest) -> TakenAnswer:
    """Take a resting order at its price; sent again it gives the first answer."""
    outcome = take(code, json)
    trades = [
        {**trade, "price_cny": cny_text(trade["price_fen"])} for trade in outcome.data["trades"]
    ]
    return TakenAnswer.model_validate(
        {**outcome.data, "trades": trades, "replayed": outcome.replayed}
    )


@api.get("/orders")
@specification.validate(query=OwnOrdersQuery, resp=answers(OrderList, 401, 404, 422), tags=TAGS)
@signed_in
def list_orders(query: OwnOrdersQuery) -> OrderList:
    """List one's own orders."""
    with reading(public_world()) as session:
        found = own_orders(
            session, acting(session), query.instrument, query.limit, open_only=query.open_only
        )
    return OrderList.model_validate({"orders": [order_state(order) for order in found]})


@api.get("/orders/<int:order_id>")
@specification.validate(resp=answers(OrderAnswer, 401, 403, 404), tags=TAGS)
@signed_in
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
@signed_in
def cancel_order(order_id: int, json: CancelRequest) -> CancelledAnswer:
    """Cancel the rest of an order."""
    outcome = cancel(order_id, json.client_id)
    return CancelledAnswer.model_validate({**outcome.data, "replayed": outcome.replayed})


@api.delete("/orders/<int:order_id>")
@specification.validate(resp=answers(CancelledAnswer, 400, 401, 403, 404, 409), tags=TAGS)
@signed_in
def delete_order(order_id: int) -> CancelledAnswer:
    """Cancel the rest of an order, without a client id."""
    outcome = cancel(order_id, uuid4().hex)
    return CancelledAnswer.model_validate({**outcome.data, "replayed": outcome.replayed})
