"""The statement of an account and a day (结算单): what it held, traded, paid, and holds."""

from datetime import date

from sqlmodel import col, select

from market.clearing.cash import security, withdrawable
from market.clearing.disputing import check_day, disputed_until
from market.clearing.models import ClearingDay
from market.clearing.queries import disputes
from market.clearing.views import DailyStatement, StatedBalance, StatedMove, StatedTrade
from market.venue.models import Instrument, TradeRow
from registry.ledger import CASH_CODE, Measure, UnitKind, holdings
from registry.reporting import Period, statement_balances, statement_lines
from registry.worlds import WORLD_METADATA, WorldSession

TRADE = "trade"
DEPOSIT, WITHDRAWAL = "deposit_cash", "withdraw_cash"
NO_CASH = StatedBalance(
    unit_type=CASH_CODE,
    kind=UnitKind.CASH.value,
    measure=Measure.FEN.value,
    opening=0,
    received=0,
    sent=0,
    closing=0,
    reserved=None,
)


def daily_statement(
    session: WorldSession, account_id: int, number: str, day: date
) -> DailyStatement:
    """Return the statement of a day; until the day is cleared it is preliminary.

    Args:
        session: any session.
        account_id: whose.
        number: of the account.
        day: which business date.

    Raises:
        UnknownStatement: the day has not begun.
    """
    check_day(session, number, day)
    is_today = day == session.clock.today()
    cleared = select(col(ClearingDay.cleared_at)).where(ClearingDay.business_date == day)
    balances = _balances(session, account_id, day, is_today=is_today)
    free_fen = balances[0].closing - (balances[0].reserved or 0)
    trades = _trades(session, account_id, day)
    moves = _moves(session, account_id, day)
    secured = security(session, account_id) if is_today else None
    return DailyStatement(
        account=number,
        day=day,
        cleared_at=session.exec(cleared).first(),
        balances=balances,
        trades=trades,
        moves=moves,
        fees_fen=sum(trade.fee_fen for trade in trades),
        deposited_fen=sum(move.quantity for move in moves if move.kind == DEPOSIT),
        withdrawn_fen=-sum(move.quantity for move in moves if move.kind == WITHDRAWAL),
        margin_fen=secured.margin_fen if secured else None,
        called_fen=secured.called_fen if secured else None,
        withdrawable_fen=withdrawable(session, account_id, free_fen) if is_today else None,
        disputes=tuple(
            each
            for each in reversed(disputes(session, account_id=account_id))
            if each.business_date == day
        ),
        disputed_until=disputed_until(session, day),
    )


def days_of_account(session: WorldSession, account_id: int, limit: int = 30) -> list[date]:
    """Return the last business dates on which an account traded, the latest first."""
    query = (
        select(col(TradeRow.business_date))
        .where(
            (col(TradeRow.buyer_account_id) == account_id)
            | (col(TradeRow.seller_account_id) == account_id)
        )
        .distinct()
        .order_by(col(TradeRow.business_date).desc())
        .limit(limit)
    )
    return list(session.exec(query).all())


def _balances(
    session: WorldSession, account_id: int, day: date, *, is_today: bool
) -> tuple[StatedBalance, ...]:
    """Return balances, cash first; what is reserved is known of today only."""
    held = holdings(session, account_id=account_id, with_serials=False)
    reserved = {each.unit_type: each.reserved for each in held}
    stated = [
        StatedBalance(
            unit_type=each.unit_type,
            kind=each.kind,
            measure=each.measure,
            opening=each.opening,
            received=each.received,
            sent=each.sent,
            closing=each.closing,
            reserved=reserved.get(each.unit_type, 0) if is_today else None,
        )
        for each in statement_balances(session, account_id, Period(first=day, last=day))
        if each.opening or each.received or each.sent
    ]
    cash = [each for each in stated if each.kind == UnitKind.CASH] or [NO_CASH]
    return (*cash, *(each for each in stated if each.kind != UnitKind.CASH))


def _trades(session: WorldSession, account_id: int, day: date) -> tuple[StatedTrade, ...]:
    unit_type = WORLD_METADATA.tables["unit_type"]
    query = (
        select(TradeRow, unit_type.c.code, unit_type.c.measure)
        .join(Instrument, col(Instrument.id) == col(TradeRow.instrument_id))
        .join(unit_type, unit_type.c.id == col(Instrument.unit_type_id))
        .where(
            TradeRow.business_date == day,
            (col(TradeRow.buyer_account_id) == account_id)
            | (col(TradeRow.seller_account_id) == account_id),
        )
        .order_by(col(TradeRow.id))
    )
    return tuple(
        _trade(row, code, measure, buys=row.buyer_account_id == account_id)
        for row, code, measure in session.exec(query)
    )


def _trade(row: TradeRow, instrument: str, measure: str, *, buys: bool) -> StatedTrade:
    assert row.id is not None
    turnover_fen = row.price_fen * row.quantity_t
    fee_fen = row.buyer_fee_fen if buys else row.seller_fee_fen
    return StatedTrade(
        trade_id=row.id,
        traded_at=row.traded_at,
        instrument=instrument,
        measure=measure,
        mode=row.mode,
        side="buy" if buys else "sell",
        price_fen=row.price_fen,
        quantity_t=row.quantity_t,
        turnover_fen=turnover_fen,
        fee_fen=fee_fen,
        amount_fen=-turnover_fen - fee_fen if buys else turnover_fen - fee_fen,
        transaction_id=row.transaction_id,
    )


def _moves(session: WorldSession, account_id: int, day: date) -> tuple[StatedMove, ...]:
    return tuple(
        StatedMove(
            recorded_at=line.recorded_at,
            kind=line.kind,
            unit_type=line.unit_type,
            unit_kind=line.unit_kind,
            measure=line.measure,
            quantity=line.quantity,
            memo=line.memo,
            transaction_id=line.transaction_id,
        )
        for line in statement_lines(session, account_id, Period(first=day, last=day))
        if line.kind != TRADE
    )
