"""What is read of auctions: notices, one's own bids, and curves once bids are open."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import RowMapping
from sqlalchemy import select as select_columns
from sqlmodel import col, or_, select

from market.auctions.closing import as_bids
from market.auctions.demand import Step, demand_curve
from market.auctions.finding import find_auction, is_eligible, lines_of, sheets_in_force
from market.auctions.models import (
    Auction,
    AuctionAward,
    AuctionInvitation,
    AuctionOutcome,
    AuctionSheet,
)
from market.auctions.views import (
    AuctionView,
    BidderView,
    OwnBid,
    OwnPart,
    OwnSheet,
    Phase,
    ResultView,
    average_fen,
    cover_ratio,
)
from market.rules.orders import Side
from market.rules.refused_auctions import UnknownAuction
from market.venue.models import Instrument, MarketOrder
from registry.ledger import CASH_CODE, accounts, holdings
from registry.parties import list_parties
from registry.worlds import WORLD_METADATA, Actor, Role, WorldSession

SHOWN_MAX: Final = 100
"""Auctions of a list."""


def list_auctions(
    session: WorldSession, actor: Actor | None = None, instrument: str | None = None
) -> list[AuctionView]:
    """Return auctions, the newest first; requests only to the operator and who asked.

    Args:
        session: any session.
        actor: who reads; None: the public.
        instrument: only of this code.
    """
    query = select(Auction).order_by(col(Auction.id).desc()).limit(SHOWN_MAX)
    if not _sees_requests(actor):
        own = actor.seen_ids if actor else frozenset()
        query = query.where(or_(col(Auction.state) != "requested", col(Auction.party_id).in_(own)))
    if instrument is not None:
        query = query.join(Instrument, col(Instrument.id) == Auction.instrument_id).where(
            Instrument.code == instrument
        )
    return [_view(session, auction, actor) for auction in session.exec(query)]


def auction_view(session: WorldSession, number: str, actor: Actor | None = None) -> AuctionView:
    """Return a notice and, once cleared, its result.

    Raises:
        UnknownAuction: there is none, or only a request that is not the reader's to see.
    """
    auction = find_auction(session, number)
    own = actor is not None and auction.party_id in actor.seen_ids
    if auction.state == "requested" and not own and not _sees_requests(actor):
        raise UnknownAuction(auction=auction.number, field="auction")
    return _view(session, auction, actor)


def curve_of(session: WorldSession, number: str) -> tuple[Step, ...]:
    """Return what was bid for at each price, without names; nothing before the close.

    Raises:
        UnknownAuction: there is none.
    """
    auction = find_auction(session, number)
    if auction.state not in {"closed", "failed"}:
        return ()
    bids = lines_of(session, sheets_in_force(session, auction))
    return demand_curve(as_bids(bids), Side(auction.side))


def own_part(session: WorldSession, number: str, actor: Actor) -> OwnPart:
    """Return an actor's own part in an auction: accounts to bid from, and sheets, newest first.

    Raises:
        UnknownAuction: there is none.
    """
    auction = find_auction(session, number)
    statement = (
        select(AuctionSheet)
        .where(
            AuctionSheet.auction_id == auction.id,
            col(AuctionSheet.party_id).in_(actor.seen_ids),
        )
        .order_by(col(AuctionSheet.id).desc())
    )
    return OwnPart(
        bidders=tuple(_bidders(session, auction, actor)),
        sheets=tuple(_own_sheets(session, list(session.exec(statement)))),
        announcer=auction.party_id in actor.seen_ids,
    )


def eligible_parties(session: WorldSession, auction: Auction, actor: Actor) -> list[int]:
    """Return the parties an actor may bid for, by id."""
    return [each for each in sorted(actor.party_ids) if is_eligible(session, auction, each)]


def _sees_requests(actor: Actor | None) -> bool:
    return actor is not None and not actor.roles.isdisjoint({Role.OPERATOR, Role.REGULATOR})


def _bidders(session: WorldSession, auction: Auction, actor: Actor) -> list[BidderView]:
    parties = eligible_parties(session, auction, actor)
    if not parties:
        return []
    instrument = session.get(Instrument, auction.instrument_id)
    assert instrument is not None
    held = {
        (row.account, row.unit_type): row.quantity - row.reserved
        for row in holdings(session, party_ids=parties, with_serials=False)
    }
    return [
        BidderView(
            account=account.number,
            party={"zh": account.party_zh, "en": account.party_en},
            available_fen=held.get((account.number, CASH_CODE), 0),
            available_t=held.get((account.number, instrument.code), 0),
        )
        for account in accounts(session, party_ids=parties)
    ]


def _own_sheets(session: WorldSession, sheets: list[AuctionSheet]) -> list[OwnSheet]:
    lines = lines_of(session, sheets)
    named = [line.id for line in lines]
    found = session.exec(select(AuctionAward).where(col(AuctionAward.bid_id).in_(named)))
    awards = {award.bid_id: award for award in found}
    account = WORLD_METADATA.tables["account"]
    numbers = dict(
        session.connection()
        .execute(
            account.select()
            .with_only_columns(account.c.id, account.c.number)
            .where(account.c.id.in_([sheet.account_id for sheet in sheets]))
        )
        .all()
    )
    parties = {
        party.id: party for party in list_parties(session, ids=[each.party_id for each in sheets])
    }
    seen: set[int] = set()
    views = []
    for sheet in sheets:
        party = parties[sheet.party_id]
        own = [
            OwnBid(
                line=line.line,
                price_fen=line.price_fen,
                quantity_t=line.quantity_t,
                won_t=awards[line.id].quantity_t if line.id in awards else 0,
                won_price_fen=awards[line.id].price_fen if line.id in awards else None,
                trade_id=awards[line.id].trade_id if line.id in awards else None,
            )
            for line in lines
            if line.sheet_id == sheet.id
        ]
        views.append(
            OwnSheet(
                account=numbers[sheet.account_id],
                party={"zh": party.name_zh, "en": party.name_en},
                submitted_at=sheet.submitted_at,
                withdrawn=sheet.withdrawn,
                superseded=sheet.party_id in seen,
                bid_t=sheet.bid_t,
                set_aside=sheet.set_aside,
                bids=tuple(own),
            )
        )
        seen.add(sheet.party_id)
    return views


def _view(session: WorldSession, auction: Auction, actor: Actor | None) -> AuctionView:
    instrument = session.get(Instrument, auction.instrument_id)
    assert instrument is not None
    unit_type = _unit_type(session, instrument)
    (announcer,) = list_parties(session, ids=[auction.party_id])
    ended = auction.state in {"closed", "failed"}
    holds = actor is not None and auction.party_id in actor.seen_ids
    shown = auction.limit_public or ended or holds
    invitations = select(AuctionInvitation.id).where(AuctionInvitation.auction_id == auction.id)
    return AuctionView(
        number=auction.number,
        instrument=instrument.code,
        measure=unit_type["measure"],
        name_zh=unit_type["name_zh"],
        name_en=unit_type["name_en"],
        announcer={"zh": announcer.name_zh, "en": announcer.name_en},
        fictitious=announcer.fictitious,
        side=auction.side,
        quantity_t=auction.quantity_t,
        minimum_t=auction.minimum_t,
        pricing=auction.pricing,
        at_margin=auction.at_margin,
        limit_fen=auction.limit_fen or None if shown else None,
        limit_public=auction.limit_public,
        opens_at=auction.opens_at,
        closes_at=auction.closes_at,
        eligibility=auction.eligibility,
        invited=len(session.exec(invitations).all()),
        bid_min_t=auction.bid_min_t,
        bid_max_t=auction.bid_max_t,
        deposit_pct=auction.deposit_pct,
        note=auction.note,
        state=auction.state,
        phase=phase_of(session, auction),
        reason=auction.reason,
        announced_at=auction.announced_at,
        ended_at=auction.ended_at,
        result=_result(session, auction),
    )


def _unit_type(session: WorldSession, instrument: Instrument) -> RowMapping:
    table = WORLD_METADATA.tables["unit_type"]
    query = select_columns(table.c.measure, table.c.name_zh, table.c.name_en)
    rows = session.connection().execute(query.where(table.c.id == instrument.unit_type_id))
    return rows.mappings().one()


def phase_of(session: WorldSession, auction: Auction) -> Phase:
    """Return where an auction stands by the world's clock."""
    if auction.state != "announced":
        return Phase(auction.state)
    now = session.clock.now()
    if now < auction.opens_at:
        return Phase.COMING
    return Phase.OPEN if now < auction.closes_at else Phase.CLEARING


