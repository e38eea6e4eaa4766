"""What the clock does for auctions: clear those whose window is over, end requests left over."""

from collections.abc import Iterator

from sqlmodel import col, select

from market.auctions.commands import CancelAuction, CloseAuction
from market.auctions.models import Auction
from registry.worlds import Command, WorldSession

LAPSED = "未在时段结束前发布 not published before the end of its window"


def due_commands(session: WorldSession) -> Iterator[Command]:
    """Yield auctions to clear and requests to end, by number."""
    over = (
        select(Auction.number, Auction.state)
        .where(
            col(Auction.state).in_(("announced", "requested")),
            col(Auction.closes_at) <= session.clock.now(),
        )
        .order_by(col(Auction.number))
    )
    for number, state in session.exec(over).all():
        if state == "announced":
            yield CloseAuction(client_id=f"auction:{number}", auction=number)
        else:
            yield CancelAuction(client_id=f"auction:{number}", auction=number, reason=LAPSED)
