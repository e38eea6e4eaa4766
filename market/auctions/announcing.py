"""Giving notice of auctions, publishing those asked for, and cancelling them in time."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Final

from market.auctions.commands import AnnounceAuction, CancelAuction, PublishAuction, instant
from market.auctions.finding import check_state, find_auction, window_facts
from market.auctions.models import Auction, AuctionInvitation
from market.auctions.setting_aside import buys, cash_needed_fen
from market.clearing.defaulting import check_may_trade
from market.matching.sealed_bids import AtMargin, Pricing
from market.rules.errors import OrderNeedsFullMandate
from market.rules.market_rules import PRICE_FEN_MAX, MarketRules
from market.rules.orders import Side, cny_text
from market.rules.profiles import AUCTION
from market.rules.refused_auctions import (
    AuctionNotYours,
    AuctionTermInvalid,
    AuctionWindowInvalid,
    CeilingMissing,
    WindowHasOpened,
)
from market.rules.refused_orders import PriceOffTick, QuantityNotInLots
from market.venue.announcements import check_open
from market.venue.days import roll_day
from market.venue.finding import find_instrument, profile_of, rules_of
from market.venue.models import Instrument
from market.venue.participation import check_participant, check_purchase
from market.venue.settlement import MarketDay, set_cash_aside, set_units_aside
from registry.control import acts_alone
from registry.ledger import Reservation, check_quantity, void_many
from registry.parties import AccountFacts, find_account, list_parties
from registry.worlds import Actor, Role, WorldSession, check_text, next_yearly

HOLDERS: Final = (Role.REPRESENTATIVE, Role.DEVELOPER)
ELIGIBILITIES: Final = ("all", "compliance", "list")
PUBLIC_BODIES: Final = frozenset({"operator"})
"""Kinds of parties for whose accounts the operator gives notice by itself."""
WINDOW_DAYS_MAX: Final = 90
NOTE_CHARACTERS_MAX: Final = 500
"""Length of a notice's note."""
PER_CENT: Final = 100


def announce_auction(
    session: WorldSession, command: AnnounceAuction, actor: Actor
) -> Mapping[str, object]:
    """Give notice of an auction and set aside what is sold, or what it may cost to buy.

    The operator's notice for a public body is announced at once; a holder's or buyer's waits for
    the operator to publish it.

    Raises:
        UnknownInstrument, TradingPaused, InstrumentClosed, ModeNotOpen, UnknownRules: it cannot be
        auctioned.
        UnknownAccount, RoleMissing, AuctionNotYours, OrderNeedsFullMandate, TradingBlocked,
        ParticipantNotAdmitted, PositionLimitExceeded: not for this account.
        AuctionTermInvalid, QuantityOutOfRange, QuantityNotInLots, PriceOffTick, CeilingMissing,
        AuctionWindowInvalid, TextInvalid: a term of the notice cannot be used.
        InsufficientUnits, SameDayResale, InsufficientCash, AccountNotOpen: nothing to set aside.
    """
    instrument = find_instrument(session, command.instrument, lock=True)
    actor.check_role(Role.OPERATOR, *HOLDERS)
    account = find_account(session, command.account)
    waits = _check_may_announce(session, account, actor)
    check_may_trade(session, account.party_id)
    check_open(session, instrument)
    rules = rules_of(session, instrument, AUCTION)
    _check_terms(command, rules)
    if waits:
        _check_market(session, command, instrument, account)
    invited = _invited(session, command)
    opens, closes = _window(session, command)
    number = next_yearly(session, "OA")
    reserved = _set_aside(session, command, instrument, rules, (account.id, number))
    assert instrument.id is not None
    assert account.party_id is not None
    auction = Auction(
        number=number,
        instrument_id=instrument.id,
        account_id=account.id,
        party_id=account.party_id,
        side=Side(command.side).value,
        quantity_t=command.quantity_t,
        minimum_t=command.minimum_t,
        pricing=Pricing(command.pricing).value,
        at_margin=AtMargin(command.at_margin).value,
        limit_fen=command.limit_fen,
        limit_public=command.limit_public is True,
        opens_at=opens,
        closes_at=closes,
        eligibility=command.eligibility,
        bid_min_t=command.bid_min_t,
        bid_max_t=command.bid_max_t or command.quantity_t,
        deposit_pct=command.deposit_pct,
        fee_rate=rules.fee_rate,
        note=command.note,
        state="requested" if waits else "announced",
        reservation_id=reserved.id,
        announced_at=session.clock.now(),
    )
    _keep(session, auction, invited)
    return {"auction": auction.number, "state": auction.state}


