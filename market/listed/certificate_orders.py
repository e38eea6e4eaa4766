"""Orders in green certificates that end because the certificates do: expired, frozen, cancelled."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlmodel import select

from market.rules.orders import OrderState, Side
from market.venue.days import record_event
from market.venue.models import Instrument, MarketOrder
from registry.green_certificates import (
    CancelExcluded,
    ExpireCertificates,
    FreezeCertificates,
    covered_places,
)
from registry.ledger import UnitKind, find_unit_type, void_many
from registry.worlds import Actor, WorldSession

AnyHandler = Callable[[WorldSession, Any, Actor], Mapping[str, object]]


def after_orders_end(handlers: Mapping[type, AnyHandler]) -> dict[type, AnyHandler]:
    """Return the registry's handlers that take certificates away, each after the orders for them.

    Args:
        handlers: of the registry.
    """
    return {
        ExpireCertificates: _first(_end_of_type, handlers[ExpireCertificates]),
        FreezeCertificates: _first(_end_of_claim, handlers[FreezeCertificates]),
        CancelExcluded: _first(_end_of_claim, handlers[CancelExcluded]),
    }


def _first(end_orders: Callable[[WorldSession, Any], None], handler: AnyHandler) -> AnyHandler:
    def handle(session: WorldSession, command: Any, actor: Actor) -> Mapping[str, object]:
        end_orders(session, command)
        return handler(session, command, actor)

    return handle


def _end_of_type(session: WorldSession, command: ExpireCertificates) -> None:
    """Expire every order for a type and close its instrument."""
    unit_type = find_unit_type(session, command.unit_type, UnitKind.CERTIFICATE)
    for instrument in _instruments(session, unit_type.id):
        orders = select(MarketOrder).where(
            MarketOrder.instrument_id == instrument.id,
            MarketOrder.state == OrderState.OPEN.value,
        )
        _end(session, instrument, session.exec(orders).all(), OrderState.EXPIRED)
        instrument.state = "closed"
        session.add(instrument)
    session.flush()


def _end_of_claim(session: WorldSession, command: FreezeCertificates | CancelExcluded) -> None:
    """Cancel the sell orders of those whose certificates a claim covers."""
    for account_id, unit_type_id in covered_places(session, command.claim_id):
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
