"""Linked call auctions: units move to where they are worth more, until nothing is gained by it.

What market coupling does for electricity between zones: one carrier buys in one market and sells in
the other, as far as the link allows, so that the gains of both markets together are largest.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from market.rules import PRICE_FEN_MAX, Side
from simulations.markets.call_auction import (
    PRICE_FEN_MIN,
    CallOrder,
    CallResult,
    UnitRow,
    clear_call,
)
from simulations.markets.linkage import NOTHING_MOVED, LinkAccount, Moved, Towards
from simulations.markets.shares import rounded


class DayOrders(NamedTuple):
    """One market's day: its orders and its previous close, fen per t."""

    orders: Sequence[CallOrder]
    reference_fen: int


class LinkedCalls(NamedTuple):
    """What two linked call auctions decided.

    Attributes:
        first: Result of the first market; the carrier's order, if any, comes last.
        second: Result of the second market, likewise.
        account: The link's account after it.
        towards: Where units moved.
        moved: What moved; nothing where no gain was left or the link is closed.
    """

    first: CallResult
    second: CallResult
    account: LinkAccount
    towards: Towards
    moved: Moved


@dataclass(frozen=True, slots=True)
class _Passage:
    """One way across a link: where units are bought and sold, and what a unit sent costs, fen."""

    account: LinkAccount
    towards: Towards
    source: UnitRow
    target: UnitRow
    cost_fen: int

    def moved(self) -> Moved:
        """Return the exchange of as many units as gain: the more have moved, the less one gains."""
        left_t = self.account.left_t(self.towards)
        low_t, high_t = 0, self.source.offered_t
        if left_t is not None:
            high_t = min(high_t, left_t)
        while low_t < high_t:
            middle_t = (low_t + high_t + 1) // 2
            if self._gains(self.account.link.exchanged(self.towards, middle_t)):
                low_t = middle_t
            else:
                high_t = middle_t - 1
        return self.account.link.exchanged(self.towards, low_t)

    def meeting_fen(self, moved: Moved, reference_fen: int) -> tuple[int, int]:
        """Return prices next to which source and target are worth the same for a unit sent."""
        ratio, cost_fen = self.account.link.ratio(self.towards), Fraction(self.cost_fen)
        bought = self.source.clearing_range_fen(-moved.sent_t)
        sold = self.target.clearing_range_fen(moved.received_t)
        low_fen = max(bought.low_fen + cost_fen, ratio * sold.low_fen)
        high_fen = min(bought.high_fen + cost_fen, ratio * sold.high_fen)
        worth_fen = min(max(reference_fen + cost_fen, low_fen), high_fen)
        return rounded(worth_fen - cost_fen), rounded(worth_fen / ratio)

    def _gains(self, moved: Moved) -> bool:
        """Say whether the last unit is worth more where it goes than where it comes from."""
        if moved.received_t > self.target.wanted_t:
            return False
        lost_fen = self.source.clearing_range_fen(-moved.sent_t).low_fen
        earned_fen = self.target.clearing_range_fen(moved.received_t).high_fen
        ratio = self.account.link.ratio(self.towards)
        return earned_fen > PRICE_FEN_MIN and ratio * earned_fen > lost_fen + self.cost_fen


def clear_linked(
    first: DayOrders, second: DayOrders, account: LinkAccount, carrier_id: int, cost_fen: int = 0
) -> LinkedCalls:
    """Decide the call auctions of two linked markets together.

    Args:
        first: Orders of the link's first market.
        second: Orders of its second market.
        account: What has moved this year, and what may.
        carrier_id: Owner of the orders that carry units across.
        cost_fen: Cost of moving a unit, fen per t sent.

    Returns:
        Both results. Where a quota stops the flow the prices stay apart; otherwise a unit is worth
        the same on both sides of an exchange, but for the cost and the rounding to a fen.
    """
    rows = UnitRow(first.orders), UnitRow(second.orders)
    for towards, (source, target), reference_fen in (
        (Towards.SECOND, rows, first.reference_fen),
        (Towards.FIRST, rows[::-1], second.reference_fen),
    ):
        passage = _Passage(account, towards, source, target, cost_fen)
        moved = passage.moved()
        if moved.sent_t:
            prices_fen = passage.meeting_fen(moved, reference_fen)
            return _carried(first, second, passage, moved, (carrier_id, *prices_fen))
    return LinkedCalls(
        clear_call(first.orders, first.reference_fen),
        clear_call(second.orders, second.reference_fen),
        account,
        Towards.SECOND,
        NOTHING_MOVED,
    )


def _carried(
    first: DayOrders,
    second: DayOrders,
    passage: _Passage,
    moved: Moved,
    carrier: tuple[int, int, int],
) -> LinkedCalls:
    """Clear both markets with the carrier's orders, next to the prices at which they meet."""
    carrier_id, source_fen, target_fen = carrier
    bought = CallOrder(carrier_id, Side.BUY, PRICE_FEN_MAX, moved.sent_t)
    sold = CallOrder(carrier_id, Side.SELL, PRICE_FEN_MIN, moved.received_t)
    to_second = passage.towards is Towards.SECOND
    source, target = (first, second) if to_second else (second, first)
    calls = (
        clear_call([*source.orders, bought], source_fen),
        clear_call([*target.orders, sold], target_fen),
    )
    account, _ = passage.account.move(passage.towards, moved.sent_t)
    in_first, in_second = calls if to_second else calls[::-1]
    return LinkedCalls(in_first, in_second, account, passage.towards, moved)
