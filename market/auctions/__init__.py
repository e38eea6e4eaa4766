"""Auctions of one seller or buyer: notice, sealed bids, clearing, results."""
