"""Sealed bids: given, replaced and withdrawn inside the window, and seen by nobody else."""

from collections.abc import Mapping
from typing import Final

from sqlmodel import select

from market.auctions.announcing import HOLDERS, check_tick
from market.auctions.commands import SubmitBids, WithdrawBids
from market.auctions.finding import (
    check_state,
    find_auction,
    is_eligible,
    sheet_of,
    window_facts,
    withdrawn_sheet,
)
from market.auctions.models import Auction, AuctionBid, AuctionSheet
from market.auctions.setting_aside import buys, cash_needed_fen
from market.clearing.defaulting import check_may_trade
from market.rules.errors import BidInvalid, OrderNeedsFullMandate
from market.rules.market_rules import PRICE_FEN_MAX, MarketRules
from market.rules.orders import Side, cny_text
from market.rules.profiles import AUCTION
from market.rules.refused_auctions import (
    BidBeyondReserve,
    BidderNotEligible,
    BiddingNotOpen,
    BidLinesInvalid,
    BidOutsideLimits,
    NoBidsToWithdraw,
    OwnAuction,
)
from market.venue.announcements import check_open
from market.venue.days import roll_day
from market.venue.finding import find_instrument, profile_of, rules_of
from market.venue.models import Instrument
from market.venue.participation import check_participant, check_purchase
from market.venue.settlement import MarketDay, set_cash_aside, set_units_aside
from registry.control import acts_alone
from registry.ledger import check_quantity, void
from registry.parties import AccountFacts, find_own_account
from registry.worlds import Actor, WorldSession

LINES_MAX: Final = 10


def submit_bids(session: WorldSession, command: SubmitBids, actor: Actor) -> Mapping[str, object]:
    """Take a sheet of sealed bids and set aside what it may cost; it replaces the one before.

    Raises:
        UnknownAuction, AuctionInOtherState, BiddingNotOpen, TradingPaused, InstrumentClosed: no
        bids are taken.
        RoleMissing, UnknownAccount, NotRepresentative, OrderNeedsFullMandate, OwnAuction,
        BidderNotEligible, TradingBlocked, ParticipantNotAdmitted, PositionLimitExceeded: not from
        this account.
        BidLinesInvalid, BidInvalid, QuantityOutOfRange, PriceOffTick, BidBeyondReserve,
        BidOutsideLimits: a bid cannot be used.
        InsufficientCash, InsufficientUnits, SameDayResale, AccountNotOpen: nothing to set aside.
    """
    actor.check_role(*HOLDERS)
    auction = find_auction(session, command.auction, lock=True)
    account = _bidder(session, auction, command.account, actor, SubmitBids.kind)
    check_may_trade(session, account.party_id)
    _check_window(session, auction)
    if not is_eligible(session, auction, account.party_id):
        raise BidderNotEligible(auction=auction.number, account=account.number, field="account")
    instrument = _instrument(session, auction)
    check_open(session, instrument, "auction")
    rules = rules_of(session, instrument, AUCTION)
    bid_t = _check_lines(auction, command, rules)
    former = sheet_of(session, auction, account.party_id)
    profile = profile_of(session, instrument)
    check_participant(session, profile, instrument, account)
    pays = buys(auction.side, announcer=False)
    if pays:
        replaced_t = former.bid_t if former else 0
        check_purchase(session, profile, instrument, account, bid_t, replaced_t)
    _release(session, former)
    if pays:
        turnover_fen = sum(line.price_fen * line.quantity_t for line in command.bids)
        amount_fen = cash_needed_fen(turnover_fen, auction.fee_rate, auction.deposit_pct)
        reserved = set_cash_aside(session, account.id, amount_fen, auction.number)
    else:
        market_day = MarketDay(instrument, roll_day(session, instrument), rules)
        reserved = set_units_aside(session, market_day, account.id, bid_t, auction.number)
    assert auction.id is not None
    assert account.party_id is not None
    sheet = AuctionSheet(
        auction_id=auction.id,
        party_id=account.party_id,
        account_id=account.id,
        bid_t=bid_t,
        set_aside=reserved.quantity,
        reservation_id=reserved.id,
        submitted_at=session.clock.now(),
    )
    _keep(session, sheet, command)
    return {"auction": auction.number, "bids": len(command.bids)}


