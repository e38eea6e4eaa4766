"""Block offers in green certificates that end because the certificates do."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlmodel import col, select

from market.blocks.expiring import end_offers
from market.blocks.models import BlockOffer
from market.blocks.negotiation import OfferState
from market.rules.orders import Side
from market.venue.models import Instrument
from registry.green_certificates import (
    CancelExcluded,
    ExpireCertificates,
    FreezeCertificates,
    covered_places,
)
from registry.ledger import UnitKind, find_unit_type
from registry.worlds import Actor, WorldSession

AnyHandler = Callable[[WorldSession, Any, Actor], Mapping[str, object]]


def after_offers_end(handlers: Mapping[type, AnyHandler]) -> dict[type, AnyHandler]:
    """Return the handlers that take certificates away, each after the block offers for them.

    Args:
        handlers: of the registry, or those that end listed orders first.
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
    end_offers(session, _open_offers(session, unit_type.id))


def _end_of_claim(session: WorldSession, command: FreezeCertificates | CancelExcluded) -> None:
    for account_id, unit_type_id in covered_places(session, command.claim_id):
        sold = [
            offer
            for offer in _open_offers(session, unit_type_id)
            if offer.account_id == account_id and offer.side == Side.SELL
        ]
        end_offers(session, sold)


def _open_offers(session: WorldSession, unit_type_id: int) -> Sequence[BlockOffer]:
    """Return the open offers of a type, whose instrument is locked by this."""
    instrument = select(Instrument.id).where(Instrument.unit_type_id == unit_type_id)
    id_ = session.exec(instrument.with_for_update()).first()
    statement = (
        select(BlockOffer)
        .where(BlockOffer.instrument_id == id_, BlockOffer.state == OfferState.OPEN.value)
        .order_by(col(BlockOffer.id))
        .execution_options(populate_existing=True)
    )
    return session.exec(statement).all()
