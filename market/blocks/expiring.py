"""Ending the offers of days that are over."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import func
from sqlmodel import col, select

from market.blocks.commands import ExpireBlockOffers
from market.blocks.models import BlockOffer
from market.blocks.negotiation import OfferState, Round, Said
from market.blocks.thread import end, rounds_of, say
from market.venue.finding import find_instrument
from market.venue.models import Instrument
from registry.worlds import Actor, Command, Role, WorldSession, date_value, fetch

_ANY_STALE = "SELECT 1 FROM block_offer WHERE state = 'open' AND business_date < ? LIMIT 1"


def expire_offers(session: WorldSession) -> None:
    """End every offer of an earlier day and release what it had set aside; usually none is left."""
    session.flush()
    if fetch(session, _ANY_STALE, (date_value(session, session.clock.today()),)):
        _end_where(session, *_stale(session))


def end_offers_of(session: WorldSession, party_id: int) -> None:
    """End every open offer of a party that cannot pay what is due, and free what it set aside."""
    own = (BlockOffer.party_id == party_id, BlockOffer.state == OfferState.OPEN.value)
    _end_where(session, *own)


def end_offers(session: WorldSession, offers: Sequence[BlockOffer]) -> None:
    """End offers without anybody's word: their day, their units or their maker's means are gone.

    Args:
        session: the unit of work.
        offers: open ones, their instrument locked.
    """
    for offer in offers:
        number = len(rounds_of(session, offer)) + 1
        say(session, offer, Round(number, Said.EXPIRED, None), "")
        end(session, offer, OfferState.EXPIRED)
    session.flush()


def expire_block_offers(
    session: WorldSession, command: ExpireBlockOffers, actor: Actor
) -> Mapping[str, object]:
    """Count the offers of a day that expired; they ended as the command came in.

    Raises:
        RoleMissing: the actor is no operator.
    """
    actor.check_role(Role.OPERATOR)
    expire_offers(session)
    expired = select(func.count(col(BlockOffer.id))).where(
        BlockOffer.business_date == command.day, BlockOffer.state == OfferState.EXPIRED.value
    )
    return {"day": command.day.isoformat(), "expired": session.exec(expired).one()}


def due_commands(session: WorldSession) -> Iterator[Command]:
    """Yield the days that are over and still have open offers."""
    days = select(col(BlockOffer.business_date)).where(*_stale(session)).distinct()
    for day in sorted(session.exec(days).all()):
        yield ExpireBlockOffers(client_id=f"block-offers:{day.isoformat()}", day=day)


def _end_where(session: WorldSession, *wanted: Any) -> None:
    """End the offers that meet conditions, instrument by instrument, each locked first."""
    instruments = (
        select(Instrument.code)
        .where(col(Instrument.id).in_(select(BlockOffer.instrument_id).where(*wanted)))
        .order_by(col(Instrument.id))
    )
    for code in session.exec(instruments).all():
        instrument = find_instrument(session, code, lock=True)
        offers = (
            select(BlockOffer)
            .where(BlockOffer.instrument_id == instrument.id, *wanted)
            .order_by(col(BlockOffer.id))
            .execution_options(populate_existing=True)
        )
        end_offers(session, session.exec(offers).all())


def _stale(session: WorldSession):  # type: ignore[no-untyped-def]
    return (
        BlockOffer.state == OfferState.OPEN.value,
        col(BlockOffer.business_date) < session.clock.today(),
    )
