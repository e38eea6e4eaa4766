"""Auctions of green certificates that end because the certificates do."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlmodel import col, select

from market.auctions.finding import sheets_in_force, withdrawn_sheet
from market.auctions.models import Auction
from market.rules.orders import Side
from market.venue.models import Instrument
from registry.green_certificates import (
    CancelExcluded,
    ExpireCertificates,
    FreezeCertificates,
    covered_places,
)
from registry.ledger import UnitKind, find_unit_type, void_many
from registry.worlds import Actor, WorldSession

AnyHandler = Callable[[WorldSession, Any, Actor], Mapping[str, object]]
REASON = "绿证失效、冻结或核销 the certificates expired, were frozen or cancelled"


def after_auctions_end(handlers: Mapping[type, AnyHandler]) -> dict[type, AnyHandler]:
    """Return the handlers that take certificates away, each after the auctions of them.

    Args:
        handlers: of the registry, or those that end orders and offers first.
    """
    return {
        ExpireCertificates: _first(_end_of_type, handlers[ExpireCertificates]),
        FreezeCertificates: _first(_end_of_claim, handlers[FreezeCertificates]),
        CancelExcluded: _first(_end_of_claim, handlers[CancelExcluded]),
    }


def _first(end: Callable[[WorldSession, Any], None], handler: AnyHandler) -> AnyHandler:
    def handle(session: WorldSession, command: Any, actor: Actor) -> Mapping[str, object]:
        end(session, command)
        return handler(session, command, actor)

    return handle


def _end_of_type(session: WorldSession, command: ExpireCertificates) -> None:
    unit_type = find_unit_type(session, command.unit_type, UnitKind.CERTIFICATE)
    for auction in _running(session, unit_type.id):
        _call_off(session, auction)


def _end_of_claim(session: WorldSession, command: FreezeCertificates | CancelExcluded) -> None:
    for account_id, unit_type_id in covered_places(session, command.claim_id):
        for auction in _running(session, unit_type_id):
            if auction.side == Side.SELL and auction.account_id == account_id:
                _call_off(session, auction)
            elif auction.side == Side.BUY:
                offered = [
                    sheet
                    for sheet in sheets_in_force(session, auction)
                    if sheet.account_id == account_id
                ]
                _void(session, [sheet.reservation_id for sheet in offered])
                session.add_all(withdrawn_sheet(session, sheet) for sheet in offered)
                session.flush()


def _running(session: WorldSession, unit_type_id: int) -> Sequence[Auction]:
    statement = (
        select(Auction)
        .join(Instrument, col(Instrument.id) == Auction.instrument_id)
        .where(
            Instrument.unit_type_id == unit_type_id,
            col(Auction.state).in_(("requested", "announced")),
        )
        .order_by(col(Auction.id))
        .with_for_update(of=Auction)
        .execution_options(populate_existing=True)
    )
    return session.exec(statement).all()


def _call_off(session: WorldSession, auction: Auction) -> None:
    sheets = sheets_in_force(session, auction)
    _void(session, [auction.reservation_id, *(sheet.reservation_id for sheet in sheets)])
    auction.state = "cancelled"
    auction.reason = REASON
    auction.ended_at = session.clock.now()
    session.flush()


def _void(session: WorldSession, ids: Sequence[str | None]) -> None:
    void_many(session, [(id_, None) for id_ in ids if id_], even_closed=True)
