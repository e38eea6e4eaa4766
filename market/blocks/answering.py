"""Answering a block offer, inside the caller's unit of work: counter, decline, withdraw."""

from collections.abc import Mapping

from market.blocks.commands import CounterBlock, DeclineBlock, WithdrawBlock
from market.blocks.negotiation import COUNTERS_MAX, OfferState, Said, proposals_of, standing
from market.blocks.refused_blocks import NothingProposed, NotSideOfOffer, TooManyCounters
from market.blocks.table import answer, answered, rules_at, sit_down, speak, stand_to
from market.blocks.terms import check_terms
from market.blocks.thread import end
from registry.worlds import Actor, WorldSession


def counter_block(
    session: WorldSession, command: CounterBlock, actor: Actor
) -> Mapping[str, object]:
    """Propose other terms; what the offering account has set aside follows its own.

    The other side sets nothing aside before it is agreed.

    Raises:
        What `sit_down` and `rules_at` refuse.
        TooManyCounters: the account has proposed often enough.
        QuantityTooSmall, QuantityNotInLots, BlockTooLarge, PriceOffTick, PriceOutsideBand: the
        terms break a rule.
        InsufficientCash, InsufficientUnits, SameDayResale, AccountNotOpen: they cannot be set
        aside.
    """
    table = sit_down(session, command, actor)
    rules = rules_at(session, table, command.quantity_t)
    if proposals_of(table.rounds, table.account.id) >= COUNTERS_MAX:
        raise TooManyCounters(offer=table.offer.number, limit=COUNTERS_MAX, field="offer")
    terms = {"price_fen": command.price_fen, "quantity_t": command.quantity_t}
    check_terms(command.price_fen, command.quantity_t, table.day, rules)
    if table.offers:
        stand_to(session, table, rules, command.price_fen, command.quantity_t)
    number = speak(session, table, Said.COUNTERED, actor, **terms)
    session.flush()
    return answer(table, number, **terms)


def decline_block(
    session: WorldSession, command: DeclineBlock, actor: Actor
) -> Mapping[str, object]:
    """Decline a proposal; the named counterparty ends the offer by it.

    Raises:
        What `sit_down` and `answered` refuse.
        NotSideOfOffer: an offer to all is not one party's to decline.
    """
    table = sit_down(session, command, actor)
    declined = answered(table, command.round)
    if not table.offers and table.offer.counterparty_id is None:
        raise NotSideOfOffer(
            account=table.account.number, offer=table.offer.number, field="account"
        )
    number = speak(session, table, Said.DECLINED, actor, answers=declined.number)
    if not table.offers:
        end(session, table.offer, OfferState.DECLINED)
    session.flush()
    return answer(table, number)


def withdraw_block(
    session: WorldSession, command: WithdrawBlock, actor: Actor
) -> Mapping[str, object]:
    """Take one's own proposal back; the offering account ends the offer by it.

    Raises:
        What `sit_down` refuses.
        NothingProposed: the account stands to nothing.
    """
    table = sit_down(session, command, actor)
    if table.account.id not in standing(table.rounds):
        raise NothingProposed(
            account=table.account.number, offer=table.offer.number, field="account"
        )
    number = speak(session, table, Said.WITHDRAWN, actor)
    if table.offers:
        end(session, table.offer, OfferState.WITHDRAWN)
    session.flush()
    return answer(table, number)
