"""What of auctions needs somebody: notices for those who trade there, requests for the operator."""

from collections.abc import Iterator, Mapping

from sqlmodel import col, select

from market.auctions.models import Auction
from market.auctions.queries import auctions_to_bid_in
from registry.worlds import DISPOSING, Actor, Role, Task, WorldSession, market_date, words

PAGE = "auctions.show"
ROWS_MAX = 50
READ = words("Read the notice", "查看公告")
PUBLISH = words("Publish", "发布")
AUCTION = words("Auction", "单向竞价")


def auction_tasks(session: WorldSession, actor: Actor) -> Iterator[Task]:
    """Yield what auctions ask of an actor now."""
    if not actor.roles.isdisjoint(DISPOSING) and actor.party_ids:
        for auction in auctions_to_bid_in(session, actor)[:ROWS_MAX]:
            yield _task(auction, READ)
    if Role.OPERATOR in actor.roles:
        asked = select(Auction).where(Auction.state == "requested").order_by(col(Auction.id))
        for auction in session.exec(asked.limit(ROWS_MAX)):
            yield _task(auction, PUBLISH)


def _task(auction: Auction, verb: Mapping[str, str]) -> Task:
    return Task(
        verb=verb,
        what=AUCTION,
        number=auction.number,
        endpoint=PAGE,
        arguments={"number": auction.number},
        due=market_date(auction.closes_at),
        since=auction.announced_at,
    )
