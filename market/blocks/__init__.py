"""Block agreements: offers between two named parties or to all, countered, agreed, settled."""

from market.blocks.commands import (
    AcceptBlock,
    CounterBlock,
    DeclineBlock,
    OfferBlock,
    WithdrawBlock,
)
from market.blocks.days import BlockDay, block_days
from market.blocks.negotiation import COUNTERS_MAX, OfferState
from market.blocks.queries import list_offers, show_offer
from market.blocks.refused_blocks import STATE_NAMES
from market.blocks.tasks import block_tasks
from market.blocks.views import OfferView, RoundView, Speaker

__all__ = [
    "COUNTERS_MAX",
    "STATE_NAMES",
    "AcceptBlock",
    "BlockDay",
    "CounterBlock",
    "DeclineBlock",
    "OfferBlock",
    "OfferState",
    "OfferView",
    "RoundView",
    "Speaker",
    "WithdrawBlock",
    "block_days",
    "block_tasks",
    "list_offers",
    "show_offer",
]
