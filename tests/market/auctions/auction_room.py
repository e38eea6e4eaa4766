"""Builders of auctions: a public body that sells, bidders, the window."""

from datetime import datetime, timedelta
from typing import Any

from market.auctions import (
    AnnounceAuction,
    BidLine,
    CancelAuction,
    CloseAuction,
    PublishAuction,
    SubmitBids,
    WithdrawBids,
)
from market.due import carry_out_due
from registry.ledger import DepositCash, IssueAllowances
from registry.parties import add_party, open_account
from registry.worlds import MARKET_ZONE, Actor, Outcome, Role, reading, unit_of_work
from tests.market.traders import CEA, OPERATOR, Trader, Venue

HOUR = timedelta(hours=1)
RESERVE_T = 10_000


def open_reserve(venue: Venue, units_t: int = RESERVE_T) -> Trader:
    """A public body with units that only the operator auctions."""
    with unit_of_work(venue.world) as session:
        party = add_party(session, "政府储备（虚构）", "Reserve", "operator", fictitious=True)
        account = open_account(session, party.id).number
        party_id = party.id
    body = Trader(OPERATOR, account, party_id)
    if units_t:
        issue = IssueAllowances(
            client_id=venue.next_id(), account=account, unit_type=CEA, quantity=units_t
        )
        venue.execute(issue, OPERATOR)
    return body


def deposit(venue: Venue, trader: Trader, amount_fen: int) -> None:
    venue.execute(
        DepositCash(client_id=venue.next_id(), account=trader.account, amount_fen=amount_fen),
        OPERATOR,
    )


def now_of(venue: Venue) -> datetime:
    """The instant by the world's clock."""
    with reading(venue.world) as session:
        return session.clock.now()


def notice(venue: Venue, seller: Trader, quantity_t: int, **terms: Any) -> AnnounceAuction:
    """A notice whose window opens now and ends in an hour."""
    now = now_of(venue).astimezone(MARKET_ZONE)
    given = {
        "client_id": venue.next_id(),
        "account": seller.account,
        "instrument": CEA,
        "quantity_t": quantity_t,
        "opens_at": now.isoformat(),
        "closes_at": (now + HOUR).isoformat(),
        **terms,
    }
    return AnnounceAuction(**given)


def announce(venue: Venue, seller: Trader, quantity_t: int, **terms: Any) -> str:
    """Give notice and return the auction's number."""
    command = notice(venue, seller, quantity_t, **terms)
    return str(venue.execute(command, seller.actor).data["auction"])


def sheet(venue: Venue, auction: str, bidder: Trader, *bids: tuple[int, int]) -> SubmitBids:
    return SubmitBids(
        client_id=venue.next_id(),
        auction=auction,
        account=bidder.account,
        bids=tuple(BidLine(*bid) for bid in bids),
    )


def bid(venue: Venue, auction: str, bidder: Trader, *bids: tuple[int, int]) -> Outcome:
    """Submit (price in fen, quantity in t)."""
    return venue.execute(sheet(venue, auction, bidder, *bids), bidder.actor)


def withdraw(venue: Venue, auction: str, bidder: Trader) -> Outcome:
    command = WithdrawBids(client_id=venue.next_id(), auction=auction, account=bidder.account)
    return venue.execute(command, bidder.actor)


def publish(venue: Venue, auction: str) -> Outcome:
    command = PublishAuction(client_id=venue.next_id(), auction=auction)
    return venue.execute(command, OPERATOR)


def cancel(venue: Venue, auction: str, actor: Actor = OPERATOR) -> Outcome:
    command = CancelAuction(client_id=venue.next_id(), auction=auction, reason="取消")
    return venue.execute(command, actor)


def close(venue: Venue, auction: str) -> dict[str, Any]:
    """Let the window end and close by hand."""
    venue.world.clock.advance(HOUR)
    command = CloseAuction(client_id=venue.next_id(), auction=auction)
    return dict(venue.execute(command, OPERATOR).data)


def run_due(venue: Venue) -> list[Outcome]:
    with unit_of_work(venue.world) as session:
        return carry_out_due(session)


def hold_auctions(venue: Venue, bidder: Trader) -> None:
    """Hold one auction to its end, and leave one open with bids that replaced others."""
    reserve = open_reserve(venue)
    over = announce(venue, reserve, 100)
    bid(venue, over, bidder, (9_000, 60), (8_900, 40))
    close(venue, over)
    going_on = announce(venue, reserve, 100)
    bid(venue, going_on, bidder, (9_000, 60))
    bid(venue, going_on, bidder, (9_100, 50))


REGULATOR = Actor("regulator@example.org", frozenset({Role.REGULATOR}))
