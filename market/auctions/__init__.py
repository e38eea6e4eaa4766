"""Auctions of one seller or buyer: notice, sealed bids, clearing, results."""

from market.auctions.commands import (
    AnnounceAuction,
    BidLine,
    CancelAuction,
    CloseAuction,
    PublishAuction,
    SubmitBids,
    WithdrawBids,
)

__all__ = [
    "AnnounceAuction",
    "BidLine",
    "CancelAuction",
    "CloseAuction",
    "PublishAuction",
    "SubmitBids",
    "WithdrawBids",
]
