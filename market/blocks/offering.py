"""Offering a block, inside the caller's unit of work."""

from collections.abc import Mapping

from market.blocks.admission import check_side, open_rules
from market.blocks.commands import OfferBlock
from market.blocks.models import BlockOffer
from market.blocks.negotiation import Round, Said
from market.blocks.refused_blocks import OwnBlockOffer
from market.blocks.setting_aside import Due, set_aside
from market.blocks.sides import own_account
from market.blocks.terms import check_terms
from market.blocks.thread import say
from market.rules.orders import Side
from market.venue.days import roll_day
from market.venue.finding import find_instrument
from market.venue.settlement import MarketDay
from registry.parties import AccountClosedToUnits, AccountFacts, find_account
from registry.worlds import Actor, WorldSession, next_yearly


def offer_block(session: WorldSession, command: OfferBlock, actor: Actor) -> Mapping[str, object]:
    """Check an offer, set aside what it may cost, and let the other side know.

    Raises:
        UnknownInstrument, InstrumentClosed, UnknownRules, ModeNotOpen, OutsideHours: it is not
        dealt now.
        TradingBlocked, ParticipantNotAdmitted, PositionLimitExceeded: not by this party.
        RoleMissing, UnknownAccount, NotRepresentative, OrderNeedsFullMandate: the actor may not.
        AccountClosedToUnits, OwnBlockOffer: the counterparty cannot be one.
        QuantityTooSmall, QuantityNotInLots, BlockTooLarge, PriceOffTick, PriceOutsideBand: the
        terms break a rule.
        InsufficientCash, InsufficientUnits, SameDayResale, AccountNotOpen: it cannot be set aside.
    """
    instrument = find_instrument(session, command.instrument, lock=True)
    account = own_account(session, command.account, command.kind, actor)
    rules = open_rules(session, instrument)
    day = roll_day(session, instrument)
    other = _counterparty(session, command.counterparty, account)
    check_terms(command.price_fen, command.quantity_t, day, rules)
    side = Side(command.side)
    check_side(session, instrument, account, side, command.quantity_t)
    number = next_yearly(session, "BO")
    due = Due(account.id, side, command.price_fen, command.quantity_t, rules.fee_rate)
    assert instrument.id is not None
    assert account.party_id is not None
    offer = BlockOffer(
        number=number,
        instrument_id=instrument.id,
        account_id=account.id,
        party_id=account.party_id,
        counterparty_account_id=other.id if other else None,
        counterparty_id=other.party_id if other else None,
        side=side.value,
        price_fen=command.price_fen,
        quantity_t=command.quantity_t,
        fee_rate=rules.fee_rate,
        reservation_id=set_aside(session, MarketDay(instrument, day, rules), due, number),
        business_date=day.business_date,
        offered_at=session.clock.now(),
    )
    session.add(offer)
    session.flush()
    first = Round(1, Said.OFFERED, account.id, command.price_fen, command.quantity_t)
    say(session, offer, first, actor.name)
    session.flush()
    return {
        "offer": number,
        "instrument": instrument.code,
        "side": side.value,
        "state": offer.state,
        "round": 1,
        "price_fen": command.price_fen,
        "quantity_t": command.quantity_t,
        "valid_until": day.business_date.isoformat(),
    }


def _counterparty(session: WorldSession, number: str, own: AccountFacts) -> AccountFacts | None:
    """Return the account an offer is for; None: it is for all."""
    if not number:
        return None
    other = find_account(session, number, "counterparty")
    if other.party_id is None:
        raise AccountClosedToUnits(account=other.number, field="counterparty")
    if other.party_id == own.party_id:
        raise OwnBlockOffer(account=other.number, field="counterparty")
    return other
