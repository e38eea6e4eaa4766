"""Data of an instrument: candles as a file, and its trades page by page and as a file."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from market.data import CANDLES_MAX, CandlePeriod, CandleView, TapeRow, candles, tape
from market.rules import cny_text
from registry.worlds import MARKET_ZONE, WorldSession, reading
from web.access import public
from web.acting import public_world
from web.api.market_shapes import CandleQuery, TapeQuery
from web.errors import validated
from web.market.measures import measure_words
from web.market.trading_room import find, viewer
from web.tables.downloads import table_download
from web.tables.sheets_out import Row

pages = Blueprint("market_data", __name__, url_prefix="/market")

CANDLE_HEADINGS = (
    "instrument",
    "period",
    "begins",
    "open_cny",
    "high_cny",
    "low_cny",
    "close_cny",
    "volume",
    "turnover_cny",
)
TRADE_HEADINGS = ("instrument", "trade_id", "traded_at", "price_cny", "quantity", "taker_side")
TRADES_SHOWN = 50
TRADES_READ = 500


@pages.get("/<code>/candles.csv")
@public
def candles_file(code: str) -> Response:
    """Return candles as a file; the period and the last day are asked as of the JSON."""
    wanted = validated(CandleQuery, {"limit": CANDLES_MAX} | _asked())
    with reading(public_world()) as session:
        found = candles(session, code, wanted.period, wanted.limit, wanted.until)
    rows = (candle_row(code, wanted.period, candle) for candle in found)
    name = f"{code}-{wanted.period.value}"
    return table_download(name, "csv", CANDLE_HEADINGS, rows, mark=bool(request.args.get("bom")))


@pages.get("/<code>/trades")
@public
def trades(code: str) -> ResponseReturnValue:
    """Show the trades of an instrument, newest first; `before` is where an earlier page begins."""
    wanted = validated(TapeQuery, {"limit": TRADES_SHOWN} | _asked())
    with reading(public_world()) as session:
        instrument = find(session, code)
        rows = tape(session, code, wanted.limit, viewer(session), wanted.before)
        more = bool(rows) and bool(tape(session, code, 1, before=rows[-1].trade_id))
    return render_template(
        "market_data/trades.html",
        instrument=instrument,
        measure=measure_words(instrument.measure),
        rows=rows,
        more=more,
        zone=MARKET_ZONE,
    )


@pages.get("/<code>/trades.csv")
@public
def trades_file(code: str) -> Response:
    """Return all trades of an instrument as a file, newest first."""
    with reading(public_world()) as session:
        find(session, code)
        return table_download(
            f"{code}-trades",
            "csv",
            TRADE_HEADINGS,
            (_trade_row(code, row) for row in _every_trade(session, code)),
            mark=bool(request.args.get("bom")),
        )


def candle_row(code: str, period: CandlePeriod, candle: CandleView) -> Row:
    """Return a candle as a row; minutes in the market's time with its offset."""
    begins = candle.begins
    moment = begins.astimezone(MARKET_ZONE) if isinstance(begins, datetime) else begins
    prices = (candle.open_fen, candle.high_fen, candle.low_fen, candle.close_fen)
    return (
        code,
        period.value,
        moment.isoformat(),
        *(None if fen is None else cny_text(fen) for fen in prices),
        candle.volume_t,
        cny_text(candle.turnover_fen),
    )


def _every_trade(session: WorldSession, code: str) -> Iterator[TapeRow]:
    before: int | None = None
    while rows := tape(session, code, TRADES_READ, None, before):
        yield from rows
        before = rows[-1].trade_id


def _trade_row(code: str, row: TapeRow) -> Row:
    moment = row.traded_at.astimezone(MARKET_ZONE).isoformat(timespec="milliseconds")
    return (code, row.trade_id, moment, cny_text(row.price_fen), row.quantity_t, row.taker_side)


def _asked() -> dict[str, Any]:
    return {name: value for name, value in request.args.items() if name != "bom"}
