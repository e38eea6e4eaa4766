"""An open offer with one of its sides at the table, ready to say something."""

from typing import NamedTuple

from market.blocks.admission import check_side, open_rules
from market.blocks.commands import AcceptBlock, CounterBlock, DeclineBlock, WithdrawBlock
from market.blocks.models import BlockOffer
from market.blocks.negotiation import OfferState, Round, Said, standing
from market.blocks.refused_blocks import (
    STATE_NAMES,
    BlockOfferEnded,
    OwnTerms,
    TermsChanged,
)
from market.blocks.setting_aside import Due, set_aside
from market.blocks.sides import offers, own_account
from market.blocks.thread import lock_offer, rounds_of, say
from market.rules.market_rules import MarketRules
from market.rules.orders import Side
from market.venue.days import roll_day
from market.venue.models import Instrument, TradingDay
from market.venue.settlement import MarketDay
from registry.ledger import void_many
from registry.parties import AccountFacts
from registry.worlds import Actor, WorldSession

Answer = CounterBlock | AcceptBlock | DeclineBlock | WithdrawBlock


class Table(NamedTuple):
    """An open offer and who speaks of it.

    Args:
        offer: read after its instrument was locked.
        instrument: what is traded, locked.
        day: its day.
        account: who speaks.
        offers: whether that is the offering account.
        rounds: what was said so far.
    """

    offer: BlockOffer
    instrument: Instrument
    day: TradingDay
    account: AccountFacts
    offers: bool
    rounds: list[Round]

    @property
    def side(self) -> Side:
        """Return what the speaking account does."""
        side = Side(self.offer.side)
        return side if self.offers else side.opposite


def sit_down(session: WorldSession, command: Answer, actor: Actor) -> Table:
    """Return an open offer for an account that may speak of it.

    Raises:
        RoleMissing, UnknownAccount, NotRepresentative, OrderNeedsFullMandate: the actor may not.
        UnknownBlockOffer, NotSideOfOffer, OwnBlockOffer: the offer is not its business.
        BlockOfferEnded: there is nothing left to say.
    """
    account = own_account(session, command.account, command.kind, actor)
    offer, instrument = lock_offer(session, command.offer, actor)
    first = offers(offer, account)
    day = roll_day(session, instrument)
    state = OfferState(offer.state)
    if state is OfferState.OPEN and offer.business_date < day.business_date:
        state = OfferState.EXPIRED
    if state is not OfferState.OPEN:
        raise BlockOfferEnded(offer=offer.number, state=STATE_NAMES[state], field="offer")
    return Table(offer, instrument, day, account, first, rounds_of(session, offer))


def rules_at(session: WorldSession, table: Table, quantity_t: int) -> MarketRules:
    """Return the rules of block agreements, if the account may still deal under them.

    Raises:
        InstrumentClosed, UnknownRules, ModeNotOpen, OutsideHours: trading does not go on.
        TradingBlocked, ParticipantNotAdmitted, PositionLimitExceeded: not for this account.
    """
    rules = open_rules(session, table.instrument)
    own_t = table.offer.quantity_t if table.offers else 0
    check_side(session, table.instrument, table.account, table.side, quantity_t, own_t)
    return rules


def answered(table: Table, number: int) -> Round:
    """Return the standing proposal of the other side that an answer names.

    Raises:
        OwnTerms: it is one's own.
        TermsChanged: it does not stand, or is no proposal to this account.
    """
    found = next((its for its in standing(table.rounds).values() if its.number == number), None)
    if found is not None and found.account_id == table.account.id:
        raise OwnTerms(round=number, field="round")
    if found is None or not (table.offers or found.account_id == table.offer.account_id):
        raise TermsChanged(offer=table.offer.number, round=str(number)[:10], field="round")
    return found


def speak(  # noqa: PLR0913  what was said, in the order of a round
    session: WorldSession,
    table: Table,
    said: Said,
    actor: Actor,
    *,
    price_fen: int | None = None,
    quantity_t: int | None = None,
    answers: int | None = None,
) -> int:
    """Add what the account says; return the number of the round."""
    number = len(table.rounds) + 1
    spoken = Round(number, said, table.account.id, price_fen, quantity_t, answers)
    say(session, table.offer, spoken, actor.name)
    return number


def stand_to(
    session: WorldSession, table: Table, rules: MarketRules, price_fen: int, quantity_t: int
) -> None:
    """Let the offering account stand to other terms: what it has set aside follows them.

    Raises:
        InsufficientCash, InsufficientUnits, SameDayResale, AccountNotOpen: it cannot.
    """
    offer = table.offer
    if (offer.price_fen, offer.quantity_t) == (price_fen, quantity_t):
        return
    void_many(session, [(offer.reservation_id, None)])
    due = Due(offer.account_id, Side(offer.side), price_fen, quantity_t, offer.fee_rate)
    market_day = MarketDay(table.instrument, table.day, rules)
    offer.reservation_id = set_aside(session, market_day, due, offer.number)
    offer.price_fen = price_fen
    offer.quantity_t = quantity_t
    session.add(offer)


def answer(table: Table, number: int, **more: object) -> dict[str, object]:
    """Return what a step answers."""
    return {
        "offer": table.offer.number,
        "instrument": table.instrument.code,
        "state": table.offer.state,
        "round": number,
        **more,
    }
