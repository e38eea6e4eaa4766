"""Auctions of green certificates that end because the certificates do."""

from collections.abc import Sequence

from sqlmodel import col, select

from market.auctions.finding import sheets_in_force, withdrawn_sheet
from market.auctions.models import Auction
from market.rules.orders import Side
from market.venue.certificate_ends import CertificateEnds
from market.venue.models import Instrument
from registry.ledger import void_many
from registry.worlds import WorldSession

REASON = "绿证失效、冻结或核销 the certificates expired, were frozen or cancelled"


def _end_of_type(session: WorldSession, unit_type_id: int) -> None:
    for auction in _running(session, unit_type_id):
        _call_off(session, auction)


def _end_of_place(session: WorldSession, account_id: int, unit_type_id: int) -> None:
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


AUCTIONS = CertificateEnds(_end_of_type, _end_of_place)
"""How auctions let go of certificates."""