def _result(session: WorldSession, auction: Auction) -> ResultView | None:
    query = select(AuctionOutcome).where(AuctionOutcome.auction_id == auction.id)
    row = session.exec(query).first()
    if row is None:
        return None
    return ResultView(
        price_fen=row.price_fen,
        average_fen=average_fen(row.turnover_fen, row.traded_t),
        cleared_t=row.cleared_t,
        traded_t=row.traded_t,
        turnover_fen=row.turnover_fen,
        bid_t=row.bid_t,
        cover=cover_ratio(row.bid_t, auction.quantity_t),
        bids=row.bids,
        bidders=row.bidders,
        winners=row.winners,
        defaulters=row.defaulters,
        cleared_at=row.cleared_at,
    )


def auctions_to_bid_in(session: WorldSession, actor: Actor) -> Sequence[Auction]:
    """Return auctions that want bids of an actor's parties that trade there and gave none yet."""
    query = (
        select(Auction)
        .where(Auction.state == "announced", col(Auction.closes_at) > session.clock.now())
        .order_by(col(Auction.closes_at))
    )
    return [each for each in session.exec(query) if _wants_bids_of(session, each, actor)]


def _wants_bids_of(session: WorldSession, auction: Auction, actor: Actor) -> bool:
    parties = eligible_parties(session, auction, actor)
    if any(_gave_bids(session, auction, party_id) for party_id in parties):
        return False
    return any(_trades_there(session, auction, party_id) for party_id in parties)


def _gave_bids(session: WorldSession, auction: Auction, party_id: int) -> bool:
    given = select(AuctionSheet.id).where(
        AuctionSheet.auction_id == auction.id, AuctionSheet.party_id == party_id
    )
    return session.exec(given.limit(1)).first() is not None


def _trades_there(session: WorldSession, auction: Auction, party_id: int) -> bool:
    """Return whether a party is named by the notice, or ever ordered what is auctioned."""
    if auction.eligibility == "list":
        return True
    ordered = select(MarketOrder.id).where(
        MarketOrder.party_id == party_id, MarketOrder.instrument_id == auction.instrument_id
    )
    return session.exec(ordered.limit(1)).first() is not None
