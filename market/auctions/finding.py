"""Auctions by their numbers, the bids in force, and who may bid."""

from sqlalchemy import func
from sqlmodel import col, select

from market.auctions.models import Auction, AuctionBid, AuctionInvitation, AuctionSheet
from market.rules.refused_auctions import AuctionInOtherState, UnknownAuction
from market.venue.models import Instrument
from registry.compliance import entities
from registry.ledger import parse_unit_type_code
from registry.worlds import MARKET_ZONE, WorldSession, words

_NUMBER_CHARACTERS_MAX = 16
CREDITS = "CCER"
STATE_NAMES = {
    "requested": words("asked for", "已申请，待发布"),
    "announced": words("announced", "已公告"),
    "closed": words("cleared", "已成交"),
    "failed": words("ended without a trade", "流拍"),
    "cancelled": words("cancelled", "已取消"),
}
"""How far an auction has come."""


def find_auction(session: WorldSession, number: str, *, lock: bool = False) -> Auction:
    """Return an auction; locked, it and its bids are this unit of work's alone.

    Raises:
        UnknownAuction: none has the number.
    """
    text = str(number)
    known = text.isascii() and text.isprintable() and len(text) <= _NUMBER_CHARACTERS_MAX
    statement = select(Auction).where(Auction.number == text)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    auction = session.exec(statement).first() if known else None
    if auction is None:
        raise UnknownAuction(auction=text[:_NUMBER_CHARACTERS_MAX], field="auction")
    return auction


def check_state(auction: Auction, state: str) -> None:
    """Refuse what an auction in another state cannot do.

    Raises:
        AuctionInOtherState: it is in another.
    """
    if auction.state != state:
        raise AuctionInOtherState(
            auction=auction.number, state=STATE_NAMES[auction.state], field="auction"
        )


def sheets_in_force(session: WorldSession, auction: Auction) -> list[AuctionSheet]:
    """Return the latest sheet of each party that was not withdrawn, the earliest first."""
    latest = (
        select(func.max(AuctionSheet.id))
        .where(AuctionSheet.auction_id == auction.id)
        .group_by(col(AuctionSheet.party_id))
    )
    statement = (
        select(AuctionSheet)
        .where(col(AuctionSheet.id).in_(latest), col(AuctionSheet.withdrawn).is_(False))
        .order_by(col(AuctionSheet.id))
    )
    return list(session.exec(statement))


def sheet_of(session: WorldSession, auction: Auction, party_id: int | None) -> AuctionSheet | None:
    """Return a party's bids in force, if it has any."""
    statement = (
        select(AuctionSheet)
        .where(AuctionSheet.auction_id == auction.id, AuctionSheet.party_id == party_id)
        .order_by(col(AuctionSheet.id).desc())
    )
    latest = session.exec(statement).first()
    return None if latest is None or latest.withdrawn else latest


def withdrawn_sheet(session: WorldSession, sheet: AuctionSheet) -> AuctionSheet:
    """Return the record that a party's bids are in force no longer; it is not added yet."""
    return AuctionSheet(
        auction_id=sheet.auction_id,
        party_id=sheet.party_id,
        account_id=sheet.account_id,
        withdrawn=True,
        bid_t=0,
        set_aside=0,
        submitted_at=session.clock.now(),
    )


def lines_of(session: WorldSession, sheets: list[AuctionSheet]) -> list[AuctionBid]:
    """Return the bids of sheets in the order in which they came."""
    ids = [sheet.id for sheet in sheets]
    statement = (
        select(AuctionBid)
        .where(col(AuctionBid.sheet_id).in_(ids))
        .order_by(col(AuctionBid.sheet_id), col(AuctionBid.line))
    )
    return list(session.exec(statement))


def is_eligible(session: WorldSession, auction: Auction, party_id: int | None) -> bool:
    """Tell whether a notice admits a party; the one who holds the auction never bids in it."""
    if party_id is None or party_id == auction.party_id:
        return False
    if auction.eligibility == "compliance":
        scheme = _scheme(session, auction)
        found = entities(session, [party_id])
        return any(scheme in {CREDITS, entity.scheme} for entity in found)
    if auction.eligibility == "list":
        invited = select(AuctionInvitation.id).where(
            AuctionInvitation.auction_id == auction.id, AuctionInvitation.party_id == party_id
        )
        return session.exec(invited).first() is not None
    return True


def window_facts(auction: Auction) -> dict[str, str]:
    """Return a window's two instants as refusals name them, in the market's zone."""
    return {
        "opens": f"{auction.opens_at.astimezone(MARKET_ZONE):%Y-%m-%d %H:%M}",
        "closes": f"{auction.closes_at.astimezone(MARKET_ZONE):%Y-%m-%d %H:%M}",
    }


def _scheme(session: WorldSession, auction: Auction) -> str:
    code = session.exec(select(Instrument.code).where(Instrument.id == auction.instrument_id)).one()
    return parse_unit_type_code(code)[0]
