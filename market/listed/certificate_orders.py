"""Orders in green certificates that end because the certificates do: expired, frozen, cancelled."""

from collections.abc import Sequence

from sqlmodel import select

from market.rules.orders import OrderState, Side
from market.venue.certificate_ends import CertificateEnds
from market.venue.days import record_event
from market.venue.models import Instrument, MarketOrder
from registry.ledger import void_many
from registry.worlds import WorldSession


def _end_of_type(session: WorldSession, unit_type_id: int) -> None:
    """Expire every order for a type and close its instrument."""
    for instrument in _instruments(session, unit_type_id):
        orders = select(MarketOrder).where(
            MarketOrder.instrument_id == instrument.id,
            MarketOrder.state == OrderState.OPEN.value,
        )
        _end(session, instrument, session.exec(orders).all(), OrderState.EXPIRED)
        instrument.state = "closed"
        session.add(instrument)
    session.flush()


def _end_of_place(session: WorldSession, account_id: int, unit_type_id: int) -> None:
    """Cancel the sell orders of one whose certificates a claim covers."""
    for instrument in _instruments(session, unit_type_id):
        orders = select(MarketOrder).where(
            MarketOrder.instrument_id == instrument.id,
            MarketOrder.account_id == account_id,
            MarketOrder.side == Side.SELL.value,
            MarketOrder.state == OrderState.OPEN.value,
        )
        _end(session, instrument, session.exec(orders).all(), OrderState.CANCELLED)


def _instruments(session: WorldSession, unit_type_id: int) -> Sequence[Instrument]:
    statement = select(Instrument).where(Instrument.unit_type_id == unit_type_id).with_for_update()
    return session.exec(statement.execution_options(populate_existing=True)).all()


def _end(
    session: WorldSession,
    instrument: Instrument,
    orders: Sequence[MarketOrder],
    state: OrderState,
) -> None:
    reserved = [(order.reservation_id, None) for order in orders if order.reservation_id]
    if reserved:
        void_many(session, reserved, even_closed=True)
    for order in sorted(orders, key=lambda each: each.id or 0):
        order.state = state.value
        order.closed_at = session.clock.now()
        session.add(order)
        if state is OrderState.CANCELLED:
            record_event(session, instrument, "cancelled", order_id=order.id)
    if orders and state is OrderState.EXPIRED:
        record_event(session, instrument, "expired")
    session.flush()


ORDERS = CertificateEnds(_end_of_type, _end_of_place)
"""How the order book lets go of certificates."""
