"""A daily statement as rows of one table: opening, trades, other moves, closing, per unit type."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from market.clearing import DailyStatement, StatedBalance, StatedMove, StatedTrade
from market.rules import cny_text
from web.registry.unit_inputs import MEASURE_SYMBOLS
from web.registry.words import TRANSACTION_KINDS
from web.tables.sheets_out import Row

FEN = "fen"
SIDE_NAMES: Final = {"buy": lazy_gettext("Buy"), "sell": lazy_gettext("Sell")}
MODE_NAMES: Final = {
    "listed": lazy_gettext("listed"),
    "block": lazy_gettext("block"),
    "auction": lazy_gettext("auction"),
}


def headings() -> list[str]:
    """Return the first row: names of the columns in the reader's language."""
    return [
        _("Date"),
        _("Time"),
        _("What happened"),
        _("Unit type"),
        _("Quantity moved"),
        _("Measure"),
        _("Price, CNY"),
        _("Fee, CNY"),
        _("Cash received, CNY"),
        _("Cash paid, CNY"),
        _("Balance"),
        _("Trade"),
        _("Transaction"),
        _("Memo"),
    ]


def rows(stated: DailyStatement) -> Iterator[Row]:
    """Yield the statement's rows, balances around what moved."""
    for balance in stated.balances:
        yield _balance(stated.day, _("Opening balance"), balance, balance.opening)
    for trade in stated.trades:
        yield _trade(stated.day, trade)
    for move in stated.moves:
        yield _move(stated.day, move)
    for balance in stated.balances:
        yield _balance(stated.day, _("Closing balance"), balance, balance.closing)


def _balance(day: date, title: str, balance: StatedBalance, amount: int) -> Row:
    is_cash = balance.measure == FEN
    shown = cny_text(amount) if is_cash else amount
    measure = _("CNY") if is_cash else MEASURE_SYMBOLS[balance.measure]
    blank = (None,) * 3
    return (
        day,
        None,
        title,
        balance.unit_type,
        None,
        measure,
        *blank[:2],
        *blank[:2],
        shown,
        *blank,
    )


def _trade(day: date, trade: StatedTrade) -> Row:
    buys = trade.side == "buy"
    paid = cny_text(abs(trade.amount_fen))
    return (
        day,
        trade.traded_at,
        f"{SIDE_NAMES[trade.side]} · {MODE_NAMES[trade.mode]}",
        trade.instrument,
        trade.quantity_t if buys else -trade.quantity_t,
        MEASURE_SYMBOLS[trade.measure],
        cny_text(trade.price_fen),
        cny_text(trade.fee_fen),
        None if buys else paid,
        paid if buys else None,
        None,
        trade.trade_id,
        trade.transaction_id,
        None,
    )


def _move(day: date, move: StatedMove) -> Row:
    is_cash = move.measure == FEN
    amount = cny_text(abs(move.quantity)) if is_cash else None
    return (
        day,
        move.recorded_at,
        str(TRANSACTION_KINDS.get(move.kind, move.kind)),
        move.unit_type,
        None if is_cash else move.quantity,
        _("CNY") if is_cash else MEASURE_SYMBOLS[move.measure],
        None,
        None,
        amount if move.quantity > 0 else None,
        amount if move.quantity < 0 else None,
        None,
        None,
        move.transaction_id,
        move.memo,
    )