def _keep(session: WorldSession, sheet: AuctionSheet, command: SubmitBids) -> None:
    session.add(sheet)
    session.flush()
    assert sheet.id is not None
    session.add_all(
        AuctionBid(
            sheet_id=sheet.id, line=number, price_fen=line.price_fen, quantity_t=line.quantity_t
        )
        for number, line in enumerate(command.bids, start=1)
    )
    session.flush()


def withdraw_bids(
    session: WorldSession, command: WithdrawBids, actor: Actor
) -> Mapping[str, object]:
    """Take a party's bids out of an auction; what they set aside is freed.

    Raises:
        UnknownAuction, AuctionInOtherState, BiddingNotOpen, NoBidsToWithdraw: it cannot be.
        RoleMissing, UnknownAccount, NotRepresentative, OrderNeedsFullMandate, OwnAuction: not by
            this actor.
    """
    actor.check_role(*HOLDERS)
    auction = find_auction(session, command.auction, lock=True)
    account = _bidder(session, auction, command.account, actor, WithdrawBids.kind)
    _check_window(session, auction)
    sheet = sheet_of(session, auction, account.party_id)
    if sheet is None:
        raise NoBidsToWithdraw(auction=auction.number, field="auction")
    _release(session, sheet)
    session.add(withdrawn_sheet(session, sheet))
    session.flush()
    return {"auction": auction.number, "bids": 0}


def _bidder(
    session: WorldSession, auction: Auction, number: str, actor: Actor, kind: str
) -> AccountFacts:
    account = find_own_account(session, number, actor)
    if not acts_alone(session, kind, account.party_id, actor):
        raise OrderNeedsFullMandate(actor=actor.name, account=account.number, field="account")
    if account.party_id == auction.party_id:
        raise OwnAuction(auction=auction.number, field="account")
    return account


def _check_window(session: WorldSession, auction: Auction) -> None:
    check_state(auction, "announced")
    if not auction.opens_at <= session.clock.now() < auction.closes_at:
        raise BiddingNotOpen(auction=auction.number, **window_facts(auction), field="auction")


def _instrument(session: WorldSession, auction: Auction) -> Instrument:
    code = select(Instrument.code).where(Instrument.id == auction.instrument_id)
    return find_instrument(session, session.exec(code).one(), lock=True)


def _check_lines(auction: Auction, command: SubmitBids, rules: MarketRules) -> int:
    """Refuse bids that the notice or the market does not take; return their quantity, t."""
    if not 1 <= len(command.bids) <= LINES_MAX:
        raise BidLinesInvalid(lines=len(command.bids), lines_max=LINES_MAX, field="bids")
    for number, line in enumerate(command.bids, start=1):
        price_fen, quantity_t = line
        if type(price_fen) is int and type(quantity_t) is int and min(price_fen, quantity_t) <= 0:
            raise BidInvalid(bid_id=number, field="bids")
        check_quantity(price_fen, "bids", PRICE_FEN_MAX)
        check_quantity(quantity_t, "bids", rules.quantity_t_max)
        check_tick(price_fen, rules, "bids")
        beyond = (
            price_fen < auction.limit_fen
            if auction.side == Side.SELL
            else price_fen > auction.limit_fen
        )
        if auction.limit_public and auction.limit_fen and beyond:
            raise BidBeyondReserve(
                price_cny=cny_text(price_fen),
                reserve_cny=cny_text(auction.limit_fen),
                field="bids",
            )
    bid_t = sum(line.quantity_t for line in command.bids)
    if not auction.bid_min_t <= bid_t <= auction.bid_max_t:
        raise BidOutsideLimits(
            quantity_t=bid_t,
            quantity_t_min=auction.bid_min_t,
            quantity_t_max=auction.bid_max_t,
            field="bids",
        )
    return bid_t


def _release(session: WorldSession, sheet: AuctionSheet | None) -> None:
    if sheet is not None:
        assert sheet.reservation_id is not None
        void(session, sheet.reservation_id)
