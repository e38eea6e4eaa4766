"""What positions gain, owe and must keep as margin, on whole fen; pure.

A position is a whole number of contracts, above zero if bought, below if sold, and the value at
which it was taken over or last marked. Every counterparty is the clearing house, so the positions
of a series add up to zero, and so do their values and their variations.
"""

from dataclasses import dataclass
from typing import Final, NamedTuple

BASIS_POINTS: Final = 10_000
NOTIONAL_FEN_MAX: Final = 10**13
"""Largest value of a position, fen, so that no payment exceeds what one leg may move."""


class Holding(NamedTuple):
    """A position: contracts (below zero: sold) and their value at the last mark, fen."""

    net: int = 0
    value_fen: int = 0


class Collected(NamedTuple):
    """Where a payment comes from, fen."""

    from_margin_fen: int
    from_cash_fen: int
    missing_fen: int


@dataclass(frozen=True, slots=True)
class MarginTerms:
    """What decides how much margin a position needs.

    Args:
        size_t: units of a contract.
        initial_bp: initial margin, basis points of the price of the underlying.
        maintenance_bp: margin below which a call is made, likewise.
        option: a bought option cannot lose more than its price, which is then its initial margin.
    """

    size_t: int
    initial_bp: int
    maintenance_bp: int
    option: bool = False


def traded(held: Holding, contracts: int, price_fen: int, size_t: int) -> Holding:
    """Return a position after a trade.

    Args:
        held: before it.
        contracts: bought; below zero: sold.
        price_fen: of one unit.
        size_t: units of a contract.
    """
    return Holding(held.net + contracts, held.value_fen + contracts * size_t * price_fen)


def variation_fen(held: Holding, price_fen: int, size_t: int) -> int:
    """Return what a position has gained since it was last marked, below zero if it lost."""
    return held.net * size_t * price_fen - held.value_fen


def marked(held: Holding, price_fen: int, size_t: int) -> Holding:
    """Return a position at a settlement price, its variation paid."""
    return Holding(held.net, held.net * size_t * price_fen)


def initial_margin_fen(terms: MarginTerms, net: int, price_fen: int, underlying_fen: int) -> int:
    """Return the margin that a position begins with, rounded up to the fen.

    Args:
        terms: of the series.
        net: contracts of the position.
        price_fen: settlement price of the series.
        underlying_fen: price of the underlying.
    """
    return _needed(terms, terms.initial_bp, net, price_fen, underlying_fen)


def maintenance_margin_fen(
    terms: MarginTerms, net: int, price_fen: int, underlying_fen: int
) -> int:
    """Return the margin below which a position is called; arguments as for the initial one."""
    return _needed(terms, terms.maintenance_bp, net, price_fen, underlying_fen)


def unpaid_loss_fen(held: Holding, price_fen: int, size_t: int) -> int:
    """Return what a position has lost since it was last marked and not paid yet, 0 or more."""
    return max(0, -variation_fen(held, price_fen, size_t))


def realised_loss_fen(held: Holding, price_fen: int, settlement_fen: int, size_t: int) -> int:
    """Return the loss that a trade leaves to be paid by the settlement of its day, 0 or more.

    The floating result of open contracts waits for the settlement: the loss counts at the price of
    the trade or at the last settlement price, where it is smaller.

    Args:
        held: the position after the trade.
        price_fen: of the trade.
        settlement_fen: the last settlement price, or the model's before the first.
        size_t: units of a contract.
    """
    return min(unpaid_loss_fen(held, each, size_t) for each in (price_fen, settlement_fen))


def margin_to_keep_fen(initial_fen: int, loss_fen: int, has_fen: int, free_fen: int) -> int:
    """Return the margin of a position that became smaller.

    What it has may do for the contracts that are left, but the loss of those traded back is set
    aside as far as there is cash, so that nobody takes out what will pay it.

    Args:
        initial_fen: initial margin of what is left.
        loss_fen: realised and not paid yet.
        has_fen: margin reserved before.
        free_fen: free cash of the account.
    """
    return min(initial_fen + loss_fen, max(has_fen, min(loss_fen, has_fen + free_fen)))


def collect(due_fen: int, margin_fen: int, cash_fen: int) -> Collected:
    """Take a payment out of margin first, then out of free cash; the rest is missing.

    Args:
        due_fen: what is owed, 0 or more.
        margin_fen: reserved for the position.
        cash_fen: free in the account.
    """
    from_margin = min(due_fen, margin_fen)
    from_cash = min(due_fen - from_margin, cash_fen)
    return Collected(from_margin, from_cash, due_fen - from_margin - from_cash)


def average_price_fen(turnover_fen: int, quantity: int, tick_fen: int) -> int:
    """Return turnover over quantity, half up to the tick.

    Args:
        turnover_fen: sum of price times quantity.
        quantity: above 0.
        tick_fen: smallest step of the price.
    """
    step = quantity * tick_fen
    return (2 * turnover_fen + step) // (2 * step) * tick_fen


def _needed(terms: MarginTerms, rate_bp: int, net: int, price_fen: int, underlying_fen: int) -> int:
    quantity_t = abs(net) * terms.size_t
    margin_fen = -(-quantity_t * underlying_fen * rate_bp // BASIS_POINTS)
    if terms.option and net > 0:
        share_fen = -(-quantity_t * price_fen * rate_bp // terms.initial_bp)
        return min(margin_fen, share_fen)
    return margin_fen
