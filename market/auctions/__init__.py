"""Auctions of one seller or buyer: notice, sealed bids, clearing, results."""

from market.auctions.announcing import ELIGIBILITIES, HOLDERS, NOTE_CHARACTERS_MAX
from market.auctions.bidding import LINES_MAX
from market.auctions.commands import (
    AnnounceAuction,
    BidLine,
    CancelAuction,
    CloseAuction,
    PublishAuction,
    SubmitBids,
    WithdrawBids,
)
from market.auctions.demand import Step, demand_curve
from market.auctions.finding import STATE_NAMES
from market.auctions.published import PublishedAuction, published_auctions
from market.auctions.queries import auction_view, curve_of, list_auctions, own_part
from market.auctions.tasks import auction_tasks
from market.auctions.views import (
    AuctionView,
    BidderView,
    OwnBid,
    OwnPart,
    OwnSheet,
    Phase,
    ResultView,
)

__all__ = [
    "ELIGIBILITIES",
    "HOLDERS",
    "LINES_MAX",
    "NOTE_CHARACTERS_MAX",
    "STATE_NAMES",
    "AnnounceAuction",
    "AuctionView",
    "BidLine",
    "BidderView",
    "CancelAuction",
    "CloseAuction",
    "OwnBid",
    "OwnPart",
    "OwnSheet",
    "Phase",
    "PublishAuction",
    "PublishedAuction",
    "ResultView",
    "Step",
    "SubmitBids",
    "WithdrawBids",
    "auction_tasks",
    "auction_view",
    "curve_of",
    "demand_curve",
    "list_auctions",
    "own_part",
    "published_auctions",
]
