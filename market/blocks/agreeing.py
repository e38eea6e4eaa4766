"""Agreeing on a block, inside the caller's unit of work: it settles at once or not at all."""

from collections.abc import Mapping
from typing import NamedTuple

from market.blocks.admission import check_side
from market.blocks.commands import AcceptBlock
from market.blocks.negotiation import OfferState, Round, Said
from market.blocks.refused_blocks import OtherSideCannotSettle
from market.blocks.setting_aside import Due, set_aside
from market.blocks.table import Table, answer, answered, rules_at, sit_down, speak, stand_to
from market.blocks.thread import account_number, end
from market.clearing.defaulting import account_may_trade
from market.clearing.refused_clearing import TradingBlocked
from market.rules.market_rules import MarketRules
from market.rules.orders import Side
from market.rules.refused_orders import (
    InsufficientCash,
    ParticipantNotAdmitted,
    PositionLimitExceeded,
    SameDayResale,
)
from market.venue.models import TradeRow
from market.venue.settlement import MarketDay
from market.venue.settling import NegotiatedTrade, settle_negotiated
from registry.ledger import AccountNotOpen, InsufficientUnits
from registry.parties import find_account
from registry.worlds import Actor, WorldSession

CANNOT_SETTLE = (
    TradingBlocked,
    ParticipantNotAdmitted,
    PositionLimitExceeded,
    AccountNotOpen,
    InsufficientCash,
    InsufficientUnits,
    SameDayResale,
)


class Sides(NamedTuple):
    """Both accounts of a trade with what they have set aside."""

    buyer_account_id: int
    buyer_reservation_id: str
    seller_account_id: int
    seller_reservation_id: str


def accept_block(session: WorldSession, command: AcceptBlock, actor: Actor) -> Mapping[str, object]:
    """Agree to the other side's terms: both sides set aside what they owe, and the trade settles.

    Raises:
        What `sit_down`, `rules_at` and `answered` refuse.
        InsufficientCash, InsufficientUnits, SameDayResale, AccountNotOpen: one's own side cannot.
        OtherSideCannotSettle: the other side cannot.
    """
    table = sit_down(session, command, actor)
    agreed = answered(table, command.round)
    assert agreed.quantity_t is not None
    rules = rules_at(session, table, agreed.quantity_t)
    sides = _set_aside(session, table, rules, agreed)
    trade = _settle(session, table, agreed, sides, command.client_id)
    assert agreed.price_fen is not None
    assert agreed.quantity_t is not None
    number = speak(
        session,
        table,
        Said.ACCEPTED,
        actor,
        price_fen=agreed.price_fen,
        quantity_t=agreed.quantity_t,
        answers=agreed.number,
    )
    table.offer.trade_id = trade.id
    end(session, table.offer, OfferState.AGREED)
    session.flush()
    return answer(
        table,
        number,
        trade_id=trade.id,
        price_fen=agreed.price_fen,
        quantity_t=agreed.quantity_t,
        transaction_id=trade.transaction_id,
    )


def _set_aside(session: WorldSession, table: Table, rules: MarketRules, agreed: Round) -> Sides:
    """Let both sides set aside what they owe; refusals name the side that cannot."""
    offer = table.offer
    assert agreed.account_id is not None
    assert agreed.price_fen is not None
    assert agreed.quantity_t is not None
    other_id = agreed.account_id if table.offers else table.account.id
    side = Side(offer.side).opposite
    due = Due(other_id, side, agreed.price_fen, agreed.quantity_t, offer.fee_rate)
    if table.offers:
        stand_to(session, table, rules, agreed.price_fen, agreed.quantity_t)
    if not account_may_trade(session, other_id if table.offers else offer.account_id):
        raise _cannot_settle(session, other_id if table.offers else offer.account_id)
    try:
        if table.offers:
            facts = find_account(session, account_number(session, other_id))
            check_side(session, table.instrument, facts, side, agreed.quantity_t)
        market_day = MarketDay(table.instrument, table.day, rules)
        other = set_aside(session, market_day, due, offer.number)
    except CANNOT_SETTLE:
        if not table.offers:
            raise
        raise _cannot_settle(session, other_id) from None
    first = (offer.account_id, offer.reservation_id)
    second = (other_id, other)
    buyer, seller = (first, second) if offer.side == Side.BUY else (second, first)
    return Sides(*buyer, *seller)


def _settle(
    session: WorldSession, table: Table, agreed: Round, sides: Sides, client_id: str
) -> TradeRow:
    assert agreed.price_fen is not None
    assert agreed.quantity_t is not None
    trade = NegotiatedTrade(
        mode="block",
        price_fen=agreed.price_fen,
        quantity_t=agreed.quantity_t,
        taker_side=table.side,
        fee_rate=table.offer.fee_rate,
        client_id=client_id,
        **sides._asdict(),
    )
    try:
        return settle_negotiated(session, table.instrument, table.day, trade)
    except AccountNotOpen:
        raise _cannot_settle(session, table.offer.account_id) from None


def _cannot_settle(session: WorldSession, account_id: int) -> OtherSideCannotSettle:
    return OtherSideCannotSettle(account=account_number(session, account_id), field="round")
