"""What the clock does for auctions: clear those whose window is over, end requests left over.

While trading is paused bids rest, and are cleared once it resumes.
"""

from collections.abc import Iterator

from sqlmodel import col, or_, select

from market.auctions.commands import CancelAuction, CloseAuction
from market.auctions.models import Auction
from market.venue.models import Instrument
from registry.worlds import Command, WorldSession

LAPSED = "未在时段结束前发布 not published before the end of its window"


def due_commands(session: WorldSession) -> Iterator[Command]:
    """Yield auctions to clear and requests to end, by number."""
    over = (
        select(Auction.number, Auction.state)
        .join(Instrument, col(Instrument.id) == col(Auction.instrument_id))
        .where(
            col(Auction.state).in_(("announced", "requested")),
            col(Auction.closes_at) <= session.clock.now(),
            or_(Auction.state == "requested", Instrument.state == "open"),
        )
        .order_by(col(Auction.number))
    )
    for number, state in session.exec(over).all():
        if state == "announced":
            yield CloseAuction(client_id=f"auction:{number}", auction=number)
        else:
            yield CancelAuction(client_id=f"auction:{number}", auction=number, reason=LAPSED)
