"""Block agreements: offers between two named parties or to all, countered, agreed, settled."""

from market.blocks.commands import (
    AcceptBlock,
    CounterBlock,
    DeclineBlock,
    OfferBlock,
    WithdrawBlock,
)

__all__ = [
    "AcceptBlock",
    "CounterBlock",
    "DeclineBlock",
    "OfferBlock",
    "WithdrawBlock",
]
