"""Offers and their rounds on disk: found, told, ended."""

from sqlalchemy import or_
from sqlalchemy import select as select_columns
from sqlmodel import col, select

from market.blocks.models import BlockEvent, BlockOffer
from market.blocks.negotiation import OfferState, Round, Said
from market.blocks.refused_blocks import UnknownBlockOffer
from market.venue.finding import find_instrument
from market.venue.models import Instrument
from registry.ledger import void_many
from registry.worlds import WORLD_METADATA, Actor, Role, WorldSession

_NUMBER_CHARACTERS_MAX = 24
OVERSEERS = frozenset({Role.OPERATOR, Role.REGULATOR})
"""Roles that may read every offer."""


def find_offer(session: WorldSession, number: str, actor: Actor | None) -> BlockOffer:
    """Return an offer that an actor may see.

    Args:
        session: any session.
        number: as people write it.
        actor: who asks; None: a visitor.

    Raises:
        UnknownBlockOffer: there is none, or it is between two other parties.
    """
    known = number.isascii() and number.isprintable() and len(number) <= _NUMBER_CHARACTERS_MAX
    statement = select(BlockOffer).where(BlockOffer.number == number, seen_by(actor))
    found = session.exec(statement).first() if known else None
    if found is None:
        raise UnknownBlockOffer(offer=number[:_NUMBER_CHARACTERS_MAX], field="offer")
    return found


def lock_offer(session: WorldSession, number: str, actor: Actor) -> tuple[BlockOffer, Instrument]:
    """Return an offer with its instrument, which is locked first, so that steps take turns.

    Raises:
        UnknownBlockOffer: there is none, or it is between two other parties.
    """
    offer = find_offer(session, number, actor)
    code = select(Instrument.code).where(Instrument.id == offer.instrument_id)
    instrument = find_instrument(session, session.exec(code).one(), lock=True)
    session.refresh(offer)
    return offer, instrument


def seen_by(actor: Actor | None):  # type: ignore[no-untyped-def]
    """Return the condition that an actor may see an offer: to all, its own, or an overseer's."""
    to_all = col(BlockOffer.counterparty_id).is_(None)
    if actor is None:
        return to_all
    if not OVERSEERS.isdisjoint(actor.roles):
        return col(BlockOffer.id).is_not(None)
    parties = sorted(parties_of(actor))
    return or_(
        to_all,
        col(BlockOffer.party_id).in_(parties),
        col(BlockOffer.counterparty_id).in_(parties),
    )


def parties_of(actor: Actor) -> frozenset[int]:
    """Return the parties whose business an actor may read."""
    return actor.seen_ids | actor.proposing_ids


def rounds_of(session: WorldSession, offer: BlockOffer) -> list[Round]:
    """Return what was said of an offer, in time."""
    return [as_round(event) for event in events_of(session, offer)]


def events_of(session: WorldSession, offer: BlockOffer) -> list[BlockEvent]:
    """Return the rows of what was said of an offer, in time."""
    statement = (
        select(BlockEvent)
        .where(BlockEvent.offer_id == offer.id)
        .order_by(col(BlockEvent.round))
        .execution_options(populate_existing=True)
    )
    return list(session.exec(statement).all())


def as_round(event: BlockEvent) -> Round:
    """Return a row as the pure rules know it."""
    return Round(
        event.round,
        Said(event.kind),
        event.account_id,
        event.price_fen,
        event.quantity_t,
        event.answers,
    )


def say(session: WorldSession, offer: BlockOffer, said: Round, actor: str) -> None:
    """Add a round to an offer."""
    assert offer.id is not None
    session.add(
        BlockEvent(
            offer_id=offer.id,
            round=said.number,
            kind=said.said.value,
            account_id=said.account_id,
            price_fen=said.price_fen,
            quantity_t=said.quantity_t,
            answers=said.answers,
            actor=actor,
            recorded_at=session.clock.now(),
        )
    )


def account_number(session: WorldSession, account_id: int) -> str:
    """Return the number of an account."""
    account = WORLD_METADATA.tables["account"]
    statement = select_columns(account.c.number).where(account.c.id == account_id)
    return str(session.execute(statement).scalar_one())


def end(session: WorldSession, offer: BlockOffer, state: OfferState) -> None:
    """End an offer and release what is left of what it had set aside.

    The house releases even what lies in a frozen account; it stays frozen there.
    """
    offer.state = state.value
    offer.closed_at = session.clock.now()
    session.add(offer)
    if state is not OfferState.AGREED:
        void_many(session, [(offer.reservation_id, None)], even_closed=True)
