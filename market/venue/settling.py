"""Settling trades that two parties or an auction agreed on: one delivery against payment each."""

from dataclasses import dataclass

from market.rules.clearing import Trade, Venue, clear, fee_fen
from market.rules.orders import Side
from market.venue.days import add_negotiated, record_event
from market.venue.house_accounts import fee_account
from market.venue.models import Instrument, TradeRow, TradingDay
from registry.ledger import CASH_UNIT_TYPE_ID, Leg, Transaction, post_many
from registry.worlds import WorldSession


@dataclass(frozen=True, slots=True, kw_only=True)
class NegotiatedTrade:
    """What was agreed, and what both sides have set aside for it.

    Attributes:
        mode: `block` or `auction`.
        price_fen: price, fen per t.
        quantity_t: quantity, t.
        buyer_account_id: who pays price × quantity and its fee.
        seller_account_id: who delivers and pays its fee out of the proceeds.
        buyer_reservation_id: what the payment and the buyer's fee draw on; None: free cash.
        seller_reservation_id: what the delivery draws on; None: free units.
        taker_side: who accepted.
        fee_rate: fee of each side, parts of 100,000 of the turnover.
        client_id: of the command that settles it.
    """

    mode: str
    price_fen: int
    quantity_t: int
    buyer_account_id: int
    seller_account_id: int
    buyer_reservation_id: str | None = None
    seller_reservation_id: str | None = None
    taker_side: Side = Side.BUY
    fee_rate: int = 0
    client_id: str = ""


def settle_negotiated(
    session: WorldSession,
    instrument: Instrument,
    day: TradingDay,
    trade: NegotiatedTrade,
) -> TradeRow:
    """Deliver and pay a negotiated trade, record it, and add it to the day's totals of its mode.

    It enters neither the prices of the day nor its close. Band, resale and rights are checked
    before.

    Args:
        session: the unit of work.
        instrument: what is traded, locked.
        day: today's row.
        trade: what was agreed.

    Returns:
        The recorded trade, with its number.

    Raises:
        InsufficientUnits: what is not set aside is not free either.
    """
    assert instrument.id is not None
    transaction = _transaction(session, instrument, trade)
    (transaction_id,) = post_many(session, [transaction])
    fee = fee_fen(trade.price_fen, trade.quantity_t, trade.fee_rate)
    add_negotiated(day, trade.mode, trade.price_fen, trade.quantity_t)
    row = TradeRow(
        instrument_id=instrument.id,
        mode=trade.mode,
        price_fen=trade.price_fen,
        quantity_t=trade.quantity_t,
        taker_side=trade.taker_side.value,
        buyer_account_id=trade.buyer_account_id,
        seller_account_id=trade.seller_account_id,
        buyer_fee_fen=fee,
        seller_fee_fen=fee,
        transaction_id=transaction_id,
        business_date=day.business_date,
        traded_at=session.clock.now(),
    )
    session.add(row)
    session.flush()
    record_event(session, instrument, "trade", trade_id=row.id)
    return row


def _transaction(
    session: WorldSession, instrument: Instrument, trade: NegotiatedTrade
) -> Transaction:
    """Turn a trade into legs that draw on what both sides reserved."""
    units, cash, *fees = clear(
        Trade(trade.price_fen, trade.quantity_t, trade.buyer_account_id, trade.seller_account_id),
        Venue(instrument.unit_type_id, CASH_UNIT_TYPE_ID, trade.fee_rate, fee_account(session)),
    )
    reservations = (trade.buyer_reservation_id, None)
    return Transaction(
        kind="trade",
        legs=(
            Leg(*units, reservation_id=trade.seller_reservation_id),
            Leg(*cash, reservation_id=trade.buyer_reservation_id),
            *(
                Leg(*fee, reservation_id=drawn)
                for fee, drawn in zip(fees, reservations, strict=False)
            ),
        ),
        memo=f"{trade.quantity_t} {instrument.code} {trade.mode}",
        client_id=trade.client_id,
    )
