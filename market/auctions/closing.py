"""The close: bids are opened, cleared and settled in one unit of work, and the result published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select as select_columns
from sqlmodel import select

from market.auctions.commands import CloseAuction
from market.auctions.finding import (
    check_state,
    find_auction,
    lines_of,
    sheets_in_force,
    window_facts,
    withdrawn_sheet,
)
from market.auctions.models import (
    Auction,
    AuctionAward,
    AuctionBid,
    AuctionOutcome,
    AuctionSheet,
)
from market.auctions.setting_aside import PER_CENT, buys
from market.clearing.defaulting import account_may_trade
from market.matching.sealed_bids import AtMargin, Bid, Cleared, Pricing, Terms, clear_bids
from market.rules.orders import Side
from market.rules.refused_auctions import BiddingStillOpen
from market.venue.announcements import check_open
from market.venue.days import roll_day
from market.venue.finding import find_instrument
from market.venue.models import Instrument, TradingDay
from market.venue.settling import NegotiatedTrade, settle_negotiated
from registry.ledger import (
    CASH_UNIT_TYPE_ID,
    InsufficientUnits,
    Leg,
    Transaction,
    post,
    void_many,
)
from registry.worlds import WORLD_METADATA, Actor, Role, WorldSession


@dataclass(frozen=True, slots=True)
class _Close:
    """What is closed, by which command; locked."""

    session: WorldSession
    auction: Auction
    instrument: Instrument
    day: TradingDay
    client_id: str


@dataclass(frozen=True, slots=True)
class _Won:
    """One bid that won."""

    bid: AuctionBid
    price_fen: int
    quantity_t: int


def close_auction(
    session: WorldSession, command: CloseAuction, actor: Actor
) -> Mapping[str, object]:
    """Open the bids of an auction, clear and settle them, free the rest, publish the result.

    Bids rest while trading is paused. Those of accounts that are not open, or of parties with an
    open claim against them, take no part; if the announcer's is such, nothing is traded.
    A bidder whose cash beyond its deposit is missing loses what it won, and the deposit.

    Raises:
        RoleMissing: the actor is no operator.
        UnknownAuction, AuctionInOtherState, BiddingStillOpen, TradingPaused, InstrumentClosed: it
        cannot be closed.
    """
    actor.check_role(Role.OPERATOR)
    auction = find_auction(session, command.auction, lock=True)
    check_state(auction, "announced")
    if session.clock.now() < auction.closes_at:
        facts = window_facts(auction)
        raise BiddingStillOpen(auction=auction.number, closes=facts["closes"], field="auction")
    instrument = _instrument(session, auction)
    check_open(session, instrument, "auction")
    close = _Close(session, auction, instrument, roll_day(session, instrument), command.client_id)
    sheets = sheets_in_force(session, auction)
    released = [sheet.reservation_id for sheet in sheets] + [auction.reservation_id]
    void_many(session, [(id_, None) for id_ in released if id_], even_closed=True)
    open_ids = _trading_accounts(session, auction, sheets)
    _leave_out(session, sheets, open_ids)
    sheets = [sheet for sheet in sheets if sheet.account_id in open_ids]
    bids = lines_of(session, sheets)
    terms = terms_of(auction)
    if auction.account_id not in open_ids:
        terms = terms._replace(quantity_t=0)
    cleared = clear_bids(as_bids(bids), terms)
    won = _by_sheet(bids, cleared)
    settled = {
        sheet.id: _settle(close, sheet, won[sheet.id or 0]) for sheet in sheets if sheet.id in won
    }
    outcome = _outcome(close, bids, cleared, list(settled.values()))
    session.add_all([award for given in settled.values() for award in given])
    session.add(outcome)
    auction.state = "closed" if outcome.traded_t else "failed"
    auction.ended_at = session.clock.now()
    session.flush()
    return {
        "auction": auction.number,
        "state": auction.state,
        "price_fen": outcome.price_fen,
        "traded_t": outcome.traded_t,
        "turnover_fen": outcome.turnover_fen,
        "bidders": outcome.bidders,
        "winners": outcome.winners,
    }


def terms_of(auction: Auction) -> Terms:
    """Return the terms of a notice as clearing takes them."""
    return Terms(
        auction.quantity_t,
        Side(auction.side),
        Pricing(auction.pricing),
        AtMargin(auction.at_margin),
        auction.limit_fen,
        auction.minimum_t,
    )


def _instrument(session: WorldSession, auction: Auction) -> Instrument:
    code = select(Instrument.code).where(Instrument.id == auction.instrument_id)
    return find_instrument(session, session.exec(code).one(), lock=True)


def _trading_accounts(
    session: WorldSession, auction: Auction, sheets: Sequence[AuctionSheet]
) -> set[int]:
    """Return which accounts of the announcer and the bidders may trade, by id."""
    account = WORLD_METADATA.tables["account"]
    named = {auction.account_id, *(sheet.account_id for sheet in sheets)}
    query = select_columns(account.c.id).where(account.c.id.in_(named), account.c.status == "open")
    found = session.connection().execute(query).scalars().all()
    return {id_ for id_ in found if account_may_trade(session, id_)}


def _leave_out(session: WorldSession, sheets: Sequence[AuctionSheet], open_ids: set[int]) -> None:
    """Withdraw the bids of accounts that may not trade, so that records tell what counted."""
    session.add_all(
        withdrawn_sheet(session, sheet) for sheet in sheets if sheet.account_id not in open_ids
    )
    session.flush()


def as_bids(lines: Sequence[AuctionBid]) -> list[Bid]:
    """Return bids as clearing takes them, in the same order."""
    return [Bid(line.id or 0, line.price_fen, line.quantity_t) for line in lines]


def _by_sheet(bids: Sequence[AuctionBid], cleared: Cleared) -> dict[int, list[_Won]]:
    won: dict[int, list[_Won]] = {}
    for bid, price_fen, part_t in zip(bids, cleared.prices_fen, cleared.allocations_t, strict=True):
        if part_t:
            won.setdefault(bid.sheet_id, []).append(_Won(bid, price_fen, part_t))
    return won


def _settle(close: _Close, sheet: AuctionSheet, won: Sequence[_Won]) -> list[AuctionAward]:
    """Deliver and pay what a party won: one trade for each price; or take its deposit."""
    trade_ids: dict[int, int | None] = {}
    try:
        with close.session.begin_nested():
            for price_fen in sorted({each.price_fen for each in won}, reverse=True):
                quantity_t = sum(each.quantity_t for each in won if each.price_fen == price_fen)
                trade = _trade(close, sheet, price_fen, quantity_t)
                row = settle_negotiated(close.session, close.instrument, close.day, trade)
                trade_ids[price_fen] = row.id
    except InsufficientUnits:
        assert close.auction.deposit_pct < PER_CENT
        trade_ids = {}
        _forfeit(close, sheet)
    return [
        AuctionAward(
            auction_id=close.auction.id or 0,
            bid_id=each.bid.id or 0,
            price_fen=each.price_fen,
            quantity_t=each.quantity_t,
            trade_id=trade_ids.get(each.price_fen),
        )
        for each in won
    ]


def _trade(close: _Close, sheet: AuctionSheet, price_fen: int, quantity_t: int) -> NegotiatedTrade:
    bidder_buys = buys(close.auction.side, announcer=False)
    bidder, announcer = sheet.account_id, close.auction.account_id
    return NegotiatedTrade(
        mode="auction",
        price_fen=price_fen,
        quantity_t=quantity_t,
        buyer_account_id=bidder if bidder_buys else announcer,
        seller_account_id=announcer if bidder_buys else bidder,
        taker_side=Side.BUY if bidder_buys else Side.SELL,
        fee_rate=close.auction.fee_rate,
        client_id=close.client_id,
    )


def _forfeit(close: _Close, sheet: AuctionSheet) -> None:
    """Pay the deposit of a bidder that cannot pay to the one who holds the auction."""
    leg = Leg(sheet.account_id, close.auction.account_id, CASH_UNIT_TYPE_ID, sheet.set_aside)
    post(
        close.session,
        Transaction(
            kind="auction_deposit",
            legs=(leg,),
            memo=f"{close.auction.number} 保证金 deposit",
            client_id=close.client_id,
        ),
    )


def _outcome(
    close: _Close,
    bids: Sequence[AuctionBid],
    cleared: Cleared,
    settled: Sequence[Sequence[AuctionAward]],
) -> AuctionOutcome:
    paid = [award for given in settled for award in given if award.trade_id is not None]
    return AuctionOutcome(
        auction_id=close.auction.id or 0,
        price_fen=cleared.price_fen,
        cleared_t=cleared.traded_t,
        traded_t=sum(award.quantity_t for award in paid),
        turnover_fen=sum(award.price_fen * award.quantity_t for award in paid),
        bid_t=sum(bid.quantity_t for bid in bids),
        bids=len(bids),
        bidders=len({bid.sheet_id for bid in bids}),
        winners=len(settled),
        defaulters=sum(1 for given in settled if given[0].trade_id is None),
        cleared_at=close.session.clock.now(),
    )
