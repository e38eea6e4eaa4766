"""Block offers in green certificates that end because the certificates do."""

from collections.abc import Sequence

from sqlmodel import col, select

from market.blocks.expiring import end_offers
from market.blocks.models import BlockOffer
from market.blocks.negotiation import OfferState
from market.rules.orders import Side
from market.venue.certificate_ends import CertificateEnds
from market.venue.models import Instrument
from registry.worlds import WorldSession


def _end_of_type(session: WorldSession, unit_type_id: int) -> None:
    end_offers(session, _open_offers(session, unit_type_id))


def _end_of_place(session: WorldSession, account_id: int, unit_type_id: int) -> None:
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


OFFERS = CertificateEnds(_end_of_type, _end_of_place)
"""How block agreements let go of certificates."""