def _keep(session: WorldSession, auction: Auction, invited: Collection[int]) -> None:
    session.add(auction)
    session.flush()
    assert auction.id is not None
    session.add_all(
        AuctionInvitation(auction_id=auction.id, party_id=party_id) for party_id in sorted(invited)
    )
    session.flush()


def publish_auction(
    session: WorldSession, command: PublishAuction, actor: Actor
) -> Mapping[str, object]:
    """Publish the notice that a holder or buyer asked for.

    Raises:
        RoleMissing: the actor is no operator.
        UnknownAuction, AuctionInOtherState: there is nothing to publish.
        AuctionWindowInvalid: its window is over.
    """
    actor.check_role(Role.OPERATOR)
    auction = find_auction(session, command.auction, lock=True)
    check_state(auction, "requested")
    if session.clock.now() >= auction.closes_at:
        raise AuctionWindowInvalid(
            **window_facts(auction), days_max=WINDOW_DAYS_MAX, field="auction"
        )
    auction.state = "announced"
    auction.announced_at = session.clock.now()
    session.flush()
    return {"auction": auction.number, "state": auction.state}


def cancel_auction(
    session: WorldSession, command: CancelAuction, actor: Actor
) -> Mapping[str, object]:
    """Cancel an auction whose window has not opened, or a request; what was set aside is freed.

    Raises:
        RoleMissing, NotRepresentative: the actor may not.
        UnknownAuction, AuctionInOtherState, WindowHasOpened: it cannot be cancelled any more.
        TextInvalid: the reason is empty or too long.
    """
    actor.check_role(Role.OPERATOR, *HOLDERS)
    auction = find_auction(session, command.auction, lock=True)
    if Role.OPERATOR not in actor.roles and auction.party_id not in actor.party_ids:
        holder = list_parties(session, ids=[auction.party_id])[0]
        actor.check_represents(auction.party_id, holder.name_zh)
    if auction.state != "requested":
        check_state(auction, "announced")
        if session.clock.now() >= auction.opens_at:
            facts = window_facts(auction)
            raise WindowHasOpened(auction=auction.number, opens=facts["opens"], field="auction")
    auction.reason = check_text(command.reason, "reason")
    void_many(session, [(auction.reservation_id, None)], even_closed=True)
    auction.state = "cancelled"
    auction.ended_at = session.clock.now()
    session.flush()
    return {"auction": auction.number, "state": auction.state}


def _check_may_announce(session: WorldSession, account: AccountFacts, actor: Actor) -> bool:
    """Refuse an account the actor may not auction for; tell whether the operator must publish."""
    found = list_parties(session, ids=[account.party_id])
    if Role.OPERATOR in actor.roles and found and found[0].kind in PUBLIC_BODIES:
        return False
    if account.party_id is None or account.party_id not in actor.party_ids:
        raise AuctionNotYours(actor=actor.name, account=account.number, field="account")
    if not acts_alone(session, AnnounceAuction.kind, account.party_id, actor):
        raise OrderNeedsFullMandate(actor=actor.name, account=account.number, field="account")
    return True


