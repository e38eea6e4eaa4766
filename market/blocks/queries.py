"""What is shown of block offers; nothing here writes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import or_
from sqlalchemy import select as select_columns
from sqlmodel import col, select

from market.blocks.models import BlockEvent, BlockOffer
from market.blocks.negotiation import OfferState, Round, standing, visible
from market.blocks.thread import OVERSEERS, as_round, find_offer, parties_of, seen_by
from market.blocks.views import OfferView, RoundView, Speaker
from market.venue.finding import find_instrument
from market.venue.models import Instrument
from registry.worlds import WORLD_METADATA, Actor, WorldSession, words

OFFERS_MAX = 200


@dataclass(frozen=True, slots=True)
class _Account:
    """What a page may say of an account."""

    number: str
    party_id: int
    name: Mapping[str, str]


class _Reader:
    """Who reads, and what may be told them of others."""

    def __init__(self, session: WorldSession, actor: Actor | None, offers: Sequence[BlockOffer]):
        self.signed_in = actor is not None
        self.oversees = actor is not None and not OVERSEERS.isdisjoint(actor.roles)
        self.parties = parties_of(actor) if actor else frozenset()
        self.events = _events(session, offers)
        ids = {offer.account_id for offer in offers}
        ids |= {offer.counterparty_account_id or 0 for offer in offers}
        ids |= {row.account_id or 0 for rows in self.events.values() for row in rows}
        self.accounts = _accounts(session, ids)
        self.own = {id_ for id_, each in self.accounts.items() if each.party_id in self.parties}

    def speaker(self, account_id: int, offer: BlockOffer) -> Speaker:
        """Return a side as this reader may see it."""
        account = self.accounts[account_id]
        sides = {offer.account_id, offer.counterparty_account_id}
        near = self.oversees or account_id in self.own or not self.own.isdisjoint(sides)
        return Speaker(
            name=account.name if self.signed_in else None,
            account=account.number if near else None,
            own=account_id in self.own,
        )


def list_offers(
    session: WorldSession,
    actor: Actor | None = None,
    *,
    instrument: str = "",
    open_only: bool = False,
    own_only: bool = False,
    limit: int = 50,
) -> list[OfferView]:
    """List the offers an actor may see, newest first.

    Args:
        session: a reading.
        actor: who reads; None: a visitor.
        instrument: code; empty: any.
        open_only: leave ended ones out.
        own_only: only those one of whose named sides the actor is.
        limit: how many at most.

    Raises:
        UnknownInstrument: none has the code.
    """
    statement = (
        select(BlockOffer)
        .where(seen_by(actor))
        .order_by(col(BlockOffer.id).desc())
        .limit(max(1, min(limit, OFFERS_MAX)))
    )
    if instrument:
        statement = statement.where(
            BlockOffer.instrument_id == find_instrument(session, instrument).id
        )
    if open_only:
        statement = statement.where(
            BlockOffer.state == OfferState.OPEN.value,
            col(BlockOffer.business_date) >= session.clock.today(),
        )
    if own_only:
        parties = sorted(parties_of(actor)) if actor else []
        said = select(BlockEvent.offer_id).where(
            col(BlockEvent.account_id).in_(_account_ids(session, parties))
        )
        statement = statement.where(
            or_(
                col(BlockOffer.party_id).in_(parties),
                col(BlockOffer.counterparty_id).in_(parties),
                col(BlockOffer.id).in_(said),
            )
        )
    return _views(session, session.exec(statement).all(), actor)


def show_offer(session: WorldSession, number: str, actor: Actor | None = None) -> OfferView:
    """Show an offer with its thread.

    Raises:
        UnknownBlockOffer: there is none that the actor may see.
    """
    return _views(session, [find_offer(session, number, actor)], actor)[0]


def _views(
    session: WorldSession, offers: Sequence[BlockOffer], actor: Actor | None
) -> list[OfferView]:
    reader = _Reader(session, actor, offers)
    named = _instruments(session, {offer.instrument_id for offer in offers})
    today = session.clock.today()
    shown = []
    for offer in offers:
        over = offer.state == OfferState.OPEN and offer.business_date < today
        shown.append(_view(offer, reader, named[offer.instrument_id], over=over))
    return shown


def _view(
    offer: BlockOffer, reader: _Reader, instrument: tuple[str, str, str, str], *, over: bool
) -> OfferView:
    assert offer.id is not None
    events = {event.round: event for event in reader.events.get(offer.id, [])}
    said = [as_round(event) for event in events.values()]
    own = reader.own
    seen = said if reader.oversees else visible(said, offer.account_id, own)
    state = OfferState.EXPIRED if over else OfferState(offer.state)
    stands = standing(said) if state is OfferState.OPEN else {}
    numbers = {each.number for each in stands.values()}
    code, name_zh, name_en, measure = instrument
    named = offer.counterparty_account_id
    return OfferView(
        number=offer.number,
        instrument=code,
        name=words(name_en, name_zh),
        measure=measure,
        side=offer.side,
        price_fen=offer.price_fen,
        quantity_t=offer.quantity_t,
        state=state.value,
        maker=reader.speaker(offer.account_id, offer),
        counterparty=reader.speaker(named, offer) if named else None,
        business_date=offer.business_date,
        offered_at=offer.offered_at,
        closed_at=offer.closed_at,
        trade_id=offer.trade_id if reader.oversees or _took_part(said, own) else None,
        rounds=tuple(_round(each, events[each.number], offer, reader, numbers) for each in seen),
        counters=sum(
            each.number in numbers and each.account_id != offer.account_id for each in seen
        ),
    )


def _round(
    each: Round, event: BlockEvent, offer: BlockOffer, reader: _Reader, stands: set[int]
) -> RoundView:
    from_maker = each.account_id == offer.account_id
    others = reader.own - {offer.account_id}
    named = offer.counterparty_account_id
    may_take = bool(others & {named}) if named else bool(reader.parties - {offer.party_id})
    return RoundView(
        number=each.number,
        said=each.said.value,
        speaker=None if each.account_id is None else reader.speaker(each.account_id, offer),
        price_fen=each.price_fen,
        quantity_t=each.quantity_t,
        answers=each.answers,
        stands=each.number in stands,
        answerable=each.number in stands
        and (may_take if from_maker else offer.account_id in reader.own),
        recorded_at=event.recorded_at,
    )


def _took_part(said: Sequence[Round], own: set[int]) -> bool:
    """Return whether one of some accounts made the offer or agreed to it."""
    ends = {each.account_id for each in (said[0], said[-1])}
    agreed = next((each for each in said if each.number == said[-1].answers), None)
    return not own.isdisjoint(ends | ({agreed.account_id} if agreed else set()))


def _events(session: WorldSession, offers: Sequence[BlockOffer]) -> dict[int, list[BlockEvent]]:
    statement = (
        select(BlockEvent)
        .where(col(BlockEvent.offer_id).in_([offer.id for offer in offers]))
        .order_by(col(BlockEvent.offer_id), col(BlockEvent.round))
    )
    found: dict[int, list[BlockEvent]] = {}
    for event in session.exec(statement).all():
        found.setdefault(event.offer_id, []).append(event)
    return found


def _accounts(session: WorldSession, ids: set[int]) -> dict[int, _Account]:
    account, party = WORLD_METADATA.tables["account"], WORLD_METADATA.tables["party"]
    statement = (
        select_columns(account.c.id, account.c.number, party.c.id, party.c.name_en, party.c.name_zh)
        .join_from(account, party, party.c.id == account.c.party_id)
        .where(account.c.id.in_(sorted(ids)))
    )
    return {
        id_: _Account(number, party_id, words(name_en, name_zh))
        for id_, number, party_id, name_en, name_zh in session.execute(statement)
    }


def _account_ids(session: WorldSession, parties: Sequence[int]) -> list[int]:
    account = WORLD_METADATA.tables["account"]
    statement = select_columns(account.c.id).where(account.c.party_id.in_(parties))
    return [int(id_) for id_ in session.execute(statement).scalars()]


def _instruments(session: WorldSession, ids: set[int]) -> dict[int, tuple[str, str, str, str]]:
    unit_type = WORLD_METADATA.tables["unit_type"]
    statement = (
        select_columns(
            col(Instrument.id),
            col(Instrument.code),
            unit_type.c.name_zh,
            unit_type.c.name_en,
            unit_type.c.measure,
        )
        .join(unit_type, unit_type.c.id == col(Instrument.unit_type_id))
        .where(col(Instrument.id).in_(sorted(ids)))
    )
    return {row[0]: (row[1], row[2], row[3], row[4]) for row in session.execute(statement)}