def _check_market(
    session: WorldSession, command: AnnounceAuction, instrument: Instrument, account: AccountFacts
) -> None:
    """Refuse a holder or buyer that the market does not admit, or that would hold too much."""
    profile = profile_of(session, instrument)
    check_participant(session, profile, instrument, account)
    if buys(command.side, announcer=True):
        check_purchase(session, profile, instrument, account, command.quantity_t)


def _check_terms(command: AnnounceAuction, rules: MarketRules) -> None:
    for value, known, field in (
        (command.side, Side, "side"),
        (command.pricing, Pricing, "pricing"),
        (command.at_margin, AtMargin, "at_margin"),
        (command.eligibility, ELIGIBILITIES, "eligibility"),
    ):
        if value not in list(known):
            raise AuctionTermInvalid(value=str(value)[:40], known=", ".join(known), field=field)
    quantity_t = check_quantity(command.quantity_t, "quantity_t", rules.quantity_t_max)
    if command.minimum_t != 0:
        check_quantity(command.minimum_t, "minimum_t", quantity_t)
    most_t = quantity_t
    if command.bid_max_t != 0:
        most_t = check_quantity(command.bid_max_t, "bid_max_t", quantity_t)
    check_quantity(command.bid_min_t, "bid_min_t", most_t)
    check_quantity(command.deposit_pct, "deposit_pct", PER_CENT)
    if quantity_t % rules.lot_t:
        raise QuantityNotInLots(
            quantity_t=quantity_t,
            lot_t=rules.lot_t,
            source=rules.provenance["lot_t"].source if "lot_t" in rules.provenance else "TanLab",
            field="quantity_t",
        )
    if command.limit_fen != 0:
        check_tick(
            check_quantity(command.limit_fen, "limit_fen", PRICE_FEN_MAX), rules, "limit_fen"
        )
    elif command.side == Side.BUY:
        raise CeilingMissing(field="limit_fen")
    if command.note:
        check_text(command.note, "note", NOTE_CHARACTERS_MAX)


def check_tick(price_fen: int, rules: MarketRules, field: str) -> None:
    """Refuse a price off the tick; auctions have no daily band.

    Raises:
        PriceOffTick: it is no multiple.
    """
    if price_fen % rules.tick_fen:
        raise PriceOffTick(
            price_cny=cny_text(price_fen),
            tick_cny=cny_text(rules.tick_fen),
            source=rules.provenance["tick_fen"].source
            if "tick_fen" in rules.provenance
            else "TanLab",
            field=field,
        )


def _invited(session: WorldSession, command: AnnounceAuction) -> Collection[int]:
    if command.eligibility != "list":
        return set()
    found = {find_account(session, number, "invited").party_id for number in command.invited}
    if not found - {None}:
        raise AuctionTermInvalid(value="–", known="account", field="invited")
    return {party_id for party_id in found if party_id is not None}


def _window(session: WorldSession, command: AnnounceAuction) -> tuple[datetime, datetime]:
    now = session.clock.now()
    opens, closes = instant(command.opens_at), instant(command.closes_at)
    latest = now + timedelta(days=WINDOW_DAYS_MAX)
    if opens is None or closes is None or not now <= opens < closes <= latest:
        raise AuctionWindowInvalid(
            opens=str(command.opens_at)[:25],
            closes=str(command.closes_at)[:25],
            days_max=WINDOW_DAYS_MAX,
            field="opens_at",
        )
    return opens, closes


def _set_aside(
    session: WorldSession,
    command: AnnounceAuction,
    instrument: Instrument,
    rules: MarketRules,
    place: tuple[int, str],
) -> Reservation:
    account_id, number = place
    if buys(command.side, announcer=True):
        turnover_fen = command.limit_fen * command.quantity_t
        amount_fen = cash_needed_fen(turnover_fen, rules.fee_rate)
        return set_cash_aside(session, account_id, amount_fen, number)
    market_day = MarketDay(instrument, roll_day(session, instrument), rules)
    return set_units_aside(session, market_day, account_id, command.quantity_t, number)
